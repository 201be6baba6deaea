"""A term's way, walked in a browser: proposed with advice while typing, discussed, objected to, agreed, lighting up in an older text and
in the agenda of a meeting; and a label to avoid replaced with one press while writing. With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/.
"""

import os
import re
from pathlib import Path

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
MEMBER, OTHER, OFFICER, SECOND = "member001@example.org", "member002@example.org", "officer@example.org", "officer2@example.org"


class Walk:
    """Several people at their own browsers."""

    def __init__(self, open_page) -> None:
        self.open_page = open_page
        self.pages = {}
        self.seen = 0

    def as_(self, email: str = ""):
        if email not in self.pages:
            page = self.pages[email] = self.open_page()
            if email:
                page.goto("/demo/")
                page.fill("#other", email)
                with page.expect_navigation():
                    page.locator("form:has(#other) button").first.click()
        return self.pages[email]

    def picture(self, page, name: str) -> None:
        self.seen += 1
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"lexicon-{self.seen:02}-{name}.png")


def press(page, what: str) -> None:
    with page.expect_navigation():
        page.locator(what).first.click()


COMMENT = "form[action*='/threads/'] textarea[name=text]"


def send(page) -> None:
    """Send the comment that is written, and wait until it stands on the page."""
    words = page.locator(COMMENT).first.input_value()
    page.locator("form[action*='/threads/'] button.main, form[action*='/threads/'] .buttons button").first.click()
    page.locator("main").get_by_text(words[:24]).first.wait_for()


def test_a_term_from_proposal_to_work(open_page):
    walk = Walk(open_page)
    member = walk.as_(MEMBER)

    # An older text that will know the term one day, written with a label to avoid that is replaced in place.
    member.goto("/lexicon/watermark")
    field = member.locator(COMMENT).first
    field.fill("We saw a marker echo after re-recording. An AI can cause it.")
    flag = member.locator(".flags button", has_text="An AI system").first
    flag.wait_for()
    walk.picture(member, "label-to-avoid-while-writing")
    flag.click()
    assert field.input_value() == "We saw a marker echo after re-recording. An AI system can cause it."
    send(member)
    member.goto("/lexicon/watermark")
    older = member.locator("main", has_text="We saw a marker echo")
    assert older.locator("a.term", has_text="marker echo").count() == 0

    # An agenda that speaks of it too
    officer = walk.as_(OFFICER)
    officer.goto("/meetings/ten-wm/plan/")
    officer.fill("#id_title", "Hearing marks twice")
    press(officer, "main form button.main")
    agenda = re.sub(r"(manage|edit|times)/$", "", officer.url) + "agenda/"
    officer.goto(agenda)
    officer.fill("#id_title", "What is heard twice")
    officer.select_option("#id_kind", "discuss")
    officer.fill("#id_about", "How often is a marker echo heard in practice?")
    press(officer, "button[value=add]")
    session = agenda.removesuffix("agenda/")
    officer.goto(session)
    assert officer.locator("main", has_text="How often is a marker echo").locator("a.term", has_text="marker echo").count() == 0

    # Propose, with advice while typing
    member.goto("/lexicon/propose/")
    member.fill("#id_preferred", "marker echo")
    member.fill("#id_definition_0", "when a watermark is read twice")
    advice = member.locator(".lint li[data-code=opening]")
    advice.wait_for()
    walk.picture(member, "advice-while-typing")
    member.fill("#id_definition_0", "second reading of one watermark that comes from a copy of the signal")
    advice.wait_for(state="detached")
    member.fill("#id_sources_0", "ISO 1087:2019 https://www.iso.org/standard/62330.html")
    member.fill("#id_broader", "")
    press(member, "button[value=save]")
    address = member.url
    assert address.endswith("/lexicon/marker-echo")
    visitor = walk.as_()
    assert visitor.goto(address).status == 404

    # Discuss, check, call for consensus, object
    second = walk.as_(SECOND)
    officer.goto(address)
    press(officer, "button[value=discuss]")
    other = walk.as_(OTHER)
    other.goto(address)
    other.locator(COMMENT).first.fill("Good to have. Is an echo of the room meant too?")
    send(other)
    second.goto(address)
    press(second, "button[value=check]")
    officer.goto(address)
    press(officer, "button[value=call]")
    other.goto(address)
    objection = other.locator("form[action*='/consensus/'][action*='object']").first
    if not objection.is_visible():
        other.locator("details:has(form[action*='/consensus/']) summary").first.click()
    objection.locator("textarea[name=reason]").fill("An echo is a sound; the word misleads.")
    with other.expect_navigation():
        objection.locator("button").first.click()
    other.goto(address)
    assert "An echo is a sound" in other.locator("main").inner_text()
    walk.picture(other, "discussion-and-objection")

    # The call is taken back and the term agreed by hand: a call of ten working days cannot be closed early.
    call = re.search(r"/consensus/\d+/", other.content())[0]
    officer.goto(f"{call}withdraw/")
    officer.fill("textarea[name=reason]", "Settled in the session.")
    press(officer, "main form[method=post] button")
    officer.goto(address)
    officer.fill("#decide textarea[name=reason]", "Agreed in the session; the note says what is not meant.")
    press(officer, "button[value=agree]")
    assert "Agreed" in officer.locator(".standing").inner_text()
    walk.picture(officer, "agreed")

    # It lights up in the older text, and the card opens with the keyboard
    member.goto("/lexicon/watermark")
    term = member.locator("a.term", has_text="marker echo").first
    term.focus()
    assert term.locator(".term-card").is_visible()
    assert "second reading of one watermark" in term.locator(".term-card").inner_text()
    walk.picture(member, "lights-up-in-an-older-text")
    officer.goto(session)
    term = officer.locator("main a.term", has_text="marker echo").first
    term.focus()
    assert "second reading of one watermark" in term.locator(".term-card").inner_text()
    walk.picture(officer, "lights-up-in-an-agenda")
    assert visitor.goto(address).status == 200
    assert "An echo is a sound" not in visitor.content()
