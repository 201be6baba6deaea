"""The access matrix as a table that people read: one line a route, one column a persona.

Each cell is the answer to GET and to an empty POST: `ok` shown, `do` taken (also: input wanted), `go` sent on, `in` asked to sign
in, `2f` asked for a second factor, `no` not there (404), `40` refused (403), `me` wrong method, `aw` away for now (503:
the house is not ready, because no worker runs in the tests). `=` stands for "as the visitor".
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

TABLE = Path(__file__).with_name("access.txt")
PERSONAS = {
    "visitor": "vis",
    "applicant": "app",
    "reviewer": "rev",
    "recused": "rec",
    "member": "mem",
    "former": "for",
    "chair": "cha",
    "focal_point": "foc",
    "other_focal_point": "oth",
    "officer": "off",
    "administrator": "adm",
}

# PostgreSQL is asked as these: each reads by a rule of another kind. Who is left out differs from them by roles that both databases read alike.
SAMPLE = ("visitor", "recused", "member", "focal_point", "officer")
ASKED = tuple(PERSONAS) if connection.vendor == "sqlite" else SAMPLE


@dataclass(frozen=True)
class Row:
    """One line: the route, which object stands in its address, and the expected answer per persona ("ok/me")."""

    route: str
    thing: str
    answers: dict[str, str]


def answer(response, method: str) -> str:
    """The code of a response."""
    status = response.status_code
    if status == 405:
        return "me"
    if status == 404:
        return "no"
    if status == 403:
        return "40"
    if status in {301, 302, 303, 307, 308}:
        target = response["Location"]
        if target.startswith("/account/login/?next"):
            return "in"
        if target.startswith("/account/second-factor"):
            return "2f"
        return "go" if method == "get" else "do"
    if status == 503:
        return "aw"
    if status >= 500:
        return "!!"
    if method == "get":
        return "ok" if status in {200, 206, 304} else str(status)
    return "do"


def read() -> list[Row]:
    """The table as it stands in the repository."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        route, thing, *cells = line.split()
        assert len(cells) == len(PERSONAS), f"{route}: {len(cells)} answers for {len(PERSONAS)} personas"
        rows.append(Row(route, thing, {persona: cells[0] if cell == "=" else cell for persona, cell in zip(PERSONAS, cells, strict=True)}))
    return rows


def write(rows: list[Row]) -> str:
    """The table as text, columns aligned."""
    width = max([len(row.route) for row in rows] + [10]) + 2
    things = max([len(row.thing) for row in rows] + [5]) + 2
    lines = [f"# {'route':<{width - 2}}{'with':<{things}}" + " ".join(f"{short:<5}" for short in PERSONAS.values())]
    for row in rows:
        first = next(iter(row.answers.values()))
        cells = [first] + ["=" if cell == first else cell for cell in list(row.answers.values())[1:]]
        lines.append((f"{row.route:<{width}}{row.thing:<{things}}" + " ".join(f"{cell:<5}" for cell in cells)).rstrip())
    return "\n".join(lines) + "\n"
