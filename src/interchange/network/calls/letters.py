"""The letters and duties of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

_SAMPLE = {"name": "Ada Sample", "number": "TEN/APP/2026/0001", "call": "Call for applications 2026"}
templates.define(
    "calls.receipt",
    title=_("Receipt of an application"),
    sample={**_SAMPLE, "at": "12 January 2027, 10:00 Geneva", "url": "/applications/1/", "version": 1},
)
templates.define("calls.withdrawn", title=_("Application withdrawn"), sample=_SAMPLE)
templates.define("calls.not-completed", title=_("Application not completed in time"), sample=_SAMPLE)
templates.define(
    "calls.extended",
    title=_("A call closes later"),
    sample={
        "name": "Ada Sample",
        "call": "Call 2026",
        "closes": "20 January 2027, 23:59 Geneva",
        "url": "/calls/x/apply/",
        "reason": "Many asked.",
    },
)
templates.define(
    "calls.invitation",
    title=_("Invitation to apply"),
    sample={"call": "Call 2026", "url": "/calls/x/apply/", "until": "26 January 2027, 10:00 Geneva"},
)
templates.define(
    "calls.closing-soon",
    title=_("Your draft and the closing of the call"),
    essential=False,
    sample={"name": "Ada Sample", "call": "Call 2026", "closes": "12 January 2027, 23:59 Geneva", "url": "/calls/x/apply/"},
)
kinds.define("calls.assess-interests", _("Assess a declaration of interests"))
kinds.define("calls.declare-interests", _("Declare your interests anew"))
kinds.define("calls.accept-texts", _("Read and accept new declaration texts"))
