"""The laboratory in a browser: a member makes and runs an experiment, an officer publishes it, the matrix stands on the map's page of a tool.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/. Axe is run on each.
"""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.faults = []

    def __call__(self, page, name):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        for violation in Axe().run(page).response["violations"]:
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"lab-{name}.png", full_page=True)


def sign_in(page, email):
    page.goto("/demo/")
    page.fill("#other", email)
    press(page, "form:has(#other) button")


def test_an_experiment_from_its_form_to_the_map(open_page):
    look = Looker()
    member, officer, narrow = open_page(), open_page(), open_page(width=390, dark=True)
    sign_in(member, "member001@example.org")
    sign_in(officer, "officer@example.org")

    member.goto("/workbench/lab/new/")
    look(member, "new")
    member.fill("#id_title", "Two pictures, small and dark")
    member.fill("#id_count", "2")
    for box in member.locator("input[name=ready]").all():
        box.set_checked(box.get_attribute("value") in ("strip", "retitle", "jpeg-75", "screenshot"))
    member.fill("#id_written", "small and dark: resize percent=40 | brightness percent=60".replace("small and dark", "small-and-dark"))
    press(member, ".lab-form button.main")
    address = member.url
    member.wait_for_selector("svg.lab-matrix", timeout=60_000)  # the page asks again by itself while the worker is at it
    assert "a check failed" in member.inner_text("main")
    look(member, "result")
    member.check("#id_rights")
    press(member, "button[value=submit]")

    officer.goto(address)
    press(officer, "button[value=publish]")

    member.goto(f"{address}map/?tool=c2pa")
    look(member, "forward")
    member.fill("#id_note", "Tried in the laboratory on two pictures.")
    member.fill("#id_interest", "none")
    press(member, ".lab-form button.main")
    assert "/landscape/proposals/" in member.url
    assert "What survives" in member.inner_text("main")

    narrow.goto("/landscape/tools/c2pa/")
    assert narrow.locator("svg.lab-matrix").count() == 1
    assert "Two pictures, small and dark" in narrow.inner_text("main")
    narrow.locator("svg.lab-matrix").scroll_into_view_if_needed()
    look(narrow, "on-the-map")
    narrow.goto(address)
    look(narrow, "narrow")
    narrow.goto("/workbench/lab/")
    look(narrow, "list")
    assert look.faults == []
