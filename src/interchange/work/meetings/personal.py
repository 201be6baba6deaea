"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal, listed

ROOM = (Reader.MEMBERS, Reader.ORGANISERS)
holds(
    "meetings.invitations", "meetings.invitation", "person",
    what=_("who is invited, and the answer"), why=_("Sessions are prepared for those who come."),
    readers=ROOM, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.hours", "meetings.usablehours", "person time_zone hours",
    what=_("hours at which somebody can meet"), why=_("Times are found that are fair to all zones."),
    readers=(Reader.SELF, Reader.SUMS), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "meetings.feeds", "meetings.calendarfeed", "person",
    what=_("that somebody has a calendar feed"), why=_("Sessions stand in the person’s own calendar."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "meetings.attendance", "meetings.attendance", "person",
    what=_("who was in the room, from when to when"), why=_("The quorum is counted, and attendance is reported in sums."),
    readers=ROOM, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.turns", "meetings.speakingturn", "person",
    what=_("who asks for the floor"), why=_("The chair gives the floor in order; on items without attribution the list goes when the item ends."),
    readers=ROOM, keep=Keep.PURPOSE,
)  # fmt: skip
holds(
    "meetings.speakers", "meetings.notespeaker", "person",
    what=_("who said it, on items where that is attributed"), why=_("Minutes of attributed items name the speaker."),
    readers=ROOM, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.notes", "meetings.noteblock", "text",
    what=_("notes of a session; on items without attribution they name nobody"), why=_("The summary is written from them."),
    readers=ROOM, keep=Keep.RECORD, whose="speaker__person",
)  # fmt: skip
holds(
    "meetings.polls", "meetings.pollanswer", "person reason",
    what=_("answers to a poll of the room, shown as sums; without attribution the person is taken out at the close"), why=_("The room sees where it stands."),
    readers=(Reader.SELF, Reader.SUMS), keep=Keep.PURPOSE,
)  # fmt: skip
holds(
    "meetings.recusals", "meetings.recusal", "person",
    what=_("who takes no part in an item"), why=_("Nobody decides where their interests lie."),
    readers=(Reader.SELF, Reader.ORGANISERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.refreshes", "meetings.interestrefresh", "person",
    what=_("that somebody said whether their interests still stand"), why=_("Interests are asked for before each session."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.actions", "meetings.actionpoint", "owner text state_note",
    what=_("who does what by when"), why=_("What was agreed gets done."),
    readers=ROOM, keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "meetings.patents", "meetings.iprdisclosure", "by holder reference statement withdrawn_note",
    what=_("patents that may be essential, their holders, and who disclosed them"), why=_("A public register of what a proposal may touch."),
    readers=(Reader.PUBLIC,), keep=Keep.RECORD,
)  # fmt: skip
holds(
    "meetings.registrations", "meetings.registration", "name address state",
    what=_("name, address and State of people who come to a public meeting"), why=_("They get their place and the link."),
    readers=(Reader.SELF, Reader.ORGANISERS), keep="meetings.registrations", address="address", looks=True,
)  # fmt: skip
holds(
    "meetings.findings", "meetings.checkfinding", "excerpt override_reason overridden_by",
    what=_("places of a draft summary that may name somebody"), why=_("Summaries name nobody unless that was decided."),
    readers=(Reader.ORGANISERS,), keep=Keep.RECORD,
)  # fmt: skip
listed("registration.list", "meetings.registrations")
acts("meetings.times", "meetings.timeproposal", "made_by")
acts("meetings.documents", "meetings.document", "by leave_by", readers=ROOM)
acts("meetings.issues", "meetings.issue", "issued_by", readers=ROOM)
acts("meetings.owners", "meetings.agendaitem", "owner", readers=ROOM)
acts("meetings.proposers", "meetings.itemproposal", "by", readers=ROOM)
acts("meetings.agendas", "meetings.agendaversion", "made_by", readers=ROOM)
acts("meetings.packs", "meetings.boardpack", "asked_by", readers=ROOM)
acts("meetings.summaries", "meetings.summarydraft", "approved_by", readers=ROOM)
impersonal("meetings.series", "body title about topics")
impersonal("meetings.session", "title about topics state_reason time_zone place late_reason burden")
impersonal("meetings.joininglink", "url note")
impersonal("meetings.candidate", "time_zone by_region")
impersonal("meetings.document", "number title language topics leave_reason withdrawn_reason")
impersonal("meetings.issue", "symbol text note")
impersonal("meetings.agendaitem", "title about topics")
impersonal("meetings.itemlink", "kind key label url")
impersonal("meetings.itemproposal", "title why topics reason")
impersonal("meetings.agendaversion", "items")
impersonal("meetings.boardpack", "fingerprint failed path")
impersonal("meetings.summarydraft", "text")
impersonal("meetings.iprdisclosure", "number")
impersonal("meetings.poll", "question")
impersonal("meetings.outcome", "number text addressee")
impersonal("meetings.actionpoint", "number")
impersonal("meetings.calendarfeed", "nonce")
impersonal("meetings.registrationdesk", "webcast_url")
impersonal("meetings.registrationnotice", "text")
impersonal("meetings.registration", "nonce")
