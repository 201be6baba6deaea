"""The map in a browser: seeing it by keyboard, and a change that goes from one member past two others, one of whom steps aside.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/, numbered from 70. Axe is run on each.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
SEEN = [
    ("matrix", "/landscape/matrix/", 1280), ("matrix-narrow", "/landscape/matrix/", 390), ("gaps", "/landscape/gaps/", 1280), ("graph", "/landscape/graph/?tool=iscc&depth=2", 1280),
    ("graph-narrow", "/landscape/graph/?tool=iscc", 390), ("path", "/landscape/graph/?tool=isrc&to=c2pa", 1280), ("compare", "/landscape/compare/?tool=aipref-vocab&tool=tdmrep&tool=rsl", 1280),
    ("release", "/landscape/releases/compare/?from=1.0&to=1.1", 1280),
]  # fmt: skip


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.seen, self.faults = 69, []

    def __call__(self, page, name):
        self.seen += 1
        for violation in Axe().run(page).response["violations"]:
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
