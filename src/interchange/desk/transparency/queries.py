"""Reading the report, and the people behind the tables."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from interchange.desk.transparency.models import LIVE, Report
from interchange.desk.transparency.tally import Counted, Happened, tally
from interchange.desk.transparency.vocabulary import FIGURES, WAITS
from interchange.ground import clock
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls import queries as calls
from interchange.network.membership import queries as membership

COUNTED = sorted({verb for figure in FIGURES for verb in figure.verbs} | {verb for wait in WAITS for verb in (*wait.begin, *wait.end)})


def live(viewer: Viewer) -> Report | None:
    """The live report, once it was counted. One query."""
    return rows(viewer, "transparency.view", Report.objects.filter(year=LIVE)).first()


def editions(viewer: Viewer) -> "QuerySet[Report]":
    """The editions that the viewer may read, newest first, without their figures."""
    return rows(viewer, "transparency.view", Report.objects.filter(year__gt=LIVE).defer("data"))


def happened(upto: int) -> Iterator[Happened]:
    """The events that are counted, up to a link of the journal, in its order; read in pieces."""
    fields = ("at", "verb", "subject_kind", "subject_id", "before", "after")
    found = Event.objects.filter(seq__lte=upto, verb__in=COUNTED).order_by("seq").values_list(*fields)
    return (Happened(*row) for row in found.iterator(chunk_size=5000))


def counted(upto: int) -> Counted:
    """All figures and waits from the journal in the database."""
    return tally(happened(upto), FIGURES, WAITS, clock.network_zone())


def grouped(attended: set[tuple[str, int]]) -> dict[str, Counter[str]]:
    """Attendances by profile and region and present interests by category, not for showing: {"attendance.profiles": {...}, ...}. Two queries."""
    groups = membership.groups_of({person for _session, person in attended})
    return {
        "attendance.profiles": Counter(groups[person][0] for _session, person in attended if person in groups),
        "attendance.regions": Counter(groups[person][1] for _session, person in attended if person in groups),
        "interests.categories": Counter(calls.interest_categories(membership.active_ids(clock.now()))),
    }


def as_line(line: dict[str, Any]) -> Happened:
    """A line of the exported journal (`/journal/export.jsonl`) as counting needs it."""
    kind, key = line["subject"]
    return Happened(datetime.fromisoformat(line["at"]).astimezone(UTC), line["verb"], kind, key, line["before"], line["after"])
