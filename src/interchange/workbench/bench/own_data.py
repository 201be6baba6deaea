"""What the bench holds of a person: the reports they kept, and what may be told of the keys they sign with. A private key is told to nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, provide
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.bench.models import HeldPicture, KeptReport, SigningKey


def _collect(person_id: int) -> dict[str, Any]:
    told = ("name", "state", "algorithm", "request", "chain", "trial", "made_at", "ends_at", "revoked_at")
    return {
        "reports": list(KeptReport.objects.filter(owner_id=person_id).values("name", "made_at", "secret", "data")),
        "signing_keys": list(SigningKey.objects.filter(owner_id=person_id).values(*told)),
    }


def _plan(person_id: int) -> Iterable[Item]:
    if count := KeptReport.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d kept reports of the bench, with their links") % count)
    if count := SigningKey.objects.filter(owner_id=person_id).count():
        yield Erased(_("%d keys that sign files, destroyed") % count)


def _erase(person_id: int, at: datetime) -> None:
    reports = KeptReport.objects.filter(owner_id=person_id)
    for report in reports.only("pk"):
        record(SYSTEM, "report.deleted", report, at=at)
    reports.delete()
    for held in HeldPicture.objects.filter(owner_id=person_id):
        for path in (held.path, held.result):
            default_storage.delete(path)
        held.delete()
    SigningKey.objects.filter(owner_id=person_id).delete()


provide("bench", collect=_collect, plan=_plan, erase=_erase)
