"""Rules: the one definition per verb, and the three questions asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role

Who = Callable[[Viewer], bool]
Rows = Callable[[Viewer], Q]
M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING  # not Q(): joined by "or" to anything, an empty Q would give way to it


@dataclass(frozen=True)
class Rule:
    """What a verb needs: `who` may say it at all, and `which` rows of `model` it may be said to (none: no object involved).

    `conflict` names how rows join the thing in whose file a conflict is recorded: ("calls.application", "pk") for
    applications, ("calls.application", "application_id") for what hangs on one. It is applied to every viewer, always.
    """

    verb: str
    who: Who
    model: type[Model] | None = None
    which: Rows | None = None
    conflict: tuple[str, str] | None = None


RULES: dict[str, Rule] = {}
FOUND: list[Callable[[Viewer, Model], None]] = []  # who hears of every thing that `see` found (the access log)


def rule(
    verb: str, model: type[Model] | None = None, *, who: Who, which: Rows | None = None, conflict: tuple[str, str] | None = None
) -> Rule:
    """Define a verb (in a room's policy.py). Raises `ValueError` where it is defined twice or rows are left open by accident."""
    if verb in RULES:
        raise ValueError(f"the verb {verb!r} has a rule already")
    if (model is None) != (which is None):
        raise ValueError(f"{verb!r}: a rule about objects needs both `model` and `which`")
    RULES[verb] = made = Rule(verb, who, model, which, conflict)
    return made


def anyone(viewer: Viewer) -> bool:
    """Visitors too: a public verb."""
    return True


def signed_in(viewer: Viewer) -> bool:
    """Any person who has signed in."""
    return viewer.is_signed_in


def role(*roles: Role) -> Who:
    """Holders of any of these roles, network-wide."""

    def who(viewer: Viewer) -> bool:
        return viewer.has(*roles)

    return who


def rows(viewer: Viewer, verb: str, queryset: "QuerySet[M] | None" = None) -> "QuerySet[M]":
    """The rows to which the viewer may say the verb: `queryset` (default: all of the rule's model) filtered.

    Raises `LookupError` for a verb without a rule or without rows: that is a mistake in the code, not an answer.
    """
    found = RULES.get(verb)
    if found is None or found.model is None or found.which is None:
        raise LookupError(f"no rule about rows for the verb {verb!r}")
    result: Any = found.model._default_manager.all() if queryset is None else queryset
    if viewer.is_system:
        return result
    if not found.who(viewer):
        return result.none()
    result = result.filter(found.which(viewer))
    if found.conflict and viewer.person_id is not None:
        kind, path = found.conflict
        hidden = Conflict.objects.filter(person_id=viewer.person_id, kind=kind).values("object_id")
        result = result.exclude(**{f"{path}__in": hidden})
    return result


def may_say(viewer: Viewer, verb: str) -> Q:
    """Which rows the viewer may say the verb to, as a condition on them, so that a page that reads a row learns it in the same query.

    Raises `LookupError` for a verb without rows, and for one that conflicts of interest narrow: that takes the queryset (`rows`).
    """
    found = RULES.get(verb)
    if found is None or found.which is None or found.conflict:
        raise LookupError(f"no rule about rows alone for the verb {verb!r}")
    if viewer.is_system:
        return EVERYTHING
    return found.which(viewer) if found.who(viewer) else NOTHING


def allows(viewer: Viewer, verb: str, obj: Model | None = None) -> bool:
    """Whether the viewer may say the verb at all (no `obj`), or to this object (asked of the row filter, so they agree)."""
    found = RULES.get(verb)
    if found is None:
        raise LookupError(f"no rule for the verb {verb!r}")
    if viewer.is_system:
        return True
    if obj is None:
        return found.who(viewer)
    if found.model is None or found.which is None:
        return found.who(viewer)
    if found.conflict is None and obj.pk is not None and found.which(viewer) is EVERYTHING:
        return found.who(viewer)  # every row there is: nothing to ask the database
    return rows(viewer, verb).filter(pk=obj.pk).exists()


def require(viewer: Viewer, verb: str, obj: Model | None = None, *, known: bool = False) -> None:
    """Raise `NotAllowed` unless `allows`. `known`: the viewer may know that the thing exists (answer 403, not 404)."""
    if not allows(viewer, verb, obj):
        raise NotAllowed(verb, known=known)


def see(viewer: Viewer, verb: str, queryset: "QuerySet[M] | None" = None, **lookup: Any) -> M:
    """The one row that the viewer may say the verb to. Raises `NotAllowed` (shown as 404) where there is none."""
    found: M | None = rows(viewer, verb, queryset).filter(**lookup).first()  # type: ignore[type-var]
    if found is None:
        raise NotAllowed(verb)
    for tell in FOUND:
        tell(viewer, found)
    return found
