"""The viewer: whoever looks or acts, with the roles in force at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import STAFF_ROLES, Role

if TYPE_CHECKING:
    from interchange.ground.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person (or nobody, or the house itself) and their roles now.

    `roles` are network-wide, `scoped` are (role, scope) pairs, `dormant` are staff roles held back until a second factor.
    """

    person_id: int | None = None
    roles: frozenset[Role] = frozenset()
    scoped: frozenset[tuple[Role, str]] = frozenset()
    dormant: frozenset[Role] = frozenset()
    is_system: bool = False
    time_zone: str | None = field(default=None, compare=False)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person who has signed in."""
        return self.person_id is not None

    @property
    def me(self) -> int:
        """The person's id where there must be one. Raises `NotAllowed` for visitors and for the house itself."""
        if self.person_id is None:
            raise NotAllowed("person.self")
        return self.person_id

    def has(self, *roles: Role) -> bool:
        """Whether the viewer holds any of these roles network-wide."""
        return not self.roles.isdisjoint(roles)

    def scopes(self, role: Role) -> list[str]:
        """The scopes in which the viewer holds a role, sorted: ["state:BR"]."""
        return sorted(scope for held, scope in self.scoped if held == role)


VISITOR = Viewer()
SYSTEM = Viewer(is_system=True)


def in_force(at: datetime) -> Q:
    """The role grants in force at an instant."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def viewer_for(person: "Person", *, at: datetime, second_factor: bool) -> Viewer:
    """The viewer that a person is at an instant; without a second factor their staff roles are dormant. One query."""
    held = RoleGrant.objects.filter(in_force(at), person=person).values_list("role", "scope")
    return _viewer(person, held, second_factor)


def viewers_for(people: Iterable["Person"], *, at: datetime, second_factor: bool) -> dict[int, Viewer]:
    """The viewers that many people are at an instant, by their ids. One query."""
    found = {person.pk: person for person in people}
    held: dict[int, list[tuple[str, str]]] = {pk: [] for pk in found}
    for pk, name, scope in RoleGrant.objects.filter(in_force(at), person_id__in=list(found)).values_list("person_id", "role", "scope"):
        held[pk].append((name, scope))
    return {pk: _viewer(person, held[pk], second_factor) for pk, person in found.items()}


def _viewer(person: "Person", grants: Iterable[tuple[str, str]], second_factor: bool) -> Viewer:
    roles: set[Role] = set()
    scoped: set[tuple[Role, str]] = set()
    dormant: set[Role] = set()
    for name, scope in grants:
        held = Role(name)
        if held in STAFF_ROLES and not second_factor:
            dormant.add(held)
        elif scope:
            scoped.add((held, scope))
        else:
            roles.add(held)
    return Viewer(
        person_id=person.pk,
        roles=frozenset(roles),
        scoped=frozenset(scoped),
        dormant=frozenset(dormant),
        time_zone=person.time_zone or None,
    )
