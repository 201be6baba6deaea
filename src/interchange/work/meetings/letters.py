"""Letters, their calendar parts, and duties of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import parts, templates
from interchange.work.meetings import letters_public, letters_record
from interchange.work.meetings.calendar import part_of

__all__ = ["letters_public", "letters_record"]
_S = {
    "name": "Ada Sample", "symbol": "TEN/3", "title": "Third session", "when": "1 March 2027, 14:00 Geneva, 16:00 Nairobi",
    "place": "Geneva, and remotely", "url": "/meetings/ten/3/",
}  # fmt: skip
templates.define(
    "meetings.invitation",
    title=_("Convening note"),
    sample={**_S, "minutes": 120, "about": "What it is about.", "late_reason": "", "overlaps": "TEN-LAB/2: 4 of those invited"},
)
templates.define("meetings.changed", title=_("A session has another time"), sample={**_S, "minutes": 120, "reason": "A reason."})
templates.define(
    "meetings.stopped", title=_("A session is postponed or cancelled"), sample={**_S, "reason": "A reason.", "postponed": False}
)
templates.define("meetings.uninvited", title=_("No longer invited to a session"), sample=_S)
templates.define("meetings.answer", title=_("Receipt of an answer"), sample={**_S, "answer": "Takes part remotely", "comes": True})
templates.define(
    "meetings.agenda", title=_("An agenda is out"), sample={**_S, "document": "TEN/3/1 PROV.", "document_url": "/documents/TEN/3/1/"}
)
templates.define(
    "meetings.proposal-declined",
    title=_("A proposed item is not taken up"),
    sample={**_S, "item": "Title of the item", "reason": "A reason."},
)
templates.define(
    "meetings.office", title=_("Chair or rapporteur of a session"), sample={**_S, "office": "Rapporteur", "until": "30 April 2027"}
)
parts.define("meetings.entry", part_of)
kinds.define("meetings.answer", _("Say whether you come to {subject}"))
kinds.define("meetings.proposals", _("Look through the proposed items of {subject}"))
kinds.define("meetings.leave", _("Decide on leave for the late paper {subject}"))
