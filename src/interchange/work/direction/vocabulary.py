"""The words of the room (DOMAIN T1-T5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUPPORT = "support", _("Looking for supporters")
    FILED = "filed", _("Filed, waits for its scope check")
    READY = "ready", _("In scope")
    MIXED = "mixed", _("Mixed: to be split")
    PARKED = "parked", _("Parked: a question of policy")
    INTEREST = "interest", _("Call for interest is open")
    WANTED = "wanted", _("Enough people want to work on it")
    DORMANT = "dormant", _("Dormant: too few people")
    ADOPTED = "adopted", _("Adopted")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged into another")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Part(models.TextChoices):
    """What somebody wants to do."""

    LEAD = "lead", _("Lead")
    CONTRIBUTE = "contribute", _("Contribute")
    REVIEW = "review", _("Review")
    FOLLOW = "follow", _("Follow")


class InterestState(models.TextChoices):
    OPEN = "open", _("Open")
    ENOUGH = "enough", _("Enough people")
    TOO_FEW = "too-few", _("Too few people")


class Method(models.TextChoices):
    """How a round is voted and counted. Said in words where the method is chosen."""

    STATEMENTS = "statements", _("Agree, disagree or pass on each")
    PAIRS = "pairs", _("Choose between two at a time (Bradley-Terry)")
    RANKING = "ranking", _("Put them in order (Schulze)")
    POINTS = "points", _("Give points")
    CHOICE = "choice", _("Choose a set, places shared in proportion")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed, being counted")
    COUNTED = "counted", _("Counted")
    CANCELLED = "cancelled", _("Cancelled")


class ItemState(models.TextChoices):
    ACTIVE = "active", _("Active")
    FINAL_DRAFT = "final-draft", _("Final draft")
    CLOSED = "closed", _("Closed")
    LAPSED = "lapsed", _("Lapsed at its sunset")


class Ending(models.TextChoices):
    """What became of a work item, said in its closing report."""

    DELIVERED = "delivered", _("Delivered")
    PARTLY = "partly", _("Delivered in part")
    NOT_DELIVERED = "not-delivered", _("Not delivered")


P, R, W = ProposalState, RoundState, ItemState
PROPOSAL_MOVES = MoveTable(
    "Proposal",
    {
        "publish": ([P.DRAFT], P.SUPPORT),
        "file": ([P.SUPPORT], P.FILED),
        "find-in-scope": ([P.FILED], P.READY),
        "park": ([P.FILED], P.PARKED),
        "find-mixed": ([P.FILED], P.MIXED),
        "split": ([P.FILED, P.MIXED, P.READY], P.SPLIT),
        "merge": ([P.SUPPORT, P.FILED, P.READY, P.DORMANT], P.MERGED),
        "call": ([P.READY, P.DORMANT], P.INTEREST),
        "find-people": ([P.INTEREST], P.WANTED),
        "find-few": ([P.INTEREST], P.DORMANT),
        "adopt": ([P.WANTED], P.ADOPTED),
        "withdraw": ([P.DRAFT, P.SUPPORT, P.FILED], P.WITHDRAWN),
    },
)
ROUND_MOVES = MoveTable(
    "Round",
    {
        "open": ([R.DRAFT], R.OPEN),
        "close": ([R.OPEN], R.CLOSED),
        "count": ([R.CLOSED], R.COUNTED),
        "cancel": ([R.DRAFT, R.OPEN], R.CANCELLED),
    },
)
ITEM_MOVES = MoveTable(
    "Work item",
    {
        "draft": ([W.ACTIVE], W.FINAL_DRAFT),
        "close": ([W.ACTIVE, W.FINAL_DRAFT], W.CLOSED),
        "lapse": ([W.ACTIVE, W.FINAL_DRAFT], W.LAPSED),
    },
)
RUNNING = [W.ACTIVE, W.FINAL_DRAFT]
LIVE_PROPOSALS = [P.SUPPORT, P.FILED, P.READY, P.MIXED, P.INTEREST, P.WANTED, P.DORMANT]
VOTABLE = [P.READY, P.INTEREST, P.WANTED, P.DORMANT]
NOTICES = (60, 30, 7)  # days before a sunset (U67)
TITLE_LIMIT, TEXT_LIMIT, REASON_LIMIT = 160, 4_000, 2_000
WHY_LIMIT = 500
ITEMS_MOST = 60
SMALL = 5  # what fewer people than this did is not told by number

supporters_least = define("direction.supporters", 3, _("Supporters that a proposal needs"), _("Enough that it is not one person’s wish; the author does not count."), least=1, most=20)  # fmt: skip
profiles_least = define("direction.supporter-profiles", 2, _("Profiles that its supporters come from"), _("A topic should matter to more than one kind of expert."), least=1, most=5)  # fmt: skip
interest_days = define("direction.interest-days", 21, _("Days that a call for interest is open"), _("Three weeks, so that people who travel see it."), least=3, most=90)  # fmt: skip
contributors_least = define("direction.contributors", 5, _("People who lead, contribute or review, that a work item needs"), _("Fewer could not carry it for a year."), least=1, most=50)  # fmt: skip
sectors_least = define("direction.contributor-sectors", 3, _("Sectors that they come from"), _("Work for the network is work across sectors."), least=1, most=10)  # fmt: skip
item_months = define("direction.item-months", 12, _("Months that a work item runs at most"), _("Work that ends is work that gets done; one extension can be decided."), least=1, most=36)  # fmt: skip
points_each = define("direction.points", 10, _("Points that each member gives in a round of points"), _("Enough to weigh, few enough to have to choose."), least=1, most=100)  # fmt: skip
points_most = define("direction.points-most", 4, _("Points for one item at most"), _("So that nobody puts all on one."), least=1, most=100)  # fmt: skip
pairs_each = define("direction.pairs", 15, _("Pairs put to each member in a round of pairs"), _("About five minutes; everybody’s pairs are drawn by lot."), least=3, most=60)  # fmt: skip
house_cap = define("direction.organisation-cap", 1, _("Full ballots that one organisation counts at most"), _("Members serve in their personal capacity, but colleagues often think alike: without a cap the largest house decides. 0: no cap."), least=0, most=100)  # fmt: skip
