"""What this room asks of other rooms, in one place: moves of applications, letters, duties, admission.

Imported when called: calls, selection and membership sit on one floor and may each call another's actions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from interchange.ground.policy.viewer import Viewer


def advance(
    actor: Viewer,
    application_id: int,
    move: str,
    *,
    at: datetime,
    reason: str = "",
    outcome: str = "",
    fields: Mapping[str, Any] | None = None,
) -> Any:
    """Move an application on; the only way its state changes. Raises `NotAMove`."""
    from interchange.network.calls import actions

    return actions.advance(actor, application_id, move, at=at, reason=reason, outcome=outcome, fields=dict(fields or {}))


def admit(actor: Viewer, application_id: int, *, at: datetime) -> Any:
    """Make the applicant a member."""
    from interchange.network.membership import actions

    return actions.admit(actor, application_id, at=at)


def draft(template: str, *, person_id: int, context: Mapping[str, Any], subject: Model, key: str) -> Any:
    """A letter not yet sent; a second one with the same key is the first."""
    from interchange.ground.post.actions import Draft

    return Draft(template, person_id=person_id, context=dict(context), subject=subject, key=key)


def send(actor: Viewer, template: str, *, person_id: int, context: Mapping[str, Any], subject: Model, key: str, at: datetime) -> Any:
    """Queue one letter; a second call with the same key returns the first."""
    from interchange.ground.post import actions

    return actions.send(actor, draft(template, person_id=person_id, context=context, subject=subject, key=key), at=at)


def prepare_batch(actor: Viewer, *, title: str, drafts: list[Any], subject: Model, at: datetime) -> Any:
    """Hold letters for a second officer."""
    from interchange.ground.post import actions

    return actions.prepare_batch(actor, title=title, drafts=drafts, subject=subject, at=at)


def release_batch(actor: Viewer, batch_id: int, *, at: datetime) -> Any:
    """Queue the held letters; repeating it sends nothing twice."""
    from interchange.ground.post import actions

    return actions.release_batch(actor, batch_id, at=at)


def cancel_batch(actor: Viewer, batch_id: int, *, at: datetime) -> None:
    """Drop held letters."""
    from interchange.ground.post import actions

    actions.cancel_batch(actor, batch_id, at=at)


def owe(
    kind: str,
    subject: Model,
    *,
    at: datetime,
    due_at: datetime | None = None,
    person_id: int | None = None,
    role: str | None = None,
    url: str = "",
) -> None:
    """Put a duty on somebody's desk. It is filed under the application, so that a conflict of interest hides it, too."""
    from interchange.ground.duties import actions

    thing = getattr(subject, "application", subject)
    actions.owe(kind, thing, at=at, due_at=due_at, person_id=person_id, role=str(role or ""), url=url)


def settle(kind: str, subject: Model, *, at: datetime, person_id: int | None = None) -> None:
    """Take a duty off."""
    from interchange.ground.duties import actions

    whose = person_id if person_id is not None else getattr(subject, "reviewer_id", None)
    actions.settle(kind, getattr(subject, "application", subject), at=at, person_id=whose)


def label(scheme: str, code: str) -> str:
    """A term of the controlled lists in words."""
    from interchange.ground.vocabulary import queries

    return str(queries.label(scheme, code))


def choices(scheme: str) -> list[tuple[str, str]]:
    """The terms of a controlled list: (code, label)."""
    from interchange.ground.vocabulary import queries

    return [(str(code), str(text)) for code, text in queries.choices(scheme)]


def countries() -> dict[str, str]:
    """ISO code -> name."""
    from interchange.ground.vocabulary import queries

    return {str(code): str(name) for code, name in queries.countries()}


def region_of(country: str) -> str:
    """The regional group of a country, or ""."""
    from interchange.ground.vocabulary import queries

    return str(queries.region_of(country) or "") if country else ""


def development_status_of(country: str) -> str:
    """The development status that a State stated, or ""."""
    from interchange.ground.vocabulary import queries

    return str(queries.development_status_of(country) or "") if country else ""


def bounced(application_ids: "set[int]") -> set[int]:
    """Those of the applications whose letter with an offer came back for good."""
    from interchange.ground.post.models import Letter

    found = Letter.objects.filter(state__in=["bounced", "stopped"], key__startswith="selection.").values_list("key", flat=True)
    offers = {int(parts[1]) for key in found if (parts := key.split(":"))[0] in ("selection.decision", "selection.call-up")}
    return offers & application_ids
