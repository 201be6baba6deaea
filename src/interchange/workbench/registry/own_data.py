"""What the register holds of a person: works, bulk registrations, cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.workbench.registry.models import Batch, Case, Work


def _collect(person_id: int) -> dict[str, Any]:
    works = Work.objects.filter(owner_id=person_id).values("number", "kind", "title", "rights_holder", "contact", "reservations", "terms_url", "reference", "visibility", "state", "sha256", "iscc", "registered_at")  # fmt: skip
    cases = Case.objects.filter(owner_id=person_id).prefetch_related("exhibits__candidates")
    return {
        "works": list(works),
        "batches": list(Batch.objects.filter(owner_id=person_id).values("name", "state", "made", "known", "refused", "created_at")),
        "cases": [
            {"number": one.number, "title": one.title, "note": one.note, "exhibits": [{"name": given.name, "found_at": given.found_at_url, "sha256": given.sha256, "verdicts": [{"work": found.snapshot.get("number"), "verdict": found.verdict, "reason": found.reason} for found in given.candidates.all()]} for given in one.exhibits.all()]}
            for one in cases
        ],
    }  # fmt: skip


def _plan(person_id: int) -> Iterable[Item]:
    if count := Work.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d registrations of works, with their codes") % count)
    if count := Case.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d cases of the register, with exhibits and evidence") % count)


def clear_case(case: Case) -> None:
    """Delete a case with all its files."""
    paths = [*case.exhibits.exclude(path="").values_list("path", flat=True), *case.bundles.values_list("path", flat=True)]
    for path in paths:
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
    case.delete()


def _erase(person_id: int, at: datetime) -> None:
    for case in Case.objects.filter(owner_id=person_id):
        clear_case(case)
    Work.objects.filter(owner_id=person_id).delete()
    Batch.objects.filter(owner_id=person_id).delete()


provide("registry", collect=_collect, plan=_plan, erase=_erase)
