"""Letters and duties of the map."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

templates.define(
    "landscape.decided",
    title=_("Your proposal for the map was decided"),
    sample={"number": "TEN/MAP/2027/0001", "outcome": "Published", "reason": "", "url": "/landscape/proposals/1/"},
)
templates.define(
    "landscape.review-due",
    title=_("Entries of the map that are due for a new look"),
    essential=False,
    sample={"count": 2, "lines": "- C2PA: https://example.org/landscape/tools/c2pa/", "more": 0},
)
templates.define(
    "landscape.reply-decided",
    title=_("A reply about a tool on the map was looked at"),
    sample={"tool": "C2PA", "outcome": "Published", "reason": "", "url": "/landscape/tools/c2pa/#replies"},
)
kinds.define("landscape.recheck", _("Say whether an entry of the map about your organisation is still true"))
kinds.define("landscape.recheck-many", _("Have entries of the map looked at again"))
kinds.define("landscape.review", _("Find two reviewers for {number}"))
kinds.define("landscape.dispute", _("Decide {number}: its reviewers disagree"))
kinds.define("landscape.reply", _("Check a steward’s reply on the map"))
