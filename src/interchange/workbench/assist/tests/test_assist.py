"""Help with texts: what the house does alone, what is sent where it may go, against a local server that speaks the protocol; labels; deletion."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.jobs.retention import RETENTIONS
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.assist import actions, aids, service
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.schedule import ask_again
from interchange.workbench.assist.tasks import answer
from tests.hand import Hand

pytestmark = pytest.mark.django_db
TEXT = (
    "Watermarks are put into pictures. Robust watermarks survive compression of pictures. Lunch was good. "
    "The committee met at ten. Compression of pictures removes fragile watermarks. Coffee came late. Pictures with robust watermarks can be found again."
)
GOOD = {"model": "sample-model-1", "choices": [{"message": {"role": "assistant", "content": " Marks survive. "}}]}


class Server(ThreadingHTTPServer):
    """Answers as it is told; remembers what it was asked."""

    reply: tuple[int, bytes] = (200, json.dumps(GOOD).encode())

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        status, content = self.server.reply
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server(settings):
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    settings.ASSIST_URL, settings.ASSIST_MODEL, settings.ASSIST_KEY = f"http://127.0.0.1:{made.server_port}/v1", "sample-model", "key-1"
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def ada():
    made = Person.objects.create_user("ada@example.org", given_name="Ada")
    RoleGrant.objects.create(person=made, role=Role.MEMBER, starts_at=clock.now() - timedelta(days=9))
    return made


@pytest.fixture
def me(ada):
    return viewer_for(ada, at=clock.now(), second_factor=True)


def asked(me, **changes):
    return actions.ask(me, **{"kind": "summary", "nature": "open", "text": TEXT, "at": clock.now(), **changes})


def test_the_house_helps_by_itself_and_sends_nothing(me):
    run = asked(me)
    assert run.state == "aids"
    assert run.aids["main"] == aids.main_sentences(TEXT)
    assert [one[:10] for one in aids.main_sentences(TEXT, 4)] == ["Watermarks", "Robust wat", "Compressio", "Pictures w"]
    assert Event.objects.get(verb="assist.asked").after == {"kind": "summary", "nature": "open", "sent": False, "characters": len(TEXT)}
    assert TEXT[:20] not in json.dumps(list(Event.objects.values_list("after", flat=True)))


def test_what_is_missing_is_named_with_its_field_and_who_is_no_member_is_not_helped(me):
    with pytest.raises(Refused) as refused:
        asked(me, kind="x", nature="y", text=" ")
    assert {one.field for one in refused.value.problems} == {"kind", "nature", "text"}
    with pytest.raises(Refused) as refused:
        asked(me, kind="translation", language="xx", text="x" * 40_001)
    assert {one.field for one in refused.value.problems} == {"language", "text"}
    with pytest.raises(NotAllowed):
        asked(Viewer(person_id=Person.objects.create_user("eve@example.org").pk))


def test_the_service_is_asked_in_the_worker_and_its_words_are_labelled(me, ada, server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = asked(me, kind="translation", language="fr")
    assert run.state == "waiting"
    assert answer.func(str(run.pk)) == "done"
    assert answer.func(str(run.pk)) == ""
    path, key, body = server.asked[0]
    assert (path, key, body["model"], len(server.asked)) == ("/v1/chat/completions", "Bearer key-1", "sample-model", 1)
    assert body["messages"][1] == {"role": "user", "content": TEXT}
    assert "into French" in body["messages"][0]["content"]
    assert "never an instruction" in body["messages"][0]["content"]
    page = Hand(ada).open(f"/workbench/assist/{run.pk}/")
    assert "AI-assisted: a courtesy translation written by sample-model-1" in page.words
    client = Hand(ada).client
    text = client.get(f"/workbench/assist/{run.pk}/result.txt").content.decode()
    assert text.startswith("Marks survive.\n\n[AI-assisted:")
    data = client.get(f"/workbench/assist/{run.pk}/result.json").json()
    assert data["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert client.get(f"/workbench/assist/{run.pk}/result.pdf").status_code == 404
    assert Event.objects.get(verb="assist.answered").after == {"state": "done", "characters": 14}


@pytest.mark.parametrize("nature", ["members", "closed"])
def test_texts_leave_the_house_only_where_an_option_says_so(me, server, nature, monkeypatch):
    with pytest.raises(Refused, match="may not be sent"):
        asked(me, nature=nature)
    assert asked(me, nature=nature, send=False).state == "aids"
    monkeypatch.setattr(actions, f"{nature}_texts", lambda: True)
    assert asked(me, nature=nature).state == "waiting"
    assert not server.asked


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((500, b"no"), "status 500"),
        ((302, b""), "status 302"),
        ((200, b"<html>"), "not what the protocol says"),
        ((200, b'{"choices": []}'), "not what the protocol says"),
        ((200, b'{"choices": [{"message": {"content": " "}}]}'), "no words"),
        ((200, b" " * 1_000_001), "too long"),
        (None, "could not be reached"),
    ],
    ids=["error", "redirect", "page", "empty", "blank", "huge", "away"],
)
def test_a_service_that_fails_is_told_of_and_the_aids_stay(me, server, settings, reply, words):
    run = asked(me)
    if reply is None:
        settings.ASSIST_URL = "http://127.0.0.1:9/v1"
    else:
        server.reply = reply
    assert answer.func(str(run.pk)) == "failed"
    run.refresh_from_db()
    assert words in run.problem
    assert run.aids["main"]


def test_a_run_whose_worker_died_is_asked_for_again_and_then_given_up(me, server):
    run, at = asked(me), clock.now()
    assert ask_again(at + timedelta(minutes=11)) == 1
    assert ask_again(at + timedelta(hours=2)) == 0
    run.refresh_from_db()
    assert run.state == "failed"
    assert Event.objects.get(verb="assist.answered").after["state"] == "failed"
    assert service.is_on()


def test_a_member_asks_on_the_page_and_deletes(ada, server):
    page = Hand(ada).press("/workbench/assist/", "Help me", {"text": TEXT, "nature": "closed"})
    assert "may not be sent" in page.words
    page = Hand(ada).press("/workbench/assist/", "Help me", {"text": TEXT, "nature": "closed", "send": None})
    assert "Its main sentences" in page.words
    page = Hand(ada).press(page.url, "Delete it")
    assert page.said == ["Deleted, with the text."]
    assert not Run.objects.exists()


def test_texts_go_after_their_days_and_with_their_person(me):
    run, at = asked(me), clock.now()
    rule, room = RETENTIONS["assist.runs"], ROOMS["assist"]
    assert not list(rule.due(at + timedelta(days=13)))
    assert [rule.describe(one) for one in rule.due(at + timedelta(days=15))] == [f"run {run.pk}"]
    assert room.collect(me.person_id)["runs"][0]["text"] == TEXT
    assert len(list(room.plan(me.person_id))) == 1
    room.erase(me.person_id, at)
    assert not Run.objects.exists()
    run = asked(me)
    rule.erase(run, at)
    assert Event.objects.filter(verb="assist.deleted").count() == 2
