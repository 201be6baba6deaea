"""Reports that somebody kept. The files themselves are never kept."""

import uuid

from django.conf import settings
from django.db import models


class KeptReport(models.Model):
    """What one file said on the day it was inspected: the report's JSON, its owner's until deleted. `secret` opens it to whoever has the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    data = models.JSONField()
    made_at = models.DateTimeField()
    secret = models.SlugField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["owner", "-made_at"], name="reports_of_owner")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def headline(self) -> str:
        """What it came to, in one sentence."""
        return str(self.data["summary"]["headline"])
