"""What curators and reviewers do to a version, and copies that readers ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.knowledge.repository import vocabulary as words
from interchange.knowledge.repository.models.files import RecordFile
from interchange.knowledge.repository.models.works import Version

PERSON = settings.AUTH_USER_MODEL


class Correction(models.Model):
    """A change to a published version's metadata, with its reason; `before` and `after` hold the fields that changed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason")]

    def __str__(self) -> str:
        return f"correction of {self.version_id}"


class Check(models.Model):
    """What a curator found on one point of the list; the reason is shown to the depositor."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="checks")
    key = models.SlugField(max_length=40)
    outcome = models.CharField(max_length=8, choices=words.CheckOutcome.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="check_once"),
            models.CheckConstraint(condition=Q(outcome="ok") | ~Q(reason=""), name="check_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"


class Review(models.Model):
    """A member's advice on a deposit. `remark` goes to the depositor without a name, `note` to the curators only."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=words.ReviewState.choices, default=words.ReviewState.ASKED)
    verdict = models.CharField(max_length=8, choices=words.Verdict.choices, blank=True)
    remark = models.TextField(blank=True)
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "reviewer"], name="review_once_per_person"),
            models.CheckConstraint(condition=~Q(state="filed") | (~Q(verdict="") & Q(filed_at__isnull=False)), name="filed_review_advises"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class CopyRequest(models.Model):
    """Somebody asks for a copy of a file that they may not read; granted, it may be read until it expires."""

    file = models.ForeignKey(RecordFile, on_delete=models.CASCADE, related_name="copy_requests")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    state = models.CharField(max_length=8, choices=words.CopyState.choices, default=words.CopyState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "person"], condition=Q(state="asked"), name="one_open_copy_request"),
            models.CheckConstraint(condition=~Q(state="granted") | Q(expires_at__isnull=False), name="granted_copy_expires"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(decision_reason=""), name="refused_copy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"copy request {self.pk}"
