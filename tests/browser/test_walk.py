"""The network's first main job, walked end to end in a browser with a real mail server, with scripts and without them.

Visitor -> applicant -> submit -> eligibility -> two blind reviews that differ -> a third -> set -> release by a second officer ->
mails received -> offer accepted -> the new member reads the directory. With INTERCHANGE_SCREENS=1 the pages met are kept as
pictures in docs/screens/.
"""

import os
import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfWriter

from tests.browser.looking import violations

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
OFFICERS = ("officer@example.org", "officer2@example.org")
LINK = re.compile(r"https?://[^\s/]+(/\S+)")


def cv() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def press(page, what) -> None:
    """Click something that leads to another page, and wait for that page."""
    with page.expect_navigation():
        (page.locator(what) if isinstance(what, str) else what).first.click()


class Walk:
    """Several people at their own browsers."""

    def __init__(self, open_page, house, scripts: bool) -> None:
        self.open_page, self.house, self.scripts = open_page, house, scripts
        self.pages = {}
        self.seen = 0
        self.faults: list[str] = []

    def as_(self, email: str = ""):
        """The browser of one person; made-up people are signed in with the demo's form, "" is a visitor."""
        if email not in self.pages:
            page = self.pages[email] = self.open_page(scripts=self.scripts)
            if email:
                page.goto("/demo/")
                page.fill("#other", email)
                press(page, "form:has(#other) button")
                page.wait_for_url("**/desk/")
        return self.pages[email]

    def picture(self, page, name: str) -> None:
        """Hold what the person sees now against axe, and keep it as a picture, if pictures are wanted; numbered in order."""
        self.seen += 1
        if self.scripts:
            for violation in violations(page):
                places = "; ".join(node["html"][:90] for node in violation["nodes"][:2])
                self.faults.append(f"{name}: {violation['id']} ({len(violation['nodes'])}): {places}")
        if os.environ.get("INTERCHANGE_SCREENS") and self.scripts:
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen:02}-{name}.png")

    def mailed_link(self, address: str, words: str) -> str:
        """The first address of our own in the newest mail to somebody that holds the words."""
        mail = self.house.mailbox.wait_for(address, words)
        return LINK.search(mail.get_body(("plain",)).get_content()).group(1)


def new_call(walk: Walk, title: str) -> str:
    """An officer makes and publishes a call that is open now; its address."""
    page = walk.as_(OFFICERS[0])
    today = datetime.now(ZoneInfo("Europe/Zurich")).date()
    page.goto("/calls/manage/new/")
    page.fill("#id_title", title)
    page.fill("#id_summary", "A call made in a walk through the house.")
    page.fill("#id_opens_on", str(today - timedelta(days=1)))
    page.fill("#id_closes_on", str(today + timedelta(days=20)))
    page.fill("#id_places", "5")
    for box in page.locator("input[name=profiles]").all():
        box.check()
    press(page, "main form button.main")
    press(page, "button[value=publish]")
    press(page, "text=As the public sees it")
    assert page.locator("h1").inner_text() == title
    walk.picture(page, "officer-call-published")
    return page.url


