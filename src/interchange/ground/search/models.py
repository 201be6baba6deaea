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
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_thing")]
        indexes = [models.Index(fields=["begins_at"], name="search_by_time"), models.Index(fields=["updated_at"], name="search_by_change")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class SearchWord(models.Model):
    """A word that stands in some entry, whoever may see it: the vocabulary from which misspelt words are mended.

    A word is never shown before a search has found it among what the viewer may see (`spelling`).
    """

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchReading(models.Model):
    """One row: up to when the entries have been read for their words."""

    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.read_until:%Y-%m-%d %H:%M}"
