"""The report as sections for a page, as rows for a spreadsheet, as an object for programs: the same numbers, with their definitions."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from interchange.desk.transparency.models import Report
from interchange.desk.transparency.vocabulary import FIGURES, SECTIONS, TABLES, WAITS
from interchange.ground.disclosure.cells import SMALL
from interchange.ground.shell.charts import Bar
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.vocabulary import InterestCategory


@dataclass(frozen=True)
class Line:
    """A figure with its numbers, one a year; None is hidden."""

    code: str
    label: str
    meaning: str
    values: list[int | None]


@dataclass(frozen=True)
class WaitLine:
    """A wait with its numbers, one a year; None where nothing ended."""

    code: str
    label: str
    meaning: str
    values: list[dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A part of the report."""

    code: str
    title: str
    lines: list[Line]
    waits: list[WaitLine]


def sections(report: Report) -> list[Section]:
    """The parts of a report in their order."""
    years = [str(year) for year in report.data["years"]]
    counts, waits = report.data["figures"], report.data["waits"]
    return [
        Section(
            code,
            str(title),
            [
                Line(one.code, str(one.label), str(one.meaning), [counts.get(one.code, {}).get(year, 0) for year in years])
                for one in FIGURES
                if one.section == code
            ],
            [
                WaitLine(one.code, str(one.label), str(one.meaning), [waits.get(one.code, {}).get(year) for year in years])
                for one in WAITS
                if one.section == code
            ],
        )
        for code, title in SECTIONS.items()
    ]


def tables(report: Report) -> list[tuple[str, str, str, list[Bar]]]:
    """(name, title, meaning, bars) of each table of people."""
    return [
        (
            name,
            str(title),
            str(meaning),
            [Bar(_group(name, code), number) for code, number in report.data["tables"].get(name, {}).items() if number != 0],
        )
        for name, (title, meaning) in TABLES.items()
    ]


def _group(table: str, code: str) -> str:
    if not code:
        return _("In no group")
    scheme = table.partition(".")[2]
    return str(InterestCategory(code).label) if scheme == "categories" else vocabulary.label(scheme, code)


COLUMNS = ["section", "figure", "group", "year", "value", "median_days", "late", "definition"]


def csv_rows(report: Report) -> list[list[Any]]:
    """One row a number. A hidden number reads "fewer than 5"."""
    few, made = f"fewer than {SMALL}", []
    for part in sections(report):
        for line in part.lines:
            for year, value in zip(report.data["years"], line.values, strict=True):
                made.append([part.title, line.label, "", year, few if value is None else value, "", "", line.meaning])
        for wait in part.waits:
            for year, held in zip(report.data["years"], wait.values, strict=True):
                if held:
                    made.append([part.title, wait.label, "", year, held["count"], held["median_days"], held["late"], wait.meaning])
    for _name, title, meaning, bars in tables(report):
        made += [[_("People"), title, bar.label, "", few if bar.value is None else int(bar.value), "", "", meaning] for bar in bars]
    return made


def as_object(report: Report) -> dict[str, Any]:
    """Everything for programs: the numbers by code, and for each code what it means and which events it counts, so that others can count again."""
    return {
        "network": settings.BASE_URL,
        "edition": report.year or "live",
        "counted_at": report.counted_at.isoformat(),
        "zone": settings.NETWORK_TIME_ZONE,
        **report.data,
        "definitions": {
            one.code: {
                "label": str(one.label),
                "meaning": str(one.meaning),
                "verbs": list(one.verbs),
                "kind": one.kind,
                "where": dict(one.where),
                "once_per": one.distinct,
                "steps_of_five": one.people,
            }
            for one in FIGURES
        }
        | {
            one.code: {
                "label": str(one.label),
                "meaning": str(one.meaning),
                "from": list(one.begin),
                "to": list(one.end),
                "kind": one.kind,
                "due": one.due,
            }
            for one in WAITS
        }
        | {name: {"label": str(title), "meaning": str(meaning)} for name, (title, meaning) in TABLES.items()},
    }
