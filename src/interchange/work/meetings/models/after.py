"""After a session: the summary and its check; interests asked for before; patents disclosed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.work.meetings.models.agenda import AgendaItem
from interchange.work.meetings.models.documents import Document
from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import FindingKind

PERSON = settings.AUTH_USER_MODEL


class SummaryDraft(models.Model):
    """One version of the draft summary. The newest counts; what members saw in their check is kept."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="summaries")
    version = models.PositiveIntegerField()
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True, help_text="When this very text was last searched for names.")
    check_opens_at = models.DateTimeField(null=True, blank=True)
    check_closes_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="summary_of")

    class Meta:
        ordering = ["session", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="summary_version_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_by__isnull=False), name="approved_summary_has_approver"
            ),
        ]

    def __str__(self) -> str:
        return f"summary {self.version} of {self.session_id}"

    @property
    def filed_under(self) -> tuple[str, int]:
        """Letters about it are filed under the session."""
        return "meetings.session", self.session_id


class CheckFinding(models.Model):
    """A place in a draft that may name somebody. Approval waits until it is gone from the text or left in with a reason."""

    draft = models.ForeignKey(SummaryDraft, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=12, choices=FindingKind.choices)
    excerpt = models.CharField(max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    overridden_at = models.DateTimeField(null=True, blank=True)
    overridden_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    override_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["draft", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overridden_at__isnull=True) | (Q(overridden_by__isnull=False) & ~Q(override_reason="")),
                name="override_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in summary {self.draft_id}"


class InterestRefresh(models.Model):
    """Asked before a session whether one's interests still stand; unanswered: discuss, but not decide on matching topics (U53)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="refreshes")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    declaration = models.ForeignKey("calls.InterestDeclaration", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="interests_asked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} before {self.session_id}"


class IprDisclosure(models.Model):
    """A patent or application that may be essential to a proposal (D6). In the public register from then on; withdrawn ones stay, marked."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/IPR/2026/1")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    own = models.BooleanField(help_text="The discloser's own, or their organisation's; else somebody else's.")
    holder = models.CharField(max_length=200)
    reference = models.CharField(max_length=200, help_text="Number of the patent or application, and its office.")
    statement = models.TextField(blank=True)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="ipr")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="ipr")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="ipr")
    disclosed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-disclosed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_note=""), name="withdrawn_ipr_has_note")
        ]

    def __str__(self) -> str:
        return self.number
