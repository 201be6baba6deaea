"""What members say of challenges and gaps, and the solutions they propose."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from interchange.ground.policy.levels import Level
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.models.entries import Challenge, Tool

PERSON = settings.AUTH_USER_MODEL


class Judgement(models.Model):
    """What one member says of a tool for a challenge, with the reason. A later one replaces it; the journal keeps both."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="judgements")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="judgements")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=words.Verdict.choices)
    because = models.TextField()
    interest = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["challenge_id", "tool_id", "at"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "tool", "person"], name="one_judgement_each"),
            models.CheckConstraint(condition=~Q(because="") & ~Q(interest=""), name="judgement_has_reason_and_interest"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.tool_id}: {self.verdict}"


class ScopeCheck(models.Model):
    """The five questions put to members about a challenge as it reads at that moment (`revision`). Closed with a result and its spread."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="checks")
    round = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=words.CheckState.choices, default=words.CheckState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=words.Character.choices, blank=True)
    spread = models.JSONField(default=dict)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["challenge"], condition=Q(state="open"), name="one_open_scope_check"),
            models.UniqueConstraint(fields=["challenge", "round"], name="scope_round_once"),
            models.CheckConstraint(condition=Q(state="open") | Q(closed_at__isnull=False), name="closed_check_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"scope check {self.pk}"


class ScopeAnswer(models.Model):
    """One member's five answers. Kept with the check it was given in, whatever becomes of the challenge."""

    check_of = models.ForeignKey(ScopeCheck, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    needs_law = models.BooleanField()
    needs_licence_term = models.BooleanField()
    needs_rate = models.BooleanField()
    needs_author = models.BooleanField()
    testable = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["check_of", "person"], name="one_scope_answer_each")]

    def __str__(self) -> str:
        return f"answer to {self.check_of_id}"


class Parked(models.Model):
    """A policy question outside the network's discussion: kept in sight, with the place it is referred to."""

    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="parked")
    referral = models.TextField()
    addressee = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(referral=""), name="parked_says_why")]

    def __str__(self) -> str:
        return f"parked {self.challenge_id}"


class GapStatement(models.Model):
    """What one member says of an empty cell: nobody has built it, unknown, not possible. One each; a later one replaces it."""

    sector = models.SlugField(max_length=60)
    function = models.SlugField(max_length=60)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=words.GapVerdict.choices)
    because = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["sector", "function", "person"], name="one_gap_statement_each"),
            models.CheckConstraint(condition=~Q(because=""), name="gap_statement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.sector} x {self.function}: {self.verdict}"


class Solution(models.Model):
    """A candidate: tools and missing pieces put together for a challenge. `evidence` is a list of {"title", "url"}."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=words.NAME_LIMIT)
    state = models.CharField(max_length=10, choices=words.SolutionState.choices, default=words.SolutionState.DRAFT)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.MEMBERS)
    summary = models.TextField()
    missing = models.TextField(blank=True, help_text="The pieces that do not exist yet, one a line.")
    dependencies = models.TextField(blank=True)
    readiness = models.CharField(max_length=10, choices=words.Readiness.choices)
    effort = models.CharField(max_length=8, choices=words.Effort.choices)
    evidence = models.JSONField(default=list)
    interest = models.CharField(max_length=300)
    challenges = models.ManyToManyField(Challenge, related_name="solutions")
    tools = models.ManyToManyField(Tool, related_name="solutions", blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="map_solutions")
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(state="filed") | Q(filed_at__isnull=False), name="filed_solution_has_a_time")]

    def __str__(self) -> str:
        return self.title
