"""Query budgets: no page costs more than 15 queries for anybody, but for the exceptions in budgets.txt, each with its reason."""

from pathlib import Path

import pytest

from tests.gates.crawl import view_name
from tests.gates.matrix import ASKED

TABLE = Path(__file__).with_name("budgets.txt")
BUDGET = 15


def exceptions() -> dict[str, int]:
    """Route name to budget, from lines "route  budget  reason"."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            route, budget, reason = line.split(None, 2)
            assert len(reason) > 10, f"{route}: a budget of its own needs a reason"
            assert route not in found, f"{route} has two budgets"
            found[route] = int(budget)
    return found


@pytest.mark.parametrize("persona", ASKED)
def test_no_page_is_over_its_budget(house, persona):
    allowed = exceptions()
    over = []
    for page in house.pages(persona):
        if page.status != 200:
            continue
        name = view_name(page.address)
        if page.queries > allowed.get(name, BUDGET):
            over.append(f"{page.address} ({name}): {page.queries} queries")
    assert not over, "\n".join(over)


@pytest.mark.parametrize("persona", ASKED)
def test_pages_stay_light(house, persona):
    heavy = [
        f"{page.address}: {len(page.text) // 1000} kB"
        for page in house.pages(persona)
        if page.is_html and len(page.text.encode()) > 150_000
    ]
    assert not heavy, "\n".join(heavy)
