"""The page Site check: what is pasted is shown for what it comes to, without scripts, kept where it fails, and never kept after."""

import pytest

GIVEN = {
    "url": "e.example/a",
    "robots": "User-agent: *\nAllow: /\nContent-Usage: train-ai=y\n\nUser-agent: GPTBot\nDisallow: /\nDissallow: /x\n",
    "headers": "Content-Usage: train-ai=n\ntdm-reservation: 1\ntdm-policy: https://e.example/policy",
    "html": "<meta name=robots content=noimageai>",
}


def test_the_table_names_winner_rule_and_contradiction(client, db):
    page = client.post("/workbench/site-check/", GIVEN).content.decode()
    assert "uses are spoken of in ways that contradict each other" in page
    assert "Contradicted by:" in page
    assert "AIPREF, vocabulary 5.1" in page
    assert "For some only:" in page
    assert "https://e.example/policy" in page
    assert "Not understood by machines." in page
    assert "About https://e.example/a." in page
    assert "Not given:" in page


def test_nothing_found_is_not_a_permission(client, db):
    page = client.post("/workbench/site-check/", {"url": "https://e.example/", "robots": "User-agent: *\nAllow: /\n"}).content.decode()
    assert "No reservation was found in what was given. That is not a permission." in page
    assert "Nothing. That is not a permission." in page
    assert "Said to be allowed" not in page


def test_what_is_pasted_is_shown_as_text(client, db):
    page = client.post(
        "/workbench/site-check/", {**GIVEN, "robots": "User-agent: *\nDisallow: <script>alert(1)</script>\n"}
    ).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "", "robots": "User-agent: *\nDisallow: /keep-me\n"}, "Give the address that you ask about."),
        ({"url": "ftp://e.example/", "robots": "User-agent: *\nDisallow: /keep-me\n"}, "This is no address of a page."),
        ({"url": "http://[bad", "robots": "/keep-me"}, "This is no address of a page."),
        ({"url": "https://keep-me.example/"}, "Paste at least one text"),
        ({"url": "https://keep-me.example/", "robots": "x" * 300_001}, "At most 300000 characters"),
    ],
)
def test_what_cannot_be_checked_is_said_and_kept(client, db, given, words):
    answer = client.post("/workbench/site-check/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "keep-me" in answer.content.decode()


def test_the_page_can_be_asked_for_and_leads_to_the_form(client, db):
    page = client.get("/workbench/site-check/").content.decode()
    assert 'name="robots"' in page
    assert 'id="result"' not in page
