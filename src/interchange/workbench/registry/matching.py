"""Holding the codes of something against the register: which works it comes near, how near, where, and how often chance does that.

A near code is no proof. What is told is a distance, the stretches that agree, and a bound on chance from the measured set (`codes/chance.py`).
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.codes import alignment, bands, chance, image
from interchange.workbench.codes.model import OF_KIND, Code, Kind, Made, Scheme, unsigned
from interchange.workbench.registry import index
from interchange.workbench.registry.models import Work

MOST_ASKED = 1200  # codes of one file; of longer works so many are asked, evenly spread
MOST_FOUND = 50  # works told of one file
MOST_ROWS = 5000  # rows read for one question: more says that the code is no one's
_sizes: dict[str, Any] = {}


@dataclass(slots=True)
class Found:
    """One registered work that the file comes near."""

    work: Work
    scheme: Scheme
    distance: int
    same_file: bool
    codes: int  # how many of the file's codes are near
    orientation: int = 0
    parts: list[dict[str, Any]] = field(default_factory=list)
    alike: list[int] = field(default_factory=list)
    unlike: list[int] = field(default_factory=list)
    chance: dict[str, Any] | None = None

    def json(self) -> dict[str, Any]:
        """As a candidate keeps it."""
        return {name: getattr(self, name) for name in ("distance", "same_file", "codes", "orientation", "parts", "alike", "unlike", "chance")} | {"scheme": self.scheme.value}  # fmt: skip


def asked_of(made: Made) -> list[Code]:
    """The codes of a file that are asked: its kind's, without the whole-text code (context, not evidence)."""
    codes = [code for code in made.codes if code.scheme in OF_KIND[made.kind] and code.scheme != Scheme.TEXT]
    step = max(1, -(-len(codes) // MOST_ASKED))
    return codes[::step]


def match(viewer: Viewer, made: Made, distance: int = bands.FARTHEST) -> list[Found]:
    """The works that the viewer may find and the file comes near, nearest first, at most `MOST_FOUND`."""
    visible = rows(viewer, "work.find").exclude(state="withdrawn")
    asked = asked_of(made)
    hits: dict[int, list[alignment.Hit]] = defaultdict(list)
    scheme = OF_KIND[made.kind][0]
    for code, far, bits in index.hits(asked, distance):
        near = index.rows_with(code.scheme, bits).values_list("work_id", "bits", "start", "end", "variant")[:MOST_ROWS]
        for work_id, _bits, start, end, variant in near:
            hits[work_id].append(alignment.Hit(code, start, end, far, variant))
    same = set(visible.filter(sha256=made.sha256).values_list("pk", flat=True)) if made.sha256 else set()
    wanted = sorted({*hits, *same}, key=lambda pk: (pk not in same, min((hit.distance for hit in hits[pk]), default=64), -len(hits[pk])))
    works = {work.pk: work for work in visible.filter(pk__in=wanted[: MOST_FOUND * 4])}
    held = registered(viewer, scheme)
    found = [_found(works[pk], scheme, hits[pk], pk in same, made, len(asked), held) for pk in wanted if pk in works]
    return found[:MOST_FOUND]


def _found(work: Work, scheme: Scheme, hits: list[alignment.Hit], same: bool, made: Made, asked: int, held: int) -> Found:
    nearest = min(hits, key=lambda one: one.distance, default=None)
    distance = nearest.distance if nearest else 0
    found = Found(work, scheme, distance, same, len({hit.asked for hit in hits}))
    if made.kind == Kind.TEXT:
        found.parts = [part.json() for part in alignment.worded(hits)]
    elif made.kind in (Kind.AUDIO, Kind.VIDEO) or work.kind in (Kind.AUDIO, Kind.VIDEO):
        found.parts = [part.json() for part in alignment.timed(hits)][:20]
    if nearest and scheme == Scheme.IMAGE and made.kind == Kind.IMAGE:
        found.orientation = nearest.asked.variant // 2
        found.alike, found.unlike = image.differing(image.turned_cells(made.cells, found.orientation), tuple(work.cells))
    if nearest:
        units = 1 if scheme == Scheme.IMAGE and made.kind == Kind.IMAGE else asked
        worth = chance.chance(scheme, distance, asked=units, registered=held)
        found.chance = worth.json() if worth else None
    return found


def registered(viewer: Viewer, scheme: Scheme) -> int:
    """How many things of the measured unit stand in the register: pictures for pictures, codes for sound and texts. Counted once a minute."""
    known = _sizes.get(scheme.value)
    if known is None or known[0] < time.monotonic() - 60:
        works: QuerySet[Work] = Work.objects.exclude(state="withdrawn").filter(
            kind__in=[kind.value for kind, schemes in OF_KIND.items() if scheme in schemes]
        )
        told = works.aggregate(n=Count("pk"), codes=Sum("codes_count"), pictures=Count("pk", filter=_pictures()))
        size = (
            (told["pictures"] + (told["codes"] or 0 if told["n"] > told["pictures"] else 0))
            if scheme == Scheme.IMAGE
            else told["codes"] or 0
        )
        known = _sizes[scheme.value] = (time.monotonic(), max(int(size), 1))
    return int(known[1])


def _pictures() -> Any:
    from django.db.models import Q

    return Q(kind="image")


def works_with(viewer: Viewer, codes: list[Code], sha256: str = "", distance: int = 0) -> list[tuple[Work, int]]:
    """(work, distance) for one question of a list: works with that file or with any of these codes, nearest first."""
    best: dict[int, int] = {}
    visible = rows(viewer, "work.find").exclude(state="withdrawn")
    if sha256:
        best = dict.fromkeys(visible.filter(sha256=sha256).values_list("pk", flat=True), 0)
    for code, far, bits in index.hits(codes, distance):
        for pk in index.rows_with(code.scheme, bits).values_list("work_id", flat=True)[:MOST_ROWS]:
            best[pk] = min(far, best.get(pk, 64))
    wanted = sorted(best, key=lambda pk: (best[pk], pk))[: MOST_FOUND * 4]
    works = {work.pk: work for work in visible.filter(pk__in=wanted)}
    return [(works[pk], best[pk]) for pk in wanted if pk in works][:MOST_FOUND]


def bits(value: int) -> str:
    """Bits of the database as hexadecimal digits."""
    return f"{unsigned(value):016x}"
