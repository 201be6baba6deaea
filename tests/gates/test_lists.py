"""Every list costs the same number of queries with three rows and with thirty.

Any page that hands a list to its template (`listing`, or a page of a paginator) is found by walking; it is asked for twice, once with
three rows a page and once with thirty. Rows that bring queries of their own show as a difference. A list that has fewer than four rows in
the small world would prove nothing: it is named in FEW with the test that makes rows of its own.
"""

from pathlib import Path
from unittest import mock

import pytest
from django.core.paginator import Page, Paginator

from interchange.ground.shell.lists import Listing
from interchange.knowledge.lexicon import trees
from tests.counting import counted
from tests.gates.crawl import view_name
from tests.gates.matrix import ASKED

SOURCE = Path(__file__).resolve().parents[2] / "src/interchange"
FEW_ROWS = 4
LIST_READERS = ("visitor", "reviewer", "member", "officer", "administrator")  # between them they read every list
# Asked level by level, two queries each, down to `trees.DEEPEST` levels however many rows there are: among thirty rows one may stand deeper than among three.
BY_LEVEL = {"lexicon:tree": 2 * trees.DEEPEST - 2}
FEW = {
    "selection:set": "network/selection/tests/test_pages.py::test_thirty_rows_cost_no_more_queries_than_three",
    "lexicon:import_run": "knowledge/lexicon/tests/test_importing.py::test_thirty_rows_of_a_preview_cost_no_more_queries_than_three",
    "consensus:index": "ground/consensus/tests/test_pages.py::test_thirty_calls_cost_no_more_queries_than_three",
    "direction:topics": "work/direction/tests/test_pages.py::test_thirty_rows_cost_no_more_queries_than_three",
    "direction:rounds": "work/direction/tests/test_pages.py::test_thirty_rows_cost_no_more_queries_than_three",
    "making:index": "workbench/making/tests/test_making.py::test_thirty_records_cost_no_more_queries_than_three",
    "bench:reports": "workbench/bench/tests/test_files.py::test_thirty_reports_cost_no_more_queries_than_three",
    "bench:keys": "workbench/bench/tests/test_keys.py::test_thirty_keys_cost_no_more_queries_than_three",
    "registry:index": "workbench/registry/tests/test_pages.py::test_lists_cost_the_same_with_three_rows_and_with_thirty",
    "registry:mine": "workbench/registry/tests/test_pages.py::test_lists_cost_the_same_with_three_rows_and_with_thirty",
    "registry:cases": "workbench/registry/tests/test_pages.py::test_lists_cost_the_same_with_three_rows_and_with_thirty",
    "registry:disputes": "workbench/registry/tests/test_pages.py::test_lists_cost_the_same_with_three_rows_and_with_thirty",
    "lexicon:used": "knowledge/lexicon/tests/test_pages.py::test_thirty_uses_cost_no_more_queries_than_three",
    "exchange:questions": "work/exchange/tests/test_lists.py::test_thirty_rows_cost_no_more_queries_than_three",
    "exchange:offers": "work/exchange/tests/test_lists.py::test_thirty_rows_cost_no_more_queries_than_three",
    "post:received": "ground/post/tests/test_incoming.py::test_thirty_mails_cost_no_more_queries_than_three",
    "states:notes": "network/states/tests/test_said.py::test_thirty_notes_cost_no_more_queries_than_three",
    "statements:round": "work/statements/tests/test_said.py::test_thirty_rows_cost_no_more_queries_than_three",
    "lab:index": "workbench/lab/tests/test_said.py::test_thirty_experiments_cost_no_more_queries_than_three",
    "statements:rounds": "work/statements/tests/test_said.py::test_thirty_rows_cost_no_more_queries_than_three",
    "statements:briefings": "work/statements/tests/test_said.py::test_thirty_rows_cost_no_more_queries_than_three",
    "meetings:disclosures": "work/meetings/tests/test_after_pages.py::test_thirty_disclosures_cost_no_more_queries_than_three",
    "privacy:incidents": "../../tests/privacy/test_looking.py::test_thirty_rows_cost_no_more_queries_than_three",
    "privacy:looks": "../../tests/privacy/test_looking.py::test_thirty_rows_cost_no_more_queries_than_three",
    "meetings:registrations": "work/meetings/tests/test_public.py::test_thirty_registrations_cost_no_more_queries_than_three",
}


def test_the_tests_named_for_short_lists_exist():
    for where in FEW.values():
        file, name = where.split("::")
        assert f"def {name}(" in (SOURCE / file).read_text(encoding="utf-8")


def _with(rows: int):
    """Every paginator cuts its pages at that many rows, whatever it was told."""
    ordinary = Paginator.__init__

    def cut(self, object_list, per_page, *args, **kwargs):
        ordinary(self, object_list, rows, *args, **kwargs)

    return mock.patch.object(Paginator, "__init__", cut)


def _asked(house, persona: str, address: str, rows: int) -> tuple[int, int, int]:
    """Queries, rows shown and rows in all of the page's list; rows in all is -1 where the page has no list."""
    with house.undone(), _with(rows), counted() as count:
        response = house.client(persona).get(address)
    for values in response.context or ():
        for value in values.flatten().values() if hasattr(values, "flatten") else values.values():
            if isinstance(value, Listing):
                value = value.page
            if isinstance(value, Page):
                return count.queries, len(value.object_list), value.paginator.count
    return count.queries, 0, -1


@pytest.mark.sqlite_only  # how many questions a list asks is the same on every database
def test_thirty_rows_cost_no_more_queries_than_three(house):
    dearer, few = [], {}
    seen: dict[tuple[str, str], int] = {}
    for persona in (persona for persona in LIST_READERS if persona in ASKED):
        for page in house.pages(persona):
            name = view_name(page.address)
            if page.status != 200 or not page.is_html or "?" in page.address or (name, persona) in seen:
                continue
            if not page.templates & {"shell/list.html", "shell/table.html", "shell/parts/pager.html", "shell/desk.html"}:
                continue
            if not seen:
                _asked(house, persona, page.address, 3)  # the first of all loads the words that later ones share
            cost, shown, total = _asked(house, persona, page.address, 3)
            seen[name, persona] = total
            if total < 0:
                continue
            if total < FEW_ROWS:
                few.setdefault(name, total)
                continue
            more, longer, _total = _asked(house, persona, page.address, 30)
            assert (shown, longer) == (3, min(total, 30)), page.address
            if more > cost and not (name in BY_LEVEL and more <= cost + BY_LEVEL[name]):
                dearer.append(f"{page.address} as {persona}: {cost} queries for 3 rows, {more} for {longer}")
    assert not dearer, "\n".join(dearer)
    enough = {name for (name, _persona), total in seen.items() if total >= FEW_ROWS}
    assert set(few) - enough - set(FEW) == set(), "lists with too few rows to prove anything: make more in the small world, or name a test"
    assert len(enough) >= 10
