"""The transparency report for programs: the same numbers as on its page, with their definitions."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from interchange.desk.transparency import exports, queries
from interchange.desk.transparency.models import LIVE, Report
from interchange.ground.errors import NotAllowed
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see

router = room("transparency", _("Transparency report"), "Figures computed from the journal, live and by year; small numbers hidden.")


class ReportFigure(Schema):
    """One number a year, in the order of `years`; null: fewer than five, or hidden so that no small number can be reckoned."""

    code: str
    label: str
    meaning: str
    values: list[int | None]


class ReportSpan(Schema):
    """What ended in a year: how many, the median of their days, how many of them late."""

    count: int | None
    median_days: float | None
    late: int | None


class ReportWait(Schema):
    """How long something took, for each year; null where nothing ended in it."""

    code: str
    label: str
    meaning: str
    values: list[ReportSpan | None]


class ReportSection(Schema):
    """A part of the report."""

    code: str
    title: str
    figures: list[ReportFigure]
    waits: list[ReportWait]


class ReportTable(Schema):
    """People by group; null is hidden."""

    code: str
    title: str
    meaning: str
    groups: list[str]
    values: list[int | None]


class TransparencyReport(Schema):
    """The report: live (`year` is null), or the edition of a year."""

    year: int | None
    counted_at: datetime
    released_at: datetime | None
    note: str
    years: list[int]
    sections: list[ReportSection]
    tables: list[ReportTable]
    url: str


class ReportEdition(Schema):
    """An edition of the report; `released_at` is null as long as it is prepared."""

    year: int
    released_at: datetime | None
    url: str


def _url(year: int) -> str:
    return f"{settings.BASE_URL}/transparency/{f'{year}/' if year else ''}"


def _whole(report: Report) -> dict[str, Any]:
    return {
        "year": report.year or None, "counted_at": report.counted_at, "released_at": report.released_at, "note": report.note, "years": report.data["years"],
        "sections": [
            {
                "code": part.code, "title": part.title,
                "figures": [{"code": one.code, "label": one.label, "meaning": one.meaning, "values": one.values} for one in part.lines],
                "waits": [{"code": one.code, "label": one.label, "meaning": one.meaning, "values": one.values} for one in part.waits],
            }
            for part in exports.sections(report)
        ],
        "tables": [
            {
                "code": name, "title": title, "meaning": meaning, "groups": [str(bar.label) for bar in bars],
                "values": [None if bar.value is None else int(bar.value) for bar in bars],
            }
            for name, title, meaning, bars in exports.tables(report)
        ],
        "url": _url(report.year),
    }  # fmt: skip


@router.get("", response=TransparencyReport, summary="The live report", operation_id="report")
@public
def report(request: HouseRequest) -> dict[str, Any]:
    """The figures as last counted; 404 as long as they were never counted."""
    found = queries.live(request.viewer)
    if found is None:
        raise NotAllowed("transparency.view")
    return _whole(found)


@router.get("/editions", response=Page[ReportEdition], summary="Editions, the newest first", operation_id="report_editions")
@public
def report_editions(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The editions that you may read."""
    return page(
        request,
        window,
        queries.editions(request.viewer).order_by("-year"),
        lambda one: {"year": one.year, "released_at": one.released_at, "url": _url(one.year)},
    )


@router.get("/editions/{int:year}", response=TransparencyReport, summary="One edition", operation_id="report_edition")
@public
def report_edition(request: HouseRequest, year: int) -> dict[str, Any]:
    """The edition of a year."""
    return _whole(see(request.viewer, "transparency.view", Report.objects.filter(year__gt=LIVE), year=year))
