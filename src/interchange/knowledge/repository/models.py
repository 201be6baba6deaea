"""Records, versions, files, curation, and what readers keep. What is searched and counted hangs on `Record` as narrow columns."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from interchange.ground.policy.levels import Level
from interchange.knowledge.repository import vocabulary as words
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.identify import address

PERSON = settings.AUTH_USER_MODEL


class Fingerprinted(models.Model):
    """A 64-bit SimHash of a text in four bands: texts that differ in at most three bits share a band (pigeonhole)."""

    band0 = models.PositiveIntegerField(null=True, blank=True)
    band1 = models.PositiveIntegerField(null=True, blank=True)
    band2 = models.PositiveIntegerField(null=True, blank=True)
    band3 = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Record(Fingerprinted):
    """A work: the concept that all its versions belong to. `slug` is the id in its address and never changes once published.

    `level` and `embargo_until` are about the record's page itself (its files have their own). `public_since`, `public_ended_at` and
    `datestamp` are for harvesters: what was ever public stays known as deleted (OAI-PMH 2.0, 2.5.1 "persistent"). A record under embargo has
    its `datestamp` and `public_since` at the embargo's end, so that no job need run when it lifts. `marks` holds " topic:labelling kind:paper ..."
    with a blank at both ends. `touched` counts up over the whole room in the order of commits (`Shelf`).
    """

    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=words.RecordState.choices, default=words.RecordState.WORKING)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PUBLIC)
    embargo_until = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=8, choices=words.Origin.choices, default=words.Origin.DEPOSIT)
    origin_key = models.CharField(max_length=120, blank=True, help_text="The id in the collection it came from.")
    submitter = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="deposits")
    current = models.ForeignKey(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="The version shown."
    )
    title = models.CharField(max_length=words.TITLE_LIMIT, blank=True, help_text="Of the current (else the newest) version, for lists.")
    title_key = models.CharField(max_length=words.TITLE_LIMIT, blank=True, help_text="No case, accents, punctuation: finds duplicates.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    marks = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True, help_text="Of the first published version.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Withdrawn, merged or discarded.")
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_kind = models.CharField(max_length=10, choices=words.WithdrawalReason.choices, blank=True)
    ended_reason = models.TextField(blank=True, help_text="Shown on the tombstone.")
    public_since = models.DateTimeField(null=True, blank=True)
    public_ended_at = models.DateTimeField(null=True, blank=True)
    datestamp = models.DateTimeField()
    touched = models.PositiveBigIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "origin_key"], condition=~Q(origin_key=""), name="record_once_per_origin"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(current__isnull=False, published_at__isnull=False),
                name="published_record_shows_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(ended_at__isnull=False) & ~Q(ended_kind="") & ~Q(ended_reason="")),
                name="tombstone_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_record_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")), name="record_leads_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(public_ended_at__isnull=True) | Q(public_since__isnull=False), name="public_end_after_start"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="record_level_is_known"),
        ]
        indexes = [
            models.Index(fields=["datestamp", "id"], name="record_by_datestamp"),
            models.Index(fields=["state", "-published_at", "-id"], name="record_by_publication"),
            models.Index(fields=["state", "-year", "-id"], name="record_by_year"),
            models.Index(fields=["state", "title_key", "id"], name="record_by_title"),
            models.Index(fields=["title_key"], name="record_title_key"),
            *[models.Index(fields=[f"band{n}"], name=f"record_band{n}") for n in range(4)],
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def number(self) -> str:
        """The id, as letters and duties name it."""
        return self.slug

    @property
    def url(self) -> str:
        """The address of the record's page."""
        return f"/repository/{self.slug}/"


