"""Give and take roles; record and lift conflicts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.models import Conflict, RoleGrant
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer, in_force
from interchange.ground.policy.vocabulary import NOTED_ROLES, ConflictReason, Role


def grant_role(
    actor: Viewer,
    person_id: int,
    role: Role,
    *,
    at: datetime,
    scope: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str,
) -> RoleGrant:
    """Give a role, from now on or from `starts_at` (to another instant, if `ends_at`). Giving what is already held returns it unchanged.

    Raises `Refused` without a reason, where the end comes before the start, and where a person gives a role that a State's verified note gives.
    """
    require(actor, "role.grant")
    if role in NOTED_ROLES and not actor.is_system:
        raise Refused.of(
            "role",
            _("Who speaks for a Member State is named by its note, never by hand."),
            _("Enter the note on the State’s page; another officer verifies it."),
        )
    if not reason.strip():
        raise Refused.of("reason", "A role needs a reason.", "Say in a few words why this person gets it.")
    starts = starts_at or at
    if ends_at is not None and ends_at <= starts:
        raise Refused.of("ends_at", "The role would end before it starts.", "Choose a later end.")
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().filter(in_force(starts), person_id=person_id, role=role, scope=scope).first()
        if held is not None:
            return held
        grant = RoleGrant.objects.create(person_id=person_id, role=role, scope=scope, starts_at=starts, ends_at=ends_at)
        record(
            actor,
            "role.granted",
            grant,
            at=at,
            after={"person": person_id, "role": role, "scope": scope.lower(), "starts_at": starts, "ends_at": ends_at},
            reason=reason,
        )
        return grant


def end_role(actor: Viewer, person_id: int, role: Role, *, at: datetime, scope: str | None = None, reason: str) -> int:
    """End a role at an instant; returns how many grants ended. The next request of that person has it no more.

    Raises `Refused` without a reason, or where the last officer or administrator would remove their own role.
    """
    require(actor, "role.end")
    if not reason.strip():
        raise Refused.of("reason", "Ending a role needs a reason.", "Say in a few words why.")
    with transaction.atomic():
        grants = RoleGrant.objects.select_for_update().filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), person_id=person_id, role=role)
        if scope is not None:
            grants = grants.filter(scope=scope)
        if role in {Role.OFFICER, Role.ADMINISTRATOR} and grants.exists():
            others = RoleGrant.objects.filter(in_force(at), role=role).exclude(person_id=person_id)
            if not others.exists():
                raise Refused.of("role", f"This is the last {Role(role).label.lower()}.", "Give the role to somebody else first.")
        ended = 0
        for grant in grants:
            before = grant.ends_at
            grant.ends_at = max(at, grant.starts_at)
            grant.save(update_fields=["ends_at"])
            record(
                actor,
                "role.ended",
                grant,
                at=at,
                before={"ends_at": before},
                after={"person": person_id, "role": role, "ends_at": grant.ends_at},
                reason=reason,
            )
            ended += 1
        return ended


def set_role_end(actor: Viewer, person_id: int, roles: Iterable[Role], *, ends_at: datetime, at: datetime, later: bool, reason: str) -> int:
    """Let roles that are held (or still to come) end at another instant: `later` moves every end there, else only ends beyond it.

    Access stops in that second whether or not anybody is awake to end the role. Returns how many grants changed.
    """
    require(actor, "role.end")
    with transaction.atomic():
        held = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
        beyond = ~Q(ends_at=ends_at) if later else Q(ends_at__isnull=True) | Q(ends_at__gt=ends_at)
        changed = 0
        for grant in RoleGrant.objects.select_for_update().filter(held, beyond, person_id=person_id, role__in=list(roles)):
            before, grant.ends_at = grant.ends_at, max(ends_at, grant.starts_at)
            grant.save(update_fields=["ends_at"])
            after = {"person": person_id, "role": grant.role, "ends_at": grant.ends_at}
            record(actor, "role.end-set", grant, at=at, before={"ends_at": before}, after=after, reason=reason)
            changed += 1
        return changed


def record_conflict(actor: Viewer, person_id: int, thing: Model, *, reason: ConflictReason, at: datetime) -> Conflict:
    """Record that a person has no part in a thing; from then on it does not exist for them. Repeating it is harmless."""
    if actor.person_id != person_id:
        require(actor, "conflict.record")
    with transaction.atomic():
        conflict, made = Conflict.objects.get_or_create(
            person_id=person_id, kind=thing._meta.label_lower, object_id=thing.pk, defaults={"reason": reason, "recorded_at": at}
        )
        if made:
            record(actor, "conflict.recorded", thing, at=at, after={"person": person_id, "reason": reason})
        return conflict


def holding(role: Role, at: datetime) -> "QuerySet[RoleGrant, Any]":
    """The ids of the people who hold a role at an instant, as a subquery."""
    return RoleGrant.objects.filter(in_force(at), role=role).values("person_id")


def holders(role: Role, at: datetime, **scope: Any) -> list[int]:
    """The ids of the people who hold a role at an instant, in order."""
    return list(
        RoleGrant.objects.filter(in_force(at), role=role, **scope).order_by("person_id").values_list("person_id", flat=True).distinct()
    )
