"""Direction in a browser: a topic from its proposal to a closed work item by the people who do it, and the pages of rounds, without scripts too.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/, numbered from 110. Axe is run on each.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.seen, self.faults = 109, []

    def __call__(self, page, name):
        self.seen += 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        for violation in Axe().run(page).response["violations"]:
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen}-direction-{name}.png", full_page=True)


@pytest.fixture
def someone(open_page):
    """Somebody's browser, signed in with the demo's form."""

    def of(email: str, **how):
        page = open_page(**how)
        page.goto("/demo/")
        page.fill("#other", email)
        press(page, "form:has(#other) button")
        return page

    return of


def test_a_topic_is_proposed_supported_and_checked_and_a_round_is_voted(someone, open_page):
    look = Looker()
    author = someone("member040@example.org")
    author.goto("/direction/proposals/write/")
    author.fill("#id_title", "Which fonts name their licence")
    press(author, "text=Keep the draft")
    assert "Say what the problem is" in author.content()
    assert author.input_value("#id_title") == "Which fonts name their licence"
    look(author, "refused")
    for name, text in (
        ("problem", "Nobody can tell from a font file under which licence it may be used for training."),
        ("why_technical", "The tables of a font can be read and tested."),
        ("affected", "Makers of typefaces."),
        ("output", "A table of fields."),
    ):
        author.fill(f"#id_{name}", text)
    author.select_option("#id_objective", "solutions")
    for name in ("needs_law", "needs_licence_term", "needs_rate", "needs_author"):
        author.check(f"input[name=scope_{name}][value=no]")
    author.check("input[name=scope_testable][value=yes]")
    press(author, "text=Keep the draft")
    press(author, "text=Show it to the members")
    here = author.url
    for number in range(41, 47):
        supporter = someone(f"member0{number}@example.org", scripts=number % 2 == 0)
        supporter.goto(here)
        if supporter.locator("text=Support it").count():
            press(supporter, "text=Support it")
    author.goto(here)
    press(author, "text=File it")
    chair = someone("member002@example.org")
    chair.goto(f"{here}scope/")
    for name in ("needs_law", "needs_licence_term", "needs_rate", "needs_author"):
        chair.check(f"input[name=scope_{name}][value=no]")
    chair.check("input[name=scope_testable][value=yes]")
    chair.fill("#id_reason", "Font tables can be read.")
    look(chair, "scope")
    press(chair, "text=Decide")
    assert "In scope" in chair.content()
    press(chair, "text=Call for interest")
    look(chair, "topic")

    voter = someone("member060@example.org", scripts=False, width=390)
    voter.goto("/direction/rounds/")
    press(voter, "text=Next year’s work")
    press(voter, "a.button.main")
    voter.locator("button[value^=more]").first.click()
    assert "9 points left" in voter.content()
    voter.locator("button[value^=more]").nth(1).click()
    press(voter, "text=Cast your ballot")
    assert "Your ballot is in" in voter.content()

    for width in (1280, 390):
        reader = someone("member061@example.org", width=width)
        for name, address in (("roadmap", "/direction/"), ("topics", "/direction/proposals/"), ("rounds", "/direction/rounds/")):
            reader.goto(address)
            look(reader, f"{name}-{width}")
        press(reader, "text=What to begin with")
        assert "Depends on one organisation" in reader.content() or "if organisations were not capped" in reader.content()
        look(reader, f"result-{width}")
    visitor = open_page()
    visitor.goto("/direction/")
    press(visitor, "text=How a reservation travels with a copy")
    assert "Closing report" in visitor.content()
    look(visitor, "ended")
    assert look.faults == []