class Version(models.Model):
    """The metadata of a record at one time. A published version changes only by a `Correction` (metadata) and never in its files.

    `creators` is a list of {"family", "given", "name", "orcid", "affiliation", "ror"} (see `drafts.Creator`); `identifiers` a list of
    [scheme, value]. `tools` are codes of the landscape's tools.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=14, choices=words.VersionState.choices, default=words.VersionState.DRAFT)
    kind = models.CharField(max_length=12, choices=words.Kind.choices, default=words.Kind.PAPER)
    title = models.CharField(max_length=words.TITLE_LIMIT, blank=True)
    summary = models.TextField(blank=True)
    creators = models.JSONField(default=list)
    more_creators = models.BooleanField(default=False, help_text="There are more than the ones listed.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issued = models.DateField(null=True, blank=True, help_text="The day of issue, where known.")
    venue = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en", help_text="ISO 639-1, with BCP 47 subtags where needed.")
    licence = models.CharField(max_length=120, blank=True, help_text="An SPDX expression.")
    licence_note = models.CharField(max_length=200, blank=True, help_text="In words, where SPDX has no name for it.")
    ai_use = models.CharField(max_length=10, choices=words.AiUse.choices, blank=True)
    identifiers = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    tools = models.JSONField(default=list)
    card = models.JSONField(default=dict, help_text="Practice cards: what, where_used, evidence, limits.")
    changes = models.TextField(blank=True, help_text="What is new in this version, in the depositor’s words.")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = models.TextField(blank=True, help_text="Shown to the depositor.")
    published_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True, help_text="Of the starter entry as it was last loaded.")

    class Meta:
        ordering = ["record_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["record"], condition=Q(state__in=words.OPEN_VERSIONS), name="one_open_version"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False), name="published_version_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="changes-asked") | (Q(decided_at__isnull=False) & ~Q(decision_reason="")), name="changes_have_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="version_in_queue")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def identifier(self, scheme: str) -> str:
        """The first identifier of a scheme, empty where there is none."""
        return next((value for one, value in self.identifiers if one == scheme), "")

    @property
    def byline(self) -> str:
        """The authors as a list shows them: at most four, then "and others"."""
        names = [creator.shown for creator in creators_of(self.creators)]
        if len(names) > 4 or (self.more_creators and names):
            return gettext("%(names)s and others") % {"names": ", ".join(names[:4])}
        return ", ".join(names)

    @property
    def link(self) -> str:
        """Where the work itself is on the web: its DOI, else arXiv, else its web address."""
        return next((address(scheme, value) for scheme in ("doi", "arxiv", "url") if (value := self.identifier(scheme))), "")

    @property
    def doi(self) -> str:
        """The DOI, without a resolver before it."""
        return self.identifier(words.Scheme.DOI)


class Identifier(models.Model):
    """The identifiers of the current version as rows, so that a duplicate is found. `live`: the record is published."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="identifier_rows")
    scheme = models.CharField(max_length=6, choices=words.Scheme.choices)
    key = models.CharField(max_length=500, help_text="Normalised: lower case, no resolver.")
    live = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "key"], condition=Q(live=True, scheme__in=words.EXCLUSIVE), name="identifier_names_one_record"
            ),
            models.UniqueConstraint(fields=["record", "scheme", "key"], name="identifier_once_per_record"),
        ]
        indexes = [models.Index(fields=["scheme", "key"], name="identifier_by_key")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.key}"


