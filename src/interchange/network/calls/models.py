"""Calls, what they ask, and the applications that answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.network.calls.vocabulary import (
    DEAD_STATES,
    ApplicationState,
    Assessment,
    CallState,
    Capacity,
    EnglishLevel,
    EvidenceKind,
    FileKind,
    Gender,
    InterestCategory,
    Outcome,
    QuestionKind,
    SizeBand,
    TextKind,
)

PERSON = settings.AUTH_USER_MODEL


class DeclarationText(models.Model):
    """One version of a text that people accept. A published version never changes; a new one is a new row."""

    kind = models.CharField(max_length=20, choices=TextKind.choices)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=160)
    body = models.TextField(help_text="Markdown.")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version", "language"], name="text_version_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Call(models.Model):
    """A call for applications: dates with the zone they were set in, texts, profiles, questions, criteria, number of places."""

    slug = models.SlugField(max_length=60, unique=True)
    number = models.CharField(max_length=40, unique=True, help_text="TEN/CALL/2026/1")
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField(blank=True, help_text="Markdown.")
    state = models.CharField(max_length=12, choices=CallState.choices, default=CallState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, default="Europe/Zurich", help_text="The zone in which the dates were set.")
    places = models.PositiveIntegerField(default=30)
    profiles = models.JSONField(default=list, help_text="Codes of the scheme “profiles”.")
    texts = models.ManyToManyField(DeclarationText, related_name="calls", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="cancelled") | Q(published_at__isnull=False), name="published_call_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """What reviewers mark from 1 to 5, with its weight in percent and an anchor text for each mark. Frozen once the call opens."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField()
    anchors = models.JSONField(default=dict, help_text='{"1": "text", ... "5": "text"}')
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["call", "order", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="criterion_key_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight_in_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of the call's own, beside the standing fields of an application."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=200)
    help = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    choices = models.JSONField(default=list, blank=True, help_text='[{"code": "...", "label": "..."}]')
    limit = models.PositiveIntegerField(default=2000, help_text="Characters; for numbers the greatest value.")
    required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["call", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="question_key_once")]

    def __str__(self) -> str:
        return self.label


class Application(models.Model):
    """One person's application to one call. What reviewers may not see stands in rows of its own (`BalanceData`, `AccessNeeds`)."""

    number = models.CharField(max_length=40, unique=True, null=True, blank=True, help_text="TEN/APP/2026/0001; given at submission.")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=16, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Counts saves; two tabs notice each other by it.")
    invited = models.BooleanField(default=False, help_text="Asked by the Secretariat to apply (counted apart).")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    repair_until = models.DateTimeField(null=True, blank=True)
    repair_parts = models.JSONField(default=list, blank=True, help_text="Step keys that may be edited while returned.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    # A1 identity, as given for this call (the person's own record may change later)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    publication_name = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, blank=True)
    nationalities = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    languages = models.JSONField(default=list, blank=True)
    english = models.CharField(max_length=10, choices=EnglishLevel.choices, blank=True)
    # A2 profile
    main_profile = models.SlugField(max_length=60, blank=True)
    other_profiles = models.JSONField(default=list, blank=True)
    sectors = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    other_expertise = models.CharField(max_length=300, blank=True)
    # A3 affiliation
    organisation = models.CharField(max_length=200, blank=True)
    organisation_kind = models.SlugField(max_length=60, blank=True)
    parent_group = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.PERSONAL)
    # A5 text
    motivation = models.TextField(blank=True)
    contribution = models.TextField(blank=True)
    proposed_topic = models.CharField(max_length=300, blank=True)
    # A6 practical
    hours_per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    usable_hours = models.CharField(max_length=300, blank=True)
    support_needed = models.TextField(blank=True)
    # the call's own questions: {question key: answer}
    answers = models.JSONField(default=dict, blank=True)
    # D9: consent to be named, separate and withdrawable
    consent_to_be_named = models.BooleanField(default=False)

    class Meta:
        ordering = ["-submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], condition=~Q(state__in=DEAD_STATES), name="one_live_application"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False, number__isnull=False),
                name="submitted_has_number_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "offered", "confirmed", "refused-offer", "lapsed"])
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision_reason="") & ~Q(outcome="")),
                name="decided_has_decider_time_reason",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | Q(repair_until__isnull=False), name="returned_has_an_end"),
            models.CheckConstraint(condition=~Q(state="duplicate") | Q(duplicate_of__isnull=False), name="duplicate_names_the_original"),
        ]
        indexes = [models.Index(fields=["call", "state", "submitted_at"], name="application_queue")]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def name(self) -> str:
        """The applicant's name as given in this application."""
        return self.publication_name or f"{self.given_name} {self.family_name}".strip() or str(self)


