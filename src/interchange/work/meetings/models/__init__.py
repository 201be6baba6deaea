"""Everything the room keeps, by topic."""

from interchange.work.meetings.models.after import CheckFinding, InterestRefresh, IprDisclosure, SummaryDraft
from interchange.work.meetings.models.agenda import AgendaItem, AgendaVersion, BoardPack, ItemLink, ItemProposal
from interchange.work.meetings.models.documents import Document, Issue
from interchange.work.meetings.models.live import (
    ActionPoint,
    Attendance,
    Floor,
    ItemRun,
    NoteBlock,
    NoteSpeaker,
    Outcome,
    Poll,
    PollAnswer,
    Recusal,
    SpeakingTurn,
)
from interchange.work.meetings.models.people import CalendarFeed, Invitation, UsableHours
from interchange.work.meetings.models.registering import Registration, RegistrationDesk, RegistrationNotice
from interchange.work.meetings.models.sessions import Candidate, Deadline, JoiningLink, Series, Session, TimeProposal

__all__ = [
    "ActionPoint", "AgendaItem", "AgendaVersion", "Attendance", "BoardPack", "CalendarFeed", "Candidate", "CheckFinding", "Deadline", "Document", "Floor",
    "InterestRefresh", "Invitation", "IprDisclosure", "Issue", "ItemLink", "ItemProposal", "ItemRun", "JoiningLink", "NoteBlock", "NoteSpeaker",
    "Outcome", "Poll", "PollAnswer", "Recusal", "Registration", "RegistrationDesk", "RegistrationNotice", "Series", "Session", "SpeakingTurn",
    "SummaryDraft", "TimeProposal", "UsableHours",
]  # fmt: skip
