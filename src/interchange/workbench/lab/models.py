"""Experiments, the files that people brought to them, and the answers of trials."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.workbench.lab import vocabulary as words

PERSON = settings.AUTH_USER_MODEL


class Experiment(models.Model):
    """A recipe being followed, and what it came to. `owner` null: the house's own starter experiment."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=words.TITLE_LIMIT)
    question = models.TextField(blank=True)
    owner = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="experiments")
    state = models.CharField(max_length=10, choices=words.State.choices, default=words.State.WAITING)
    recipe = models.JSONField()
    media = models.CharField(max_length=8)
    total = models.PositiveIntegerField(help_text="Copies to be made.")
    done = models.PositiveIntegerField(default=0, help_text="Copies that are known.")
    result = models.JSONField(null=True, blank=True)
    tools = models.JSONField(default=list, help_text="Codes of the map's tools of which the result speaks.")
    digest = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life of its worker.")
    ended_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="Why it was sent back.")
    record = models.ForeignKey("repository.Record", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "running", "failed", "stopped"]) | Q(result__isnull=False), name="ended_experiment_has_a_result"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False), name="published_experiment_has_a_time"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("owner")), name="nobody_publishes_their_own_experiment"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "-published_at"], name="experiment_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """The number as it stands in the address: "2026-0001"."""
        return "-".join(self.number.split("/")[2:])

    @property
    def url(self) -> str:
        """Its page."""
        return f"/workbench/lab/{self.slug}/"

    @property
    def is_going(self) -> bool:
        """Whether it waits for a worker or one is at it."""
        return self.state in words.GOING


class OwnFile(models.Model):
    """A file that somebody brought. Nobody reads it but the worker; it goes with the experiment."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200, help_text="Where the bytes are in the storage.")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["experiment", "sha256"], name="own_file_once")]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What one file gave after one chain. The key is the hash of all that decides it, so it can be used by every experiment that asks the same."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Evidence(models.Model):
    """A published result put forward for a tool of the map: the proposal, and since when what was tried is not what there is."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="evidence")
    tool_code = models.SlugField(max_length=80)
    proposal = models.ForeignKey("landscape.Proposal", on_delete=models.CASCADE, related_name="+")
    stale_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["experiment", "tool_code"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.tool_code}"
