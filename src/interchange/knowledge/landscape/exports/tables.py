"""CSV and XLSX. Both are made from the same cells, safe against formulas, so that one read back equals the other."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from interchange.ground import clock
from interchange.ground.shell import exports
from interchange.knowledge.landscape.content import FIELDS
from interchange.knowledge.landscape.exports.catalogue import LICENCE
from interchange.knowledge.landscape.models import MapRelease
from interchange.knowledge.landscape.snapshot import Snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNPRINTABLE = {code: None for code in range(32) if code not in {9, 10, 13}}
Row = list[str]
Sheet = tuple[str, list[str], list[Row]]


def cell(value: Any) -> str:
    """A value as the text of a cell: no formula, no control characters, lists with semicolons."""
    return exports.cell(value).translate(_UNPRINTABLE).replace("\r\n", "\n").replace("\r", "\n")


def _row(values: Iterable[Any]) -> Row:
    return [cell(value) for value in values]


def sheets(state: Snapshot, facts: Sequence[tuple[str, Any]]) -> list[Sheet]:
    """The sheets of a state of the map: tools, challenges, relations, answers, claims, gaps, settings."""
    tool_names = [one.name for one in FIELDS["tool"]]
    challenge_names = [one.name for one in FIELDS["challenge"]]
    tools, challenges = state["tools"], state["challenges"]
    claims = [
        (of, one["id"], name, claim["strength"], one["sources"][claim["source"]]["url"] if claim.get("source") is not None else "", claim["checked"], claim["doubt"])
        for of, many in (("tool", tools), ("challenge", challenges))
        for one in many
        for name, claim in one["claims"].items()
    ]  # fmt: skip
    answers = [
        (one["id"], tool["id"], *(tool["judgements"].get(verdict, 0) for verdict in ("solves", "helps", "fails")))
        for one in challenges
        for tool in one["tools"]
    ]
    gaps = [
        (one["sector"], one["function"], *(one["statements"].get(verdict, 0) for verdict in ("nobody", "unknown", "impossible")))
        for one in state["gaps"]
    ]
    relations = [
        (
            one["from"],
            one["kind"],
            one["to"],
            one["version"],
            one["note"],
            one["strength"],
            one["source"]["url"],
            one["checked"],
            one["doubt"],
        )
        for one in state["relations"]
    ]
    return [
        ("Tools", ["id", *tool_names], [_row([one["id"], *(one.get(name, "") for name in tool_names)]) for one in tools]),
        ("Challenges", ["id", *challenge_names], [_row([one["id"], *(one[name] for name in challenge_names)]) for one in challenges]),
        (
            "Relations",
            ["from", "kind", "to", "version", "note", "strength", "source", "checked", "doubt"],
            [_row(one) for one in relations],
        ),
        ("Answers", ["challenge", "tool", "solves", "helps", "fails"], [_row(one) for one in answers]),
        ("Claims", ["of", "id", "attribute", "strength", "source", "checked", "doubt"], [_row(one) for one in claims]),
        ("Gaps", ["sector", "function", "nobody", "unknown", "impossible"], [_row(one) for one in gaps]),
        ("Settings", ["setting", "value"], [_row(one) for one in facts]),
    ]


def about(release: MapRelease | None) -> list[tuple[str, Any]]:
    """What the sheet of settings says: of a release, or of the present map."""
    if release is None:
        said: list[tuple[str, Any]] = [("release", "now"), ("taken", clock.now().isoformat())]
    else:
        said = [
            ("release", release.number),
            ("title", release.title),
            ("released", release.released_at.isoformat()),
            ("sha256", release.digest),
        ]
    return [*said, ("licence", LICENCE), ("schema", f"{settings.BASE_URL}/landscape/schema.json")]


def workbook(made: Iterable[Sheet]) -> bytes:
    """The sheets as an XLSX file (ECMA-376); every cell is text."""
    book = Workbook(write_only=True)
    for title, head, rows in made:
        page = book.create_sheet(title)
        page.freeze_panes = "B2"
        for number, name in enumerate(head, 1):
            page.column_dimensions[get_column_letter(number)].width = (
                46 if name in {"summary", "description", "name", "title", "note", "value"} else 20
            )
        top = []
        for name in head:
            one = WriteOnlyCell(page, name)
            one.font = Font(bold=True)
            top.append(one)
        page.append(top)
        for row in rows:
            page.append([_text(page, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _text(page: Any, value: str) -> Any:
    one = WriteOnlyCell(page, value)
    one.data_type = "s"  # a text that begins with "=" stays a text
    return one


def csv_text(sheet: Sheet) -> str:
    """A sheet as CSV (RFC 4180) with a byte order mark."""
    import csv

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(sheet[1])
    writer.writerows(sheet[2])
    return "\ufeff" + buffer.getvalue()


def attachment(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def entries_table(request: HttpRequest, of: str, entries: Iterable[Any]) -> HttpResponse:
    """The entries of a list, as filtered, as CSV, XLSX or JSON."""
    subject = "tool" if of == "tools" else "challenge"
    names = [one.name for one in FIELDS[subject]]
    rows = [[one.code, *(getattr(one, name) for name in names)] for one in entries]
    if request.GET.get("format") == "xlsx":
        sheet = (of.capitalize(), ["id", *names], [_row(row) for row in rows])
        filters = [(name, value) for name, value in request.GET.items() if name != "format"]
        return attachment(workbook([sheet, ("Settings", ["setting", "value"], [_row(one) for one in filters])]), XLSX, f"{of}.xlsx")
    return exports.table(request, of, ["id", *names], rows)