class RecordFile(Fingerprinted):
    """A file of a version. Its bytes never change; who may read it may (with a reason), and an embargo lifts by the clock."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="record_files")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PUBLIC)
    embargo_until = models.DateTimeField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    text_state = models.CharField(max_length=8, choices=words.TextState.choices, default=words.TextState.WAITING)
    pages = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict, help_text="What the file says of itself: title, doi, creators, summary, year.")

    class Meta:
        ordering = ["version_id", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(level__in=Level.values), name="file_level_is_known")]
        indexes = [models.Index(fields=[f"band{n}"], name=f"file_band{n}") for n in range(4)]

    def __str__(self) -> str:
        return self.stored.name

    @property
    def url(self) -> str:
        """The address of the file, under its record."""
        return f"/repository/{self.version.record.slug}/files/{self.pk}/"


class PageText(models.Model):
    """The text of one page of a file, for finding; `words` is as the index knows it. Full-text structures: migration 0002."""

    id = models.BigIntegerField(primary_key=True, help_text="File × 10,000 + page, so that a hit names both without a look at this row.")
    file = models.ForeignKey(RecordFile, on_delete=models.CASCADE, related_name="page_texts")
    number = models.PositiveIntegerField(help_text="From 1.")
    body = models.TextField()
    title_norm = models.CharField(max_length=1, blank=True, help_text="Always empty: the index has a column for titles.")
    body_norm = models.TextField()

    class Meta:
        ordering = ["file_id", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.file_id}, page {self.number}"


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


class SavedSearch(models.Model):
    """A search that a person keeps, and whether it writes when something new is found. `query` is the address part after "?"."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="saved_searches")
    title = models.CharField(max_length=120)
    query = models.CharField(max_length=600, blank=True)
    alert = models.CharField(max_length=6, choices=words.Alert.choices, default=words.Alert.NONE)
    created_at = models.DateTimeField()
    seen_until = models.DateTimeField(help_text="What was published up to then has been told.")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="search_saved_once")]

    def __str__(self) -> str:
        return self.title


class ReadingList(models.Model):
    """Records that a person puts together; for themselves, or shared with members or everyone."""

    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="reading_lists")
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.RESTRICTED, help_text="Restricted: for the owner alone.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="reading_list_title_once")]

    def __str__(self) -> str:
        return self.title


class ReadingItem(models.Model):
    """A record on a reading list, with the owner's remark."""

    list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "record"], name="on_a_list_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.record_id}"


class Collection(models.Model):
    """A named shelf: whatever a query finds now. `query` is the address part after "?"."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    query = models.CharField(max_length=600)
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class Usage(models.Model):
    """How often a record was read or its files opened on a day; robots are not counted, AI agents stand apart."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    use = models.CharField(max_length=4, choices=words.Use.choices)
    agent = models.CharField(max_length=6, choices=words.Agent.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "day", "use", "agent"], name="usage_once_a_day")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.day} {self.use} {self.agent}: {self.count}"


class ImportJob(models.Model):
    """A file of records on its way in. `position` is how far the reader has come, so that a killed worker's job goes on from there."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="The file's name, for showing.")
    format = models.SlugField(max_length=20)
    path = models.CharField(max_length=200, help_text="Where the bytes wait in the storage.")
    size = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="Already here: not made again.")
    failed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="At most the first 200: [line, rule].")
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=words.JobState.choices, default=words.JobState.WAITING)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Minting(models.Model):
    """A DOI on its way to, or at, the registration agency. Off unless an adapter is set."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="minting")
    doi = models.CharField(max_length=200, unique=True)
    state = models.SlugField(max_length=12, default="waiting", help_text="waiting, registered, failed, hidden.")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.doi


class Shelf(models.Model):
    """One row: how often anything that lists depend on has changed. Locked by whoever changes it, so that the count follows the commits.

    `recent` holds the last changes as [count, random word]: a reader who knows one of them knows all that came before it, even where
    a count was given twice because a transaction was undone.
    """

    count = models.PositiveBigIntegerField(default=0)
    recent = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return str(self.count)


def metadata(version: Version) -> dict[str, Any]:
    """The fields of a version that people write, as plain values: what is compared, corrected and handed on."""
    found = {name: getattr(version, name) for name in METADATA}
    found["issued"] = version.issued.isoformat() if version.issued else None
    return found


METADATA = (
    "kind", "title", "summary", "creators", "more_creators", "year", "issued", "venue", "publisher", "language", "licence", "licence_note",
    "ai_use", "identifiers", "keywords", "topics", "sectors", "tools", "card", "changes",
)  # fmt: skip


# Models of the room that live in packages of their own
from interchange.knowledge.repository.oai.models import Fragment  # noqa: E402

__all__ = ["Fragment"]
