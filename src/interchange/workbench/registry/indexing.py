"""The public part of the register as a signed file, made anew by the clock where something changed."""

import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Max, Sum

from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.workbench.codes import signed
from interchange.workbench.codes.model import SCHEMES, unsigned
from interchange.workbench.registry import sealing
from interchange.workbench.registry.models import IndexEdition, Work, WorkCode
from interchange.workbench.registry.policy import PUBLIC

KEPT = 3  # editions


def state() -> str:
    """What an edition would be made from, in a few words: alike as long as nothing public changed."""
    told = Work.objects.filter(PUBLIC).aggregate(n=Count("pk"), last=Max("pk"), revisions=Sum("revision"), codes=Sum("codes_count"))
    disputed = Work.objects.filter(PUBLIC, state="disputed").count()
    return f"{told['n']}.{told['last'] or 0}.{told['revisions'] or 0}.{told['codes'] or 0}.{disputed}"


def rows(places: dict[int, int]) -> Iterator[list[Any]]:
    """The works, then their files, then their codes; `places` is filled with the place of each work."""
    works = Work.objects.filter(PUBLIC).order_by("pk")
    for work in works.iterator(2000):
        places[work.pk] = len(places)
        yield ["w", work.number, work.rights_holder, work.reservations, work.contact, work.state == "disputed"]
    for pk, sha256 in works.exclude(sha256="").values_list("pk", "sha256").iterator(2000):
        if pk in places:
            yield ["s", sha256, places[pk]]
    codes = WorkCode.objects.filter(work__visibility="public").exclude(work__state="withdrawn").order_by("pk")
    for pk, scheme, bits in codes.values_list("work_id", "scheme", "bits").iterator(5000):
        if pk in places:
            yield ["c", SCHEMES[scheme].value, f"{unsigned(bits):016x}", places[pk]]


def make_edition(at: datetime) -> IndexEdition | None:
    """Write and sign a new edition where something public changed since the last; None where nothing did."""
    now = state()
    last = IndexEdition.objects.first()
    if last is not None and last.state == now:
        return None
    places: dict[int, int] = {}
    with tempfile.TemporaryFile() as target:
        head = {"made_at": at.isoformat(), "house": settings.BASE_URL, "works": int(now.split(".")[0])}
        digest, lines = signed.write(target, head, rows(places), sealing.sign)
        size = target.tell()
        target.seek(0)
        path = default_storage.save(f"registry/index/{uuid.uuid4().hex}.jsonl", File(target))
    with transaction.atomic():
        made = IndexEdition.objects.create(
            made_at=at, path=path, size=size, sha256=digest, works=len(places), codes=max(lines - 1 - len(places), 0), state=now
        )
        record(SYSTEM, "index.made", made, at=at, after={"works": made.works, "sha256": digest})
        for old in IndexEdition.objects.all()[KEPT:]:
            transaction.on_commit(lambda path=old.path: default_storage.delete(path))  # type: ignore[misc]
            old.delete()
    return made
