"""Direction in a browser: a topic from its proposal to a closed work item by the people who do it; rounds voted with scripts and without; the result of one
in which an organisation pushes.

With INTERCHANGE_SCREENS=1 a few of the pages met are kept as pictures in docs/screens/. Axe is run on each page looked at. Days pass by setting moments in
the house's database; what follows from them is done by the people and the clock.
"""

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.looking import violations
from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
KEPT = {"topic-form", "ballot-narrow", "pushed", "pushed-item-dark", "roadmap", "closed"}
NO = ("needs_law", "needs_licence_term", "needs_rate", "needs_author")


def button(words: str) -> str:
    """The button or link that looks like one with these words."""
    return f"main button:has-text('{words}'), main a.button:has-text('{words}')"


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.faults = []

    def __call__(self, page, name, part=None):
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{name} is wider than the window")
        for violation in violations(page):
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS") and name in KEPT:
            SCREENS.mkdir(exist_ok=True)
            path = SCREENS / f"direction-{name}.png"
            if part:
                page.locator(part).first.screenshot(path=path)
            else:
                page.screenshot(path=path)


@pytest.fixture
def someone(open_page):
    """Somebody's browser, signed in with the demo's form; one browser each, kept for the next time."""
    known = {}

    def of(email: str, **how):
        key = (email, *sorted(how.items()))
        if key not in known:
            known[key] = page = open_page(**how)
            page.goto("/demo/")
            page.fill("#other", email)
            press(page, "form:has(#other) button")
        return known[key]

    return of


