"""The words of the room. Topics and sectors are the network's (`ground.vocabulary`); functions, kinds and relations are the map's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class ToolKind(models.TextChoices):
    STANDARD = "standard", _("Standard")
    IDENTIFIER = "identifier", _("Identifier")
    REGISTRY = "registry", _("Registry")
    PROTOCOL = "protocol", _("Protocol")
    FRAMEWORK = "framework", _("Framework")
    TOOL = "tool", _("Tool")
    SERVICE = "service", _("Service")
    DATASET = "dataset", _("Data set")
    PROCESS = "process", _("Process")


class Function(models.TextChoices):
    """What a tool is for, in the order in which a work meets it."""

    CREATE = "create", _("Create")
    IDENTIFY = "identify", _("Identify")
    REGISTER = "register", _("Register")
    TIMESTAMP = "timestamp", _("Time-stamp")
    METADATA = "exchange-metadata", _("Exchange metadata")
    INDEX = "index", _("Index")
    LABEL = "label", _("Label")
    WATERMARK = "watermark", _("Watermark")
    FINGERPRINT = "fingerprint", _("Fingerprint")
    AUTHENTICATE = "authenticate", _("Authenticate")
    RESERVE = "reserve-rights", _("Reserve rights")
    LICENSE = "license", _("License")
    REMUNERATE = "remunerate", _("Remunerate")
    DETECT = "detect", _("Detect")
    ENFORCE = "enforce", _("Enforce")


class Openness(models.TextChoices):
    OPEN_STANDARD = "open-standard", _("Open standard")
    OPEN_SOURCE = "open-source", _("Open source")
    PROPRIETARY = "proprietary", _("Proprietary")
    MIXED = "mixed", _("Mixed")


class Maturity(models.TextChoices):
    """How far a tool is; the order is that of the small bars."""

    PRODUCTION = "in-production", _("In production")
    PUBLISHED = "published", _("Published")
    DRAFT = "draft", _("Draft")
    RETIRED = "retired", _("Retired")


class EntryState(models.TextChoices):
    """Where an entry stands on the map."""

    LISTED = "listed", _("On the map")
    SPLIT = "split", _("Split")
    REMOVED = "removed", _("Taken off the map")
    MERGED = "merged", _("Merged into another entry")


class Nature(models.TextChoices):
    CHALLENGE = "challenge", _("Challenge")
    OPPORTUNITY = "opportunity", _("Opportunity")


class Character(models.TextChoices):
    """What sort of question it is (DOMAIN T2)."""

    TECHNICAL = "technical", _("Technical")
    OPERATIONAL = "operational", _("Operational")
    POLICY = "policy", _("Policy")
    MIXED = "mixed", _("Mixed: to be split")


class RelationKind(models.TextChoices):
    """How one tool stands to another; the words read from the first to the second."""

    EMBEDS = "embeds", _("embeds")
    CARRIES = "carries", _("carries")
    BINDS_TO = "binds-to", _("binds to")
    MAPS_TO = "maps-to", _("maps to")
    PROFILES = "profiles", _("is a profile of")
    EXTENDS = "extends", _("extends")
    IMPLEMENTS = "implements", _("implements")
    REPLACES = "replaces", _("replaces")
    CONFLICTS = "conflicts-with", _("conflicts with")
    CONVERTS = "converts-to", _("converts to")
    VERIFIED_BY = "verified-by", _("is verified by")
    DISCOVERED = "discovered-through", _("is discovered through")
    TRUST_LIST = "requires-trust-list", _("requires the trust list of")
    WORKS_WITH = "works-with", _("works with")


# Chains of these that come back to where they started are a mistake.
ONE_WAY = frozenset({RelationKind.EXTENDS, RelationKind.REPLACES, RelationKind.PROFILES, RelationKind.EMBEDS})


class Strength(models.TextChoices):
    """What a claim rests on, weakest first."""

    CLAIM = "claim", _("Claim")
    DOCUMENT = "document", _("Document")
    TEST = "test", _("Test")
    OBSERVED = "observed", _("Observed")


class Verdict(models.TextChoices):
    """How a tool does on a challenge, as somebody judges it."""

    SOLVES = "solves", _("Solves it")
    HELPS = "helps", _("Helps")
    FAILS = "fails", _("Fails")


class GapVerdict(models.TextChoices):
    """Why a cell of the map is empty, as somebody says."""

    NOBODY = "nobody", _("Nobody has built it")
    UNKNOWN = "unknown", _("Unknown")
    IMPOSSIBLE = "impossible", _("Not possible")


class ProposalState(models.TextChoices):
    IN_REVIEW = "in-review", _("In review")
    DISPUTED = "disputed", _("Reviewers disagree")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


P = ProposalState
OPEN_PROPOSALS = [P.IN_REVIEW, P.DISPUTED]
PROPOSAL_MOVES = MoveTable(
    "Proposal",
    {
        "publish": (OPEN_PROPOSALS, P.PUBLISHED),
        "dispute": ([P.IN_REVIEW], P.DISPUTED),
        "decline": (OPEN_PROPOSALS, P.DECLINED),
        "withdraw": (OPEN_PROPOSALS, P.WITHDRAWN),
    },
)


class Subject(models.TextChoices):
    """What a proposal is about."""

    TOOL = "tool", _("Tool")
    CHALLENGE = "challenge", _("Challenge or opportunity")
    RELATION = "relation", _("Relation")


class Ending(models.TextChoices):
    """What a proposal can do to an entry as a whole."""

    MERGED = "merged", _("It is the same as another entry: put them together")
    REMOVED = "removed", _("It does not belong on the map: take it off")
    BACK = "listed", _("Put it back on the map")


ENTRY_MOVES = MoveTable(
    "Tool",
    {
        "merged": ([EntryState.LISTED], EntryState.MERGED),
        "removed": ([EntryState.LISTED], EntryState.REMOVED),
        "listed": ([EntryState.REMOVED, EntryState.MERGED], EntryState.LISTED),
    },
)


class ReplyState(models.TextChoices):
    FILED = "filed", _("Waiting to be checked")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")


class CheckState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ENDED = "ended", _("Ended by a split")


class SolutionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FILED = "filed", _("Filed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SOLUTION_MOVES = MoveTable(
    "Solution",
    {
        "file": ([SolutionState.DRAFT], SolutionState.FILED),
        "withdraw": ([SolutionState.DRAFT, SolutionState.FILED], SolutionState.WITHDRAWN),
    },
)


class Readiness(models.TextChoices):
    IDEA = "idea", _("Idea")
    PROTOTYPE = "prototype", _("Prototype")
    PILOT = "pilot", _("Pilot")
    READY = "ready", _("Ready to use")


class Effort(models.TextChoices):
    SMALL = "small", _("Weeks")
    MEDIUM = "medium", _("Months")
    LARGE = "large", _("Years")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


# The five questions of the scope check (DOMAIN T2): field, question, whether "yes" speaks for policy.
QUESTIONS = (
    ("needs_law", _("Would the answer need a law?"), True),
    ("needs_licence_term", _("Would the answer be a licence term?"), True),
    ("needs_rate", _("Would the answer set a rate of remuneration?"), True),
    ("needs_author", _("Would the answer say who is the author?"), True),
    ("testable", _("Can an answer be tested?"), False),
)
ELSEWHERE = "international"
INTEREST_NONE = "none"
NAME_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT = 200, 1500, 4000
review_months = define(
    "landscape.review-months", 12, _("Months after which an entry of the map is due for a new look"), _("Standards and services change within a year."), least=1, most=60
)  # fmt: skip
scope_days = define(
    "landscape.scope-days", 14, _("Days for which a scope check is open"), _("Two weeks, so that every time zone and one meeting fall into it."), least=3, most=60
)  # fmt: skip
scope_least = define(
    "landscape.scope-answers", 5, _("Answers that a scope check needs to have a result"), _("Fewer than five would show who said what."), least=3, most=30
)  # fmt: skip
thin_below = define(
    "landscape.thin-below", 3, _("Cells with fewer tools than this count as thin"), _("One or two tools are no choice."), least=2, most=20
)
