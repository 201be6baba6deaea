"""The letters of the room, and the kinds of duty that it puts on desks. No letter holds a mark or names a reviewer (DOMAIN S9)."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

_VALUES = {
    "name": "Ada Sample",
    "number": "TEN/APP/2026/0001",
    "call": "Call for experts",
    "reason": "The letter of nomination is missing.",
    "until": "12 January 2027, 23:59 Geneva",
    "due": "12 January 2027, 23:59 Geneva",
    "parts": "- Curriculum vitae and letter",
    "path": "/selection/offer/1/",
    "days": 21,
}

TITLES = {
    "returned": _("Application returned for completion"),
    "ineligible": _("Application not eligible"),
    "review-asked": _("A review is asked for"),
    "accepted": _("A place is offered"),
    "waiting": _("A place on the waiting list"),
    "declined": _("Application not selected"),
    "call-up": _("Called up from the waiting list"),
    "offer-lapsed": _("Offer lapsed"),
    "waiting-ends": _("Waiting list: your place ends soon"),
    "waiting-ended": _("Waiting list: your place has ended"),
    "appeal-received": _("Request for review received"),
    "appeal-upheld": _("Request for review upheld"),
    "appeal-dismissed": _("Request for review dismissed"),
}

DUTIES = {
    "review": _("Review application {number}"),
    "assign": _("Find a reviewer for application {number}"),
    "third": _("Find a third reviewer for application {number}"),
    "release": _("Look through and release the prepared decisions"),
    "offer": _("Answer the offer of a place"),
    "bounced": _("A letter with an offer came back: reach the person by post or phone"),
    "call-up": _("A place is free: call up the next of the waiting list"),
    "appeal": _("Answer a request for review"),
}

# The merge fields of each letter.
FIELDS = {
    "returned": ["name", "number", "reason", "until", "parts"],
    "ineligible": ["name", "number", "reason"],
    "review-asked": ["number", "due", "path"],
    "accepted": ["name", "number", "call", "path", "days"],
    "waiting": ["name", "number", "call", "path", "days"],
    "declined": ["name", "number", "call", "path", "days"],
    "call-up": ["name", "number", "until", "path"],
    "offer-lapsed": ["name", "number"],
    "waiting-ends": ["name", "number", "until", "path"],
    "waiting-ended": ["name", "number", "until"],
    "appeal-received": ["name", "number", "until", "path"],
    "appeal-upheld": ["name", "number", "reason", "path"],
    "appeal-dismissed": ["name", "number", "reason"],
}

for _code, _title in TITLES.items():
    templates.define(f"selection.{_code}", title=_title, essential=True, sample={field: _VALUES[field] for field in FIELDS[_code]})
for _code, _words in DUTIES.items():
    kinds.define(f"selection.{_code}", _words)
