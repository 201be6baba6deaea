"""Proposals, interest, rounds with their ballots, work items."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.work.direction import vocabulary as words

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """A topic that a member proposes. `scope` holds the author's five answers, `found` those of the check; `links` is a list of {"title", "url"}."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/TOP/2027/0001")
    title = models.CharField(max_length=words.TITLE_LIMIT)
    state = models.CharField(max_length=10, choices=words.ProposalState.choices, default=words.ProposalState.DRAFT)
    problem = models.TextField()
    why_technical = models.TextField()
    affected = models.TextField()
    output = models.TextField()
    objective = models.SlugField(max_length=60)
    challenges = models.JSONField(default=list)
    tools = models.JSONField(default=list)
    links = models.JSONField(default=list)
    solution = models.ForeignKey("landscape.Solution", null=True, blank=True, on_delete=models.PROTECT, related_name="topic_proposals")
    scope = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    character = models.CharField(max_length=12, blank=True)
    scope_reason = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    referral = models.TextField(blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="topic_proposals")
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    lineage_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="proposals_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=words.ProposalState.values), name="topic_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "support", "withdrawn", "merged"]) | Q(filed_at__isnull=False),
                name="filed_topic_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "mixed", "parked", "interest", "wanted", "dormant", "adopted"])
                | (Q(checked_at__isnull=False) & ~Q(character="") & ~Q(scope_reason="")),
                name="checked_topic_has_character_and_reason",
            ),
            models.CheckConstraint(condition=~Q(state="parked") | ~Q(referral=""), name="parked_topic_has_a_referral"),
            models.CheckConstraint(
                condition=~Q(state="merged") | (Q(merged_into__isnull=False) & ~Q(lineage_reason="")), name="merged_topic_says_into_what"
            ),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="topic_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """Somebody stands behind a proposal; the profile is the one they had then."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    profile = models.SlugField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="topic_supported_once")]

    def __str__(self) -> str:
        return f"{self.person_id} supports {self.proposal_id}"


class InterestCall(models.Model):
    """Who would work on a proposal? The numbers needed are those of the moment of opening."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="interest_calls")
    state = models.CharField(max_length=10, choices=words.InterestState.choices, default=words.InterestState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    people_least = models.PositiveSmallIntegerField()
    sectors_least = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=Q(state="open"), name="one_open_interest_call"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="interest_closes_after_opening"),
            models.CheckConstraint(condition=Q(state="open") | Q(closed_at__isnull=False), name="closed_interest_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"call for interest in {self.proposal_id}"


class Interest(models.Model):
    """What one person wants to do; the sectors are those of their entry in the directory then."""

    call = models.ForeignKey(InterestCall, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=words.Part.choices)
    sectors = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="one_interest_each")]

    def __str__(self) -> str:
        return f"interest of {self.person_id}"


class Round(models.Model):
    """One vote. Everything about how it is counted is frozen when it opens; `secret` ties ballots to people until the close and is destroyed then."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/RND/2027/0001")
    title = models.CharField(max_length=words.TITLE_LIMIT)
    question = models.TextField()
    method = models.CharField(max_length=10, choices=words.Method.choices)
    state = models.CharField(max_length=10, choices=words.RoundState.choices, default=words.RoundState.DRAFT)
    rule = models.JSONField(default=dict, help_text="Method, cap, seats, pairs, points, most.")
    seats = models.PositiveSmallIntegerField(default=0)
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    latest_at = models.DateTimeField(
        null=True, blank=True, help_text="The latest moment at which anything happened: a clock that goes back is noticed."
    )
    secret = models.CharField(max_length=64, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    electorate = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    reason = models.TextField(blank=True, help_text="Why it was cancelled.")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "closes_at"], name="rounds_to_be_closed")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=words.RoundState.values), name="round_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="open") | (Q(opened_at__isnull=False) & ~Q(secret="") & ~Q(rule={})), name="open_round_is_frozen"
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(secret=""), name="secret_ends_with_the_round"),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "counted"]) | Q(closed_at__gt=F("closes_at")), name="round_closes_after_its_time"
            ),
            models.CheckConstraint(condition=~Q(state="counted") | Q(counted_at__isnull=False), name="counted_round_has_a_time"),
            models.CheckConstraint(condition=Q(state="counted") | Q(result={}), name="result_is_sealed_until_the_count"),
        ]

    def __str__(self) -> str:
        return self.title


class RoundItem(models.Model):
    """What is voted on, as it read when the round opened."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="round_items")

    class Meta:
        ordering = ["round_id", "position"]
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="round_item_position_once")]

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    """That somebody has voted; not what, and not when."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round_id", "person_id"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="one_ballot_each")]

    def __str__(self) -> str:
        return f"{self.person_id} voted in {self.round_id}"


class Ballot(models.Model):
    """What somebody wants, while a round is open. It names nobody: `key` is made of the round's secret and the person. At the close the rows are deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    key = models.CharField(max_length=64)
    marks = models.JSONField()
    reasons = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="one_ballot_per_key")]

    def __str__(self) -> str:
        return f"a ballot in {self.round_id}"


class BallotBox(models.Model):
    """What is left of the ballots after the close: those that count, shuffled and without people, and the round's signed file when it is counted (packed)."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="box")
    ballots = models.BinaryField()
    file = models.BinaryField(default=b"")
    problem = models.TextField(blank=True, help_text="What went wrong when it was counted; it is tried again.")

    class Meta:
        verbose_name_plural = "ballot boxes"

    def __str__(self) -> str:
        return f"box of {self.round_id}"


class WorkItem(models.Model):
    """Adopted work: what is to be made, by whom, until when."""

    number = models.CharField(max_length=40, unique=True, help_text="TEN/WI/2027/0001")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="work_item")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="work_items")
    title = models.CharField(max_length=words.TITLE_LIMIT)
    objective = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=words.ItemState.choices, default=words.ItemState.ACTIVE)
    charter = models.TextField()
    liaison = models.TextField(blank=True)
    ipr = models.TextField(blank=True, help_text="What is known of patents and other rights.")
    reason = models.TextField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    sunset_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    extension_decision = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=14, choices=words.Ending.choices, blank=True)
    report = models.TextField(blank=True)

    class Meta:
        ordering = ["-adopted_at", "-pk"]
        indexes = [models.Index(fields=["state", "sunset_at"], name="work_items_by_sunset")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=words.ItemState.values), name="work_item_state_is_known"),
            models.CheckConstraint(condition=Q(sunset_at__gt=F("adopted_at")), name="sunset_after_adoption"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | (~Q(extension_reason="") & ~Q(extension_decision="")), name="extension_is_decided"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(ended_at__isnull=False) & ~Q(ending="") & ~Q(report="")), name="closed_item_has_a_report"
            ),
            models.CheckConstraint(condition=~Q(state="lapsed") | Q(ended_at__isnull=False), name="lapsed_item_has_a_time"),
        ]

    def __str__(self) -> str:
        return self.title


class Worker(models.Model):
    """Somebody's part in a work item."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=words.Part.choices)
    sectors = models.JSONField(default=list)

    class Meta:
        ordering = ["item_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="one_part_each")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.item_id}"


class Milestone(models.Model):
    """A step with a date; late where the date is over and it is not done."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Output(models.Model):
    """What came of it: an address in this house or elsewhere."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="outputs")
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "url"], name="output_once")]

    def __str__(self) -> str:
        return self.title
