"""Calls, who was asked, and objections."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.consensus.vocabulary import OUTCOMES, REACHED, SETTLED, CallState, ObjectionState

PERSON = settings.AUTH_USER_MODEL


class Call(models.Model):
    """A question about a thing, put to the people concerned until a moment."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    question = models.CharField(max_length=400)
    state = models.CharField(max_length=14, choices=CallState.choices, default=CallState.OPEN)
    working_days = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="The last second in which an objection counts.")
    closed_at = models.DateTimeField(null=True, blank=True)
    asked_count = models.PositiveIntegerField(help_text="How many people were asked.")
    result = models.TextField(blank=True, help_text="The outcome in words, with every objection and how it was met.")
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-opened_at"], name="calls_on_a_subject"),
            models.Index(fields=["state", "closes_at"], name="calls_to_be_closed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "question"], condition=Q(state="open"), name="one_open_call_per_question"
            ),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state_is_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="consensus_closes_after_opening"),
            models.CheckConstraint(condition=Q(asked_count__gt=0), name="call_asks_somebody"),
            models.CheckConstraint(condition=~Q(question=""), name="call_has_a_question"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, result="")
                | Q(state="withdrawn", closed_at__isnull=False)
                | (Q(state__in=OUTCOMES, closed_at__gt=F("closes_at")) & ~Q(result="")),
                name="decided_call_has_time_and_result",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""), name="withdrawn_call_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk} on {self.subject_kind}:{self.subject_id}"

    @property
    def is_reached(self) -> bool:
        """Whether what was asked goes ahead: no objection stands, or each that does has the written reason of those who lead."""
        return self.state in REACHED

    @property
    def filed_under(self) -> tuple[str, int | None]:
        """The subject, so that letters about the call are hidden by the subject's conflicts."""
        return self.subject_kind, int(self.subject_id) if self.subject_id.isdecimal() else None


class Asked(models.Model):
    """Somebody who was put the question: exactly those whose silence counts."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    result_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "asked"
        ordering = ["call_id", "person_id"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} was asked in call {self.call_id}"


class Objection(models.Model):
    """Why somebody does not agree. Where it is not signed, nobody but its author reads whose it is."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="objections")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField()
    annex = models.TextField(blank=True, help_text="A text of the objector's own, to be kept with the outcome.")
    signed = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=ObjectionState.choices, default=ObjectionState.STANDS)
    raised_at = models.DateTimeField()
    how_met = models.TextField(blank=True, help_text="The answer, what is changed, or why it stands and the work goes on.")
    met_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], condition=~Q(state="withdrawn"), name="one_objection_per_person"),
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="objection_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="stands", settled_at__isnull=True, met_by__isnull=True, how_met="")
                | Q(state="withdrawn", settled_at__isnull=False)
                | (Q(state__in=SETTLED, settled_at__isnull=False, met_by__isnull=False) & ~Q(how_met="")),
                name="met_objection_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk} in call {self.call_id}"
