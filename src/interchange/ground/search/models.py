"""The index: one row per findable thing. Full-text structures over it are made in the migration `0002_fulltext`."""

from django.db import models


class SearchEntry(models.Model):
    """Title and body as shown, and their normalised words as searched."""

    kind = models.SlugField(max_length=40)
    object_id = models.BigIntegerField()
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    title_norm = models.TextField(blank=True)
    body_norm = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_thing")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
