"""Changes on their way to the map."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.models.entries import Challenge, Tool

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """A change that waits for two people who are not its author. `changes` maps fields to new values; `before` holds the old ones.

    `code` is the entry's code (new ones: the code it will get). `base` is the revision it was written over.
    """

    number = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=10, choices=words.Subject.choices)
    state = models.CharField(max_length=10, choices=words.ProposalState.choices, default=words.ProposalState.IN_REVIEW)
    code = models.SlugField(max_length=80)
    tool = models.ForeignKey(Tool, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    challenge = models.ForeignKey(Challenge, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    base = models.PositiveIntegerField(default=0)
    changes = models.JSONField()
    before = models.JSONField(default=dict)
    note = models.TextField()
    interest = models.CharField(max_length=300)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="map_proposals")
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(interest="") & ~Q(note=""), name="proposal_says_why_and_interest"),
            models.CheckConstraint(condition=Q(state__in=["in-review", "disputed"]) | Q(decided_at__isnull=False), name="ended_proposal_has_a_time"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(decision=""), name="declined_proposal_has_a_reason"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")) | Q(state="withdrawn"), name="nobody_decides_their_own_proposal"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "-filed_at"], name="proposal_by_state")]

    def __str__(self) -> str:
        return self.number


class ProposalReview(models.Model):
    """What one reviewer says of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approves = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_review_each"),
            models.CheckConstraint(condition=Q(approves=True) | ~Q(reason=""), name="objecting_review_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.approves}"


class Remark(models.Model):
    """An internal remark of reviewers on a proposal; neither its author nor the public reads it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"remark on {self.proposal_id}"


class Reply(models.Model):
    """The steward's own word on an entry, printed beside it once an officer has checked who speaks."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="replies")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=words.ReplyState.choices, default=words.ReplyState.FILED)
    organisation = models.CharField(max_length=200)
    function = models.CharField(max_length=200)
    text = models.TextField()
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-filed_at"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "person"], condition=Q(state="filed"), name="one_open_reply"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_reply_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class ImportDraft(models.Model):
    """What was read from a table: `good` rows wait to become proposals, `bad` ones are listed by sheet and cell."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    good = models.JSONField(default=list)
    bad = models.JSONField(default=list)
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"import {self.pk}"
