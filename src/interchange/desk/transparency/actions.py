"""Counting the report anew; drafting and releasing an edition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.desk.transparency import queries
from interchange.desk.transparency.models import LIVE, Report
from interchange.desk.transparency.tally import Counted
from interchange.desk.transparency.vocabulary import FIGURES, OVERLAPPING, TABLES, WAITS
from interchange.ground import clock
from interchange.ground.disclosure import queries as disclosure
from interchange.ground.disclosure.actions import publish
from interchange.ground.errors import NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.journal.models import Head
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.network.membership.actions import publish_composition


def count_anew(actor: Viewer, *, at: datetime) -> Report:
    """Count everything up to the newest link of the journal and show it. Harmless when run twice.

    The journal is read outside a transaction: what is written meanwhile belongs to the next count.
    """
    require(actor, "figures.publish")
    head = Head.objects.filter(pk=1).first() or Head()
    counted = queries.counted(head.seq)
    with transaction.atomic():
        publish_composition(actor, at=at)
        for name, counts in queries.grouped(counted.attended).items():
            publish(actor, name, counts, exclusive=name not in OVERLAPPING, at=at)
        people = {one.code: _steady(actor, f"figures.{one.code}", counted.counts[one.code], at=at) for one in FIGURES if one.people}
        data = {"journal": {"links": head.seq, "hash": head.hash}, **_figures(counted, people), "tables": disclosure.shown(list(TABLES))}
        made, _fresh = Report.objects.update_or_create(year=LIVE, defaults={"data": data, "counted_at": at})
    return made


def _steady(actor: Viewer, table: str, counts: Mapping[int, int], *, at: datetime) -> dict[str, int | None]:
    return publish(actor, table, {str(year): number for year, number in counts.items()}, exclusive=False, at=at)


def _figures(counted: Counted, people: Mapping[str, Mapping[str, int | None]]) -> dict[str, Any]:
    years = counted.years
    return {
        "years": years,
        "figures": {
            one.code: {str(year): people[one.code].get(str(year), 0) if one.people else counted.counts[one.code][year] for year in years}
            for one in FIGURES
        },
        "waits": {one.code: {str(year): counted.waits(one.code, year) for year in years} for one in WAITS},
    }


def draft_edition(actor: Viewer, year: int, *, note: str = "", at: datetime) -> Report:
    """Take a year's figures from the live report as an edition. Raises `Refused` for a year that is not over, and where nothing was counted;
    `NotAMove` once it is released."""
    require(actor, "edition.draft")
    if year >= at.astimezone(clock.network_zone()).year:
        raise Refused.of("year", _("%d is not over.") % year, _("Choose a year that has ended; the live report has its figures so far."))
    with transaction.atomic():
        live = Report.objects.select_for_update().filter(year=LIVE).first()
        if live is None or year not in live.data["years"]:
            raise Refused.of("year", _("Nothing was counted for %d.") % year, _("Choose a year of the live report."))
        held = Report.objects.select_for_update().filter(year=year).first()
        if held is not None and held.released_at is not None:
            raise NotAMove("Report", "released", "draft")
        key = str(year)
        data = {
            **live.data,
            "years": [year],
            "figures": {code: {key: by_year.get(key, 0)} for code, by_year in live.data["figures"].items()},
            "waits": {code: {key: by_year.get(key)} for code, by_year in live.data["waits"].items()},
        }
        made, _fresh = Report.objects.update_or_create(
            year=year, defaults={"data": data, "note": note.strip(), "counted_at": live.counted_at, "drafted_by_id": actor.me}
        )
        record(actor, "edition.drafted", made, at=at, after={"year": year, "links": data["journal"]["links"]})
    return made


def release_edition(actor: Viewer, year: int, *, at: datetime) -> Report:
    """Release an edition that another officer drafted. Raises `Refused` for who drafted it; releasing twice is harmless."""
    require(actor, "edition.draft")
    with transaction.atomic():
        held = Report.objects.select_for_update().filter(year=year, year__gt=LIVE).first()
        if held is None:
            raise Refused.of("", _("There is no draft for %d.") % year, _("Draft it first."))
        if held.released_at is not None:
            return held
        require(actor, "transparency.view", held)
        if held.drafted_by_id == actor.person_id:
            raise Refused.of("", _("You drafted this edition."), _("Another officer must release it."))
        held.released_by_id, held.released_at = actor.me, at
        held.save(update_fields=["released_by", "released_at"])
        record(actor, "edition.released", held, at=at, after={"year": year, "links": held.data["journal"]["links"]})
    return held
