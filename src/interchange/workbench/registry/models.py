"""Works and their codes, disputes, bulk registrations, cases and their evidence, editions of the public index."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.workbench.registry.vocabulary import BatchState, CaseState, Kind, Outcome, Stamp, Verdict, Visibility, WorkState

PERSON = settings.AUTH_USER_MODEL


class Work(models.Model):
    """What somebody registered: words and codes; the file itself stays with its owner."""

    number = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=300)
    rights_holder = models.CharField(max_length=200)
    contact = models.CharField(
        max_length=200, blank=True, help_text="Where somebody asks for a licence; shown to everybody who may find the work."
    )
    reservations = models.JSONField(default=list, help_text="Codes of the uses that are reserved.")
    terms_url = models.URLField(max_length=400, blank=True)
    reference = models.CharField(max_length=120, blank=True, help_text="The owner's own number; shown to the owner alone.")
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    state = models.CharField(max_length=12, choices=WorkState.choices, default=WorkState.REGISTERED)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    iscc = models.CharField(max_length=130, blank=True)
    size = models.BigIntegerField(default=0, help_text="Bytes of the file.")
    length = models.BigIntegerField(default=0, help_text="Milliseconds or words.")
    cells = models.JSONField(default=list, help_text="Sixteen parts of a picture, 16 bits each.")
    codes_count = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey("Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="works")
    registered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-registered_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "-registered_at"], name="works_of_owner"),
            models.Index(fields=["visibility", "state", "-registered_at"], name="works_to_find"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], condition=~Q(sha256="") & ~Q(state="withdrawn"), name="one_live_work_per_owner_and_file"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(rights_holder=""), name="work_has_title_and_holder"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class WorkCode(models.Model):
    """64 bits of a work with their three bands (`codes/bands.py`), each with an index that holds all that a search reads."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="codes")
    scheme = models.PositiveSmallIntegerField()
    bits = models.BigIntegerField()
    b0 = models.IntegerField()
    b1 = models.IntegerField()
    b2 = models.IntegerField()
    variant = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=[band, "bits"], name=f"code_by_{band}") for band in ("b0", "b1", "b2")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.bits & ((1 << 64) - 1):016x}"


class Dispute(models.Model):
    """Two public registrations of one work by different people. The house shows both and weighs nothing."""

    first = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="disputes_as_first")
    second = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="disputes_as_second")
    same_file = models.BooleanField(help_text="The very file, not only an equal code.")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_dispute_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="dispute_has_older_work_first"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                name="settled_dispute_has_outcome_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class Batch(models.Model):
    """Many works at once, from a manifest or a folder of files. `position` moves in the transaction that registers, so a killed worker loses nothing."""

    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    path = models.CharField(max_length=200, blank=True, help_text="The manifest in the storage, while it is needed.")
    files = models.JSONField(default=list, help_text="[path, name] of each file of a folder.")
    defaults = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.WAITING)
    size = models.BigIntegerField(default=0, help_text="Bytes of the manifest, or number of files.")
    position = models.BigIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="[line, fault, values] of the first that were refused.")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How far it has come."""
        return 100 if self.state == BatchState.DONE else int(100 * self.position / self.size) if self.size else 0


class Case(models.Model):
    """Something found that comes near registered works; its owner's alone."""

    number = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_case_has_time")]

    def __str__(self) -> str:
        return self.number


class Exhibit(models.Model):
    """A file that somebody found, what it says of itself, and its codes; the file itself only where its finder kept it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exhibits")
    name = models.CharField(max_length=160)
    found_at_url = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    iscc = models.CharField(max_length=130, blank=True)
    size = models.BigIntegerField()
    length = models.BigIntegerField(default=0)
    codes = models.JSONField(default=list)
    report = models.JSONField(default=dict, help_text="What the file says of itself (signals), on the day it was given.")
    path = models.CharField(max_length=200, blank=True, help_text="Where the file lies in the storage, if it was kept.")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="one_exhibit_per_file_and_case")]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """A registered work that an exhibit comes near: as it stood that day, how near, where, and how often chance does that. A person says what it is."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="candidates")
    work = models.ForeignKey(Work, null=True, on_delete=models.SET_NULL, related_name="+")
    snapshot = models.JSONField(help_text="Number, title, rights holder, reservations, contact, state on that day.")
    found = models.JSONField(help_text="Scheme, distance, parts, chance (`matching.Found`).")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "work"], name="one_candidate_per_exhibit_and_work"),
            models.CheckConstraint(condition=Q(verdict="") | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")), name="judged_candidate_has_judge_time_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.exhibit_id}: {self.snapshot.get('number')}"


class Bundle(models.Model):
    """The evidence of a case at one time: one file, signed and, where an authority is set up, time-stamped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bundles")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stamp = models.CharField(max_length=6, choices=Stamp.choices)
    stamped_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="bundles_of_a_case_are_numbered"),
            models.CheckConstraint(condition=~Q(stamp="held") | Q(stamped_at__isnull=False), name="stamped_bundle_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class IndexEdition(models.Model):
    """The public part of the register as one signed file."""

    made_at = models.DateTimeField()
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, help_text="Of what was signed: all lines but the last.")
    works = models.PositiveIntegerField()
    codes = models.PositiveBigIntegerField()
    state = models.CharField(max_length=64, help_text="What it was made from: it is made anew only when that changed.")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.sha256[:12]
