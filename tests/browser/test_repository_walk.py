"""The repository in a browser: drop a PDF, see its twin, review with a recused reviewer, publish, new version, withdraw, tombstone."""

import json
import os
import re
from pathlib import Path

import typst

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#text(size: 20pt, weight: "bold", data.title)

doi: #data.doi

*Abstract.* #data.summary

#pagebreak()
Page two speaks of the quokka test.
"""
SUMMARY = "We hide marks in four kinds of picture, send them through nine editors, and count which marks are still read afterwards and which are not."


def paper(title: str, doi: str) -> bytes:
    return bytes(typst.compile(SOURCE.encode(), sys_inputs={"data": json.dumps({"title": title, "doi": doi, "summary": SUMMARY})}))


def press(page, what) -> None:
    with page.expect_navigation():
        (page.locator(what) if isinstance(what, str) else what).first.click()


def picture(page, name: str) -> None:
    """Kept where pictures are wanted: INTERCHANGE_SCREENS=1."""
    if os.environ.get("INTERCHANGE_SCREENS"):
        page.screenshot(path=SCREENS / f"repository-{name}.png", full_page=True)


def signed_in(open_page, email: str):
    page = open_page()
    page.goto("/demo/")
    page.fill("#other", email)
    press(page, "form:has(#other) button")
    page.wait_for_url("**/desk/")
    return page


def drop(page, content: bytes, name: str = "paper.pdf") -> None:
    page.goto("/repository/deposit/")
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/pdf", "buffer": content})
    press(page, "button[value=go]")


def read_by_the_worker(page) -> None:
    for _ in range(180):  # a loaded machine takes its time; an idle one two seconds
        if page.locator("button[value=take]").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the worker did not read the file")


def previewed(page):
    """Open the preview: the answer that the frame got. The page's frame must hold the file, not an error of the browser's own."""
    with page.expect_response(lambda one: "/files/" in one.url) as answer:
        page.locator(".preview summary").click()
    frame = page.wait_for_selector(".preview iframe").content_frame()
    page.wait_for_timeout(500)
    assert "/files/" in frame.url, frame.url  # of a frame that is forbidden it is chrome-error://
    return answer.value


def check_and_publish(officer, title: str) -> None:
    officer.goto("/repository/curation/")
    press(officer, f"a:has-text('{title}')")
    for box in officer.locator("input[value=ok][name^=outcome_]").all():
        box.check()
    press(officer, "button[value=checks]")
    press(officer, "button[value=accept-publish]")


def test_from_a_dropped_pdf_to_a_tombstone(open_page, house):
    title = "Nine editors and the marks they keep"
    author = signed_in(open_page, "member006@example.org")

    drop(author, b"<!doctype html><title>not a paper</title>", "paper.pdf")
    assert "not a PDF" in author.content()
    drop(author, paper(title, "10.5555/marks.9"))
    read_by_the_worker(author)
    picture(author, "dropped")
    press(author, "button[value=take]")
    assert author.input_value("#id_title") == title
    assert "10.5555/marks.9" in author.input_value("#id_identifiers")
    assert author.input_value("#id_summary").startswith("We hide marks")
    author.fill("#id_people-0-shown", "Sample, Ben")
    author.fill("#id_people-0-orcid", "0000-0002-1825-0098")
    author.fill("#id_year", "2026")
    author.check("input[name=topics][value=labelling]")
    author.check("input[name=ai_use][value=none]")
    author.fill("#id_licence", "CC BY 4.0")
    author.check("#rights")
    press(author, "button[value=submit]")
    assert "check digit" in author.content()
    author.fill("#id_people-0-orcid", "0000-0002-1825-0097")
    author.check("#rights")
    press(author, "button[value=submit]")
    assert "A curator is looking at it" in author.content()

    officer = signed_in(open_page, "officer@example.org")
    officer.goto("/repository/curation/")
    press(officer, f"a:has-text('{title}')")
    offered = officer.locator("#reviewer option").all_inner_texts()
    assert offered
    officer.select_option("#reviewer", index=0)
    chosen = officer.locator("#reviewer option").first.get_attribute("value")
    press(officer, "button[value=ask]")
    assert chosen not in [one.get_attribute("value") for one in officer.locator("#reviewer option").all()]
    picture(officer, "curation")

    import sqlite3

    with sqlite3.connect(house.data / "interchange.sqlite3") as data:
        (address,) = data.execute("SELECT email FROM accounts_person WHERE id = ?", [chosen]).fetchone()
        (review,) = data.execute("SELECT id FROM repository_review WHERE reviewer_id = ? ORDER BY id DESC", [chosen]).fetchone()
    reviewer = signed_in(open_page, address)
    reviewer.goto(f"/repository/reviews/{review}/")
    picture(reviewer, "review")
    press(reviewer, "button[value=aside]")
    assert reviewer.goto(f"/repository/reviews/{review}/").status == 404
    officer.reload()
    assert "Stepped aside" in officer.content()
    check_and_publish(officer, title)
    record = re.sub(r"\?.*", "", officer.url)
    assert record.endswith("/repository/sample-2026-nine-editors/")

    reader = open_page(width=390, dark=True)
    reader.goto("/repository/?q=quokka")
    assert "On page 2" in reader.content()
    press(reader, f"a:has-text('{title}')")
    assert reader.locator(".hits mark").first.inner_text() == "quokka"
    picture(reader, "record-narrow")
    reader.goto(record)
    assert previewed(reader).status == 200
    picture(reader, "preview")
    reader.goto(record)
    assert previewed(reader).status in {200, 304}, "a second look, which the browser asks for by tag"

    twin = signed_in(open_page, "member001@example.org")
    drop(twin, paper(title.upper(), "10.5555/MARKS.9"))
    read_by_the_worker(twin)
    press(twin, "button[value=take]")
    assert "Is it one of these?" in twin.content()
    assert "the same DOI" in twin.content()
    picture(twin, "twin")

    author.goto(record)
    press(author, "button:has-text('Draw up a new version')")
    author.fill("#id_title", f"{title}, tried again")
    author.fill("#id_changes", "A second round with newer editors.")
    author.check("#rights")
    press(author, "button[value=submit]")
    check_and_publish(officer, f"{title}, tried again")
    reader.goto(record)
    assert "tried again" in reader.locator("h1").inner_text()
    reader.goto(f"{record}changes/")
    assert title in reader.locator("del").all_inner_texts()
    picture(reader, "changes")

    officer.goto(f"{record}manage/")
    officer.locator("summary:has-text('Withdraw')").click()
    officer.fill("#withdraw_reason", "The editors' makers found an error in the count.")
    press(officer, "button[value=withdraw]")
    assert reader.goto(record).status == 410
    assert "found an error in the count" in reader.content()
    picture(reader, "tombstone")
    reader.goto("/repository/?q=quokka")
    assert "Nothing fits" in reader.content()
