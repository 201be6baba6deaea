"""Letters and duties of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

_T = {"name": "Ada Sample", "number": "TEN/TOP/2027/0001", "outcome": "In scope", "url": "/direction/proposals/1/"}
_W = {
    "name": "Ada Sample",
    "number": "TEN/WI/2027/0001",
    "title": "A test set",
    "sunset": "12 January 2027, 23:59",
    "url": "/direction/items/1/",
}
templates.define("direction.checked", title=_("The scope of your topic was checked"), sample=_T)
templates.define("direction.lineage", title=_("A topic that you support was merged or split"), sample={**_T, "heirs": "TEN/TOP/2027/0002"})
templates.define("direction.adopted", title=_("A topic that you want to work on was adopted"), sample=_W)
templates.define("direction.sunset", title=_("A work item that you lead ends soon"), sample={**_W, "days": 30})
templates.define("direction.ended", title=_("A work item ended"), essential=False, sample={**_W, "outcome": "Delivered"})
kinds.define("direction.sunset", _("Close {number} or ask for its extension"))
kinds.define("direction.milestone", _("A milestone is late"))
