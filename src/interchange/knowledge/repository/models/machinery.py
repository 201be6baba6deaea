"""What the house keeps for its own work: imports, DOIs on their way, the shelf's count."""

from django.conf import settings
from django.db import models

from interchange.knowledge.repository import vocabulary as words
from interchange.knowledge.repository.models.works import Version

PERSON = settings.AUTH_USER_MODEL


class ImportJob(models.Model):
    """A file of records on its way in. `position` is how far the reader has come, so that a killed worker's job goes on from there."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="The file's name, for showing.")
    format = models.SlugField(max_length=20)
    path = models.CharField(max_length=200, help_text="Where the bytes wait in the storage.")
    size = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="Already here: not made again.")
    failed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="At most the first 200: [line, rule].")
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=words.JobState.choices, default=words.JobState.WAITING)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Minting(models.Model):
    """A DOI on its way to, or at, the registration agency. Off unless an adapter is set."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="minting")
    doi = models.CharField(max_length=200, unique=True)
    state = models.SlugField(max_length=12, default="waiting", help_text="waiting, registered, failed, hidden.")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.doi


class Shelf(models.Model):
    """One row: how often anything that lists depend on has changed. Locked by whoever changes it, so that the count follows the commits.

    `recent` holds the last changes as [count, random word]: a reader who knows one of them knows all that came before it, even where
    a count was given twice because a transaction was undone.
    """

    count = models.PositiveBigIntegerField(default=0)
    recent = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return str(self.count)
