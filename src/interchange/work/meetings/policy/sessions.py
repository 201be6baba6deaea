"""Series, sessions, agendas. That a session takes place may be public; what is in it is for those whom its parts are marked for.

Chairs and rapporteurs hold their role in the network or for one session (scope "session:12", M4): a scoped role ends with the membership
in the same second, so nothing here asks a second time.

Ruling on restricted sessions (M4, X8, U59). A restricted session is for those invited to it, for whoever holds an office in it, and for the Secretariat.
The network's chair is a member with an office, not a superior of every group: where they are not invited, they neither see nor steer it. A closed
group may sit about conduct (D5, U59), whose contact stands outside the line of command, and a mark that one office could always pass would not mean
what it says. Where the network's chair is invited, they steer as anywhere else; where not, the group's own chair does, or the Secretariat. The same
holds for a rapporteur of the network.
"""

from django.db.models import Exists, OuterRef, Q

from interchange.ground.policy.levels import Level, is_insider, open_to
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings.models import AgendaItem, Invitation, ItemProposal, Series, Session
from interchange.work.meetings.vocabulary import ProposalState

FILE = "meetings.session"  # conflicts are recorded about the session; what hangs on it goes with it
organisers = role(Role.OFFICER, Role.MEETING_MANAGER)


def is_organiser(viewer: Viewer) -> bool:
    """Whether the viewer convenes and facilitates: Secretariat officers and meeting managers."""
    return viewer.is_system or organisers(viewer)


def _scoped(viewer: Viewer, *roles: Role) -> list[int]:
    """The ids of the sessions for which the viewer holds one of these roles."""
    found = [scope.removeprefix("session:") for held, scope in viewer.scoped if held in roles and scope.startswith("session:")]
    return sorted({int(key) for key in found if key.isdigit()})


def _in_office(viewer: Viewer, path: str, *offices: Role) -> Q:
    """The sessions in which the viewer has one of the offices: organisers all; holders in the network all but restricted ones to which they are
    not invited; holders for one session that one. `path` leads to the session's key."""
    if viewer.has(Role.OFFICER, Role.MEETING_MANAGER):
        return EVERYTHING
    own = Q(**{f"{path}__in": _scoped(viewer, *offices)})
    if not viewer.has(*offices):
        return own
    level = "level" if path == "pk" else f"{path.removesuffix('_id')}__level"
    return own | ~Q(**{level: Level.RESTRICTED}) | invited(viewer, path)


def chaired(viewer: Viewer, path: str = "pk") -> Q:
    """The sessions that the viewer steers."""
    return _in_office(viewer, path, Role.CHAIR)


def recorded(viewer: Viewer, path: str = "pk") -> Q:
    """The sessions whose notes and outcomes the viewer writes: rapporteurs, and whoever steers them."""
    return _in_office(viewer, path, Role.CHAIR, Role.RAPPORTEUR)


def has_office(viewer: Viewer, session: Session, *offices: Role) -> bool:
    """The same for one session that the viewer was allowed to see (a restricted one by an invitation, then); costs no query."""
    known = viewer.is_system or viewer.has(Role.OFFICER, Role.MEETING_MANAGER, *offices)
    return known or any((office, session.scope) in viewer.scoped for office in offices)


def steers(viewer: Viewer) -> bool:
    """Whether the viewer steers any session."""
    return viewer.has(Role.OFFICER, Role.MEETING_MANAGER, Role.CHAIR) or bool(_scoped(viewer, Role.CHAIR))


def records(viewer: Viewer) -> bool:
    """Whether the viewer writes the record of any session."""
    return steers(viewer) or viewer.has(Role.RAPPORTEUR) or bool(_scoped(viewer, Role.RAPPORTEUR))


def takes_part(viewer: Viewer) -> bool:
    """Whether the viewer takes part as a member."""
    return viewer.has(Role.MEMBER, Role.CHAIR)


def invited(viewer: Viewer, path: str = "pk") -> Q:
    """The sessions to which the viewer is invited (and still is)."""
    if viewer.person_id is None:
        return NOTHING
    mine = Invitation.objects.filter(session_id=OuterRef(path), person_id=viewer.person_id, withdrawn_at__isnull=True)
    return Q(Exists(mine))


def _sessions(viewer: Viewer) -> Q:
    """Organisers all; members everything but what is restricted to those invited; others what is convened and marked for them."""
    if is_organiser(viewer) or viewer.has(Role.ADMINISTRATOR):
        return EVERYTHING
    if is_insider(viewer):
        return ~Q(level=Level.RESTRICTED) | invited(viewer) | chaired(viewer)
    return open_to(viewer) & Q(convened_at__isnull=False)


def _series(viewer: Viewer) -> Q:
    """What is marked for the viewer; organisers all; a closed series also for whoever sees a session of it."""
    if is_organiser(viewer):
        return EVERYTHING
    return (
        open_to(viewer) | Q(pk__in=Session.objects.filter(_sessions(viewer)).values("series_id")) if is_insider(viewer) else open_to(viewer)
    )


def _within(viewer: Viewer) -> Q:
    """Items of the sessions that insiders see."""
    if is_organiser(viewer) or viewer.has(Role.ADMINISTRATOR):
        return EVERYTHING
    return ~Q(session__level=Level.RESTRICTED) | invited(viewer, "session_id") | chaired(viewer, "session_id")


rule("series.view", Series, who=anyone, which=_series)
rule("series.manage", Series, who=organisers, which=lambda v: EVERYTHING)
rule("session.view", Session, who=anyone, which=_sessions, conflict=(FILE, "pk"))
rule("session.manage", Session, who=organisers, which=lambda v: EVERYTHING, conflict=(FILE, "pk"))
rule("session.chair", Session, who=steers, which=chaired, conflict=(FILE, "pk"))
rule("session.record", Session, who=records, which=recorded, conflict=(FILE, "pk"))
rule("session.inside", Session, who=is_insider, which=_sessions, conflict=(FILE, "pk"))
rule("session.take-part", Session, who=takes_part, which=invited, conflict=(FILE, "pk"))
rule("item.view", AgendaItem, who=is_insider, which=_within, conflict=(FILE, "session_id"))
rule("item.edit", AgendaItem, who=steers, which=lambda v: chaired(v, "session_id"), conflict=(FILE, "session_id"))
rule("proposal.view", ItemProposal, who=is_insider, which=_within, conflict=(FILE, "session_id"))
rule(
    "proposal.decide",
    ItemProposal,
    who=steers,
    which=lambda v: Q(state=ProposalState.OPEN) & chaired(v, "session_id"),
    conflict=(FILE, "session_id"),
)
