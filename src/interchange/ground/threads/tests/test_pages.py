"""The thread on a page, and its forms: without scripts back to where one came from, with them in place; nothing typed is lost."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from interchange.ground.policy.viewer import VISITOR, viewer_for
from interchange.ground.threads import actions, queries
from interchange.ground.threads.models import Comment
from interchange.ground.threads.tests.conftest import AT

pytestmark = pytest.mark.django_db
KENYA = "/threads/vocabulary.memberstate/KE/"
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    from interchange.ground import clock

    monkeypatch.setattr(clock, "now", lambda: AT)


def test_saying_something_leads_back_to_the_page_and_place(kenya, client_of):
    client = client_of("ada")
    answer = client.post(f"{KENYA}say/", {"text": "Hello", "next": "/reference/states/?region=africa#x"})
    said = Comment.objects.get()
    assert answer["Location"] == f"/reference/states/?region=africa#comment-{said.pk}"
    assert client.post(f"{KENYA}say/", {"text": "Hello", "next": "https://example.org/"})["Location"].startswith("/reference/states/?q=KE")
    assert Comment.objects.count() == 1
    page = client.get(KENYA).content.decode()
    assert f'id="comment-{said.pk}"' in page
    assert f"/threads/comments/{said.pk}/edit/" in page


def test_a_refused_comment_keeps_its_words(kenya, client_of):
    words = "x" * 10_001
    answer = client_of("ada").post(f"{KENYA}say/", {"text": words, "quote": "the clause"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="the clause"' in answer.content.decode()
    part = client_of("ada").post(f"{KENYA}say/", {"text": ""}, headers=HX)
    assert (part.status_code, "<html" in part.content.decode()) == (200, False)
    assert "Write what you want to say." in part.content.decode()


def test_with_scripts_the_thread_comes_back_in_place(kenya, client_of):
    answer = client_of("ada").post(f"{KENYA}say/", {"text": "Hello", "next": "/about/"}, headers=HX)
    assert answer["HX-Retarget"] == "#thread-vocabulary-memberstate-KE"
    assert "Hello" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_edit_remove_and_dispose_by_their_pages(kenya, viewers, client_of):
    said = actions.say(viewers["ada"], kenya, text="Frist", at=AT)
    here = f"/threads/comments/{said.pk}/"
    ada, ben, olu = (client_of(name) for name in ("ada", "ben", "olu"))
    assert "Frist" in ada.get(f"{here}edit/").content.decode()
    ada.post(f"{here}edit/", {"text": "First", "revision": 1})
    late = ada.post(f"{here}edit/", {"text": "Another tab", "revision": 1})
    assert "Another tab" in late.content.decode()
    assert "changed elsewhere" in late.content.decode()
    for verb in ("edit", "remove", "dispose"):
        assert ben.get(f"{here}{verb}/").status_code == 404
    assert olu.post(f"{here}dispose/", {"code": "partly", "reason": ""}).status_code == 422
    assert olu.post(f"{here}dispose/", {"code": "partly", "reason": "Half of it."}).status_code == 302
    assert "Half of it." in ben.get(KENYA).content.decode()
    assert olu.post(f"{here}remove/", {"reason": ""}).status_code == 422
    assert olu.post(f"{here}remove/", {"reason": "Not kind."}).status_code == 302
    page = ben.get(KENYA).content.decode()
    assert "Not kind." in page
    assert "First" not in page
    assert "First" in olu.get(KENYA).content.decode()
    assert ada.get(here)["Location"] == f"{KENYA}?page=1#comment-{said.pk}"


def test_visitors_read_what_is_open_and_are_asked_to_sign_in(kenya, brazil, viewers, client_of):
    actions.say(viewers["ada"], kenya, text="Open words", at=AT)
    visitor = client_of("")
    page = visitor.get(KENYA).content.decode()
    assert "Open words" in page
    assert "<textarea" not in page
    assert "Ada" not in page
    assert visitor.get("/threads/vocabulary.memberstate/BR/").status_code == 404
    assert visitor.post(f"{KENYA}say/", {"text": "x"})["Location"].startswith("/account/login/")
    assert visitor.get("/threads/no.such/1/")["Location"].startswith("/account/login/")
    assert client_of("eve").get("/threads/no.such/1/").status_code == 404
    assert client_of("eve").post(f"{KENYA}say/", {"text": "x"}).status_code == 403


def test_markdown_is_safe_and_quotes_are_escaped(kenya, viewers, client_of):
    actions.say(viewers["ada"], kenya, text="<script>alert(1)</script> [x](javascript:alert(1))", quote='"><b>', at=AT)
    page = client_of("ben").get(KENYA).content.decode()
    assert "<script>alert" not in page
    assert not re.search(r'href="javascript:', page)
    assert "<b>" not in page


def test_the_tag_shows_the_thread_on_any_page(kenya, viewers):
    actions.say(viewers["ada"], kenya, text="On the page", at=AT)
    request = RequestFactory().get("/somewhere/?tab=2")
    html = Template("{% thread state %}").render(Context({"request": request, "viewer": VISITOR, "state": kenya}))
    assert "On the page" in html
    html = Template("{% thread state title='Remarks' %}").render(Context({"request": request, "viewer": viewers["ben"], "state": kenya}))
    assert "Remarks" in html
    assert 'name="next" value="/somewhere/?tab=2"' in html


def test_many_threads_come_in_pages_the_newest_first_shown(kenya, viewers, client_of):
    for number in range(61):
        actions.say(viewers["ada"], kenya, text=f"Word {number} end", at=AT)
    last = client_of("ben").get(KENYA).content.decode()
    assert "Word 60 end" in last
    assert "Word 59 end" not in last
    assert "Word 59 end" in client_of("ben").get(f"{KENYA}?page=1").content.decode()


def test_following_and_muting_on_the_page_of_the_thread(kenya, people, client_of):
    client = client_of("ada")
    assert "checked" in client.get(KENYA).content.decode()
    answer = client.post(f"{KENYA}follow/", {"wish": "all"}, follow=True)
    assert answer.redirect_chain == [(KENYA, 302)]
    assert "that is what you hear of this discussion" in answer.content.decode()
    assert queries.wish(viewer_for(people["ada"], at=AT, second_factor=True), "vocabulary.memberstate", "KE") == "all"
    assert client.post(f"{KENYA}follow/", {"wish": "x"}).status_code == 422
    assert "Letters about this discussion" in client.get(f"{KENYA}follow/").content.decode()