def applies(walk: Walk, call: str, address: str) -> str:
    """A visitor becomes an applicant and submits; the application's number."""
    page = walk.as_()
    page.goto(call)
    walk.picture(page, "visitor-call")
    press(page, "a.main:has-text('Apply')")
    page.fill("input[name=email]", address)
    press(page, "main button.main")
    page.goto(walk.mailed_link(address, "/account/link/"))
    press(page, "button[value=use]")
    press(page, "button:has-text('Begin')")
    walk.picture(page, "applicant-first-step")
    go_on = "button[name=what][value=next]"
    page.fill("#id_given_name", "Wanjirũ")
    page.fill("#id_family_name", "Walker")
    page.select_option("#id_country", "KE")
    page.select_option("#id_time_zone", "Africa/Nairobi")
    page.check("input[name=languages][value=en]")
    page.check("input[name=english][value=fluent]")
    press(page, go_on)
    page.check("input[name=main_profile][value=academic]")
    page.locator("input[name=sectors]").first.check()
    page.locator("input[name=topics]").first.check()
    press(page, go_on)
    page.fill("#id_organisation", "Walkers’ Institute")
    page.select_option("#id_organisation_kind", "university")
    page.check("input[name=capacity][value=personal]")
    press(page, go_on)
    page.select_option("#id_evidence-0-kind", "paper")
    page.fill("#id_evidence-0-title", "On walking")
    page.fill("#id_evidence-0-year", "2025")
    page.fill("#id_evidence-0-own_part", "All of it.")
    press(page, go_on)
    page.fill("#id_motivation", "I build tools that show where a work comes from.")
    page.fill("#id_contribution", "Tests and terms.")
    press(page, go_on)
    page.fill("#id_hours_per_month", "6")
    press(page, go_on)
    page.set_input_files("#id_cv", {"name": "../../cv.pdf", "mimeType": "application/pdf", "buffer": b"not a PDF"})
    press(page, go_on)
    assert "not a PDF" in page.locator(".error-summary").inner_text()
    page.set_input_files("#id_cv", {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": cv()})
    press(page, go_on)
    for box in page.locator("input[name=texts]").all():
        box.check()
    press(page, go_on)
    page.goto(re.sub(r"/applications/(\d+)/.*", r"/applications/\1/check/", page.url))
    assert "interests" in page.locator(".error-summary").inner_text().lower()
    walk.picture(page, "applicant-what-is-missing")
    page.goto(page.url.replace("/check/", "/declarations/"))
    page.check("#id_nothing_to_declare")
    press(page, go_on)
    page.goto(page.url.replace("/balance/", "/check/"))
    press(page, "button:has-text('Submit the application')")
    found = re.search(r"TEN/APP/\d+/\d+", page.locator("main").inner_text())
    assert found, page.url + page.locator("main").inner_text()
    number = found[0]
    assert number in walk.house.mailbox.wait_for(address, number).get_body(("plain",)).get_content()
    walk.picture(page, "applicant-submitted")
    return number


def found_eligible(walk: Walk, number: str) -> None:
    page = walk.as_(OFFICERS[0])
    page.goto("/selection/eligibility/")
    while not page.get_by_role("link", name=number).count():
        press(page, page.get_by_role("link", name="Next"))
    press(page, page.get_by_role("link", name=number))
    press(page, "text=I look at this file")
    for box in page.locator("input[name=items]").all():
        box.check()
    page.check("input[name=result][value=eligible]")
    walk.picture(page, "officer-eligibility")
    press(page, "button[name=decide]")


def to_file(walk: Walk, call: str, number: str):
    """The officer at the file, found in the working table."""
    page = walk.as_(OFFICERS[0])
    page.goto(f"/selection/{call.rstrip('/').split('/')[-1]}/applications/?q={number}")
    press(page, page.get_by_role("link", name=number))
    return page


def readers(page) -> list[str]:
    """The names of the file's reviewers, in order."""
    lines = page.locator("aside, .side").get_by_text(re.compile(r"^\d\. ")).all_inner_texts()
    return [re.match(r"\d\. (.+?)\s*(Asked for|Filed)", line.replace("\n", " "))[1].strip() for line in lines]


def reviews(walk: Walk, email: str, number: str, mark: int) -> None:
    """A reviewer files the same mark for everything; a 1 or 5 without a comment is refused first."""
    page = walk.as_(email)
    page.goto("/selection/reviews/")
    press(page, page.get_by_role("link", name=number))
    for box in page.locator(f"input[type=radio][value='{mark}']").all():
        box.check()
    press(page, "button[value=file]")
    if mark in (1, 5):
        assert "needs a comment" in page.locator(".error-summary").inner_text()
        for area in page.locator("textarea[name^=comment_]").all():
            area.fill("It rests on the evidence given.")
        walk.picture(page, "reviewer-marks")
        press(page, "button[value=file]")
    page.goto("/selection/reviews/")
    assert "Filed" in page.locator(f"tr:has-text('{number}')").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_the_call_to_the_directory(open_page, house, scripts):
    walk = Walk(open_page, house, scripts)
    address = f"walker-{scripts}@example.net".lower()
    call = new_call(walk, "Walkers wanted" if scripts else "Quiet walkers wanted")
    slug = call.rstrip("/").split("/")[-1]
    number = applies(walk, call, address)
    found_eligible(walk, number)

    page = to_file(walk, call, number)
    names = {}
    for _ in range(2):
        press(page, page.locator("button:has-text('Assign')").first)
    file = page.url
    walk.picture(page, "officer-file-with-reviewers")
    people = {f"reviewer{n}@example.org": None for n in range(1, 9)}
    for email in people:
        desk = walk.as_(email)
        desk.goto("/selection/reviews/")
        if desk.get_by_role("link", name=number).count():
            names[email] = len(names)
    assert len(names) == 2, names
    first, second = names
    letters = walk.as_(first)
    letters.goto("/post/mine/")
    assert number in letters.locator("main").inner_text(), "the reviewer is told by letter"
    assert house.mailbox.to(first) == [], "mail to made-up people stays in the outbox"
    reviews(walk, first, number, 5)
    other = walk.as_(second)
    other.goto("/selection/reviews/")
    press(other, other.get_by_role("link", name=number))
    assert "rests on the evidence" not in other.content(), "the second reviewer is blind to the first"
    reviews(walk, second, number, 2)

    thirds = []
    for email in people:
        desk = walk.as_(email)
        desk.goto("/selection/reviews/")
        if email not in names and desk.get_by_role("link", name=number).count():
            thirds.append(email)
    assert len(thirds) == 1, "a third reviewer is asked by the house itself"
    reviews(walk, thirds[0], number, 4)
    page.goto(file + "compare/")
    walk.picture(page, "officer-three-reviews")
    assert page.locator("thead th").count() == 5

    page.goto(f"/selection/{slug}/set/")
    page.locator("input[name=application]").check()
    page.select_option("#choose-outcome", "accepted")
    page.fill("#choose-reason", "Strong work, and the call lacks academics.")
    walk.picture(page, "officer-set")
    press(page, "button[value=choose]")
    page.goto(f"/selection/{slug}/release/")
    press(page, "button[value=prepare]")
    assert page.locator("button[value=release]").count() == 0, "who prepared does not release"
    assert not [mail for mail in house.mailbox.to(address) if "place is offered" in str(mail["Subject"])]
    page = walk.as_(OFFICERS[1])
    page.goto(f"/selection/{slug}/release/")
    press(page, "text=Look through every letter")
    walk.picture(page, "second-officer-letters")
    page.goto(f"/selection/{slug}/release/")
    press(page, "button[value=release]")

    link = walk.mailed_link(address, "place is offered")
    page = walk.as_()
    page.goto(link)
    assert page.locator("button[value=accepted]").is_visible(), "opening the page answers nothing"
    walk.picture(page, "applicant-offer")
    press(page, "button[value=accepted]")
    house.mailbox.wait_for(address, "elcome")
    offers = [mail for mail in house.mailbox.to(address) if "place is offered" in str(mail["Subject"])]
    assert len(offers) == 1, "one letter, once"
    page.goto("/members/?q=Walker")
    assert "Wanjirũ Walker" in page.locator("main").inner_text()
    walk.picture(page, "member-directory")
    visitor = open_page(scripts=scripts)
    visitor.goto("/members/?q=Walker")
    assert "Wanjirũ" not in visitor.content(), "named in public by consent only"
    assert not walk.faults, "\n".join(walk.faults)
