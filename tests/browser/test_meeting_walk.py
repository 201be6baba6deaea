"""A members-only meeting, walked end to end: convened, answered, papers, in session with three people at three browsers (one of them without
scripts), quorum, outcome, a summary in which a planted name is caught, the members' check, and the public summary.

Time passes by moving dates in the house's database. With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/.
"""

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.looking import violations
from tests.browser.test_walk import SCREENS, press

OFFICER, CHAIR, RAPPORTEUR, QUIET = "officer@example.org", "member002@example.org", "member009@example.org", "member011@example.org"
TITLE = "Walking through a label"
FIRST_PICTURE = 14
DECISION = "Labels are tested once a year, and the table says which version was tested."


class Meeting:
    """Several people at their own browsers, around one session."""

    def __init__(self, open_page, house) -> None:
        self.open_page, self.house = open_page, house
        self.pages, self.names = {}, {}
        self.seen = FIRST_PICTURE - 1
        self.url = ""

    def as_(self, email: str = "", *, scripts: bool = True):
        """The browser of one person; "" is a visitor."""
        if email not in self.pages:
            page = self.pages[email] = self.open_page(scripts=scripts)
            if email:
                page.goto("/demo/")
                page.fill("#other", email)
                press(page, "form:has(#other) button")
                page.wait_for_url("**/desk/")
        return self.pages[email]

    def picture(self, page, name: str) -> None:
        """Keep what the person sees now, if pictures are wanted; numbered after those of the first walk."""
        self.seen += 1
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen:02}-{name}.png")

    def database(self, statement: str, *values) -> list:
        """One statement in the house's database: how time passes, and how a person's name is looked up."""
        with closing(sqlite3.connect(self.house.data / "interchange.sqlite3", timeout=20)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def person(self, email: str) -> tuple[int, str, str]:
        """Id, given and family name of somebody."""
        return self.database("SELECT id, given_name, family_name FROM accounts_person WHERE email = ?", email)[0]


def moment(ahead: timedelta) -> str:
    """An instant as the database holds it."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%d %H:%M:%S.%f")


def convened(walk: Meeting) -> None:
    """An officer plans a session of a topic group, invites six members by name, names a rapporteur and sends the note."""
    page = walk.as_(OFFICER)
    page.goto("/meetings/ten-wm/plan/")
    page.fill("#id_title", TITLE)
    press(page, "main form button.main")
    walk.url = re.sub(r"(manage|edit|times)/$", "", page.url.removeprefix(walk.house.url))
    page.goto(f"{walk.url}manage/")
    page.fill("#time_local_day", str((datetime.now(UTC) + timedelta(days=60)).date()))
    page.fill("#time_local_time", "14:00")
    page.select_option("#time_time_zone", "Europe/Zurich")
    page.fill("#time_minutes", "90")
    press(page, "button[value=time]")
    page.locator("summary:has-text('Choose from the members')").click()
    for email in (CHAIR, RAPPORTEUR, QUIET, "member012@example.org", "member013@example.org", "member014@example.org"):
        page.check(f"input[name=people][value='{walk.person(email)[0]}']")
    press(page, "button[value=people]")
    page.select_option("#office_person", str(walk.person(RAPPORTEUR)[0]))
    page.select_option("#office_role", "rapporteur")
    press(page, "button[value=office]")
    press(page, "button[value=convene]")
    page.goto(walk.url)
    assert "Convened" in page.locator("main").inner_text()
    walk.picture(page, "officer-convened")


def prepared(walk: Meeting) -> None:
    """A member answers, the chair builds the agenda, a member gives a paper in, the chair puts the agenda out and adopts it."""
    page = walk.as_(QUIET, scripts=False)
    page.goto(walk.url)
    assert "Do you come?" in page.locator("main").inner_text()
    press(page, "button[name=answer][value=remote]")
    assert "Takes part remotely" in page.locator("main").inner_text()
    walk.picture(page, "member-answered")
    chair = walk.as_(CHAIR)
    chair.goto(f"{walk.url}agenda/")
    for title, kind in (("What a label says", "discuss"), ("How labels are tested", "decide")):
        chair.fill("#id_title", title)
        chair.select_option("#id_kind", kind)
        press(chair, "button[value=add]")
    author = walk.as_(RAPPORTEUR)
    author.goto(f"{walk.url}papers/new/")
    author.fill("#id_title", "A test for labels")
    author.fill("#id_text", "## Question\n\nWhich labels survive a second upload?")
    author.locator("label:has-text('How labels are tested') input").check()
    author.check("input[name=ai_use][value=none]")
    press(author, "main form button.main")
    chair.reload()
    press(chair, "button[value=publish]")
    press(chair, "button[value=adopt]")
    walk.picture(chair, "chair-agenda-adopted")


def the_day_comes(walk: Meeting) -> None:
    """Sixty days pass."""
    number = walk.url.rstrip("/").split("/")[-1]
    walk.database(
        "UPDATE meetings_session SET starts_at = ?, ends_at = ?, local_day = ? WHERE number = ? AND title = ?",
        moment(timedelta(minutes=-1)), moment(timedelta(minutes=89)), str(datetime.now(UTC).date()), number, TITLE,
    )  # fmt: skip


def in_session(walk: Meeting) -> None:
    """Three browsers: the chair steers, the rapporteur records, a member without scripts follows by reloading."""
    chair, record, quiet = walk.as_(CHAIR), walk.as_(RAPPORTEUR), walk.as_(QUIET)
    chair.goto(walk.url)
    press(chair, "a:has-text('Open the session')")
    press(chair, "main form button.main")
    record.goto(f"{walk.url}live/")
    chair.select_option("#desk-item", label="2. How labels are tested")
    chair.click("button[value=take]")
    chair.click("button[name=mode][value=on-site]")
    record.wait_for_selector("#part-now h2:has-text('How labels are tested')", timeout=6_000)  # by itself, without a reload
    record.locator("summary:has-text('Write down an outcome')").click()
    record.select_option("#outcome-kind", "decision")
    record.fill("#outcome-text", DECISION)
    record.fill("#note-text", "Half a sentence that the rapporteur has not")  # typed, not sent: must survive every change below
    record.click("#desk-outcome button")
    chair.wait_for_selector(f"#part-outcomes:has-text('{DECISION[:30]}')", timeout=6_000)
    assert chair.locator("button[value=adopt]").is_disabled(), "one of six is no quorum"
    assert "No quorum" in chair.locator("#part-count").inner_text()
    walk.picture(chair, "chair-no-quorum")
    quiet.goto(f"{walk.url}live/")
    press(quiet, "button[name=mode][value=remote]")
    press(quiet, "button[value=ask]")
    assert "You are in the queue." in quiet.locator("main").inner_text()
    chair.wait_for_selector("#part-queue li", timeout=6_000)
    chair.click("#part-queue button[value=call]")
    chair.wait_for_selector("#part-queue [aria-current]")
    quiet.reload()
    assert "You have the floor." in quiet.locator("main").inner_text()
    walk.picture(quiet, "member-has-the-floor")
    chair.locator("summary:has-text('Ask the room')").click()
    chair.fill("#poll-question", "Is once a year enough?")
    chair.click("#desk-poll button")
    chair.wait_for_selector("button[value=close-poll]")
    quiet.reload()
    quiet.check("input[name=choice][value=cannot]")
    press(quiet, "#part-answer button.main")
    assert "Say why you cannot live with it" in quiet.locator("#part-answer").inner_text()
    quiet.fill("#answer-reason", "Tools change every month, so a yearly table is always old.")
    press(quiet, "#part-answer button.main")
    chair.wait_for_selector("text=1 answer so far", timeout=6_000)
    chair.click("button[value=close-poll]")
    chair.wait_for_selector("#part-polls table", timeout=6_000)
    chair.wait_for_selector("button[value=adopt]:not([disabled])", timeout=6_000)
    chair.click("button[value=adopt]")
    chair.wait_for_selector("#part-outcomes:has-text('Adopted')", timeout=6_000)
    walk.picture(chair, "chair-adopted")
    assert record.input_value("#note-text") == "Half a sentence that the rapporteur has not"
    record.locator("#note-text").press_sequentially(" lost.")
    record.click("#part-desk-notes button.main")
    record.wait_for_selector("#part-notes:has-text('Half a sentence that the rapporteur has not lost.')")
    assert record.locator("#part-desk-notes select").count() == 0, "no field for a speaker"
    walk.picture(record, "rapporteur-notes")
    chair.locator("summary:has-text('Close the session')").click()
    chair.click("button[value=close]")
    chair.wait_for_selector("text=The session is closed")


def summed_up(walk: Meeting) -> None:
    """The rapporteur drafts; the check catches a planted name, an affiliation and a quotation."""
    page = walk.as_(RAPPORTEUR)
    page.goto(f"{walk.url}summary/")
    press(page, "button[value=begin]")
    text = page.input_value("#id_text")
    assert DECISION in text
    _pk, given, family = walk.person(QUIET)
    name = f"{family}, {given}" if family else given
    page.fill("#id_text", f"{text}\n{name} said “tools change every month, so a table is old”.\n")
    press(page, "button[value=save]")
    findings = page.locator("#findings").inner_text()
    assert name in findings
    assert "Name of a participant" in findings
    assert "Words taken over" in findings
    assert page.locator("button[value=send]").is_disabled()
    walk.picture(page, "rapporteur-name-caught")
    page.fill("#id_text", f"{text}\nSome would test more often.\n")
    press(page, "button[value=save]")
    assert "Nothing." in page.locator("#findings").inner_text()
    press(page, "button[value=send]")


def checked_and_published(walk: Meeting) -> None:
    """Members read and comment, the comment is answered, ten working days pass, the chair approves and publishes; a visitor reads it."""
    member = walk.as_(QUIET)
    member.goto(f"{walk.url}summary/")
    assert "Some would test more often." in member.locator("main").inner_text()
    member.fill("#say_text", "Please say how often.")
    press(member, "button:has-text('Send the comment')")
    walk.picture(member, "member-checks-the-summary")
    chair = walk.as_(CHAIR)
    chair.goto(f"{walk.url}summary/")
    assert chair.locator("button[value=approve]").is_disabled(), "not before the members' time is over"
    walk.database(
        "UPDATE meetings_summarydraft SET check_closes_at = ? WHERE approved_at IS NULL AND check_closes_at IS NOT NULL",
        moment(timedelta(minutes=-1)),
    )
    chair.reload()
    press(chair, "button[value=approve]")
    assert "have no answer yet" in chair.locator("main").inner_text()
    record = walk.as_(RAPPORTEUR)
    record.goto(f"{walk.url}summary/")
    record.goto(record.get_by_role("link", name="What became of it").first.get_attribute("href"))
    record.check("input[name=code][value=noted]")
    press(record, "main form button.main")
    chair.goto(f"{walk.url}summary/")
    press(chair, "button[value=approve]")
    chair.check("input[name=level][value=public]")
    chair.check("input[name=ai_use][value=none]")
    press(chair, "button[value=publish]")
    visitor = walk.as_()
    visitor.goto(chair.url)
    shown = visitor.locator("main").inner_text()
    assert DECISION in shown
    _pk, given, family = walk.person(QUIET)
    for word in (given, family, "Tools change every month"):
        assert not word or word not in visitor.content()
    walk.picture(visitor, "visitor-public-summary")
    visitor.goto(f"{walk.url}record/")
    assert DECISION not in visitor.content()


def test_from_the_convening_note_to_the_public_summary(open_page, house):
    walk = Meeting(open_page, house)
    convened(walk)
    prepared(walk)
    the_day_comes(walk)
    in_session(walk)
    summed_up(walk)
    checked_and_published(walk)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_live_page_is_accessible_and_fits(open_page, house, width):

    page = open_page(width=width, dark=width == 1280)
    page.goto("/demo/")
    page.fill("#other", CHAIR)
    press(page, "form:has(#other) button")
    faults = []
    for path in ("/meetings/ten-wm/2/live/", "/meetings/ten/1/record/", "/meetings/ten/1/summary/", "/disclosures/", "/disclosures/new/"):
        assert page.goto(path).status == 200, path
        faults += [f"{path}: {one['id']}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0:
            faults.append(f"{path}: sideways at {width}")
    assert not faults, "\n".join(faults)
