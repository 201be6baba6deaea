"""Documents: a number that is never given twice, the issues that appeared under it, and a distribution mark (X7, X8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.ground.policy.levels import Level
from interchange.ground.vocabulary.marks import AiUse
from interchange.ground.vocabulary.numbering import Mark
from interchange.work.meetings.models.sessions import Session
from interchange.work.meetings.vocabulary import DocumentKind

PERSON = settings.AUTH_USER_MODEL


class Document(models.Model):
    """One document: TEN/3/2. Between meetings: TEN/IS/2026/2, without a session. Withdrawn ones stay, marked."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/3/2, TEN/3/INF/1, TEN/IS/2026/2")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    title = models.CharField(max_length=250)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.MEMBERS)
    language = models.CharField(max_length=8, default="en")
    topics = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who gave it in; empty: the Secretariat."
    )
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True, help_text="When its first issue appeared.")
    leave_at = models.DateTimeField(null=True, blank=True, help_text="The chair's leave for a late paper to be decided on.")
    leave_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    leave_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="document_level_known"),
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawn_document_has_reason"),
            models.CheckConstraint(
                condition=Q(leave_at__isnull=True) | (Q(leave_by__isnull=False) & ~Q(leave_reason="")), name="leave_has_giver"
            ),
        ]
        indexes = [models.Index(fields=["level", "issued_at"], name="documents_by_level")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its stable address."""
        return f"/documents/{self.number}/"


class Issue(models.Model):
    """One appearance of a document: TEN/3/1 PROV., TEN/3/1, TEN/3/2 REV. 2, TEN/3/2 CORR. Its text or file never changes."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="issues")
    symbol = models.CharField(max_length=60, unique=True, help_text="The number with its mark: TEN/3/2 REV. 2")
    mark = models.CharField(max_length=8, choices=Mark.choices, blank=True)
    count = models.PositiveSmallIntegerField(default=1, help_text="The second revision is REV. 2.")
    text = models.TextField(blank=True, help_text="Markdown; of a file, the words in it.")
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False, help_text="It came after the deadline for papers.")
    ai_use = models.CharField(max_length=10, choices=AiUse.choices, blank=True, help_text="As whoever gave it in stated it.")
    note = models.CharField(max_length=300, blank=True, help_text="What is new in it.")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["document", "issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "mark", "count"], name="issue_mark_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="issue_says_something"),
        ]

    def __str__(self) -> str:
        return self.symbol
