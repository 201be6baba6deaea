"""Statements, what hangs on them, rounds, releases."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.files.models import StoredFile
from interchange.ground.policy.levels import Level
from interchange.ground.threads.vocabulary import Disposition
from interchange.ground.vocabulary.models import MemberState
from interchange.work.statements.vocabulary import TITLE_LIMIT, BriefingState, Kind, ReleaseKind, Rendering, RoundState, StatementState

PERSON = settings.AUTH_USER_MODEL
LEVELS = [Level.PUBLIC, Level.STATES, Level.RESTRICTED]


class Round(models.Model):
    """Comments of Member States on papers, until a moment. Papers can be read by all from one instant on, never before."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/RND/2026/001")
    title = models.CharField(max_length=TITLE_LIMIT)
    note = models.TextField(help_text="The opening note.")
    template = models.TextField(blank=True, help_text="What a comment should say; it stands in the form.")
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.STATES)
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(help_text="The last second in which a comment is in time.")
    time_zone = models.CharField(max_length=64)
    final_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state="draft") | Q(opens_at__isnull=False), name="open_round_has_its_moment"),
            models.CheckConstraint(condition=Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"),
            models.CheckConstraint(condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(final_text="")), name="published_round_has_its_text"),
            models.CheckConstraint(condition=Q(level__in=[Level.PUBLIC, Level.STATES]), name="round_level_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/statements/rounds/{self.pk}/"


class RoundPaper(models.Model):
    """A paper of a round, in one language."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=TITLE_LIMIT)
    language = models.CharField(max_length=3)
    rendering = models.CharField(max_length=10, choices=Rendering.choices, blank=True, help_text="Empty: the original.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return self.title


class Statement(models.Model):
    """Something that a Member State filed. The State is its author; who typed it is noted and shown to nobody outside the State and the Secretariat."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/MS/2026/001, in the series of all that Member States file.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    member_state = models.ForeignKey(MemberState, on_delete=models.PROTECT, related_name="statements")
    group = models.SlugField(
        max_length=60, blank=True, help_text="The group on whose behalf it was filed; its States are named one by one."
    )
    group_name = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_LIMIT)
    text = models.TextField()
    language = models.CharField(max_length=3, default="en")
    level = models.CharField(max_length=12, choices=Level.choices)
    state = models.CharField(max_length=14, choices=StatementState.choices, default=StatementState.RECEIVED)
    filed_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    target_at = models.DateTimeField()
    target_reason = models.TextField(blank=True, help_text="Why the answer takes longer than was first said.")
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    about = models.CharField(max_length=200, blank=True, help_text="The passage of the papers that a comment is about.")
    late = models.BooleanField(default=False)
    disposition = models.CharField(max_length=14, choices=Disposition.choices, blank=True)
    disposition_reason = models.TextField(blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="statement_level_known"),
            models.CheckConstraint(condition=Q(kind="comment", round__isnull=False) | (~Q(kind="comment") & Q(round__isnull=True)), name="comments_and_only_they_have_a_round"),
            models.CheckConstraint(condition=~Q(state="answered") | Q(answered_at__isnull=False), name="answered_statement_says_when"),
            models.CheckConstraint(condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="withdrawn_statement_says_when"),
            models.CheckConstraint(condition=Q(disposition="") | (~Q(disposition_reason="") & Q(disposed_at__isnull=False)), name="statement_disposition_has_a_reason"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "target_at"], name="statement_by_clock")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/statements/{self.pk}/"

    @property
    def is_confidential(self) -> bool:
        """Whether only the State and the Secretariat read it."""
        return self.level == Level.RESTRICTED


class Backing(models.Model):
    """A State stands behind a statement: the one that filed it, and each that it named for a group."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="backings")
    member_state = models.ForeignKey(MemberState, on_delete=models.PROTECT, related_name="backings")

    class Meta:
        ordering = ["statement", "member_state"]
        constraints = [models.UniqueConstraint(fields=["statement", "member_state"], name="state_backs_a_statement_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.member_state_id}"


class Translation(models.Model):
    """A statement's words in another language, marked as what they are."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=3)
    rendering = models.CharField(max_length=10, choices=Rendering.choices)
    title = models.CharField(max_length=TITLE_LIMIT)
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["statement", "language"]
        constraints = [models.UniqueConstraint(fields=["statement", "language"], name="statement_translated_once_into_a_language")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.language}"


class Attachment(models.Model):
    """A file that came with a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["statement", "pk"]

    def __str__(self) -> str:
        return f"file of {self.statement_id}"


class Clarification(models.Model):
    """The Secretariat asked back; the State answers. Between the two only."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="clarifications")
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["statement", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement"], condition=Q(answered_at__isnull=True), name="one_open_clarification"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="clarification_has_words"),
        ]

    def __str__(self) -> str:
        return f"clarification of {self.statement_id}"


class Answer(models.Model):
    """An answer: written by one officer, cleared by another, given to the State. Readers of the statement see it from then on."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    cleared_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["statement", "drafted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cleared_by__isnull=True) | ~Q(cleared_by=F("drafted_by")), name="answer_cleared_by_another"),
            models.CheckConstraint(condition=Q(cleared_by__isnull=True, cleared_at__isnull=True) | Q(cleared_by__isnull=False, cleared_at__isnull=False), name="clearing_has_officer_and_time"),
            models.CheckConstraint(condition=Q(given_at__isnull=True) | Q(cleared_at__isnull=False), name="answer_given_once_cleared"),
            models.UniqueConstraint(fields=["statement"], condition=Q(given_at__isnull=True, sent_back_at__isnull=True), name="one_answer_in_the_making"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"answer to {self.statement_id}"


class Link(models.Model):
    """Where a statement matters: a session, a topic, a work item, an entry of the map, a term. Kind and key are those of the journal."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="links")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["statement", "pk"]
        constraints = [models.UniqueConstraint(fields=["statement", "subject_kind", "subject_id"], name="statement_linked_once")]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="statement_by_subject")]

    def __str__(self) -> str:
        return f"{self.statement_id} -> {self.subject_kind}:{self.subject_id}"


class Release(models.Model):
    """Something can be read by every State from one instant on; the letters about it are written State by State by the worker."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=10, choices=ReleaseKind.choices)
    released_at = models.DateTimeField(help_text="The instant from which every State can read it: one for all.")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "released_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.round_id}"


class ReleaseLine(models.Model):
    """A State was told: when its letters were written, and how many there were (0: it has named nobody)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="lines")
    member_state = models.ForeignKey(MemberState, on_delete=models.PROTECT, related_name="+")
    letters = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["release", "member_state"]
        constraints = [models.UniqueConstraint(fields=["release", "member_state"], name="state_told_once_of_a_release")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.member_state_id}"


class Briefing(models.Model):
    """What the network did, decided and asked in a time, for Member States: drafted by the house, edited by an officer, without anybody's name."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/BRF/2026/001")
    title = models.CharField(max_length=TITLE_LIMIT)
    first_day = models.DateField()
    last_day = models.DateField()
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.STATES)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=BriefingState.choices, default=BriefingState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="briefing_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(level__in=[Level.PUBLIC, Level.STATES]), name="briefing_level_known"),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False, released_by__isnull=False),
                name="released_briefing_has_officer_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/statements/briefings/{self.pk}/"


class LeftIn(models.Model):
    """Words of a draft that the check found and an officer left in, with a reason."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="left_in")
    excerpt = models.CharField(max_length=300)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["briefing", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "excerpt"], name="words_left_in_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="words_left_in_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"left in {self.briefing_id}"
