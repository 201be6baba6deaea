"""The room while a session sits, and what was recorded in it. Inside are those invited and those who steer or record; who has left the
network is outside in that second, since nobody's role outlasts the membership."""

from django.db.models import Q

from interchange.ground.policy.levels import Level, is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import ActionPoint, NoteBlock, Outcome, Poll, Recusal, Session, SpeakingTurn
from interchange.work.meetings.policy.sessions import FILE, chaired, invited, is_organiser, recorded, records, steers, takes_part
from interchange.work.meetings.vocabulary import HELD, SessionState

SITTING = Q(state=SessionState.IN_SESSION)
OPEN_RECORD = (SessionState.IN_SESSION, SessionState.CLOSED, SessionState.SUMMARY_DRAFT)  # until the summary goes to the members


def in_room(viewer: Viewer, path: str = "pk") -> Q:
    """The sessions in whose room the viewer is: invited as a member, or steering or recording."""
    if is_organiser(viewer):
        return EVERYTHING
    mine = invited(viewer, path) if takes_part(viewer) else NOTHING
    return mine | (recorded(viewer, path) if records(viewer) else NOTHING)


def _within(viewer: Viewer) -> Q:
    """What came of a session is for everyone inside who may know of it."""
    if is_organiser(viewer) or viewer.has(Role.ADMINISTRATOR):
        return EVERYTHING
    return ~Q(session__level=Level.RESTRICTED) | in_room(viewer, "session_id")


rule("room.view", Session, who=is_insider, which=lambda v: Q(state__in=HELD) & in_room(v), conflict=(FILE, "pk"))
rule("room.take-part", Session, who=takes_part, which=lambda v: SITTING & invited(v), conflict=(FILE, "pk"))
rule("room.steer", Session, who=steers, which=lambda v: SITTING & chaired(v), conflict=(FILE, "pk"))
rule("room.record", Session, who=records, which=lambda v: Q(state__in=OPEN_RECORD) & recorded(v), conflict=(FILE, "pk"))
rule("turn.view", SpeakingTurn, who=is_insider, which=lambda v: in_room(v, "item__session_id"), conflict=(FILE, "item__session_id"))
rule("poll.view", Poll, who=is_insider, which=lambda v: in_room(v, "item__session_id"), conflict=(FILE, "item__session_id"))
rule("note.view", NoteBlock, who=is_insider, which=lambda v: in_room(v, "item__session_id"), conflict=(FILE, "item__session_id"))
rule(
    "item-recusal.view",
    Recusal,
    who=is_insider,
    which=lambda v: Q(person_id=v.person_id) | (recorded(v, "item__session_id") if records(v) else NOTHING),
    conflict=(FILE, "item__session_id"),
)
rule("outcome.view", Outcome, who=is_insider, which=_within, conflict=(FILE, "session_id"))
rule("outcome.speak", Outcome, who=takes_part, which=lambda v: in_room(v, "session_id"), conflict=(FILE, "session_id"))
rule("outcome.lead", Outcome, who=records, which=lambda v: recorded(v, "session_id"), conflict=(FILE, "session_id"))
rule("action.view", ActionPoint, who=is_insider, which=_within, conflict=(FILE, "session_id"))
rule(
    "action.settle",
    ActionPoint,
    who=is_insider,
    which=lambda v: Q(owner_id=v.person_id) | (recorded(v, "session_id") if records(v) else NOTHING),
    conflict=(FILE, "session_id"),
)
