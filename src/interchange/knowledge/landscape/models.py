"""Tools, challenges, relations and what people say about them. Content is changed only through proposals, rechecks and the loader."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interchange.ground.policy.levels import Level
from interchange.knowledge.landscape import vocabulary as words

PERSON = settings.AUTH_USER_MODEL


class Edition(models.Model):
    """One row: a stamp that changes with every change of the published map, by which each process knows whether its atlas is still true."""

    stamp = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.stamp)


class Entry(models.Model):
    """What tools and challenges have in common.

    `sources` is a list of {"title", "url", "gone"}; `claims` maps an attribute to {"strength", "source" (place in `sources` or null),
    "checked" (ISO date), "by" (person's id, null: the starter collection), "doubt"}. `revision` counts published changes.
    """

    code = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=8, choices=words.EntryState.choices, default=words.EntryState.LISTED)
    topics = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    claims = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    edited = models.BooleanField(default=False, help_text="A person changed it: the loader leaves it alone.")
    loaded_hash = models.CharField(max_length=64, blank=True)
    listed_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    review_due = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Tool(Entry):
    """An existing tool, system or process. `countries` are seats of its steward (ISO 3166-1, or "international"); `since` a year or not known."""

    name = models.CharField(max_length=words.NAME_LIMIT)
    kind = models.CharField(max_length=12, choices=words.ToolKind.choices)
    functions = models.JSONField(default=list)
    steward = models.CharField(max_length=words.NAME_LIMIT)
    countries = models.JSONField(default=list)
    openness = models.CharField(max_length=14, choices=words.Openness.choices)
    licence = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=14, choices=words.Maturity.choices)
    since = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=400)
    summary = models.TextField()
    name_key = models.CharField(max_length=words.NAME_LIMIT, db_index=True)
    url_key = models.CharField(max_length=400, db_index=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(since__isnull=True) | Q(since__gte=1400, since__lte=2200), name="tool_since_is_a_year"),
            models.CheckConstraint(condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into__isnull=True)), name="merged_tool_leads_on"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(summary=""), name="tool_says_what_it_is"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "name"], name="tool_by_name"), models.Index(fields=["review_due"], name="tool_by_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def url_here(self) -> str:
        """The address of its page."""
        return f"/landscape/tools/{self.code}/"


class Challenge(Entry):
    """A challenge or an opportunity. `profiles` are those affected; `split_from` is the entry out of which it was cut."""

    title = models.CharField(max_length=words.NAME_LIMIT)
    nature = models.CharField(max_length=12, choices=words.Nature.choices)
    character = models.CharField(max_length=12, choices=words.Character.choices)
    profiles = models.JSONField(default=list)
    description = models.TextField()
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(split_from__isnull=True) | ~Q(split_from=F("pk")), name="challenge_not_cut_from_itself")
        ]
        indexes = [models.Index(fields=["state", "title"], name="challenge_by_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def url_here(self) -> str:
        """The address of its page."""
        return f"/landscape/challenges/{self.code}/"


class Relation(models.Model):
    """A tool stands to another in a way, and what shows it. `ended_at`: taken back, kept for the record."""

    source = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="relations_out")
    target = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="relations_in")
    kind = models.CharField(max_length=20, choices=words.RelationKind.choices)
    version = models.CharField(max_length=80, blank=True, help_text="The version of the specification it holds for.")
    note = models.CharField(max_length=400, blank=True)
    strength = models.CharField(max_length=8, choices=words.Strength.choices, default=words.Strength.CLAIM)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    checked_on = models.DateField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    doubt = models.CharField(max_length=400, blank=True)
    starter = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["source_id", "target_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], condition=Q(ended_at__isnull=True), name="relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Address(models.Model):
    """A challenge names a tool as a possible answer. What members make of it are judgements."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="addresses")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="addresses")
    starter = models.BooleanField(default=False)

    class Meta:
        ordering = ["challenge_id", "tool_id"]
        constraints = [models.UniqueConstraint(fields=["challenge", "tool"], name="address_once")]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.tool_id}"


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


class Revision(models.Model):
    """A published state of an entry: what it says from then on, what changed, who, and with which interest."""

    tool = models.ForeignKey(Tool, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions")
    challenge = models.ForeignKey(Challenge, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    changed = models.JSONField(default=list)
    note = models.TextField(blank=True)
    interest = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], condition=Q(tool__isnull=False), name="tool_revision_once"),
            models.UniqueConstraint(fields=["challenge", "number"], condition=Q(challenge__isnull=False), name="challenge_revision_once"),
            models.CheckConstraint(condition=Q(tool__isnull=False) ^ Q(challenge__isnull=False), name="revision_of_one_entry"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


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


class MapRelease(models.Model):
    """A numbered, citable state of the whole map, never changed. `packed` is the canonical JSON, compressed; `digest` its SHA-256."""

    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    released_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()

    class Meta:
        ordering = ["-released_at", "-pk"]

    def __str__(self) -> str:
        return f"Map {self.number}"


class ReportJob(models.Model):
    """The printed report of a release, made by the worker. `progress` is a percentage, `step` says what is being done."""

    release = models.OneToOneField(MapRelease, on_delete=models.CASCADE, related_name="report")
    phase = models.CharField(max_length=8, choices=words.JobState.choices, default=words.JobState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    pdf = models.BinaryField(null=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"report of {self.release_id}"


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


AnyEntry = Tool | Challenge
Content = dict[str, Any]
