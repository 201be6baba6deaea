"""Letters and duties about what came of a session."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

_S = {"name": "Ada Sample", "session": "TEN/3", "url": "/meetings/ten/3/summary/"}
templates.define(
    "meetings.action-given",
    title=_("An action is given to you"),
    sample={**_S, "number": "TEN/3/ACT/1", "due": "2027-04-30", "url": "/meetings/ten/3/record/#action-1"},
)
templates.define("meetings.summary-check", title=_("Summary for your check"), sample={**_S, "closes": "1 March 2027, 23:59 Geneva"})
templates.define("meetings.summary-public", title=_("Summary published"), sample={**_S, "number": "TEN/3/4"})
templates.define("meetings.interests", title=_("Do your interests still stand?"), sample={**_S, "when": "1 March 2027, 14:00 Geneva"})
kinds.define("meetings.action", _("Action {number}"))
kinds.define("meetings.interests", _("Say whether your interests still stand, before {number}"))
kinds.define("meetings.check-summary", _("Read the draft summary of {number}"))
