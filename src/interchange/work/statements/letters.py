"""Letters of the room: links, not content."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post.templates import define

ABOUT = {"name": "Ada Sample", "number": "TEN/MS/2027/001", "state": "Brazil", "url": "/statements/1/"}
WHEN = "12 January 2027, 23:59 Geneva"
define(
    "statements.receipt",
    title=_("Receipt of a statement"),
    sample={**ABOUT, "filed": WHEN, "target": WHEN, "late": False, "comment": False},
)
define("statements.acknowledged", title=_("A statement was acknowledged"), sample={**ABOUT, "target": WHEN})
define("statements.asked", title=_("The Secretariat asks for a clarification"), sample=ABOUT)
define("statements.assigned", title=_("A statement was assigned"), sample=ABOUT)
define("statements.later", title=_("An answer takes longer"), sample={**ABOUT, "target": WHEN})
define("statements.answered", title=_("A statement was answered"), sample=ABOUT)
define(
    "statements.release",
    title=_("Papers released to all Member States"),
    sample={
        "name": "Ada Sample", "number": "TEN/RND/2027/001", "title": "Labels", "kind": "opening", "state": "Brazil", "url": "/statements/rounds/1/", "released": WHEN, "closes": WHEN,
    },
)  # fmt: skip
define(
    "statements.briefing",
    title=_("A briefing for Member States"),
    sample={
        "name": "Ada Sample",
        "number": "TEN/BRF/2027/001",
        "title": "January to March",
        "text": "What was done.",
        "url": "/statements/briefings/1/",
    },
)
