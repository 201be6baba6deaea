"""Questions that Member States put to a session to come (F2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.ground.policy.levels import Level
from interchange.work.meetings.models.agenda import AgendaItem
from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import QuestionState


class StateQuestion(models.Model):
    """A Member State asks; the State, not the person who filed it, is its author (F1)."""

    number = models.CharField(max_length=24, unique=True, help_text="TEN/MS/2026/001, in the series of all that Member States file.")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="questions")
    member_state = models.CharField(max_length=2, help_text="ISO 3166-1.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.STATES)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=QuestionState.choices, default=QuestionState.RECEIVED)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["session", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[Level.PUBLIC, Level.STATES, Level.RESTRICTED]), name="question_level_known"),
            models.CheckConstraint(
                condition=~Q(state="on-agenda") | Q(item__isnull=False, settled_at__isnull=False), name="taken_question_has_item"
            ),
            models.CheckConstraint(
                condition=~Q(state="not-taken") | (Q(settled_at__isnull=False) & ~Q(reason="")), name="declined_question_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its place among the questions of its session."""
        return f"{self.session.get_absolute_url()}questions/#q-{self.pk}"
