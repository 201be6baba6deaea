"""Page types in a real browser: no axe violation, nothing sideways at 320 px, no console error, in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from interchange.desk.demo.build import PERSONAS

EMAIL = {one.key: one.email for one in PERSONAS}
PAGES = {
    None: ["/", "/about/", "/calls/", "/members/", "/members/composition/", "/search/?q=call", "/account/start/", "/account/login/", "/style/", "/demo/", "/outbox/"],
    "applicant": ["/desk/", "/account/me/", "/account/data/", "/calls/my-interests/", "/post/mine/"],
    "member": ["/desk/", "/members/", "/members/me/"],
    "reviewer": ["/desk/", "/selection/reviews/"],
    "officer": ["/desk/", "/selection/", "/selection/eligibility/", "/calls/manage/", "/calls/manage/new/", "/calls/interests/", "/post/", "/post/write/", "/members/manage/", "/selection/second-call-provenance-and-labelling/applications/", "/selection/second-call-provenance-and-labelling/set/"],
    "administrator": ["/roles/"],
}  # fmt: skip


def enter(page, persona):
    """Sign in with the demo's one click."""
    if persona:
        page.goto("/demo/")
        page.locator(f"form:has(input[value='{EMAIL[persona]}']) button").click()
        page.wait_for_url("**/desk/")


@pytest.mark.parametrize("persona", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)], ids=["narrow-light", "wide-dark"])
def test_pages_are_accessible_and_fit(open_page, persona, width, dark):
    page = open_page(width=width, dark=dark)
    enter(page, persona)
    faults = []
    for path in PAGES[persona]:
        answer = page.goto(path)
        assert answer.status == 200, path
        for violation in Axe().run(page).response["violations"]:
            places = "; ".join(node["html"][:90] for node in violation["nodes"][:2])
            faults.append(f"{path}: {violation['id']} ({len(violation['nodes'])}): {places}")
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            faults.append(f"{path}: {sideways} px sideways at {width}")
    assert not faults, "\n".join(faults)


def test_the_whole_way_by_keyboard(open_page):
    """From the skip link into the content, and through the bar, with the focus always visible."""
    page = open_page()
    page.goto("/calls/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
