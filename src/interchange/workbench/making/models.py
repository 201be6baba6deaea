"""Records of making. No file is kept, only what identifies it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.workbench.making.vocabulary import NAME_LIMIT, TITLE_LIMIT, Became, FileRole, Gave, How, WorkKind


class Making(models.Model):
    """How one work was made, told by its maker. `secret` opens the disclosure to whoever has the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_LIMIT)
    kind = models.CharField(max_length=8, choices=WorkKind.choices)
    credit = models.CharField(max_length=NAME_LIMIT, help_text="Under which name the maker is told.")
    conceived = models.TextField(blank=True, help_text="What a person thought out and decided.")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    secret = models.SlugField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-changed_at", "id"]
        indexes = [models.Index(fields=["owner", "-changed_at"], name="makings_of_owner")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=WorkKind.values), name="making_kind_is_known")]

    def __str__(self) -> str:
        return str(self.pk)


class Step(models.Model):
    """One step, in its place. A prompt is told to others only where `prompt_shown` says so."""

    making = models.ForeignKey(Making, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    how = models.CharField(max_length=4, choices=How.choices)
    gave = models.CharField(max_length=12, choices=Gave.choices)
    became = models.CharField(max_length=8, choices=Became.choices, default=Became.KEPT)
    what = models.TextField(blank=True, help_text="What was done.")
    tool = models.CharField(max_length=NAME_LIMIT, blank=True)
    version = models.CharField(max_length=NAME_LIMIT, blank=True)
    provider = models.CharField(max_length=NAME_LIMIT, blank=True)
    prompt = models.TextField(blank=True)
    prompt_shown = models.BooleanField(default=False)
    chosen = models.TextField(blank=True, help_text="What the person chose, and why.")
    read_from = models.CharField(max_length=NAME_LIMIT, blank=True, help_text="The file from whose metadata the step was read.")

    class Meta:
        ordering = ["making_id", "place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="step_how_is_known"),
            models.CheckConstraint(condition=~Q(how=How.AI) | ~Q(tool=""), name="ai_step_names_its_system"),
            models.CheckConstraint(condition=Q(prompt="") | Q(how=How.AI), name="prompt_is_of_an_ai_step"),
        ]

    def __str__(self) -> str:
        return f"step {self.place} of {self.making_id}"


class MakingFile(models.Model):
    """A file of the work, known by its SHA-256."""

    making = models.ForeignKey(Making, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=6, choices=FileRole.choices)
    name = models.CharField(max_length=NAME_LIMIT)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    headline = models.CharField(max_length=500, blank=True, help_text="What the file said of itself, in a sentence.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["making_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["making", "sha256"], name="file_of_a_making_once")]

    def __str__(self) -> str:
        return f"{self.role} of {self.making_id}"
