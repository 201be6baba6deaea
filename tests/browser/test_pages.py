"""Page types in a real browser: no axe violation, nothing sideways at 320 px, no console error, in light and dark."""

import pytest

from interchange.desk.demo.build import PERSONAS
from tests.browser.looking import violations

EMAIL = {one.key: one.email for one in PERSONAS}
PAGES = {
    None: ["/", "/about/", "/calls/", "/members/", "/members/composition/", "/search/?q=call", "/account/start/", "/account/login/", "/style/", "/demo/", "/outbox/"],
    "applicant": ["/desk/", "/desk/ > a[href^='/applications/']", "/account/me/", "/account/data/", "/calls/my-interests/", "/post/mine/"],
    "member": ["/desk/", "/members/", "/members/ > h2 a", "/members/me/", "/post/mine/ > tbody a"],
    "reviewer": ["/desk/", "/selection/reviews/", "/selection/reviews/ > tbody a"],
    "officer": ["/desk/", "/selection/", "/selection/eligibility/", "/selection/eligibility/ > tbody a", "/selection/reviewers/", "/calls/manage/", "/calls/manage/ > tbody a", "/calls/texts/", "/calls/texts/?kind=conduct", "/calls/manage/new/", "/calls/interests/", "/post/", "/post/write/", "/post/ > tbody a", "/members/manage/", "/members/manage/ > tbody a", "/settings/options/", "/selection/second-call-provenance-and-labelling/applications/", "/selection/second-call-provenance-and-labelling/set/"],
    "administrator": ["/roles/", "/roles/ > tbody a, h2 a, h3 a"],
    "auditor": ["/journal/", "/journal/verify/"],
}  # fmt: skip


def go(page, where: str):
    """To an address, or ("address > selector") to where the first such link on it leads; the answer."""
    path, _sep, selector = where.partition(" > ")
    answer = page.goto(path)
    if selector:
        href = page.locator("main").locator(selector).first.get_attribute("href")
        answer = page.goto(page.evaluate("href => new URL(href, location).pathname", href))
    return answer


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
        answer = go(page, path)
        assert answer.status == 200, path
        for violation in violations(page):
            places = "; ".join(node["html"][:90] for node in violation["nodes"][:2])
            faults.append(f"{path}: {violation['id']} ({len(violation['nodes'])}): {places}")
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            faults.append(f"{path}: {sideways} px sideways at {width}")
    assert not faults, "\n".join(faults)


TYPES = {
    "reading": (None, "/calls/ > h2 a"),
    "list": (None, "/members/"),
    "steps": (None, "/account/start/"),
    "table": ("officer", "/selection/second-call-provenance-and-labelling/applications/"),
    "desk": ("officer", "/selection/"),
}
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y), label = one.closest("label") || (one.id && document.querySelector(`label[for="${one.id}"]`));
  one.dataset.visited = "yes";
  return {
    what: one.outerHTML.slice(0, 90),
    main: !!one.closest("main"),
    ring: style.outlineStyle !== "none",
    seen: box.bottom > 0 && box.top < innerHeight && (box.height > innerHeight / 2 || one.contains(top) || (top && top.contains(one)) || (label && label.contains(top))),
  };
}"""
LEFT = """() => [...document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'])")]
  .filter(one => one.checkVisibility() && !one.disabled && !one.dataset.visited && !(one.type === "radio" && document.querySelector(`input[name="${one.name}"][data-visited]`)))
  .map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("kind", TYPES)
def test_each_kind_of_page_can_be_walked_by_keyboard(open_page, kind):
    """Tab after tab: everything in the page is reached, is seen with its focus, is covered by nothing, and nothing traps the focus."""
    persona, where = TYPES[kind]
    page = open_page()
    enter(page, persona)
    go(page, where)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    faults = []
    for _ in range(220):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None or not found["main"]:
            break
        if not found["seen"]:
            faults.append(f"covered or out of sight: {found['what']}")
        if not found["ring"]:
            faults.append(f"no mark of the focus: {found['what']}")
    else:
        faults.append("the focus does not leave the page")
    faults += [f"never reached: {one}" for one in page.evaluate(LEFT)]
    assert not faults, "\n".join(faults)
