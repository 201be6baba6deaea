"""Reading a table of tools: every row is looked at, good ones wait to be proposed, bad ones are named by their cell."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from interchange.ground.errors import Refused
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.actions.common import check_interest, check_source, refuse
from interchange.knowledge.landscape.actions.proposing import propose_tool
from interchange.knowledge.landscape.content import FIELDS, clean, name_key, url_key
from interchange.knowledge.landscape.models import ImportDraft, Tool
from interchange.knowledge.landscape.vocabulary import EntryState

MOST_BYTES, MOST_ROWS, MOST_UNPACKED = 2_000_000, 500, 40_000_000
NAMES = [one.name for one in FIELDS["tool"]]
NEEDED = [one.name for one in FIELDS["tool"] if one.required]
Line = tuple[int, list[str]]


def _grid(name: str, content: bytes) -> tuple[str, list[Line]]:
    """(sheet, lines with their numbers) of an XLSX or CSV file. Raises `Refused` for a file that is neither."""
    if name.lower().endswith(".csv"):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused.of("file", _("The file is not in UTF-8."), _("Save it as “CSV UTF-8”.")) from None
        return "CSV", [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text)), 1)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Refused.of("file", _("The file unpacks to more than we read."), _("Split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        page = book["Tools"] if "Tools" in book.sheetnames else book.worksheets[0]
        lines = []
        for number, row in enumerate(page.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=60), 1):
            lines.append((number, ["" if value is None else str(value) for value in row]))
        return str(page.title), lines
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        raise Refused.of("file", _("That is not an XLSX or CSV file that can be read."), _("Save it anew from the spreadsheet.")) from None


def _plain(value: str) -> str:
    """A cell's text without the apostrophe that our own export puts before signs of a formula."""
    text = value.strip()
    return text[1:] if text.startswith("'") and text[1:2] in {"=", "+", "-", "@"} else text


def read_table(actor: Viewer, upload: Any, *, title: str, url: str, interest: str, at: datetime) -> ImportDraft:
    """Read a table and keep what was found in it; nothing is proposed yet.

    Raises `Refused` for a file that is too large or cannot be read, for missing columns, and where the source or the interest is missing.
    """
    require(actor, "map.propose")
    refuse(check_source(title, url, "document", at.date(), at) + check_interest(actor, interest, []))
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused.of("file", _("The file is larger than 2 MB."), _("Split it."))
    sheet, lines = _grid(upload.name or "", content)
    filled = [line for line in lines if any(value.strip() for value in line[1])]
    if not filled:
        raise Refused.of("file", _("The table is empty."), "")
    head = [value.strip().lower() for value in filled[0][1]]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise Refused.of("file", _("Columns are missing: %s.") % ", ".join(missing), _("Take the columns of the export."))
    if len(filled) - 1 > MOST_ROWS:
        raise Refused.of("file", _("There are more than %d rows.") % MOST_ROWS, _("Split the table."))
    good, bad = [], []
    for row, wrong in _rows(sheet, head, filled[1:]):
        bad += wrong
        if not wrong:
            good.append({**row, "evidence": {"title": title.strip(), "url": url.strip()}, "interest": interest.strip()})
    return ImportDraft.objects.create(person_id=actor.me, name=(upload.name or "table")[:200], at=at, good=good, bad=bad)


def _rows(sheet: str, head: list[str], lines: list[Line]) -> Iterator[tuple[dict[str, Any], list[dict[str, str]]]]:
    held = Tool.objects.filter(state=EntryState.LISTED).values_list("name_key", "url_key", "name", "code")
    names = {key: (name, code) for key, _url, name, code in held}
    urls = {url: (name, code) for _key, url, name, code in held if "/" in url}
    for number, values in lines:
        given = {name: _plain(value) for name, value in zip(head, values, strict=False) if name in NAMES}
        said, problems = clean("tool", {**dict.fromkeys(NAMES, ""), **given})
        wrong = [{"cell": f"{sheet}!{_place(head, one.field)}{number}", "words": str(one)} for one in problems]
        same = names.get(name_key(said.get("name") or "")) or urls.get(url_key(said.get("url") or ""))
        if same and said.get("name"):
            wrong.append(
                {
                    "cell": f"{sheet}!{_place(head, 'name')}{number}",
                    "words": _("The map has this already: %(name)s (%(code)s).") % {"name": same[0], "code": same[1]},
                }
            )
        key = name_key(said.get("name") or "")
        if key and not wrong:
            names[key] = (said["name"], _("row %d of this table") % number)
        yield {"values": said, "row": number}, wrong


def _place(head: list[str], name: str) -> str:
    return get_column_letter(head.index(name) + 1) if name in head else "A"


def file_rows(actor: Viewer, draft_id: int, *, at: datetime) -> int:
    """Make a proposal of every good row; returns how many. Doing it again makes none."""
    with transaction.atomic():
        found: ImportDraft = see(actor, "map-import.own", ImportDraft.objects.select_for_update(), pk=draft_id)
        if found.filed_at is not None:
            return 0
        count = 0
        for row in found.good:
            shown = row["evidence"]
            rests_on = {"source_title": shown["title"], "source_url": shown["url"], "strength": "document", "checked": found.at.date()}
            note = _("From the table “%(name)s”, row %(row)d.") % {"name": found.name, "row": row["row"]}
            try:
                with transaction.atomic():
                    propose_tool(actor, row["values"], evidence=rests_on, note=note, interest=row["interest"], at=at)
                count += 1
            except Refused as refused:  # somebody proposed or listed it since the table was read
                found.bad = [*found.bad, {"cell": f"{row['row']}", "words": str(refused)}]
        found.filed_at = at
        found.save()
        return count
