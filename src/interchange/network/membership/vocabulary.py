"""The words of the room (DOMAIN M1-M5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import define


class MembershipState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    ON_LEAVE = "on-leave", _("On leave")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class EndKind(models.TextChoices):
    TERM = "term", _("Term ended")
    RESIGNED = "resigned", _("Resigned")
    AFFILIATION = "affiliation-change", _("Change of affiliation")
    REMOVED = "removed", _("Removed")
    DECEASED = "deceased", _("Deceased")


class ProceedingState(models.TextChoices):
    NOTICE = "notice", _("Grounds sent, time to reply")
    PROPOSED = "proposed", _("One officer has decided")
    UPHELD = "upheld", _("Removed")
    DISMISSED = "dismissed", _("Dismissed")
    SET_ASIDE = "set-aside", _("Removal set aside after a review")


class AuthorName(models.TextChoices):
    """Whether entries stay with the author's name after the membership (M2)."""

    WITH = "with", _("My entries keep my name")
    WITHOUT = "without", _("My entries stay without my name")


S = MembershipState
LIVE = [S.INVITED, S.ACTIVE, S.ON_LEAVE, S.SUSPENDED]
MOVES = MoveTable(
    "Membership",
    {
        "admit": ([S.INVITED], S.ACTIVE),
        "start-leave": ([S.ACTIVE], S.ON_LEAVE),
        "return": ([S.ON_LEAVE], S.ACTIVE),
        "suspend": ([S.ACTIVE, S.ON_LEAVE], S.SUSPENDED),
        "lift-suspension": ([S.SUSPENDED], S.ACTIVE),
        "end": (LIVE, S.ENDED),
        "reinstate": ([S.ENDED], S.ACTIVE),  # only where a review sets a removal aside
    },
)
OFFICES = (Role.CHAIR, Role.RAPPORTEUR, Role.WORK_ITEM_LEAD)
NOTICE_DAYS = (90, 30, 7)
term_months = define(
    "membership.term-months",
    24,
    _("Length of a term in months"),
    _("Long enough to finish work, short enough to renew the network."),
    least=6,
    most=60,
)
stagger_months = define(
    "membership.stagger-months",
    12,
    _("Months by which every second first member serves longer"),
    _("In the network’s first year, so that never all places come free at once; 0: all terms alike."),
    least=0,
    most=24,
)
renewals = define(
    "membership.renewals", 1, _("How often a term may be renewed"), _("Once: experience stays, places come free."), least=0, most=5
)
reply_days = define(
    "membership.reply-days", 14, _("Days to reply to grounds for removal"), _("Two working weeks to seek advice."), least=7, most=60
)
chair_months = define("membership.chair-months", 12, _("Length of a chair’s term in months"), _("As in WIPO committees."), least=3, most=36)
chair_terms = define("membership.chair-terms", 3, _("Chair’s terms in a row at most"), _("As in WIPO committees."), least=1, most=6)
member_kept_months = define(
    "retention.member-months",
    24,
    _("Months that a member’s file is kept after the end"),
    _("Long enough for a second term after a pause; then number, dates and kind of end remain."),
    least=6,
    most=120,
)
ERASED = "erased"  # stands for a reason that was erased: the register still says that there was one
