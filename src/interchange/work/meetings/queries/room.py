"""The room at a moment: what everybody in it sees, and what is one's own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.membership import queries as membership
from interchange.network.membership.models import Profile
from interchange.work.meetings import counting
from interchange.work.meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Invitation,
    ItemRun,
    NoteBlock,
    Outcome,
    Poll,
    PollAnswer,
    Recusal,
    Session,
    SpeakingTurn,
)
from interchange.work.meetings.queries.barred import RECUSED, barred
from interchange.work.meetings.vocabulary import SHOWN_FROM, Audience, Mode, PollChoice, quorum_percent

SCHEMES = (("profiles", "profile"), ("regions", "region"))


@dataclass
class Line:
    """An item of the agenda with the time spent on it."""

    item: AgendaItem
    spent: float = 0  # seconds of stretches that have ended
    running_since: datetime | None = None

    def minutes_at(self, at: datetime) -> int:
        """Whole minutes spent on it by an instant."""
        return int((self.spent + ((at - self.running_since).total_seconds() if self.running_since else 0)) // 60)


@dataclass
class Asking:
    """Somebody in the speaking queue."""

    turn: SpeakingTurn
    profile: str
    region: str
    speaking: bool
    fresh: bool  # of a group that has not been heard on this item


@dataclass
class PollShown:
    """A poll: while it is open only how many answered, when it is closed the sums and the reasons, which stand in alphabetical order."""

    poll: Poll
    answered: int
    sums: counting.Sums | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Room:
    """What everybody in the room sees."""

    session: Session
    lines: list[Line]
    now: Line | None
    present: list[Attendance]
    quorum: counting.Quorum
    queue: list[Asking]
    unheard: list[counting.Unheard]
    polls: list[PollShown]
    outcomes: list[Outcome]
    actions: list[ActionPoint]
    notes: list[NoteBlock]
    aside: dict[int, str]
    invited: dict[int, str]
    active: set[int]

    @property
    def recused(self) -> int:
        """How many people stepped aside from the item in hand."""
        return len(self.aside)

    @property
    def people(self) -> list[tuple[int, str]]:
        """Id and name of the active members invited, by name."""
        return sorted(((pk, name) for pk, name in self.invited.items() if pk in self.active), key=lambda one: one[1])


def enter(viewer: Viewer, slug: str, number: int, *, verb: str = "room.view") -> Session:
    """The session whose room the viewer enters, with its series and floor. One query. Raises `NotAllowed` (shown as 404)."""
    return see(viewer, verb, Session.objects.select_related("series", "floor"), series__slug=slug, number=number)


def look_in(viewer: Viewer, slug: str, number: int) -> tuple[int, str, int]:
    """Id, state and version of the room that the viewer may look into: the small question of the live page. One query. Raises `NotAllowed`."""
    found = rows(viewer, "room.view", Session.objects.filter(series__slug=slug, number=number).order_by())
    row = found.values_list("pk", "state", "floor__version").first()
    if row is None:
        raise NotAllowed("room.view")
    return row[0], row[1], row[2] or 0


def entitled(session: Session, at: datetime) -> set[int]:
    """The active members whose presence counts for the quorum: all of them, or those invited where a session is for those named."""
    active = set(membership.active_ids(at))
    if session.audience == Audience.LISTED:
        active &= set(Invitation.objects.filter(session=session, withdrawn_at__isnull=True).values_list("person_id", flat=True))
    return active


def quorum_of(session: Session, item: AgendaItem | None, at: datetime) -> counting.Quorum:
    """The quorum for deciding an item at an instant: active members present now who are not barred from it (G4)."""
    here = Attendance.objects.filter(session=session, left_at__isnull=True).values_list("person_id", flat=True)
    return counting.quorum(here, entitled(session, at), quorum_percent(), barred(item) if item else ())


def agenda_lines(session: Session) -> list[Line]:
    """The items with their time, in order. Two queries."""
    runs = Prefetch("runs", ItemRun.objects.order_by("started_at"))
    lines = []
    for item in session.items.filter(dropped_at__isnull=True).order_by("position", "pk").prefetch_related(runs):
        line = Line(item)
        for run in item.runs.all():
            if run.ended_at:
                line.spent += (run.ended_at - run.started_at).total_seconds()
            else:
                line.running_since = run.started_at
        lines.append(line)
    return lines


def codes_of(people: list[int]) -> dict[int, dict[str, str]]:
    """Profile and regional group of each person. One query."""
    found = {person: {"profiles": "", "regions": ""} for person in people}
    for person, profile, region in Profile.objects.filter(person_id__in=people).values_list("person_id", "profile", "region"):
        found[person] = {"profiles": profile, "regions": region}
    return found


def room(session: Session, at: datetime) -> Room:
    """Everything that the room shows to all. The caller has let the viewer in (`enter`)."""
    lines = agenda_lines(session)
    floor = getattr(session, "floor", None)
    now = next((line for line in lines if floor and line.item.pk == floor.item_id), None)
    present = list(Attendance.objects.filter(session=session, left_at__isnull=True).select_related("person").order_by("arrived_at"))
    kept_out = barred(now.item) if now else {}
    invited = {
        row.person_id: row.person.name
        for row in session.invitations.filter(withdrawn_at__isnull=True).select_related("person").order_by("pk")
    }
    active = set(membership.active_ids(at))
    counted = active & set(invited) if session.audience == Audience.LISTED else active
    count = counting.quorum([one.person_id for one in present], counted, quorum_percent(), kept_out)
    turns = list(now.item.turns.select_related("person").order_by("asked_at", "pk")) if now else []
    codes = codes_of(sorted({one.person_id for one in present} | {turn.person_id for turn in turns}))
    heard = [turn.person_id for turn in turns if turn.called_at]
    waiting = [turn for turn in turns if turn.done_at is None]
    silent = counting.unheard(
        {one.person_id: codes[one.person_id] for one in present}, heard, [t.person_id for t in waiting if not t.called_at]
    )
    fresh = {(group.scheme, group.code) for group in silent}
    queue = [
        Asking(
            turn, codes[turn.person_id]["profiles"], codes[turn.person_id]["regions"], turn.called_at is not None,
            turn.called_at is None and any((scheme, codes[turn.person_id][scheme]) in fresh for scheme, _name in SCHEMES),
        )
        for turn in sorted(waiting, key=lambda turn: (turn.called_at is None, turn.asked_at, turn.pk))
    ]  # fmt: skip
    notes = now.item.notes.filter(struck_at__isnull=True).select_related("speaker__person").order_by("position", "pk") if now else []
    return Room(
        session=session, lines=lines, now=now, present=present, quorum=count, queue=queue, unheard=silent, polls=polls_of(session),
        outcomes=list(session.outcomes.exclude(state="withdrawn").select_related("item").order_by("proposed_at", "pk")),
        actions=list(session.action_points.select_related("owner", "item").order_by("made_at", "pk")), notes=list(notes),
        aside={pk: invited.get(pk, "") for pk, why in kept_out.items() if why == RECUSED}, invited=invited, active=active,
    )  # fmt: skip


def polls_of(session: Session) -> list[PollShown]:
    """The polls of a session, the newest first. Two queries."""
    found = []
    answers = Prefetch("answers", PollAnswer.objects.order_by("reason", "choice"))
    polls = Poll.objects.filter(item__session=session).select_related("item").annotate(n=Count("answers"))
    for poll in polls.prefetch_related(answers).order_by("-opened_at", "-pk"):
        shown = PollShown(poll, poll.n)
        if poll.closed_at:
            given = list(poll.answers.all())
            shown.sums = counting.sums([(one.profile, one.choice) for one in given], PollChoice.values, least=SHOWN_FROM)
            shown.reasons = [(str(PollChoice(one.choice).label), one.reason) for one in given if one.reason]
        found.append(shown)
    return found


def sum_rows(shown: PollShown) -> list[dict[str, Any]]:
    """The sums of a closed poll as rows of a table: everybody first, then profiles, then the rest."""
    if shown.sums is None:
        return []
    rows_of = [{"label": _("All"), "counts": [shown.sums.by_choice[choice] for choice in PollChoice.values]}]
    for group, counts in shown.sums.by_group:
        label = vocabulary.label("profiles", group) if group else _("Other profiles together")
        rows_of.append({"label": label, "counts": [counts[choice] for choice in PollChoice.values]})
    return rows_of


@dataclass(frozen=True)
class Own:
    """What is one's own in the room: whether one is invited, how one is here, one's place in the queue, one's answer to the open poll."""

    invited: bool = False
    mode: str = ""
    waiting: bool = False
    speaking: bool = False
    choice: str = ""
    reason: str = ""
    aside: bool = False
    touched: bool = False

    @property
    def how(self) -> str:
        """How one is here, in words; empty where one is not."""
        return str(Mode(self.mode).label) if self.mode else ""


