"""The files of versions and the text of their pages."""

from django.db import models
from django.db.models import Q

from interchange.ground.policy.levels import Level
from interchange.knowledge.repository import vocabulary as words
from interchange.knowledge.repository.models.works import Fingerprinted, Version


class RecordFile(Fingerprinted):
    """A file of a version. Its bytes never change; who may read it may (with a reason), and an embargo lifts by the clock."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="record_files")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PUBLIC)
    embargo_until = models.DateTimeField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    text_state = models.CharField(max_length=8, choices=words.TextState.choices, default=words.TextState.WAITING)
    pages = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict, help_text="What the file says of itself: title, doi, creators, summary, year.")

    class Meta:
        ordering = ["version_id", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(level__in=Level.values), name="file_level_is_known")]
        indexes = [models.Index(fields=[f"band{n}"], name=f"file_band{n}") for n in range(4)]

    def __str__(self) -> str:
        return self.stored.name

    @property
    def url(self) -> str:
        """The address of the file, under its record."""
        return f"/repository/{self.version.record.slug}/files/{self.pk}/"


class PageText(models.Model):
    """The text of one page of a file, for finding; `words` is as the index knows it. Full-text structures: migration 0002."""

    id = models.BigIntegerField(primary_key=True, help_text="File × 10,000 + page, so that a hit names both without a look at this row.")
    file = models.ForeignKey(RecordFile, on_delete=models.CASCADE, related_name="page_texts")
    number = models.PositiveIntegerField(help_text="From 1.")
    body = models.TextField()
    title_norm = models.CharField(max_length=1, blank=True, help_text="Always empty: the index has a column for titles.")
    body_norm = models.TextField()

    class Meta:
        ordering = ["file_id", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.file_id}, page {self.number}"
