"""Member States in a browser: a focal point without scripts and an officer with them, from a note to an answer, and a round in which all get the papers at once.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/, numbered from 140. Axe is run on each.
"""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.browser.looking import violations
from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


def pdf():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.seen, self.faults = 139, []

    def __call__(self, page, name):
        self.seen += 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        for violation in violations(page):
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen}-states-{name}.png", full_page=True)


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


def test_a_state_replaces_its_alternate_files_a_question_and_has_its_answer(someone, open_page):
    look = Looker()
    focal, officer, second = (
        someone("focal.br@example.org", scripts=False, width=390),
        someone("officer@example.org"),
        someone("officer2@example.org"),
    )

    # A new note by the focal point; nothing changes before an officer has verified it
    focal.goto("/states/BR/note/")
    focal.fill("#id_reference", "NV BR 3 (made up)")
    focal.fill("#id_dated", datetime.now(UTC).date().isoformat())
    focal.set_input_files("#id_file", pdf())
    for place, (given, email) in enumerate((("Bruna", "focal.br@example.org"), ("Berta", "berta.br@example.org"))):
        focal.fill(f"#id_given_name_{place}", given)
        focal.fill(f"#id_family_name_{place}", "Exemplo")
        focal.fill(f"#id_email_{place}", email)
    press(focal, "text=Give in the note")
    assert "Nothing changes for the State" in focal.content()
    note = focal.url
    old = someone("alternate.br@example.org", scripts=False)
    old.goto("/states/BR/")
    assert "Who speaks for the State" in old.content()
    officer.goto(note)
    look(officer, "note")
    press(officer, "text=Verify the note")
    assert "Verified. Those named have been written to." in officer.content()
    old.goto("/states/BR/")
    assert "Who speaks for the State" not in old.content(), "access ended with the verification"

    # A question, acknowledged, answered by two officers
    focal.goto("/statements/file/")
    focal.select_option("#id_kind", "question")
    focal.fill("#id_title", "Which formats keep a label?")
    press(focal, "text=File it")
    assert focal.locator(".error-summary, [role=alert]").count(), "the text is missing, and the page says so"
    assert focal.input_value("#id_title") == "Which formats keep a label?"
    focal.fill("#id_text", "Which formats of pictures keep a label when they are changed into another?")
    focal.check("input[name=level][value=public]")
    press(focal, "text=File it")
    assert "A receipt is on its way." in focal.content()
    here = focal.url
    officer.goto(here)
    press(officer, "text=Acknowledge it")
    officer.click("text=Draft the answer")
    officer.fill("#draft-text", "Three of them do; the page of the tool names which.")
    press(officer, "text=Keep the draft")
    look(officer, "draft")
    focal.goto(here)
    assert "Three of them do" not in focal.content()
    second.goto(here)
    press(second, "text=Clear it")
    officer.goto(here)
    press(officer, "text=Give the answer")
    visitor = open_page(width=390)
    visitor.goto(here)
    assert "Three of them do" in visitor.content()
    assert "Bruna" not in visitor.content(), "the State speaks, not the person"
    look(visitor, "answered")

    # A round: no early link, then everybody at once
    officer.goto("/statements/rounds/new/")
    officer.fill("#id_title", "What a label says")
    officer.fill("#id_note", "Please say what would not work in your office.")
    officer.select_option("#id_level", "public")
    officer.fill("#id_closes_on", (datetime.now(UTC) + timedelta(days=40)).date().isoformat())
    press(officer, "text=Keep it")
    there = officer.url
    officer.click("text=Add a paper")
    officer.fill("#paper-title", "Draft")
    officer.set_input_files("#paper-file", pdf())
    press(officer, "button[value=paper]")
    visitor.goto(there)
    assert "What a label says" not in visitor.content()
    press(officer, "text=Open it for all States")
    visitor.goto(there)
    assert "What a label says" in visitor.content()
    focal.goto(there)
    press(focal, "text=Comment for your State")
    focal.fill("#id_title", "Paragraph four")
    focal.fill("#id_text", "Paragraph four would not work in an office of ten people.")
    focal.check("input[name=level][value=public]")
    press(focal, "text=File it")
    officer.goto(there)
    look(officer, "round")
    for width in (1280, 390):
        reader = open_page(width=width)
        for name, address in (
            ("list", "/states/"),
            ("state", "/states/BR/"),
            ("groups", "/states/groups/"),
            ("statements", "/statements/"),
            ("rounds", "/statements/rounds/"),
            ("briefings", "/statements/briefings/"),
        ):
            reader.goto(address)
            look(reader, f"{name}-{width}")
        reader.goto("/statements/rounds/")
        press(reader, "text=Guidance on labels in small offices")
        assert "What became of it" in reader.content()
        press(reader, "text=Log of releases")
        look(reader, f"log-{width}")
    assert look.faults == []
