"""Reading delegations, notes and groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from interchange.ground.accounts.models import Person
from interchange.ground.journal.queries import events_about
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer, in_force
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states.models import Group, Note, Place
from interchange.network.states.policy import states_of

SPEAKING = (Role.FOCAL_POINT, Role.ALTERNATE)


@dataclass(frozen=True)
class Grouping:
    """A group as it stands today: its States by code, and the one whose focal points may speak for it."""

    code: str
    name: str
    states: tuple[str, ...]
    coordinator: str
    regional: bool
    since: date | None = None


@dataclass(frozen=True)
class Spell:
    """A State stood in a regional group, from a day (where it is known) to a day."""

    region: str
    since: date | None
    until: date | None


def overview(viewer: Viewer) -> "QuerySet[MemberState]":
    """All Member States with how many places of their delegation are held (`named`)."""
    return rows(viewer, "state.view", MemberState.objects.annotate(named=Count("places", filter=Q(places__ends_at__isnull=True))))


def state(viewer: Viewer, iso2: str) -> MemberState:
    """One Member State. Raises `NotAllowed` for a code that is none."""
    return see(viewer, "state.view", overview(viewer), pk=iso2)


def delegation(viewer: Viewer, iso2: str) -> list[Place]:
    """Everybody who held a place of the State, those who hold one now first. Its own people and officers read it; others get nothing."""
    found = rows(viewer, "state-place.view", Place.objects.filter(member_state=iso2).select_related("person", "note", "ended_by"))
    return sorted(found, key=lambda one: (one.ends_at is not None, one.place if one.ends_at is None else 0, -one.starts_at.timestamp()))


def notes(viewer: Viewer, iso2: str = "") -> "QuerySet[Note]":
    """The notes that the viewer may read, newest first; of one State, or of all."""
    found = rows(viewer, "state-note.view", Note.objects.select_related("member_state", "file"))
    return found.filter(member_state=iso2) if iso2 else found


def speakers(iso2: Iterable[str], at: datetime) -> dict[str, list[int]]:
    """Who speaks for each of the States at a moment: ids of people, main first. One query. States without anybody are left out."""
    scopes = [f"state:{one}" for one in iso2]
    found: dict[str, list[int]] = {}
    grants = RoleGrant.objects.filter(in_force(at), role__in=SPEAKING, scope__in=scopes, person__is_active=True)
    for person, scope in grants.order_by("-role", "person_id").values_list("person_id", "scope"):
        people = found.setdefault(scope.removeprefix("state:"), [])
        if person not in people:
            people.append(person)
    return found


def all_speakers(at: datetime) -> dict[str, list[int]]:
    """The same for every Member State that has somebody."""
    return speakers([code for code, _name in vocabulary.member_states()], at)


def addresses(people: Iterable[int]) -> "QuerySet[Person]":
    """The people of those ids."""
    return Person.objects.filter(pk__in=list(people), is_active=True)


def groups() -> list[Grouping]:
    """Every group: the regional ones in their order, then the others by name. One query."""
    held = {one.code: one for one in Group.objects.all()}
    members: dict[str, list[str]] = {}
    for iso2, _name in vocabulary.member_states():
        members.setdefault(vocabulary.region_of(iso2), []).append(iso2)
    found = []
    for code, label in vocabulary.choices("regions"):
        one = held.pop(code, None)
        coordinator = one.coordinator_id or "" if one else ""
        found.append(Grouping(code, label, tuple(members.get(code, ())), coordinator, True, one.since if one else None))
    for one in sorted(held.values(), key=lambda each: each.name):
        found.append(Grouping(one.code, one.name, tuple(one.states), one.coordinator_id or "", False, one.since))
    return found


def group(code: str) -> Grouping | None:
    """One group as it stands today."""
    return next((one for one in groups() if one.code == code), None)


def coordinated(viewer: Viewer) -> list[Grouping]:
    """The groups for which the viewer may speak now: those that their State coordinates, and is in."""
    mine = set(states_of(viewer))
    return [one for one in groups() if one.coordinator in mine and one.coordinator in one.states] if mine else []


def regions_over_time(found: MemberState) -> list[Spell]:
    """The regional groups in which a State stood, today's first, from what officers noted (the journal has it). One query."""
    spells = [Spell(found.region, found.region_since, None)]
    for event in reversed(events_about("vocabulary.memberstate", found.pk).filter(verb="state.edited")):
        before, after = event.before.get("region"), event.after.get("region")
        if before and after and before != after:
            until = _day(event.after.get("since")) or event.at.date()
            spells.append(Spell(before, _day(event.before.get("since")), until))
    return spells


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
