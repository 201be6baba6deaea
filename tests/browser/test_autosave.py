"""Nothing typed is lost: saved while typing, two tabs warned of each other, a press during a save waits for it, files never sent twice."""

import re
import time

from playwright.sync_api import expect

from tests.browser.test_pages import enter

# Answers reach the page's script a second and a half after the server gave them.
SLOW_ANSWERS = """
const ordinary = window.fetch;
window.fetch = (...asked) => ordinary(...asked).then(answer => new Promise(done => setTimeout(() => done(answer), 1500)));
"""


def own_step(page, step: str) -> str:
    """The applicant's own application, at a step; its address."""
    page.goto("/desk/")
    own = page.locator("main a[href^='/applications/']").first.get_attribute("href")
    page.goto(f"{own}{step}/")
    return f"{own}{step}/"


def test_what_is_typed_is_saved_with_its_time_and_two_tabs_are_warned(open_page):
    first = open_page()
    enter(first, "applicant")
    address = own_step(first, "text")
    second = first.context.new_page()
    second.goto(address)
    words = f"Typed and never pressed, {time.time():.0f}. \U0001f58b"
    first.fill("#id_motivation", words)
    expect(first.locator("[data-saved]")).to_have_text(re.compile(r"Saved at \d\d:\d\d"), timeout=15_000)
    used = int(first.locator("#id_id_motivation-count, [data-counter='id_motivation']").first.inner_text().split()[0])
    assert used == len(words), "the page counts characters as the server does, a pen as one"
    second.fill("#id_motivation", "The other tab knows nothing of it.")
    expect(second.locator("[data-saved]")).to_contain_text("changed elsewhere", timeout=15_000)
    expect(second.locator("[data-saved] a")).to_be_visible()
    second.locator("button[name=what][value=stay]").click()
    second.wait_for_load_state()
    both = second.locator("main").inner_text()
    assert words in both, "what is saved is shown"
    assert "The other tab knows nothing of it." in both, "and what was typed here"
    first.goto(address)
    assert first.input_value("#id_motivation") == words


def test_a_press_while_a_save_is_under_way_waits_for_it(open_page):
    page = open_page()
    page.add_init_script(SLOW_ANSWERS)
    enter(page, "applicant")
    own_step(page, "text")
    with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
        page.fill("#id_motivation", f"Pressed too early, {time.time():.0f}.")
    with page.expect_navigation():  # the server has saved, the page does not know it yet
        page.locator("button[name=what][value=next]").click()
    page.wait_for_url("**/practical/")
    assert page.locator("h1").inner_text() == "Practical matters"
