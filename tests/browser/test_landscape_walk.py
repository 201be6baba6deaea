"""The map in a browser: seeing it by keyboard, and a change that goes from one member past two others, one of whom steps aside.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/, numbered from 70. Axe is run on each.
"""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.looking import violations
from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
SEEN = [
    ("matrix", "/landscape/matrix/", 1280), ("matrix-narrow", "/landscape/matrix/", 390), ("gaps", "/landscape/gaps/", 1280), ("graph", "/landscape/graph/?tool=iscc&depth=2", 1280),
    ("graph-narrow", "/landscape/graph/?tool=iscc", 390), ("path", "/landscape/graph/?tool=isrc&to=c2pa", 1280), ("compare", "/landscape/compare/?tool=aipref-vocab&tool=tdmrep&tool=rsl", 1280),
    ("release", "/landscape/releases/compare/?from=1.0&to=1.1", 1280),
]  # fmt: skip


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self, seen=69):
        self.seen, self.faults = seen, []

    def __call__(self, page, name):
        self.seen += 1
        for violation in violations(page):
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen}-map-{name}.png", full_page=True)


@pytest.fixture
def someone(open_page):
    """Somebody's browser, signed in with the demo's form."""

    def of(email: str):
        page = open_page()
        page.goto("/demo/")
        page.fill("#other", email)
        press(page, "form:has(#other) button")
        return page

    return of


def test_the_map_is_seen_and_mended(open_page, someone):
    look = Looker()
    narrow, wide = open_page(width=390), open_page()
    for name, address, width in SEEN:
        page = narrow if width == 390 else wide
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        look(page, name)
    wide.goto("/landscape/matrix/?rows=sector&cols=function&openness=open-source")
    cell = wide.locator(".matrix td a").first
    cell.focus()
    with wide.expect_navigation():
        wide.keyboard.press("Enter")
    assert "openness=open-source" in wide.url

    author = someone("member012@example.org")
    author.goto("/landscape/tools/trustmark/")
    press(author, "text=Propose a change")
    author.fill("#id_licence", "MIT, checked")
    author.fill("#id_source_title", "The licence file")
    author.fill("#id_source_url", "https://example.org/licence")
    author.select_option("#id_strength", "observed")
    author.fill("#id_note", "The licence file was read today.")
    press(author, "text=Propose it")
    assert "Say which interest" in author.content()  # nothing typed is lost
    assert author.input_value("#id_licence") == "MIT, checked"
    look(author, "refused")
    author.fill("#id_interest", "none")
    press(author, "text=Propose it")
    address = author.url

    aside = someone("member013@example.org")
    aside.goto(address)
    press(aside, "text=Step aside")
    aside.goto(address)
    assert aside.locator("h1").inner_text() != author.locator("h1").inner_text()
    for number in (14, 15):
        reviewer = someone(f"member0{number}@example.org")
        reviewer.goto(address)
        reviewer.check("input[name=verdict][value=yes]")
        if number == 14:
            look(reviewer, "review")
        press(reviewer, "text=Give your view")
    wide.goto("/landscape/tools/trustmark/")
    assert "MIT, checked" in wide.content()
    assert "Observed" in wide.content()
    look(wide, "tool")
    assert look.faults == []


CHAIR = "member002@example.org"
VIEWS = [  # law, licence term, rate, author, testable: technical twice, policy, mixed, operational; no view has a majority
    (16, "nnnny", "Three methods can be measured against each other."),
    (17, "nnnny", "A benchmark would settle it."),
    (18, "ynnnn", "Whether a model must forget is for the law."),
    (19, "nynny", "Licences would have to name a method, which can be tested."),
    (20, "nnnnn", "It is a matter of who runs the service."),
]
QUESTIONS = ("needs_law", "needs_licence_term", "needs_rate", "needs_author", "testable")


def test_five_members_answer_a_scope_check_and_two_releases_are_compared(open_page, someone, house):
    look = Looker(seen=84)
    address = "/landscape/challenges/unlearning-limits/"
    chair = someone(CHAIR)
    chair.goto(f"{address}scope/")
    press(chair, "button[value=open]")
    for number, said, reason in VIEWS:
        page = someone(f"member0{number}@example.org")
        page.goto(address)
        press(page, "main a:has-text('Scope check')")
        if number == VIEWS[0][0]:
            press(page, "main form button.main")
            assert "Not answered" in page.content()
            look(page, "scope-unanswered")
        for name, letter in zip(QUESTIONS, said, strict=True):
            page.check(f"input[name={name}][value={'yes' if letter == 'y' else 'no'}]")
        page.fill("#id_reason", reason)
        press(page, "main form button.main")
        assert not any(other in page.content() for other_number, _said, other in VIEWS if other_number != number)
        page.goto(address)
        assert "Members found it" not in page.inner_text("main")  # nobody sees a result, or others' answers, before the end
    chair.goto(f"{address}scope/")
    assert "5 members have answered" in chair.inner_text("main")
    assert chair.locator("button[value=close]").count() == 0
    with closing(sqlite3.connect(house.data / "interchange.sqlite3", timeout=20)) as database, database:
        past = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
        database.execute(
            "UPDATE landscape_scopecheck SET closes_at = ? WHERE state = 'open' AND challenge_id = (SELECT id FROM landscape_challenge WHERE code = 'unlearning-limits')",
            (past,),
        )
    chair.reload()
    if chair.locator("button[value=close]").count():  # else the clock's own job was quicker
        press(chair, "button[value=close]")
    visitor, narrow = open_page(), open_page(width=390)
    visitor.goto(address)
    shown = visitor.inner_text("main")
    assert "Members found it mixed: to be split" in shown
    assert "5 answers" in shown
    assert [row.split("\t") for row in visitor.locator("main table.data tbody").first.inner_text().splitlines()][-1][-2:] == ["3", "2"]
    assert not any(reason in shown for _number, _said, reason in VIEWS)
    look(visitor, "scope-result")
    narrow.goto(address)
    assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(narrow, "scope-result-narrow")
    chair.goto(address)
    chair.locator("summary:has-text('Reasons, for members')").click()
    assert VIEWS[2][2] in chair.inner_text("main")

    visitor.goto("/landscape/releases/1.1/")
    press(visitor, "a:has-text('What changed since 1.0')")
    shown = visitor.inner_text("main")
    assert visitor.inner_text("h1") == "What changed from 1.0 to 1.1"
    assert "The network follows its stages." in shown
    assert "Relations added (1)" in shown
    assert "Which metadata survives which upload path" in shown
    assert "Metadata with rights and AI labels is stripped" in shown  # the one that was split
    look(visitor, "release-1.1-and-1.0")
    visitor.select_option("#r-from", "1.1")
    visitor.select_option("#r-to", "now")
    press(visitor, "main form button")
    assert "from 1.1 to now" in visitor.inner_text("h1")
    assert "mixed" in visitor.inner_text("main").lower()  # the result of the scope check changed the entry
    assert look.faults == []
