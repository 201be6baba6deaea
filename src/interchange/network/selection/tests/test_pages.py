"""The pages: who gets in, what they show and hide, how many queries they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interchange.ground import clock
from interchange.ground.journal.models import Event
from interchange.network.selection import actions
from interchange.network.selection.models import Choice, Offer
from interchange.network.selection.tests.world import AT, World, install


@pytest.fixture
def world(db, monkeypatch):
    install(monkeypatch)
    return World()


@pytest.fixture
def signed(client):
    def sign(person):
        client.force_login(person)
        session = client.session
        session["demo-sign-in"] = True
        session.save()
        return client

    return sign


def pages(slug):
    names = ["table", "assignments", "calibration", "severity", "set", "release", "offers", "report"]
    return [
        reverse("selection:dashboard"),
        reverse("selection:eligibility"),
        reverse("selection:reviewers"),
        reverse("selection:appeals"),
    ] + [reverse(f"selection:{name}", args=[slug]) for name in names]


def test_officers_get_every_page_and_others_none(world, signed):
    officer, other = world.officer(), world.person()
    world.application(), world.application("eligible"), world.scored(77)
    for url in pages(world.call.slug):
        assert signed(officer).get(url).status_code == 200, url
        assert signed(other).get(url).status_code == 404, url


@pytest.mark.parametrize("name", ["dashboard", "table", "set"])
def test_thirty_rows_cost_no_more_queries_than_three(world, signed, name):
    client, url = signed(world.officer()), reverse(f"selection:{name}", args=[] if name == "dashboard" else [world.call.slug])

    def fill(count):
        for _ in range(count):
            world.application("eligible")
            world.scored(60 + count)

    def count():
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        return len(found)

    fill(3)
    few = count()
    fill(27)
    assert count() == few <= 15


def test_the_table_filters_sorts_searches_exports_and_puts_into_the_set(world, signed):
    client, url = signed(world.officer()), reverse("selection:table", args=[world.call.slug])
    low, high = world.scored(50, organisation="=cmd|x"), world.scored(90, organisation="Zebra Institute")
    other = world.application("submitted")
    assert client.get(url, {"state": "scored", "sort": "score"}).context["table"].lines[0].pk == high.pk
    assert [line.pk for line in client.get(url, {"q": "zebra"}).context["table"].lines] == [high.pk]
    assert client.get(url, {"state": "nonsense"}).status_code == 200
    export = client.get(url, {"format": "csv"}).content.decode()
    assert "'=cmd" in export
    assert other.number in export
    client.post(url, {"application": [low.pk], "outcome": "declined", "reason": "Too far from the topics."})
    assert Choice.objects.get().application_id == low.pk


def test_a_conflict_removes_the_file_from_every_page_and_count(world, signed):
    officer = world.officer()
    file = world.scored(88, given_name="Marker", family_name="Person")
    world.scored(55)
    actions.recuse_by_officer(officer.viewer, file.pk, officer.pk, reason="personal", at=clock.now())
    client = signed(officer)
    for url in pages(world.call.slug):
        body = client.get(url).content.decode()
        assert file.number not in body, url
        assert "Marker" not in body, url
    assert client.get(reverse("selection:dashboard")).context["overview"].calls[0].total == 1
    assert client.get(reverse("selection:file", args=[file.pk])).status_code == 404


def test_what_if_and_suggestion_are_not_saved(world, signed):
    files = [world.scored(60 + n) for n in range(6)]
    client, url = signed(world.officer()), reverse("selection:set", args=[world.call.slug])
    written = Event.objects.count()
    trial = client.get(url, {"with": [files[0].pk, files[1].pk]})
    assert trial.context["inside"] == 2
    suggested = client.get(url, {"suggest": 1})
    assert set(suggested.context["suggestion"].chosen) == {file.pk for file in files[2:]}
    assert b"place 1 by points" in suggested.content
    assert client.get(url).context["inside"] == 0
    assert not Choice.objects.exists()
    assert Event.objects.count() == written


def test_a_recused_reviewer_who_types_the_address_gets_403_and_a_line(world, signed):
    officer, reader = world.officer(), world.reviewer()
    file = world.application("eligible")
    assignment = actions.assign(officer.viewer, file.pk, reader.pk, at=clock.now())
    client, url = signed(reader), reverse("selection:review", args=[assignment.pk])
    assert client.get(url).status_code == 200
    assert client.post(reverse("selection:step_aside", args=[assignment.pk]), {"reason": "affiliation"}).status_code == 302
    assert client.get(url).status_code == 403
    assert file.number not in client.get(reverse("selection:reviews")).content.decode()
    assert Event.objects.filter(verb="application.refused-conflicted", actor_id=reader.pk).count() == 1
    assert signed(world.reviewer()).get(url).status_code == 404


def test_the_form_keeps_what_was_typed_shows_anchors_and_no_balance_data(world, signed):
    officer, reader = world.officer(), world.reviewer()
    file = world.application("eligible")
    assignment = actions.assign(officer.viewer, file.pk, reader.pk, at=clock.now())
    client, url = signed(reader), reverse("selection:review", args=[assignment.pk])
    criterion = world.call.criteria.first()
    page = client.post(url, {"do": "file", f"score_{criterion.pk}": "5", "remark": "typed words", "revision": "1"})
    body = page.content.decode()
    assert page.status_code == 422
    assert "typed words" in body
    assert "depth 5" in body
    assert "needs a comment" in body
    assert "balance" not in page.context
    saved = client.post(reverse("selection:review_draft", args=[assignment.pk]), {f"score_{criterion.pk}": "4", "revision": "2"})
    assert saved.json()["revision"] == 3
    assert client.post(reverse("selection:review_draft", args=[assignment.pk]), {"revision": "1"}).status_code == 409


def test_opening_the_offer_answers_nothing(world, signed):
    file = world.application("offered")
    Offer.objects.create(application=file, made_at=clock.now(), lapses_at=clock.now() + clock.days(21))
    client, url = signed(file.person), reverse("selection:offer", args=[file.pk])
    assert client.get(url).status_code == 200
    assert Offer.objects.get().answer == ""
    assert client.post(url, {"answer": "accepted"}).status_code == 302
    assert client.post(url, {"answer": "accepted"}).status_code == 302
    assert Offer.objects.get().answer == "accepted"
    assert signed(world.person()).get(url).status_code == 404


def test_a_late_offer_says_so_and_how_to_ask(world, signed):
    file = world.application("offered")
    Offer.objects.create(application=file, made_at=AT - clock.days(30000), lapses_at=AT - clock.days(29979))
    page = signed(file.person).get(reverse("selection:offer", args=[file.pk]))
    assert b"has lapsed" in page.content
    assert b"write to the Secretariat" in page.content


def test_the_report_is_public_once_approved(world, client, signed):
    one, two = world.officer(), world.officer()
    world.scored(70)
    url = reverse("selection:report", args=[world.call.slug])
    actions.draft_report(one.viewer, world.call.pk, at=clock.now())
    assert signed(world.person()).get(url).status_code == 404
    actions.approve_report(two.viewer, world.call.pk, at=clock.now())
    client.logout()
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["file", "check", "compare"])
def test_pages_of_one_application(world, signed, name):
    file = world.scored(70)
    assert signed(world.officer()).get(reverse(f"selection:{name}", args=[file.pk])).status_code == 200
    assert signed(world.reviewer()).get(reverse(f"selection:{name}", args=[file.pk])).status_code == 404


def test_pages_of_the_applicant(world, signed):
    file = world.application("decided", outcome="declined", decided_by=world.officer())
    type(file).objects.filter(pk=file.pk).update(decided_at=clock.now())
    client, url = signed(file.person), reverse("selection:review_request", args=[file.pk])
    assert client.post(url, {"ground": "wrong-rule", "statement": ""}).status_code == 422
    assert client.post(url, {"ground": "wrong-rule", "statement": "The rule."}).status_code == 302
    assert b"The rule." in client.get(url).content
    appeal = file.__class__.objects.get(pk=file.pk).review_request
    assert signed(world.officer()).get(reverse("selection:appeal", args=[appeal.pk])).status_code == 200
