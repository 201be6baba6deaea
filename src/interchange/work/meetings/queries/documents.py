"""Reading documents."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from interchange.ground.errors import NotAllowed
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import Mark
from interchange.work.meetings.models import AgendaItem, Document, Issue


def visible_documents(viewer: Viewer) -> "QuerySet[Document]":
    """Issued documents that the viewer may read, the newest first."""
    found = Document.objects.filter(issued_at__isnull=False).select_related("session__series")
    return rows(viewer, "document.view", found).order_by("-issued_at", "-pk")


def document(viewer: Viewer, number: str) -> Document:
    """One document by its number, with its issues and items. Raises `NotAllowed` (404) where it is not for the viewer, or does not exist."""
    found = Document.objects.filter(issued_at__isnull=False).select_related("session__series", "by", "leave_by")
    items = rows(viewer, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True).order_by("position"))
    return see(
        viewer,
        "document.view",
        found.prefetch_related("session__deadlines", Prefetch("issues", Issue.objects.select_related("file")), Prefetch("items", items)),
        number=number,
    )


VERBS = ("steer", "revise", "manage", "comment")


def standing(viewer: Viewer, document: Document) -> set[str]:
    """Which of the verbs the viewer may say to the document, all asked at once of the rules' own row filters. One query."""
    asked = {verb: Exists(rows(viewer, f"document.{verb}").filter(pk=OuterRef("pk"))) for verb in VERBS}
    found = Document.objects.filter(pk=document.pk).values(**asked).first() or {}
    return {verb for verb, may in found.items() if may}


def issue_by_mark(document: Document, tail: str) -> Issue | None:
    """The issue that an address names ("REV-2"), the newest without one. Asks nothing that was prefetched."""
    issues = list(document.issues.all())
    if not tail:
        return issues[-1] if issues else None
    mark, _dash, count = tail.partition("-")
    wanted = (mark if mark != "FIRST" else "", int(count) if count.isdigit() else 1)
    return next((one for one in issues if (one.mark, one.count) == wanted), None)


def split_address(address: str) -> tuple[str, str]:
    """Number and mark of an address: "TEN/3/2/REV-2" is TEN/3/2, REV-2; a number alone has no mark."""
    number, _slash, tail = address.strip("/").rpartition("/")
    head = tail.partition("-")[0]
    return (number, tail) if head in {*Mark.values, "FIRST"} and number else (address.strip("/"), "")


def tail_of(issue: Issue) -> str:
    """How an address names the issue."""
    mark = issue.mark or "FIRST"
    return mark if issue.count == 1 else f"{mark}-{issue.count}"


__all__ = ["NotAllowed", "document", "issue_by_mark", "split_address", "tail_of", "visible_documents"]
