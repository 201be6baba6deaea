"""Letters to those who register for a public meeting. Nobody of them needs an account to read them."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import parts, templates
from interchange.work.meetings.calendar import part_of_guest

_S = {
    "symbol": "AIII/1", "title": "Annual public meeting", "when": "2 October 2027, 10:00 Geneva", "place": "Geneva, and by webcast",
    "url": "/registrations/12-0a1b/",
}  # fmt: skip
templates.define("meetings.registration", title=_("Public meeting: confirm the registration"), sample={**_S, "hours": 48, "known": False})
templates.define(
    "meetings.registered",
    title=_("Public meeting: a place, or one on the waiting list"),
    sample={**_S, "name": "Ada Sample", "waiting": False, "moved": False},
)
templates.define("meetings.deregistered", title=_("Public meeting: registration withdrawn"), sample={**_S, "name": "Ada Sample"})
parts.define("meetings.guest-entry", part_of_guest)
