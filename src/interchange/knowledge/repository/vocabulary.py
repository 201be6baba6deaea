"""The words of the room. Kinds follow the network's list; DataCite 4.7 names beside them are in `DATACITE_TYPES`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.marks import AiUse as AiUse
from interchange.ground.vocabulary.options import define


class Kind(models.TextChoices):
    """What a record is."""

    PAPER = "paper", _("Paper")
    REPORT = "report", _("Report")
    STANDARD = "standard", _("Standard")
    GUIDELINE = "guideline", _("Guideline")
    DATASET = "dataset", _("Dataset")
    SOFTWARE = "software", _("Software")
    LEGAL_TEXT = "legal-text", _("Legal text")
    PRACTICE = "practice", _("Practice card")


# DataCite 4.7, appendix 1, resourceTypeGeneral
DATACITE_TYPES = {
    Kind.PAPER: "Text", Kind.REPORT: "Report", Kind.STANDARD: "Standard", Kind.GUIDELINE: "Text", Kind.DATASET: "Dataset",
    Kind.SOFTWARE: "Software", Kind.LEGAL_TEXT: "Text", Kind.PRACTICE: "Other",
}  # fmt: skip


class RecordState(models.TextChoices):
    """Where the record as a whole stands. Until its first version is published it is in the making."""

    WORKING = "working", _("In the making")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged into another record")
    DISCARDED = "discarded", _("Discarded")


class VersionState(models.TextChoices):
    """Where one version stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_ASKED = "changes-asked", _("Changes asked")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


V = VersionState
OPEN_VERSIONS = [V.DRAFT, V.SUBMITTED, V.CHANGES_ASKED, V.ACCEPTED]
IN_CURATION = [V.SUBMITTED, V.CHANGES_ASKED, V.ACCEPTED]
EDITABLE = [V.DRAFT, V.CHANGES_ASKED]
MOVES = MoveTable(
    "Version",
    {
        "submit": ([V.DRAFT, V.CHANGES_ASKED], V.SUBMITTED),
        "ask-changes": ([V.SUBMITTED], V.CHANGES_ASKED),
        "accept": ([V.SUBMITTED], V.ACCEPTED),
        "publish": ([V.ACCEPTED], V.PUBLISHED),
        "refuse": ([V.SUBMITTED, V.CHANGES_ASKED], V.DISCARDED),
        "discard": ([V.DRAFT, V.CHANGES_ASKED], V.DISCARDED),
        "withdraw": ([V.PUBLISHED], V.WITHDRAWN),
    },
)
RECORD_MOVES = MoveTable(
    "Record",
    {
        "publish": ([RecordState.WORKING, RecordState.PUBLISHED], RecordState.PUBLISHED),
        "withdraw": ([RecordState.PUBLISHED], RecordState.WITHDRAWN),
        "merge": ([RecordState.PUBLISHED, RecordState.WORKING], RecordState.MERGED),
        "discard": ([RecordState.WORKING], RecordState.DISCARDED),
    },
)


class Origin(models.TextChoices):
    """How a record came in."""

    STARTER = "starter", _("Starter collection")
    DEPOSIT = "deposit", _("Deposit")
    IMPORT = "import", _("Import")


class Scheme(models.TextChoices):
    """Kinds of identifier."""

    DOI = "doi", _("DOI")
    ARXIV = "arxiv", _("arXiv")
    ISBN = "isbn", _("ISBN")
    ISCC = "iscc", _("ISCC")
    URL = "url", _("Web address")


# One live record per value; web addresses and ISBNs of collected works may be shared.
EXCLUSIVE = [Scheme.DOI, Scheme.ARXIV, Scheme.ISCC]


class WithdrawalReason(models.TextChoices):
    """Why a record is taken back; the tombstone says it."""

    AUTHOR = "author", _("At the author’s wish")
    RETRACTED = "retracted", _("Retracted by its publisher")
    RIGHTS = "rights", _("A question of rights")
    ERROR = "error", _("Deposited by mistake")
    LAW = "law", _("Required by law")
    OTHER = "other", _("Another reason")


class ReviewState(models.TextChoices):
    """Where a review stands."""

    ASKED = "asked", _("Asked for")
    FILED = "filed", _("Filed")
    RECUSED = "recused", _("Stepped aside")
    ENDED = "ended", _("No longer needed")


class Verdict(models.TextChoices):
    """What a reviewer advises."""

    ACCEPT = "accept", _("Accept")
    CHANGES = "changes", _("Ask for changes")
    REFUSE = "refuse", _("Refuse")


class CheckOutcome(models.TextChoices):
    """What a check found."""

    OK = "ok", _("In order")
    PROBLEM = "problem", _("To be mended")
    WAIVED = "waived", _("Waived")


# What a curator looks at; the rest is checked by the house itself (queries.automatic_checks). The order is that of the page.
CHECKS = {
    "scope": _("It is about technical elements, not about policy positions"),
    "rights": _("The depositor may share the file, and the licence says how"),
    "summary": _("The summary is neutral and says what was done and found"),
    "metadata": _("Title, authors and date agree with the work itself"),
    "people": _("Nothing in it harms people or shows their personal data"),
}


class TextState(models.TextChoices):
    """Whether the text of a file has been read for searching."""

    WAITING = "waiting", _("Waiting to be read")
    DONE = "done", _("Read")
    EMPTY = "empty", _("Holds no text (a scan?)")
    FAILED = "failed", _("Could not be read")


class CopyState(models.TextChoices):
    """Where a request for a copy stands."""

    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class JobState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class Use(models.TextChoices):
    """What was counted."""

    READ = "read", _("Page read")
    FILE = "file", _("File opened")


class Agent(models.TextChoices):
    """Who was counted. Robots are not counted at all; agents of AI services stand apart (COUNTER 5.1, discussion of 2026)."""

    PERSON = "person", _("People")
    AI = "ai", _("AI agents")


TITLE_LIMIT, SUMMARY_LIMIT, CARD_LIMIT = 300, 6000, 2000
CARD_FIELDS = {"what": _("What it is"), "where_used": _("Where it is used"), "evidence": _("Evidence"), "limits": _("Limits")}
file_mb = define(
    "repository.file-mb", 25, _("Largest file of a record in megabytes"), _("Papers and reports fit; larger data belong in a data archive and are linked."), least=1, most=100
)  # fmt: skip
review_days = define(
    "repository.review-days", 21, _("Days for a review of a deposit"), _("Three weeks, as journals ask for short papers."), least=3, most=90
)
copy_days = define(
    "repository.copy-days", 14, _("Days for which a requested copy may be read"), _("Long enough to read a paper, short enough to stay a courtesy."), least=1, most=90
)  # fmt: skip
embargo_months = define(
    "repository.embargo-months", 24, _("Longest embargo in months"), _("Longer embargoes than the publishers’ usual 12 to 24 months are rare."), least=1, most=120
)  # fmt: skip