@pytest.fixture
def database(house):
    """One statement in the house's database: how days pass."""

    def run(statement: str, *values) -> list:
        with closing(sqlite3.connect(house.data / "interchange.sqlite3", timeout=20)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    return run


def moment(ahead: timedelta) -> str:
    """An instant as the database holds it."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%d %H:%M:%S.%f")


def member(number: int) -> str:
    return f"member{number:03}@example.org"


def scope(page) -> None:
    for name in NO:
        page.check(f"input[name=scope_{name}][value=no]")
    page.check("input[name=scope_testable][value=yes]")


def until(page, address: str, words: str, seconds: float = 90) -> None:
    """Look again until the clock and the worker have done their part."""
    end = time.monotonic() + seconds
    while True:
        page.goto(address)
        if words in page.inner_text("main"):
            return
        assert time.monotonic() < end, f"{address} does not say “{words}”: {page.inner_text('main')[:600]}"
        time.sleep(0.5)


def proposed(someone, look) -> str:
    """A topic is written, refused, linked to the map by name, shown to the members, supported and filed; its address."""
    author = someone(member(40))
    author.goto("/direction/proposals/write/")
    author.fill("#id_title", "Which fonts name their licence")
    press(author, button("Keep the draft"))
    assert "Say what the problem is" in author.content()
    assert author.input_value("#id_title") == "Which fonts name their licence"
    for name, text in (
        ("problem", "Nobody can tell from a font file under which licence it may be used for training."),
        ("why_technical", "The tables of a font can be read and tested."),
        ("affected", "Makers of typefaces."),
        ("output", "A table of fields."),
        ("on_map", "watermark"),
    ):
        author.fill(f"#id_{name}", text)
    author.select_option("#id_objective", "solutions")
    scope(author)
    press(author, button("Find"))
    author.locator("input[name=tools]").first.check()
    look(author, "topic-form")
    press(author, button("Keep the draft"))
    press(author, button("Show it to the members"))
    here = author.url.partition("#")[0]
    assert "Before it can be filed it needs" in author.content()
    for number in range(41, 47):
        supporter = someone(member(number), scripts=number % 2 == 0)
        supporter.goto(here)
        press(supporter, button("Support it"))
        assert "You support it" in supporter.content()
    author.goto(here)
    press(author, button("File it"))
    return here


def checked_and_staffed(someone, look, database, here: str) -> None:
    """The chair finds it in scope and calls for interest; enough people of enough sectors say what they would do, and the call closes."""
    chair = someone("member002@example.org")
    chair.goto(here)
    press(chair, button("Check its scope"))
    scope(chair)
    chair.fill("#id_reason", "Font tables can be read.")
    look(chair, "scope")
    press(chair, button("Decide"))
    assert "In scope" in chair.content()
    press(chair, button("Call for interest"))
    for number in range(40, 50):
        worker = someone(member(number), scripts=number % 2 == 0)
        worker.goto(here)
        worker.check(f"#interest input[value={'lead' if number == 40 else 'contribute'}]")
        press(worker, "#interest button.main")
    topic = int(here.rstrip("/").rpartition("/")[2])
    database(
        "UPDATE direction_interestcall SET opened_at = ?, closes_at = ? WHERE proposal_id = ?",
        moment(timedelta(days=-20)), moment(timedelta(seconds=-5)), topic,
    )  # fmt: skip
    chair.goto(here)
    if chair.locator(button("Close the call for interest")).count():  # else the clock's own job was quicker
        press(chair, button("Close the call for interest"))
    until(chair, here, "Enough people want to work on it")
    look(chair, "topic")


def voted(someone, look, database) -> tuple[str, str]:
    """A round is prepared and opened, voted by buttons with scripts and without them, closed and counted; its address and number."""
    chair = someone("member002@example.org")
    chair.goto("/direction/rounds/new/")
    chair.fill("#id_title", "Fonts or fields")
    chair.fill("#id_question", "In which order should these be done?")
    chair.check("input[name=method][value=ranking]")
    chair.locator("label.tick:has-text('Which fonts name their licence') input").check()
    chair.fill("#id_statements", "Count the fields of image metadata\nWait for next year")
    chair.fill("#id_closes_on", str((datetime.now(UTC) + timedelta(days=12)).date()))
    press(chair, button("Keep it"))
    press(chair, button("Open it and freeze the rule"))
    here = chair.url
    number = chair.locator(".crumbs li").last.inner_text().strip()
    for place, voter in enumerate(range(50, 56)):
        page = someone(member(voter), scripts=place % 2 == 0, width=390 if place < 2 else 1280)
        page.goto(here)
        press(page, button("Vote"))
        for words in ("Which fonts", "Count the fields") if place < 5 else ("Wait for", "Count the fields"):
            press(page, f"li:has-text('{words}') button[value^=in]")
        if place == 0:
            look(page, "ballot-narrow")
            press(page, "li:has-text('Count the fields') button[value^=up]")
            assert page.locator("ol.ordering li").first.inner_text().startswith("Count the fields")
            press(page, "li:has-text('Count the fields') button[value^=down]")
        press(page, button("Cast your ballot"))
        assert "Your ballot is in" in page.content()
    assert "of" in chair.inner_text("main .lead")
    chair.goto(here)
    assert "6 of" in chair.inner_text("main .lead")
    assert "Agreed across" not in chair.content(), "sealed until the close"
    key = int(here.rstrip("/").rpartition("/")[2])
    database("UPDATE direction_round SET closes_at = ? WHERE id = ?", moment(timedelta(seconds=-5)), key)
    chair.goto(here)
    if chair.locator(button("Close it")).count():
        press(chair, button("Close it"))
    until(chair, here, "Count it yourself")
    first = chair.locator("ol.outcome li:has(.rank:text-is('1'))")
    assert "Which fonts name their licence" in first.inner_text()
    return here, number


def adopted_and_closed(someone, open_page, look, topic: str, number: str) -> None:
    """The topic is adopted as a work item; who leads it reaches its milestone, names an output and closes it with a report that everybody can read."""
    chair, author = someone("member002@example.org"), someone(member(40))
    chair.goto(topic)
    press(chair, button("Adopt it as a work item"))
    chair.fill("#id_charter", "A table of the fields in which two hundred free fonts name their licence, and a script that fills it.")
    chair.fill("#id_sunset", str((datetime.now(UTC) + timedelta(days=200)).date()))
    chair.fill("#id_milestones", f"{(datetime.now(UTC) + timedelta(days=60)).date()} Fonts gathered")
    chair.fill("#id_round_number", number)
    chair.fill("#id_reason", "Ranked first, and ten people want to do it.")
    press(chair, button("Adopt it"))
    here = chair.url
    author.goto(here)
    press(author, "button:has-text('It is reached')")
    author.click("summary:has-text('Name an output')")
    author.fill("[name='output-output']", "The table")
    author.fill("[name='output-url']", "/repository/")
    press(author, "details[open] form button.main")
    author.click("summary:has-text('Close it with a report')")
    author.check("input[name=close-ending][value=delivered]")
    author.fill("[name='close-report']", "Of two hundred fonts one hundred and twelve name a licence in a field that can be read.")
    press(author, "details[open] form button.main")
    visitor = open_page()
    visitor.goto("/direction/")
    look(visitor, "roadmap")
    press(visitor, "main a:has-text('Which fonts name their licence')")
    text = visitor.inner_text("main")
    for words in ("Delivered", "Closing report", "one hundred and twelve name a licence", "The table", "Reached"):
        assert words in text
    assert "ten people want to do it" not in text, "why it was adopted is for members"
    look(visitor, "closed")


def test_a_topic_becomes_work_that_ends_with_a_result(someone, open_page, database):
    look = Looker()
    topic = proposed(someone, look)
    checked_and_staffed(someone, look, database, topic)
    _round, number = voted(someone, look, database)
    adopted_and_closed(someone, open_page, look, topic, number)
    assert look.faults == []


def test_a_round_in_which_an_organisation_pushes_says_so_first(someone):
    look = Looker()
    for width, dark in ((1280, False), (390, False), (1280, True)):
        reader = someone(member(61), width=width, dark=dark)
        for address in ("/direction/", "/direction/proposals/", "/direction/rounds/"):
            reader.goto(address)
            look(reader, f"{address} at {width}")
        press(reader, "main a:has-text('Gaps on the map to fill first')")
        first = reader.locator("main .note").first
        assert "One organisation (12 ballots) pushes" in first.inner_text()
        assert "if its ballots counted in full" in first.inner_text()
        look(
            reader,
            "pushed-narrow" if width == 390 else "pushed" if not dark else "pushed-item-dark",
            part="li.is-pushed:has(.places-push)" if dark else None,
        )
    assert look.faults == []


def test_points_are_given_by_buttons_without_scripts(someone):
    voter = someone(member(60), scripts=False, width=390)
    voter.goto("/direction/rounds/")
    press(voter, "main a:has-text('Next year’s work')")
    press(voter, button("Vote"))
    press(voter, voter.locator("button[value^=more]"))
    assert "9 points left" in voter.content()
    press(voter, voter.locator("button[value^=more]").nth(1))
    press(voter, button("Cast your ballot"))
    assert "Your ballot is in" in voter.content()
