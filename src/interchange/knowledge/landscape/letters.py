"""Letters and duties of the map."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

templates.define(
    "landscape.decided",
    title=_("Your proposal for the map was decided"),
    sample={"number": "TEN/MAP/2027/0001", "outcome": "Published", "reason": "", "url": "/landscape/proposals/1/"},
)
kinds.define("landscape.review", _("Find two reviewers for {number}"))
kinds.define("landscape.dispute", _("Decide {number}: its reviewers disagree"))
kinds.define("landscape.reply", _("Check a steward’s reply on the map"))
