"""Tools and challenges, what connects them, and what they said at each revision."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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
    "checked" (ISO date), "by" (person's id, null: the starter collection, 0: the members together), "doubt"}. `revision` counts published changes.
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
    robustness = models.TextField(blank=True, help_text="What of it survives what happens to files, as tests have shown.")
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
