"""Applications as the selection sees them."""

from typing import Any

from django.db.models import QuerySet

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.network.calls.queries import answers, papers
from interchange.network.calls.vocabulary import ApplicationState

S = ApplicationState
IN_HAND = [S.SUBMITTED, S.RETURNED, S.ELIGIBLE, S.IN_REVIEW, S.SCORED, S.SHORTLISTED]
SCORED = [S.SCORED, S.SHORTLISTED]
DONE = [S.DECIDED, S.OFFERED, S.CONFIRMED, S.REFUSED_OFFER, S.LAPSED]


def files(viewer: Viewer) -> "QuerySet[Any]":
    """Every submitted application that an officer may handle: never their own, never one that a conflict hides from them."""
    seen = rows(viewer, "application.view")
    model = seen.model
    found = model._default_manager.exclude(state=S.DRAFT)
    if viewer.is_system:
        return found
    return found.filter(pk__in=seen.values("pk")).exclude(person_id=viewer.person_id)


def file_of(viewer: Viewer, application_id: int, verb: str) -> Any:
    """One application that the viewer may handle. Raises `NotAllowed` (404)."""
    found = files(viewer).select_related("call", "result", "choice").filter(pk=application_id).first()
    if found is None:
        raise NotAllowed(verb)
    return found


def dossier(viewer: Viewer, application: Any) -> dict[str, Any]:
    """What a reader of a file is shown beside its own fields: evidence, answers to the call's questions, papers. Three queries."""
    return {
        "evidence": application.evidence.all(),
        "answers": answers(application) if application.answers else [],
        "papers": papers(viewer, application),
    }


def locked(application_id: int) -> Any:
    """The application, locked for the rest of the transaction (policy was asked before)."""
    return files(SYSTEM).select_for_update().get(pk=application_id)
