"""Letters of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post.templates import define

define(
    "privacy.notice",
    title=_("A notice about somebody’s personal data"),
    sample={"name": "Ada Sample", "number": "TEN/INC/2026/001", "url": "/privacy/notices/1/"},
)
