"""Numbered states of the map, and their printed reports."""

from django.conf import settings
from django.db import models

from interchange.knowledge.landscape import vocabulary as words

PERSON = settings.AUTH_USER_MODEL


class MapRelease(models.Model):
    """A numbered, citable state of the whole map, never changed. `packed` is the canonical JSON, compressed; `digest` its SHA-256."""

    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    released_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()

    class Meta:
        ordering = ["-released_at", "-pk"]

    def __str__(self) -> str:
        return f"Map {self.number}"


class ReportJob(models.Model):
    """What the worker makes of a release: the printed report and the workbook. `progress` is a percentage, `step` says what is being done."""

    release = models.OneToOneField(MapRelease, on_delete=models.CASCADE, related_name="report")
    phase = models.CharField(max_length=8, choices=words.JobState.choices, default=words.JobState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    pdf = models.BinaryField(null=True)
    xlsx = models.BinaryField(null=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"report of {self.release_id}"
