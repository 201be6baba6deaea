"""Letters, duties and groups of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import groups, templates
from interchange.network.membership import queries

_S = {"name": "Ada Sample", "number": "TEN/MEM/2027/0001"}
templates.define("membership.welcome", title=_("Welcome to the network"), sample={**_S, "ends": "1 March 2029, 10:00 Geneva"})
templates.define("membership.leave", title=_("Leave confirmed"), sample={**_S, "until": "2027-06-30"})
templates.define("membership.resignation", title=_("Resignation confirmed"), sample={**_S, "effective": "1 March 2027, 23:59 Geneva"})
templates.define("membership.ended", title=_("Membership ended"), sample={**_S, "kind": "Term ended"})
templates.define("membership.suspended", title=_("Membership suspended"), sample={**_S, "reason": "A reason."})
templates.define("membership.suspension-lifted", title=_("Suspension lifted"), sample=_S)
templates.define(
    "membership.removal-grounds",
    title=_("Grounds for removal"),
    sample={**_S, "grounds": "What happened.", "until": "15 March 2027, 10:00 Geneva"},
)
templates.define(
    "membership.removal-decided",
    title=_("Decision on removal"),
    sample={**_S, "outcome": "Dismissed", "reason": "A reason.", "removed": False},
)
templates.define(
    "membership.review-decided", title=_("Answer to the review of a removal"), sample={**_S, "stands": True, "reason": "A reason."}
)
templates.define(
    "membership.renewal-decided",
    title=_("Decision on renewal"),
    sample={**_S, "outcome": "granted", "ends": "1 March 2031, 10:00 Geneva", "reason": "A reason."},
)
templates.define(
    "membership.term-ends",
    title=_("Your term ends"),
    sample={**_S, "ends": "1 March 2029, 10:00 Geneva", "url": "/members/me/", "renewable": True},
)
kinds.define("membership.reply", _("Reply to the grounds sent to you"))
kinds.define("membership.review", _("Handle a request to review a removal"))
kinds.define("membership.renewal", _("Decide a renewal"))
groups.define("members.active", _("All active members"), queries.active_ids)
