"""Works and their versions: what is kept, cited and found."""

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
            models.Index(fields=["state", "-id"], name="record_by_arrival"),
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


def metadata(version: Version) -> dict[str, Any]:
    """The fields of a version that people write, as plain values: what is compared, corrected and handed on."""
    found = {name: getattr(version, name) for name in METADATA}
    found["issued"] = version.issued.isoformat() if version.issued else None
    return found


METADATA = (
    "kind", "title", "summary", "creators", "more_creators", "year", "issued", "venue", "publisher", "language", "licence", "licence_note",
    "ai_use", "identifiers", "keywords", "topics", "sectors", "tools", "card", "changes",
)  # fmt: skip
