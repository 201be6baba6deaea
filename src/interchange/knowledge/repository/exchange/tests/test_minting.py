"""DOIs at a registry of our own on loopback: asked for, refused, lost, tried again, hidden; never two for one work."""

import base64
import json
from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository.exchange import minting
from interchange.knowledge.repository.exchange.tests.loopback import serving
from interchange.knowledge.repository.models import Identifier, Minting, Record
from interchange.knowledge.repository.tests import making

pytestmark = pytest.mark.django_db
GOOD = (201, {"Content-Type": "application/vnd.api+json"}, b'{"data": {}}')


@pytest.fixture
def officer():
    return Viewer(person_id=Person.objects.create(email="officer@example.org").pk, roles=frozenset({Role.OFFICER}))


@pytest.fixture
def on(settings):
    def switch(url):
        settings.DATACITE_URL, settings.DATACITE_PREFIX = url, "10.5072"
        settings.DATACITE_USER, settings.DATACITE_PASSWORD = "TEN.WORKS", "secret"

    return switch


def asked(officer, record):
    return minting.mint(officer, record.pk, at=clock.now())


def test_a_doi_is_registered_and_enters_the_metadata(officer, on):
    record = making.record("work")
    with serving(GOOD) as server:
        on(server.url)
        made = asked(officer, record)
        assert record.current.doi == ""
        assert minting.register.func(made.pk) == "registered"
        method, path, headers, body = server.asked[0]
    assert (method, path) == ("PUT", "/dois/10.5072/work.v1")
    assert headers["Authorization"] == f"Basic {base64.b64encode(b'TEN.WORKS:secret').decode()}"
    sent = json.loads(body)["data"]
    assert (sent["type"], sent["id"], sent["attributes"]["event"]) == ("dois", "10.5072/work.v1", "publish")
    assert sent["attributes"]["url"].endswith("/repository/work/v1/")
    from datacite import schema45

    schema45.validator.validate({name: value for name, value in sent["attributes"].items() if name not in {"event", "prefix"}})
    record = Record.objects.get(pk=record.pk)
    assert record.current.doi == "10.5072/work.v1"
    assert Identifier.objects.filter(record=record, key="10.5072/work.v1", live=True).exists()
    assert Event.objects.filter(verb="doi.registered").count() == 1


def test_asking_and_registering_twice_is_harmless(officer, on):
    record = making.record("work")
    with serving(GOOD) as server:
        on(server.url)
        first, second = asked(officer, record), asked(officer, record)
        assert first.pk == second.pk
        for _turn in range(2):
            minting.register.func(first.pk)
        assert asked(officer, record).state == "registered"
        assert {path for _method, path, _headers, _body in server.asked} == {"/dois/10.5072/work.v1"}
    record = Record.objects.get(pk=record.pk)
    assert record.current.identifiers.count(["doi", "10.5072/work.v1"]) == 1
    assert Event.objects.filter(verb="doi.registered").count() == 1
    assert Minting.objects.count() == 1


@pytest.mark.parametrize("trouble", [(500, {}, b"oops"), (0, {}, b""), (429, {}, b"slow down"), (503, {}, b"")])
def test_a_passing_trouble_is_tried_again(officer, on, trouble):
    record = making.record("work")
    with serving(trouble, trouble, GOOD) as server:
        on(server.url)
        made = asked(officer, record)
        for expected in ("waiting", "waiting", "registered"):
            assert minting.due(clock.now()) == [made.pk]
            assert minting.register.func(made.pk) == expected
        assert len(server.asked) == 3
    assert minting.due(clock.now()) == []


def test_a_lasting_trouble_is_told_and_can_be_tried_anew(officer, on):
    record = making.record("work")
    with serving((422, {}, b'{"errors": [{"title": "publicationYear is missing"}]}'), GOOD) as server:
        on(server.url)
        made = asked(officer, record)
        assert minting.register.func(made.pk) == "failed"
        made.refresh_from_db()
        assert "publicationYear is missing" in made.error
        assert minting.due(clock.now()) == []
        assert minting.register.func(made.pk) == "failed"
        assert len(server.asked) == 1
        assert asked(officer, record).state == "waiting"
        assert minting.register.func(made.pk) == "registered"


def test_it_gives_up_at_last(officer, on, monkeypatch):
    monkeypatch.setattr(minting, "TRIES", 2)
    with serving((500, {}, b"")) as server:
        on(server.url)
        made = asked(officer, making.record("work"))
        assert [minting.register.func(made.pk) for _turn in range(2)] == ["waiting", "failed"]


def test_a_withdrawn_work_is_hidden_and_a_corrected_one_renewed(officer, on):
    record = making.record("work")
    with serving(GOOD) as server:
        on(server.url)
        made = asked(officer, record)
        minting.register.func(made.pk)
        record = Record.objects.get(pk=record.pk)
        record.current.corrected_at = clock.now() + timedelta(seconds=1)
        record.current.title = "Corrected"
        record.current.save()
        assert minting.due(clock.now()) == [made.pk]
        minting.register.func(made.pk)
        assert json.loads(server.asked[-1][3])["data"]["attributes"]["titles"] == [{"title": "Corrected"}]
        making.end(record)
        assert minting.due(clock.now()) == [made.pk]
        assert minting.register.func(made.pk) == "hidden"
        assert json.loads(server.asked[-1][3])["data"]["attributes"]["event"] == "hide"
        assert minting.due(clock.now()) == []


def test_who_and_what_gets_none(officer, on):
    record = making.record("work")
    with pytest.raises(Refused, match="not set up"):
        asked(officer, record)
    on("http://127.0.0.1:9")
    with pytest.raises(NotAllowed):
        asked(Viewer(person_id=officer.person_id, roles=frozenset({Role.MEMBER})), record)
    with pytest.raises(Refused, match="everybody"):
        asked(officer, making.record("inside", level="members"))
    with pytest.raises(Refused, match="already"):
        asked(officer, making.record("has-one", identifiers=[["doi", "10.1000/182"]]))
    assert not Minting.objects.exists()