STRANGER = Own()


def places(found: Room, touched: frozenset[int]) -> dict[int, Own]:
    """Everybody's own place in a room, from what the room knows already: no query."""
    modes = {one.person_id: one.mode for one in found.present}
    turns = {one.turn.person_id: one.speaking for one in found.queue}
    item = found.now.item if found.now else None
    asked = next((one for one in found.polls if item and one.poll.item_id == item.pk and one.poll.closed_at is None), None)
    answers = {one.person_id: one for one in asked.poll.answers.all()} if asked else {}
    return {
        person: Own(
            invited=person in found.invited, mode=modes.get(person, ""), waiting=turns.get(person) is False, speaking=turns.get(person) is True,
            choice=answers[person].choice if person in answers else "", reason=answers[person].reason if person in answers else "",
            aside=person in found.aside, touched=person in touched and person not in found.aside,
        )
        for person in set(found.invited) | set(modes)
    }  # fmt: skip


def owners(session: Session, item: AgendaItem | None, at: datetime) -> "QuerySet[Invitation]":
    """The invited members who can be given an action on an item: active now, and not recused from it (U63)."""
    aside: Any = Recusal.objects.filter(item=item, withdrawn_at__isnull=True).values("person_id") if item else []
    found = Invitation.objects.filter(session=session, withdrawn_at__isnull=True, person_id__in=membership.active_ids(at))
    return found.exclude(person_id__in=aside).select_related("person").order_by("person__family_name", "person__given_name", "pk")
