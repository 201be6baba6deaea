"""Reading letters."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.models import AddressMark, Batch, Letter, Unsubscription
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
