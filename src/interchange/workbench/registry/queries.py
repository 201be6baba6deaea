"""Reading the register, its disputes, one's own works, batches and cases."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.codes.manifest import Faulty, Question, question
from interchange.workbench.codes.model import NUMBERS
from interchange.workbench.registry import index, matching
from interchange.workbench.registry.models import Batch, Case, Dispute, IndexEdition, Work
from interchange.workbench.registry.policy import PUBLIC


def public(viewer: Viewer) -> "QuerySet[Work]":
    """What everybody may find, newest first."""
    return rows(viewer, "work.find", Work.objects.filter(PUBLIC))


def mine(viewer: Viewer) -> "QuerySet[Work]":
    """The viewer's registrations, private ones too."""
    return rows(viewer, "work.own")


def batches(viewer: Viewer) -> "QuerySet[Batch]":
    """The viewer's bulk registrations."""
    return rows(viewer, "batch.own")


def cases(viewer: Viewer) -> "QuerySet[Case]":
    """The viewer's cases with the number of candidates and of those that are judged."""
    return rows(viewer, "case.own").annotate(
        candidates=Count("exhibits__candidates", distinct=True),
        judged=Count("exhibits__candidates", filter=~Q(exhibits__candidates__verdict=""), distinct=True),
    )


def disputes_of(viewer: Viewer, work: Work) -> list[Dispute]:
    """The disputes that a work is in, both registrations with them."""
    found = rows(viewer, "dispute.view", Dispute.objects.filter(Q(first=work) | Q(second=work)).select_related("first", "second"))
    return list(found)


def open_disputes(viewer: Viewer) -> "QuerySet[Dispute]":
    """For officers: what stands between two registrations."""
    found = Dispute.objects.select_related("first", "second")
    return found if allows(viewer, "dispute.list") else found.none()


def told(work: Work, distance: int | None = None) -> dict[str, Any]:
    """What everybody is told of a registration: by whom, what is reserved, whether somebody else claims it."""
    made: dict[str, Any] = {
        "number": work.number,
        "kind": work.kind,
        "title": work.title,
        "rights_holder": work.rights_holder,
        "reservations": work.reservations,
        "contact": work.contact,
        "terms_url": work.terms_url,
        "registered_at": work.registered_at.isoformat(),
        "disputed": work.state == "disputed",
    }
    return made if distance is None else {**made, "distance": distance}


def lookup(viewer: Viewer, lines: Sequence[str], distance: int = 0) -> Iterator[tuple[str, "list[dict[str, Any]] | Faulty"]]:
    """(line, works or what is wrong with it) for each line of a list, in order. Equal codes are asked in two statements for all lines together."""
    asked: list[Question | Faulty] = []
    for line in lines:
        try:
            asked.append(question(line))
        except Faulty as wrong:
            asked.append(wrong)
    if distance:
        for line, one in zip(lines, asked, strict=True):
            yield line, one if isinstance(one, Faulty) else [told(work, far) for work, far in matching.works_with(viewer, list(one.codes), one.sha256, distance)]  # fmt: skip
        return
    visible = rows(viewer, "work.find").exclude(state="withdrawn")
    good = [one for one in asked if isinstance(one, Question)]
    codes = [code for one in good for code in one.codes]
    by_code = index.exact(codes) if codes else {}
    digests = [one.sha256 for one in good if one.sha256]
    wanted = {pk for found in by_code.values() for pk in found}
    works = {work.pk: work for work in visible.filter(Q(pk__in=wanted) | Q(sha256__in=digests))} if wanted or digests else {}
    by_file: dict[str, list[int]] = {}
    for work in works.values():
        by_file.setdefault(work.sha256, []).append(work.pk)
    for line, one in zip(lines, asked, strict=True):
        if isinstance(one, Faulty):
            yield line, one
            continue
        met = {pk for code in one.codes for pk in by_code.get((NUMBERS[code.scheme], code.bits), ())} | set(
            by_file.get(one.sha256, ()) if one.sha256 else ()
        )
        yield line, [told(works[pk], 0) for pk in sorted(met) if pk in works]


def edition() -> IndexEdition | None:
    """The newest edition of the public index."""
    return IndexEdition.objects.first()
