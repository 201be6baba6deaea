"""Letters of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post.templates import define

define(
    "states.named",
    title=_("You speak for a Member State"),
    sample={"name": "Ada Sample", "state": "Brazil", "main": True, "note": "TEN/NV/2026/0001", "url": "/states/BR/"},
)
define(
    "states.ended",
    title=_("Your place is held by somebody else"),
    sample={"name": "Ada Sample", "state": "Brazil", "note": "TEN/NV/2026/0002"},
)
define(
    "states.note-settled",
    title=_("What became of a note"),
    sample={"name": "Ada Sample", "state": "Brazil", "note": "TEN/NV/2026/0001", "accepted": True, "reason": "", "url": "/states/notes/1/"},
)
