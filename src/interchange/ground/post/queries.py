"""Reading letters."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.models import AddressMark, Batch, IncomingMail, Letter, Unsubscription
from interchange.ground.post.vocabulary import DUE_STATES, LetterState


def letters(viewer: Viewer) -> "QuerySet[Letter]":
    """The letters an officer may see, newest first."""
    return rows(viewer, "letter.list", Letter.objects.select_related("person", "batch"))


def mine(viewer: Viewer) -> "QuerySet[Letter]":
    """The letters written to the viewer."""
    return rows(viewer, "letter.mine", Letter.objects.order_by("-written_at", "-pk"))


def wants_news(address: str) -> bool:
    """Whether letters that are not essential may be sent to an address: its owner did not ask for silence."""
    return not Unsubscription.objects.filter(address=address.lower()).exists()


def about(viewer: Viewer, thing: Any) -> "QuerySet[Letter]":
    """The letters about a thing that the viewer may see."""
    return rows(
        viewer, "letter.view", Letter.objects.filter(subject_kind=thing._meta.label_lower, subject_id=thing.pk, secret=False)
    ).order_by("-written_at")


def batches(viewer: Viewer) -> "QuerySet[Batch]":
    """Batches with the count of their letters and how many have left."""
    if not allows(viewer, "batch.view"):
        return Batch.objects.none()
    left = Q(letters__state__in=["sent", "bounced", "failed", "unconfirmed", "stopped"])
    return rows(
        viewer,
        "batch.view",
        Batch.objects.annotate(count=Count("letters"), left=Count("letters", filter=left)).select_related("prepared_by", "released_by"),
    )


def marks(viewer: Viewer) -> "QuerySet[AddressMark]":
    """Addresses that bounced and are not yet cleared."""
    return rows(viewer, "address.mark", AddressMark.objects.filter(lifted_at__isnull=True)).order_by("-marked_at")


def received(viewer: Viewer) -> "QuerySet[IncomingMail]":
    """Mails that came in, newest first."""
    return rows(viewer, "mail.list", IncomingMail.objects.select_related("letter").order_by("-at", "-pk"))


def delayed(viewer: Viewer, at: datetime) -> dict[str, tuple[int, datetime]]:
    """Letters that should have left an hour ago, were given up, or may have been sent, by state: (how many, the oldest). One query."""
    late = Q(state__in=DUE_STATES, written_at__lt=at - timedelta(hours=1))
    held = Q(state__in=[LetterState.FAILED, LetterState.UNCONFIRMED])
    found = (
        rows(viewer, "letter.list", Letter.objects.filter(late | held))
        .order_by()
        .values("state")
        .annotate(n=Count("pk"), since=Min("written_at"))
    )
    return {row["state"]: (row["n"], row["since"]) for row in found}


def oldest_waiting(at: datetime) -> datetime | None:
    """Since when the letter waits that has waited longest for a worker or the mail server; None where none does. One query.

    A letter of a batch waits from its release on. One that its receiver's server put off waits for them, not for us.
    """
    since: datetime | None = Letter.objects.filter(state__in=[LetterState.QUEUED, LetterState.CLAIMED]).aggregate(
        since=Min(Coalesce("batch__released_at", "written_at"))
    )["since"]
    return since


def by_state() -> dict[str, int]:
    """How many letters are in each state that is not an end. One query."""
    states = [*DUE_STATES, LetterState.CLAIMED, LetterState.HANDING_OVER, LetterState.HELD, LetterState.FAILED, LetterState.UNCONFIRMED]
    found = Letter.objects.filter(state__in=states).order_by().values_list("state").annotate(n=Count("pk"))
    return {str(LetterState(state).value): 0 for state in states} | dict(found)
