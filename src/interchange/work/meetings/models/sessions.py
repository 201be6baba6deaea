"""Series, sessions, their deadlines, joining links and the proposals of times."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.policy.levels import Level
from interchange.work.meetings.vocabulary import Audience, DeadlineKind, SessionKind, SessionState

PERSON = settings.AUTH_USER_MODEL


class Series(models.Model):
    """A numbered row of sessions of one body: "TEN" counts TEN/1, TEN/2, ... and its documents TEN/1/1, TEN/1/2, ..."""

    slug = models.SlugField(max_length=30, unique=True, help_text="In addresses: /meetings/<slug>/3/")
    body = models.CharField(max_length=12, unique=True, help_text="In numbers: TEN, AIII, TEN-LAB. Never changed.")
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=SessionKind.choices, default=SessionKind.PLENARY)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.MEMBERS)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.PUBLIC, help_text="Who may know that it meets.")
    topics = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["body"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(body__regex=r"^[A-Z][A-Z0-9-]*$"), name="series_body_form"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="series_level_known"),
        ]

    def __str__(self) -> str:
        return self.body


class Session(models.Model):
    """One meeting of a series. The wall clock (day, time, zone) is what was agreed; `starts_at` is reckoned from it (G3)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=SessionKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    level = models.CharField(
        max_length=12, choices=Level.choices, default=Level.PUBLIC, help_text="Who may know of it once it is convened."
    )
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    topics = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=20, choices=SessionState.choices, default=SessionState.PLANNED)
    state_reason = models.TextField(blank=True, help_text="Why it was postponed or cancelled; invited people read it.")
    local_day = models.DateField(null=True, blank=True)
    local_time = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    minutes = models.PositiveSmallIntegerField(default=120)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    convened_at = models.DateTimeField(null=True, blank=True)
    late_reason = models.TextField(blank=True, help_text="Why it was convened later than the deadline; stands in the note.")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="SEQUENCE of the calendar entry (RFC 5546): goes up with every change.")
    changed_at = models.DateTimeField(help_text="When the calendar entry last changed.")
    burden = models.JSONField(default=dict, blank=True, help_text='By region: {"africa": [in the night, invited]}, kept as it was then.')
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        ordering = [F("starts_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(minutes__gte=15) & Q(minutes__lte=1440), name="session_length_sane"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="session_level_known"),
            models.CheckConstraint(condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, local_day__isnull=True, local_time__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False, local_day__isnull=False, local_time__isnull=False),
                name="session_time_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "postponed", "cancelled"]) | Q(convened_at__isnull=False, starts_at__isnull=False),
                name="convened_session_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(state_reason=""), name="stopped_session_has_reason"
            ),
            models.CheckConstraint(condition=~Q(state="in-session") | Q(opened_at__isnull=False), name="open_session_has_opening"),
            models.CheckConstraint(condition=~Q(state="public") | Q(published_at__isnull=False), name="public_session_has_time"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_by_time")]

    def __str__(self) -> str:
        return self.symbol

    @property
    def symbol(self) -> str:
        """The session's number: TEN/3. Its documents are counted under it."""
        return f"{self.series.body}/{self.number}"

    @property
    def uid(self) -> str:
        """The UID of the calendar entry (RFC 5545, 3.8.4.7): the same in every mail and feed, for good."""
        return f"session-{self.pk}@{settings.DEFAULT_FROM_EMAIL.rsplit('@', 1)[-1]}"

    @property
    def scope(self) -> str:
        """The scope of chairs' and rapporteurs' roles for this session alone (M4)."""
        return f"session:{self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/meetings/{self.series.slug}/{self.number}/"

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether it shares time with a span."""
        return bool(self.starts_at and self.ends_at and self.starts_at < ends_at and self.ends_at > starts_at)

    def length(self) -> timedelta:
        """How long it is meant to last."""
        return timedelta(minutes=self.minutes)


class Deadline(models.Model):
    """One date that follows from a session's start (G2). `met_at`: when the thing was there."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DeadlineKind.choices)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["session", "due_at"]
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="deadline_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.kind}"


class JoiningLink(models.Model):
    """Where to join remotely. Apart from the session, so that no list, feed or export carries it by accident."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="joining")
    url = models.URLField(max_length=500)
    note = models.CharField(max_length=300, blank=True, help_text="Passcode, telephone number.")

    def __str__(self) -> str:
        return f"joining link of {self.session_id}"


class TimeProposal(models.Model):
    """A search for a fair time: what was asked, and the candidates as they were ranked."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="proposals")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    people = models.PositiveIntegerField(default=0)
    marked = models.PositiveIntegerField(default=0, help_text="Of them: those who marked their usable hours.")

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="proposal_days_in_order")]

    def __str__(self) -> str:
        return f"times for {self.session_id}"


class Candidate(models.Model):
    """One possible start, as wall clock and instant, with what it would cost whom."""

    proposal = models.ForeignKey(TimeProposal, on_delete=models.CASCADE, related_name="candidates")
    rank = models.PositiveSmallIntegerField()
    local_day = models.DateField()
    local_time = models.TimeField()
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    usable = models.PositiveIntegerField(help_text="People who marked all of it as usable.")
    night = models.PositiveIntegerField(help_text="People for whom it is outside 07:00-22:00.")
    by_region = models.JSONField(default=dict, help_text='{"africa": [in the night, asked]}')
    cost = models.FloatField()
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposal", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "rank"], name="candidate_rank_once"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(chosen_at__isnull=False), name="one_chosen_candidate"),
        ]

    def __str__(self) -> str:
        return f"{self.local_day} {self.local_time}"
