"""The bench in a browser: a signed photo is dropped and its history seen, stripped, labelled anew, downloaded and verified; a site is checked.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/. Axe is run on each.
"""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.writing import credential, testca
from tests.browser.looking import violations
from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.faults = []

    def __call__(self, page, name):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        for violation in violations(page):
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"bench-{name}.png", full_page=True)


@pytest.fixture(scope="module")
def photos():
    """A photo signed by a camera of the test CA, and one made from it and signed again."""
    buffer = io.BytesIO()
    Image.effect_noise((640, 420), 60).convert("RGB").save(buffer, "JPEG", quality=88)
    ca = testca.make(datetime.now(UTC), signer="Sample camera")
    first = credential.sign(
        buffer.getvalue(), "image/jpeg", credential.Statement("harbour.jpg", "digitalCapture", agent="Camera One"), ca.chain, ca.key
    )
    again = credential.Statement("harbour-cropped.jpg", parent=first, parent_type="image/jpeg", actions=[{"action": "c2pa.cropped"}])
    return {"harbour.jpg": first, "harbour-cropped.jpg": credential.sign(first, "image/jpeg", again, ca.chain, ca.key)}


def drop(page, *files):
    page.goto("/workbench/inspect/")
    page.set_input_files("#id_files", [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in files])
    press(page, "form[enctype] button.main")


def test_a_signed_photo_is_read_stripped_labelled_and_verified(open_page, photos):
    look = Looker()
    page, narrow, plain = open_page(), open_page(width=390, dark=True), open_page(scripts=False)
    for one in (page, narrow, plain):
        drop(one, ("harbour-cropped.jpg", photos["harbour-cropped.jpg"]))
        text = one.inner_text("main")
        assert "Sample camera" in text
        assert "cropped" in text
        assert one.locator("svg.prov rect").count() == 2
        assert "No trust list was asked" in text or "on none of the lists" in text
    look(page, "signed")
    look(narrow, "signed-narrow")

    with Image.open(io.BytesIO(photos["harbour-cropped.jpg"])) as picture:
        stripped = io.BytesIO()
        picture.save(stripped, "JPEG", quality=80)
    drop(page, ("signed.jpg", photos["harbour-cropped.jpg"]), ("shared.jpg", stripped.getvalue()))
    assert "Side by side" in page.inner_text("main")
    assert "That does not mean that a person made it" in page.inner_text("main")
    look(page, "stripped")

    page.goto("/workbench/label/")
    page.set_input_files("#id_file", {"name": "shared.jpg", "mimeType": "image/jpeg", "buffer": stripped.getvalue()})
    page.select_option("#id_source_type", "digitalCapture")
    page.select_option("#id_data_mining", "DMI-PROHIBITED-AIMLTRAINING")
    press(page, "button[value=preview]")
    assert "DigitalSourceType" in page.inner_text("main")
    look(page, "label-preview")
    page.set_input_files("#id_file", {"name": "shared.jpg", "mimeType": "image/jpeg", "buffer": stripped.getvalue()})
    with page.expect_download() as given:
        page.click("button[value=write]")
    labelled = Path(given.value.path()).read_bytes()
    with Image.open(io.BytesIO(labelled)) as after, Image.open(io.BytesIO(stripped.getvalue())) as before:
        assert after.tobytes() == before.tobytes()
    assert {str(one.claim) for one in inspect(labelled, name="x.jpg", isolated=False).findings} >= {"captured", "reserved"}
    drop(page, ("labelled.jpg", labelled))
    assert "Uses reserved" in page.inner_text("main")
    page.click("a[href='/workbench/labels/plus-data-mining/']")
    assert "What it does not prove" in page.inner_text("main")
    look(page, "explained")
    assert look.faults == []


def test_a_site_is_checked_and_a_report_is_kept_shared_and_deleted(open_page, photos):
    look = Looker()
    page, stranger = open_page(), open_page(scripts=False)
    page.goto("/workbench/site-check/")
    page.fill("#id_url", "https://news.example/story")
    page.fill("#id_robots", "User-agent: *\nAllow: /\nContent-Usage: train-ai=n\n\nUser-agent: GPTBot\nDisallow: /\n")
    page.fill("#id_headers", "tdm-reservation: 1")
    press(page, "form[action='/workbench/site-check/'] button.main")
    assert "Reserved" in page.inner_text("main") or "reserved" in page.inner_text("main")
    look(page, "site-check")
    page.goto("/demo/")
    page.fill("#other", "member040@example.org")
    press(page, "form:has(#other) button")
    page.goto("/workbench/inspect/")
    page.check("#id_keep")
    page.set_input_files("#id_files", {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": photos["harbour.jpg"]})
    press(page, "form[enctype] button.main")
    page.goto("/workbench/reports/")
    page.click("main a:has-text('harbour.jpg')")
    press(page, "button[value=share]")
    link = page.get_attribute("a[href*='/workbench/shared/']", "href")
    look(page, "shared")
    stranger.goto(link)
    assert "Sample camera" in stranger.inner_text("main")
    press(page, "button[value=delete]")
    assert stranger.goto(link).status == 404
    assert look.faults == []
