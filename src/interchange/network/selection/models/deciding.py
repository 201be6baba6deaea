"""The working set with its targets and caps, releases, offers, waiting list, complaints, reports."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.network.calls.vocabulary import Outcome
from interchange.network.selection.vocabulary import Answer, Dimension, Ground, RequestOutcome

PERSON = settings.AUTH_USER_MODEL
APPLICATION = "calls.Application"


class SelectionSet(models.Model):
    """The working set of a call: the choices made so far. What-if views are never saved."""

    call = models.OneToOneField("calls.Call", on_delete=models.PROTECT, related_name="selection_set")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"set of {self.call_id}"


class Choice(models.Model):
    """What is intended for one application, with a reason; becomes its decision at the release."""

    set = models.ForeignKey(SelectionSet, on_delete=models.PROTECT, related_name="choices")
    application = models.OneToOneField(APPLICATION, on_delete=models.PROTECT, related_name="choice")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    profile = models.SlugField(max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Place on the waiting list of the profile.")
    reason = models.TextField(blank=True)
    suggested = models.BooleanField(default=False, help_text="Taken over from a suggestion.")
    chosen_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["set", "outcome", "profile", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", rank__isnull=False) | (~Q(outcome="waiting") & Q(rank__isnull=True)),
                name="rank_on_the_waiting_list_only",
            ),
            models.UniqueConstraint(fields=["set", "profile", "rank"], condition=Q(outcome="waiting"), name="choice_rank_once_per_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"


class Target(models.Model):
    """A balance wished for: at least, about, at most so many of a value. A miss warns, never blocks."""

    set = models.ForeignKey(SelectionSet, on_delete=models.CASCADE, related_name="targets")
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    value = models.CharField(max_length=200)
    minimum = models.PositiveSmallIntegerField(null=True, blank=True)
    aim = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["set", "dimension", "value"]
        constraints = [
            models.UniqueConstraint(fields=["set", "dimension", "value"], name="target_once_per_value"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")), name="target_least_below_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class Cap(models.Model):
    """A hard limit on a dimension. An empty value means each value by itself ("two of any one organisation")."""

    set = models.ForeignKey(SelectionSet, on_delete=models.CASCADE, related_name="caps")
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    value = models.CharField(max_length=200, blank=True)
    limit = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["set", "dimension", "value"]
        constraints = [models.UniqueConstraint(fields=["set", "dimension", "value"], name="cap_once_per_value")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value or 'each'} ≤ {self.limit}"


class CapOverride(models.Model):
    """One more of a value than a cap allows, once two different officers have each recorded a reason."""

    cap = models.ForeignKey(Cap, on_delete=models.CASCADE, related_name="overrides")
    value = models.CharField(max_length=200)
    allowed = models.PositiveSmallIntegerField(help_text="The limit that holds for this value instead.")
    first_officer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    first_reason = models.TextField()
    first_at = models.DateTimeField()
    second_officer = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_reason = models.TextField(blank=True)
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cap", "value"]
        constraints = [
            models.UniqueConstraint(fields=["cap", "value", "allowed"], name="override_once"),
            models.CheckConstraint(condition=~Q(first_reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(second_officer__isnull=True, second_at__isnull=True)
                | (Q(second_at__isnull=False) & ~Q(second_reason="") & ~Q(second_officer=F("first_officer"))),
                name="override_by_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} up to {self.allowed}"


class Release(models.Model):
    """All decisions of a working set and their letters, prepared by one officer and released by another."""

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="releases")
    batch_id = models.BigIntegerField(null=True, unique=True, help_text="The batch of letters in the post room.")
    prepared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    set_revision = models.PositiveIntegerField(help_text="The state of the set that the letters were made from.")
    released_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | (Q(released_by__isnull=False, released_at__isnull=False) & ~Q(released_by=F("prepared_by"))),
                name="release_by_a_second_officer",
            ),
            models.UniqueConstraint(
                fields=["call"], condition=Q(released_at__isnull=True, discarded_at__isnull=True), name="one_release_in_preparation"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk} of {self.call_id}"


class Offer(models.Model):
    """A place offered. The clock stops while the letter is known not to have arrived."""

    application = models.OneToOneField(APPLICATION, on_delete=models.PROTECT, primary_key=True, related_name="offer")
    made_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    from_waiting_list = models.BooleanField(default=False)
    reached_at = models.DateTimeField(null=True, blank=True, help_text="When somebody whose letter came back was reached otherwise.")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lapses_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)), name="answer_has_a_time"
            ),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("made_at")), name="offer_lapses_later"),
        ]

    def __str__(self) -> str:
        return f"offer to {self.application_id}"


class WaitingEntry(models.Model):
    """A place on the waiting list of a profile, good until a day."""

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="waiting_entries")
    application = models.OneToOneField(APPLICATION, on_delete=models.PROTECT, primary_key=True, related_name="waiting_entry")
    profile = models.SlugField(max_length=60)
    rank = models.PositiveSmallIntegerField()
    valid_until = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    notice_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "profile", "rank"]
        verbose_name_plural = "waiting entries"
        constraints = [models.UniqueConstraint(fields=["call", "profile", "rank"], name="waiting_rank_once_per_profile")]

    def __str__(self) -> str:
        return f"{self.profile} {self.rank}"


class ReviewRequest(models.Model):
    """An applicant's complaint on procedure about a decision; one per decision, handled by somebody who took no part."""

    application = models.OneToOneField(APPLICATION, on_delete=models.PROTECT, related_name="review_request")
    ground = models.CharField(max_length=24, choices=Ground.choices)
    statement = models.TextField()
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    handler = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=RequestOutcome.choices, blank=True)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["answer_by"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False, handler__isnull=False) & ~Q(reason="")),
                name="answered_request_has_handler_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"request about {self.application_id}"


class SelectionReport(models.Model):
    """The figures of a selection, drafted by one officer and approved by another; public from then on."""

    call = models.OneToOneField("calls.Call", on_delete=models.PROTECT, related_name="selection_report")
    data = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("drafted_by"))),
                name="report_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.call_id}"
