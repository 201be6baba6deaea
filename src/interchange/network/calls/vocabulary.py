"""The words of the room: states, kinds and limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class CallState(models.TextChoices):
    """What officers decide about a call. Whether it is open *now* follows from its dates (`queries.phase`)."""

    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    CANCELLED = "cancelled", _("Cancelled")


class Phase(models.TextChoices):
    """Where a call is at an instant."""

    DRAFT = "draft", _("In preparation")
    COMING = "coming", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    CANCELLED = "cancelled", _("Cancelled")


class ApplicationState(models.TextChoices):
    """DOMAIN section 2.2, States."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for completion")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    IN_REVIEW = "in-review", _("In review")
    SCORED = "scored", _("Scored")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DECIDED = "decided", _("Decided")
    OFFERED = "offered", _("Place offered")
    CONFIRMED = "confirmed", _("Place accepted")
    REFUSED_OFFER = "refused-offer", _("Place refused")
    LAPSED = "lapsed", _("Offer lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DUPLICATE = "duplicate", _("Duplicate")


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    WAITING = "waiting", _("Waiting list")
    DECLINED = "declined", _("Not selected")


S = ApplicationState
# States in which an application can still be withdrawn or found to be a duplicate.
OPEN_STATES = [S.DRAFT, S.SUBMITTED, S.RETURNED, S.ELIGIBLE, S.IN_REVIEW, S.SCORED, S.SHORTLISTED]
DEAD_STATES = [S.WITHDRAWN, S.DUPLICATE]

# Every move of an application, in every room. A decided application on the waiting list is called up to "offered".
MOVES = MoveTable(
    "Application",
    {
        "submit": ([S.DRAFT], S.SUBMITTED),
        "resubmit": ([S.RETURNED], S.SUBMITTED),
        "return": ([S.SUBMITTED], S.RETURNED),
        "find-eligible": ([S.SUBMITTED], S.ELIGIBLE),
        "find-ineligible": ([S.SUBMITTED, S.RETURNED], S.INELIGIBLE),
        "start-review": ([S.ELIGIBLE], S.IN_REVIEW),
        "finish-review": ([S.IN_REVIEW], S.SCORED),
        "reopen-review": ([S.SCORED, S.SHORTLISTED, S.DECIDED], S.IN_REVIEW),
        "shortlist": ([S.SCORED], S.SHORTLISTED),
        "take-off-shortlist": ([S.SHORTLISTED], S.SCORED),
        "decide": ([S.SCORED, S.SHORTLISTED], S.DECIDED),
        "offer": ([S.DECIDED], S.OFFERED),
        "accept-offer": ([S.OFFERED], S.CONFIRMED),
        "refuse-offer": ([S.OFFERED], S.REFUSED_OFFER),
        "lapse": ([S.OFFERED, S.DECIDED], S.LAPSED),
        "withdraw": (OPEN_STATES, S.WITHDRAWN),
        "mark-duplicate": (OPEN_STATES, S.DUPLICATE),
        "undo-duplicate": ([S.DUPLICATE], S.SUBMITTED),
    },
)


class QuestionKind(models.TextChoices):
    SHORT = "short", _("One line")
    LONG = "long", _("Several lines")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Any of several")
    NUMBER = "number", _("A number")


class TextKind(models.TextChoices):
    """The declaration texts (DOMAIN D1-D9)."""

    INTERESTS = "interests", _("Interests")
    CAPACITY = "capacity", _("Personal capacity")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    CONDUCT = "conduct", _("Conduct")
    IPR = "ipr", _("Patents and other rights")
    CONTRIBUTION = "contribution", _("Terms of contribution")
    DATA_NOTICE = "data-notice", _("Data notice")
    PUBLICATION = "publication", _("Consent to be named in public")


# Accepted by every applicant at submission; PUBLICATION is a separate consent that can be withdrawn (D9).
REQUIRED_TEXTS = [
    TextKind.INTERESTS,
    TextKind.CAPACITY,
    TextKind.CONFIDENTIALITY,
    TextKind.CONDUCT,
    TextKind.IPR,
    TextKind.CONTRIBUTION,
    TextKind.DATA_NOTICE,
]


class InterestCategory(models.TextChoices):
    EMPLOYMENT = "employment", _("Employment")
    CONSULTANCY = "consultancy", _("Consultancy")
    OWNERSHIP = "ownership", _("Ownership")
    RESEARCH_FUNDING = "research-funding", _("Research funding")
    IP = "intellectual-property", _("Patents or other intellectual property")
    LITIGATION = "litigation", _("Litigation")
    BOARD = "board", _("Board or advocacy role")
    PUBLIC_POSITION = "public-position", _("Public position")
    CLOSE_PERSON = "close-person", _("Interest of a close person")


class SizeBand(models.TextChoices):
    NONE = "none", _("No money involved")
    SMALL = "small", _("Under 5,000 US dollars a year")
    MEDIUM = "medium", _("5,000 to 50,000 US dollars a year")
    LARGE = "large", _("Over 50,000 US dollars a year")


class Assessment(models.TextChoices):
    """What the Secretariat concludes from a declaration of interests (DOMAIN D2)."""

    NONE = "none", _("Nothing to note")
    DISCLOSE = "disclose", _("Disclose")
    RECUSE = "recuse", _("Step aside on topics")
    LIMITED = "limited", _("Limited role")
    CANNOT_SERVE = "cannot-serve", _("Cannot serve")


class EvidenceKind(models.TextChoices):
    STANDARD = "standard", _("Standard")
    CODE = "code", _("Code")
    PRODUCT = "product", _("Product")
    PAPER = "paper", _("Paper")
    SYSTEM = "system", _("Deployed system")


class Capacity(models.TextChoices):
    PERSONAL = "personal", _("In personal capacity")
    NOMINATED = "nominated", _("Nominated by an organisation")


class EnglishLevel(models.TextChoices):
    BASIC = "basic", _("Basic")
    WORKING = "working", _("Working")
    FLUENT = "fluent", _("Fluent")
    NATIVE = "native", _("First language")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Another")
    UNDISCLOSED = "undisclosed", _("Prefer not to say")


class FileKind(models.TextChoices):
    CV = "cv", _("Curriculum vitae")
    LETTER = "letter", _("Letter of nomination")


MOTIVATION_LIMIT = 2000
OWN_PART_LIMIT = 300
EVIDENCE_LIMIT = 5

repair_days = define(
    "eligibility.repair-days",
    7,
    _("Days to complete a returned application"),
    _("Long enough for a letter to be signed, short enough not to hold up the call."),
    least=1,
    most=60,
)
draft_kept_days = define(
    "retention.draft-days",
    90,
    _("Days that a draft is kept after the call closed"),
    _("People ask for their texts; after three months nobody did."),
    least=0,
    most=730,
)
file_kept_months = define(
    "retention.file-months",
    12,
    _("Months that an unsuccessful file is kept"),
    _("A year covers requests for review and the next call; then only figures remain."),
    least=2,
    most=60,
)
balance_kept_months = define(
    "retention.balance-months", 12, _("Months that balance data are kept"), _("Until the report of the year is out."), least=1, most=36
)
interests_kept_months = define(
    "retention.interests-months",
    48,
    _("Months that declared interests are kept after the term"),
    _("As long as a declaration looks back, so that decisions of the term can be checked."),
    least=12,
    most=120,
)
