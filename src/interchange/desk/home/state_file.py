"""A State's file for whoever speaks for it: what it filed and how the clocks stand, rounds, briefings, sessions, its delegation, the next dates.

Main focal point and alternates see the same, for the file is the State's; who was replaced sees nothing from that instant.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states import queries as states
from interchange.network.states.models import Note, Place
from interchange.network.states.policy import states_of
from interchange.work.meetings import queries as meetings
from interchange.work.meetings.models import Session
from interchange.work.meetings.vocabulary import CALLED
from interchange.work.statements import queries as statements
from interchange.work.statements.models import Briefing, Round, Statement
from interchange.work.statements.vocabulary import OPEN_STATES, Kind, RoundState, StatementState

SHOWN = 8


@dataclass(frozen=True)
class Date:
    """Something that comes: when, what, where."""

    at: datetime
    words: str
    url: str


@dataclass(frozen=True)
class Filed:
    """A statement of the State, and how its clock stands."""

    found: Statement
    open: bool
    overdue: bool
    asked: bool


@dataclass(frozen=True)
class StateFile:
    """All of it, as it stands at an instant. `waiting` and `overdue` count all that the State filed, `filed` are the first of it, open ones first."""

    state: MemberState
    filed: list[Filed]
    more: int
    rounds: list[Round]
    briefings: list[Briefing]
    sessions: list[Session]
    held: list[Place]
    notes: list[Note]
    dates: list[Date]
    waiting: int
    overdue: int


def _filed(viewer: Viewer, iso2: str, at: datetime) -> list[Filed]:
    found = (
        rows(viewer, "statement.own", Statement.objects.filter(member_state=iso2)).exclude(kind=Kind.COMMENT).order_by("-filed_at", "-pk")
    )
    return [
        Filed(one, one.state in OPEN_STATES, statements.is_overdue(one, at), one.state == StatementState.CLARIFYING)
        for one in found.defer("text")
    ]


def _rounds(viewer: Viewer, iso2: str, at: datetime) -> list[Round]:
    """Rounds that are open, those closing first first; `commented` says whether the State said something already."""
    own = Statement.objects.filter(round=OuterRef("pk"), member_state=iso2).exclude(state=StatementState.WITHDRAWN)
    found = statements.rounds(viewer).filter(state=RoundState.OPEN).annotate(commented=Exists(own))
    return list(found.order_by("closes_at", "pk")[:SHOWN])


def _sessions(viewer: Viewer, at: datetime) -> list[Session]:
    """Sessions to come of which States may know, the next first."""
    found = meetings.visible_sessions(viewer).filter(state__in=CALLED, starts_at__gt=at)
    return list(found.order_by("starts_at", "pk")[:SHOWN])


def _dates(filed: list[Filed], rounds: list[Round], sessions: list[Session], at: datetime) -> list[Date]:
    dates = [
        Date(one.found.target_at, _("Answer to %s is due") % one.found.number, one.found.get_absolute_url())
        for one in filed
        if one.open and not one.asked and one.found.target_at > at
    ]
    dates += [Date(one.closes_at, _("Comments on %s close") % one.title, one.get_absolute_url()) for one in rounds if one.closes_at > at]
    dates += [Date(one.starts_at, f"{one.symbol} {one.title}", one.get_absolute_url()) for one in sessions if one.starts_at]
    return sorted(dates, key=lambda one: one.at)[:SHOWN]


def state_file(viewer: Viewer, iso2: str, at: datetime) -> StateFile:
    """The file of one State, for those who speak for it now. Raises `NotAllowed` for everybody else. Eight queries at most."""
    state = see(viewer, "state.speak", pk=iso2)
    filed, rounds, sessions = _filed(viewer, iso2, at), _rounds(viewer, iso2, at), _sessions(viewer, at)
    return StateFile(
        state=state,
        filed=sorted(filed, key=lambda one: not one.open)[:SHOWN],
        more=max(0, len(filed) - SHOWN),
        rounds=rounds,
        briefings=list(statements.briefings(viewer).filter(released_at__isnull=False).defer("text")[:SHOWN]),
        sessions=sessions,
        held=[one for one in states.delegation(viewer, iso2) if one.ends_at is None],
        notes=list(states.notes(viewer, iso2)[:3]),
        dates=_dates(filed, rounds, sessions, at),
        waiting=sum(one.open for one in filed),
        overdue=sum(one.overdue for one in filed),
    )


@dataclass(frozen=True)
class Brief:
    """A State's file in a line, for the desk."""

    iso2: str
    name: str
    waiting: int
    overdue: int
    asked: int
    next: Date | None


def briefly(viewer: Viewer, at: datetime) -> list[Brief]:
    """A line for each State for which the viewer speaks. Three queries; none for those who speak for no State."""
    mine = states_of(viewer)
    if not mine:
        return []
    names = dict(vocabulary.member_states())
    rounds, sessions = _rounds(viewer, mine[0], at), _sessions(viewer, at)
    all_filed = _filed_of(viewer, mine, at)
    found = []
    for iso2 in mine:
        filed = all_filed.get(iso2, [])
        dates = _dates(filed, rounds, sessions, at)
        counts = (sum(one.open for one in filed), sum(one.overdue for one in filed), sum(one.asked for one in filed))
        found.append(Brief(iso2, names.get(iso2, iso2), *counts, dates[0] if dates else None))
    return found


def _filed_of(viewer: Viewer, mine: list[str], at: datetime) -> dict[str, list[Filed]]:
    """Open statements of several States, in one query."""
    kept: dict[str, list[Filed]] = {}
    found = rows(viewer, "statement.own", Statement.objects.filter(state__in=OPEN_STATES)).exclude(kind=Kind.COMMENT).defer("text")
    for one in found:
        made = Filed(one, True, statements.is_overdue(one, at), one.state == StatementState.CLARIFYING)
        kept.setdefault(one.member_state_id, []).append(made)
    return kept
