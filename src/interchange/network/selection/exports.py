"""The working table as a file."""

import csv
from collections.abc import Iterable
from io import StringIO

from interchange.network.selection.queries.table import Line

COLUMNS = ["number", "name", "organisation", "country", "profile", "region", "state", "points", "basis", "choice"]


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(lines: Iterable[Line]) -> str:
    """The lines as comma-separated values (RFC 4180), UTF-8."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        cells = (
            line.number,
            line.name,
            line.organisation,
            line.country,
            line.profile,
            line.region,
            line.state,
            line.points,
            line.method,
            line.choice,
        )
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue()
