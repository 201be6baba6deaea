"""Stored files: what is known of each; the bytes are in the storage, under a name of our own making."""

import uuid

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file that was checked by content and size when it came in. Its address is `/files/<id>/`; policy is asked at every read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.SlugField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="The name shown and offered for saving; never used as a path.")
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    scanned = models.BooleanField(default=False, help_text="A virus scanner has looked at it.")
    stored_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True, help_text="The bytes are gone; the row tells that they were here.")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes are in the storage: made from the id alone."""
        return f"{self.purpose}/{self.id.hex[:2]}/{self.id.hex}"
