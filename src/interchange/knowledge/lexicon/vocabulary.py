"""The words of the room. Label states are those of ISO 10241-1 and ISO 12620 (preferred, admitted, deprecated) with obsolete beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable


class ConceptState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    UNDER_DISCUSSION = "under-discussion", _("Under discussion")
    AGREED = "agreed", _("Agreed")
    DEPRECATED = "deprecated", _("Deprecated")
    REJECTED = "rejected", _("Rejected")


class LabelStatus(models.TextChoices):
    PREFERRED = "preferred", _("Preferred")
    ADMITTED = "admitted", _("Admitted")
    DEPRECATED = "deprecated", _("Deprecated: avoid it")
    OBSOLETE = "obsolete", _("Obsolete: no longer said")


class LabelKind(models.TextChoices):
    """What sort of label it is (the picklist of TBX-Basic's termType); empty where nobody said."""

    FULL_FORM = "fullForm", _("Full form")
    SHORT_FORM = "shortForm", _("Short form")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    ACRONYM = "acronym", _("Acronym")
    PHRASE = "phrase", _("Phrase")
    VARIANT = "variant", _("Variant")


class RelationKind(models.TextChoices):
    BROADER = "broader", _("Broader")
    RELATED = "related", _("Related")


class MappingKind(models.TextChoices):
    """How a concept of another vocabulary compares (SKOS Reference, section 10)."""

    EXACT = "exactMatch", _("Same meaning")
    CLOSE = "closeMatch", _("Nearly the same meaning")
    BROAD = "broadMatch", _("Wider meaning there")
    NARROW = "narrowMatch", _("Narrower meaning there")
    RELATED = "relatedMatch", _("Related there")


class Origin(models.TextChoices):
    STARTER = "starter", _("Starter collection")
    MEMBER = "member", _("Proposed by a member")
    IMPORT = "import", _("Imported")


class AmendmentState(models.TextChoices):
    OPEN = "open", _("Waits for a curator")
    ADOPTED = "adopted", _("Adopted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("Preview: nothing is written yet")
    RUNNING = "running", _("Being written")
    DONE = "done", _("Written")
    DISCARDED = "discarded", _("Discarded")


class ItemVerdict(models.TextChoices):
    """What an imported concept is beside what the lexicon holds."""

    NEW = "new", _("New here")
    SAME = "same", _("Already here, word for word")
    CHANGED = "changed", _("Differs from the entry here")
    CLASH = "clash", _("Uses a label that belongs to another concept here")
    BAD = "bad", _("Cannot be taken")


class ItemChoice(models.TextChoices):
    TAKE = "take", _("Take")
    ADD = "add", _("Add to the entry here")
    SKIP = "skip", _("Leave out")

    @classmethod
    def written(cls) -> "list[ItemChoice]":
        """The choices that write something."""
        return [cls.TAKE, cls.ADD]


S = ConceptState
MOVES = MoveTable(
    "Concept",
    {
        "discuss": ([S.PROPOSED], S.UNDER_DISCUSSION),
        "agree": ([S.UNDER_DISCUSSION], S.AGREED),
        "reject": ([S.PROPOSED, S.UNDER_DISCUSSION], S.REJECTED),
        "deprecate": ([S.AGREED], S.DEPRECATED),
        "reinstate": ([S.DEPRECATED], S.AGREED),
        "reopen": ([S.REJECTED], S.PROPOSED),
    },
)
A = AmendmentState
AMENDMENT_MOVES = MoveTable(
    "Amendment",
    {"adopt": ([A.OPEN], A.ADOPTED), "refuse": ([A.OPEN], A.REFUSED), "withdraw": ([A.OPEN], A.WITHDRAWN)},
)
I = ImportState  # noqa: E741 - the table reads better with one letter
IMPORT_MOVES = MoveTable(
    "Import",
    {"start": ([I.PREVIEW, I.RUNNING], I.RUNNING), "finish": ([I.RUNNING], I.DONE), "discard": ([I.PREVIEW], I.DISCARDED)},
)
PUBLISHED = (S.AGREED, S.DEPRECATED)
OPEN = (S.PROPOSED, S.UNDER_DISCUSSION)
LIVE = (*OPEN, *PUBLISHED)
ENGLISH = "en"
RESERVED = {"propose", "check", "tree", "graph", "releases", "import", "wanted", "unused", "report", "vocabulary", "suggest", "lint", "api"}
LABEL_LIMIT, TEXT_LIMIT, DEFINITION_LIMIT = 200, 4000, 2000
FORMATS: dict[str, tuple[str, str]] = {
    "ttl": ("text/turtle", "SKOS, Turtle"),
    "rdf": ("application/rdf+xml", "SKOS, RDF/XML"),
    "jsonld": ("application/ld+json", "SKOS, JSON-LD"),
    "nt": ("application/n-triples", "SKOS, N-Triples"),
    "tbx": ("application/x-tbx", "TBX-Basic"),
    "csv": ("text/csv", "CSV"),
    "pdf": ("application/pdf", "PDF"),
    "json": ("application/json", "JSON"),
}
RDF_FORMATS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