class ApplicationVersion(models.Model):
    """What an application said at one submission; later edits make a new version, the old one stays."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["application", "-number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="application_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.application_id}"


class Invitation(models.Model):
    """The Secretariat asked somebody to apply, to fill a gap; counted apart, over after fourteen days."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "email"], name="one_invitation_per_address")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Merge(models.Model):
    """Two applications of one person were found to be one; can be undone for seven days."""

    kept = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    dropped = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    state_before = models.CharField(max_length=16, choices=ApplicationState.choices)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.dropped_id} into {self.kept_id}"


class BalanceData(models.Model):
    """A8: optional, hidden from reviewers, used in sums only."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="balance")
    gender = models.CharField(max_length=12, choices=Gender.choices, blank=True)
    early_career = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return f"balance data of {self.application_id}"


class AccessNeeds(models.Model):
    """A6: accessibility needs, stored apart, shown to organisers only."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="access_needs")
    text = models.TextField()

    class Meta:
        verbose_name_plural = "access needs"

    def __str__(self) -> str:
        return f"access needs of {self.application_id}"


class Evidence(models.Model):
    """A4: something the person did: a standard, code, product, paper or deployed system."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    own_part = models.CharField(max_length=300, blank=True)
    co_authors = models.CharField(max_length=500, blank=True, help_text="Names, separated by semicolons; used to find conflicts.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["application", "order", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class ApplicationFile(models.Model):
    """A file that belongs to an application; the bytes are in the files room."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="one_file_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.application_id}"


class Acceptance(models.Model):
    """A person accepted a version of a text at a moment, in a language."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="acceptances")
    text = models.ForeignKey(DeclarationText, on_delete=models.PROTECT, related_name="acceptances")
    language = models.CharField(max_length=8, default="en")
    accepted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "text"], condition=Q(withdrawn_at__isnull=True), name="one_standing_acceptance")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} accepted {self.text_id}"


class InterestDeclaration(models.Model):
    """One version of a person's declaration of interests (D1) and what the Secretariat made of it (D2). Older versions stay."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="interest_declarations")
    version = models.PositiveIntegerField()
    nothing_to_declare = models.BooleanField(default=False)
    declared_at = models.DateTimeField()
    assessment = models.CharField(max_length=14, choices=Assessment.choices, blank=True)
    assessment_reason = models.TextField(blank=True)
    topics_to_avoid = models.JSONField(default=list, blank=True)
    assessed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="interest_version_once"),
            models.CheckConstraint(
                condition=Q(assessment="") | Q(assessed_by__isnull=False, assessed_at__isnull=False),
                name="assessment_has_assessor_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"interests of {self.person_id}, version {self.version}"


class Interest(models.Model):
    """One row of a declaration: category, entity, period within the last four years, topics affected, size band."""

    declaration = models.ForeignKey(InterestDeclaration, on_delete=models.CASCADE, related_name="rows")
    category = models.CharField(max_length=24, choices=InterestCategory.choices)
    entity = models.CharField(max_length=200)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = models.JSONField(default=list, blank=True)
    size = models.CharField(max_length=8, choices=SizeBand.choices, blank=True)

    class Meta:
        ordering = ["declaration", "pk"]

    def __str__(self) -> str:
        return f"{self.category}: {self.entity}"
