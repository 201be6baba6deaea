"""Every route x every persona, held against the table in access.txt; a route without a line fails the run."""

import os

import pytest

from tests.gates import matrix
from tests.gates.routes import all_routes


class Asking:
    """A persona asks: GET (as the walk found it, where it went there) and an empty POST, each undone afterwards."""

    def __init__(self, house, persona: str) -> None:
        self.house, self.persona = house, persona
        self.walked = {page.address: page.code for page in house.pages(persona)}

    def __call__(self, address: str) -> str:
        """The two answers, as the table has them."""
        return f"{self.walked.get(address) or self.answer('get', address)}/{self.answer('post', address)}"

    def answer(self, method: str, address: str) -> str:
        with self.house.undone():
            return matrix.answer(getattr(self.house.client(self.persona), method)(address), method)


def test_every_route_has_a_line_and_every_line_a_route(house):
    named = {(route.name, thing) for route in all_routes() for thing in house.things(route)}
    listed = {(row.route, row.thing) for row in matrix.read()}
    assert named - listed == set(), "routes without a line in access.txt"
    assert listed - named == set(), "lines without a route"


def test_the_table_is_written_anew_where_that_is_wanted(house):
    wanted = os.environ.get(
        "INTERCHANGE_WRITE_MATRIX"
    )  # "1": all lines; else how the routes begin whose lines are written anew, with commas between
    if wanted:
        start = ("",) if wanted == "1" else tuple(wanted.split(","))
        rows = [row for row in matrix.read() if not row.route.startswith(start)]
        asking = {persona: Asking(house, persona) for persona in matrix.PERSONAS}
        rows += [
            matrix.Row(route.name, thing, {persona: asked(address) for persona, asked in asking.items()})
            for route in all_routes()
            if route.name.startswith(start)
            for thing, address in house.things(route).items()
        ]
        rows.sort(key=lambda row: row.route)
        matrix.TABLE.write_text(matrix.write(rows), encoding="utf-8")
        pytest.fail("wrote the table anew: read it line by line before you commit it")


@pytest.mark.parametrize("persona", matrix.ASKED)
def test_the_house_answers_as_the_table_says(house, persona):
    addresses = {(route.name, thing): address for route in all_routes() for thing, address in house.things(route).items()}
    wrong, asked = [], Asking(house, persona)
    for row in matrix.read():
        expected, got = row.answers[persona], asked(addresses[row.route, row.thing])
        if got != expected:
            wrong.append(f"{row.route} {row.thing}: {persona} got {got}, the table says {expected}")
    assert not wrong, "\n".join(wrong)


def test_nobody_but_staff_is_asked_for_a_second_factor_and_nothing_breaks():
    cells = {cell for row in matrix.read() for answer in row.answers.values() for cell in answer.split("/")}
    assert "!!" not in cells


@pytest.mark.parametrize("persona", ["officer", "administrator", "reviewer"])
def test_without_a_second_factor_staff_have_no_staff_doors(house, persona):
    """What only the staff role opens must answer `2f` or as to any other signed-in person, never `ok`."""
    member_like = {(row.route, row.thing): row.answers["applicant"] for row in matrix.read()}
    addresses = {(route.name, thing): address for route in all_routes() for thing, address in house.things(route).items()}
    open_doors = []
    for row in matrix.read():
        if not row.answers[persona].startswith("ok") or member_like[row.route, row.thing].startswith(("ok", "go")):
            continue
        with house.undone():
            got = matrix.answer(house.client(persona, second_factor=False).get(addresses[row.route, row.thing]), "get")
        if got not in {"2f", "no", "40", "go"}:
            open_doors.append(f"{row.route} {row.thing}: {got}")
    assert not open_doors, "\n".join(open_doors)
