"""The first pages, the desk, the contact form and what machines ask."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from interchange.desk.home import actions
from interchange.desk.home.vocabulary import CONTACT_LENGTH, CONTACTS_PER_SENDER
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.clock import now
from interchange.ground.duties import actions as duties
from interchange.ground.duties import kinds
from interchange.ground.errors import Refused
from interchange.ground.jobs.models import Worker
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.models import Letter
from interchange.ground.vocabulary.load import network
from interchange.network.calls.tests import world
from interchange.network.membership.models import Membership

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
kinds.define("home.sample", "Confirm {number}")


@pytest.fixture
def person():
    return Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample")


@pytest.fixture
def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("address", ["/", "/about/", "/accessibility/", "/contact/", "/contact/sent/"])
def test_public_pages_open_for_everybody(address):
    page = Client().get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_the_home_page_says_what_the_network_is():
    page = Client().get("/").content.decode()
    for objective in network()["objectives"]:
        assert objective["title"] in page
    for topic in network()["example_topics"]:
        assert topic["title"] in page


def test_about_names_open_points_and_facts_with_source_and_confidence():
    page = Client().get("/about/").content.decode()
    for point in network()["not_stated"]:
        assert point in page
    for fact in network()["public_facts"]:
        assert fact["sources"][0]["url"] in page
        assert f"Confidence: {fact['confidence']}" in page


def test_the_desk_asks_visitors_to_sign_in():
    answer = Client().get("/desk/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_desk_shows_duties_with_their_dates_and_letters(person, signed_in):
    due = now() + timedelta(days=3)
    duties.owe("home.sample", ("home.thing", 1), at=now(), due_at=due, person_id=person.pk, url="/about/")
    send(SYSTEM, Draft("post.group", {"heading": "News of the week", "text": "Words"}, person_id=person.pk), at=now())
    page = signed_in.get("/desk/").content.decode()
    assert "One thing waits for you" in page
    assert 'href="/about/"' in page
    assert f"{due:%Y}" in page
    assert "News of the week" in page
    assert "one new letter" in page


def test_news_stay_new_until_the_person_says_so(person, signed_in):
    send(SYSTEM, Draft("post.group", {"heading": "News", "text": "Words"}, person_id=person.pk), at=now())
    signed_in.get("/desk/")
    assert "one new letter" in signed_in.get("/desk/").content.decode()
    assert signed_in.get("/desk/read/").status_code == 405
    signed_in.post("/desk/read/")
    assert "new letter" not in signed_in.get("/desk/").content.decode()


def test_nobody_sees_the_letters_of_another(signed_in):
    other = Person.objects.create_user("bo@example.org")
    send(SYSTEM, Draft("post.group", {"heading": "For Bo alone", "text": "Words"}, person_id=other.pk), at=now())
    assert "For Bo alone" not in signed_in.get("/desk/").content.decode()


def test_the_desk_costs_the_same_for_few_and_many(person, signed_in, django_assert_max_num_queries):
    for number in range(20):
        duties.owe("home.sample", ("home.thing", number), at=now(), person_id=person.pk)
        send(SYSTEM, Draft("post.group", {"heading": f"News {number}", "text": "Words"}, person_id=person.pk), at=now())
    signed_in.get("/desk/")
    with django_assert_max_num_queries(10):
        signed_in.get("/desk/")


def test_a_message_becomes_a_letter_to_the_secretariat(settings):
    answer = Client().post("/contact/", {"sender": "Eve@Example.org", "text": "Where do I apply?", "website": ""})
    assert answer["Location"] == "/contact/sent/"
    letter = Letter.objects.get(template="post.contact")
    assert letter.address == settings.DEFAULT_FROM_EMAIL
    assert "eve@example.org" in letter.body
    assert "Where do I apply?" in letter.body


def test_a_second_click_sends_nothing_twice():
    for _ in range(2):
        actions.write_to_secretariat(VISITOR, sender="eve@example.org", text="Hello", at=AT)
    assert Letter.objects.filter(template="post.contact").count() == 1


def test_a_wrong_address_keeps_the_text_and_names_the_field():
    page = Client().post("/contact/", {"sender": "eve at example", "text": "A long and careful message", "website": ""}).content.decode()
    assert "A long and careful message" in page
    assert 'href="#id_sender"' in page
    assert 'aria-invalid="true"' in page
    assert not Letter.objects.filter(template="post.contact").exists()


def test_a_text_too_long_is_kept_whole_and_refused():
    text = "x" * (CONTACT_LENGTH + 1)
    page = Client().post("/contact/", {"sender": "eve@example.org", "text": text, "website": ""}).content.decode()
    assert text in page
    assert not Letter.objects.filter(template="post.contact").exists()
    with pytest.raises(Refused):
        actions.write_to_secretariat(VISITOR, sender="eve@example.org", text=text, at=AT)


def test_the_trap_answers_alike_and_writes_nothing():
    answer = Client().post("/contact/", {"sender": "eve@example.org", "text": "Buy", "website": "https://example.org"})
    assert answer["Location"] == "/contact/sent/"
    assert not Letter.objects.filter(template="post.contact").exists()


def test_one_sender_is_slowed_down_and_others_are_not():
    for number in range(CONTACTS_PER_SENDER):
        actions.write_to_secretariat(VISITOR, sender="eve@example.org", text=f"Message {number}", at=AT)
    with pytest.raises(Refused):
        actions.write_to_secretariat(VISITOR, sender="eve@example.org", text="One more", at=AT)
    actions.write_to_secretariat(VISITOR, sender="bo@example.org", text="First", at=AT)
    actions.write_to_secretariat(VISITOR, sender="eve@example.org", text="One more", at=AT + timedelta(hours=2))


def test_machines_hear_whether_the_house_can_work():
    assert Client().get("/healthz").content == b"ok\n"
    answer = Client().get("/readyz")
    assert (answer.status_code, [name for name, well in answer.json().items() if not well]) == (503, ["worker"])
    assert Client().get("/readyz?for=web").status_code == 200, "pages can be read without a worker"
    Worker.objects.create(pk="sample", started_at=now(), seen_at=now())
    assert Client().get("/readyz").status_code == 200
    assert "Disallow: /desk/" in Client().get("/robots.txt").content.decode()


# --- what the rooms below bring


@pytest.fixture
def officer():
    return world.person("officer@example.org", Role.OFFICER)


def look(monkeypatch, at, path="/", client=None):
    """A page as it is at an instant."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return (client or Client()).get(path, headers={"host": f"t{at.timestamp():.0f}.localhost"}).content.decode()


def test_the_home_page_says_which_call_is_open_until_when(officer, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    call = world.call(officer)
    before = look(monkeypatch, world.OPENS - timedelta(days=1))
    assert "Opens soon" in before
    assert "1 January 2027, 09:00 Geneva" in before
    during = look(monkeypatch, world.AT)
    assert "Read the call and apply" in during
    assert f"/calls/{call.slug}/" in during
    assert "12 January 2027, 23:59 Geneva" in during
    after = look(monkeypatch, world.CLOSES + timedelta(seconds=1))
    assert "No call for applications is open" in after
    assert call.title not in after


def test_the_last_second_still_shows_the_call(officer, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    world.call(officer)
    assert "Read the call and apply" in look(monkeypatch, world.CLOSES + timedelta(milliseconds=900))


def test_the_desk_shows_my_applications_and_nobody_else_s(officer, monkeypatch):
    call = world.call(officer)
    ada, bo = world.person("ada@example.org"), world.person("bo@example.org")
    mine = world.submitted(ada, call.pk)
    theirs = world.submitted(bo, call.pk)
    client = Client()
    client.force_login(Person.objects.get(pk=ada.person_id))
    page = client.get("/desk/").content.decode()
    assert mine.number in page
    assert theirs.number not in page
    assert f"/applications/{mine.pk}/" in page


def test_both_faults_of_a_message_are_told_at_once():
    page = Client().post("/contact/", {"sender": "eve at example", "text": "x" * 5000, "website": ""}).content.decode()
    assert "There are 2 things to mend" in page
    assert "At most 4000 characters; there are 5000." in page


def test_the_desk_shows_my_membership_and_its_end(person, signed_in):
    other = Person.objects.create_user("bo@example.org")
    for number, owner in ((1, person), (2, other)):
        Membership.objects.create(number=f"TEN/MEM/2027/000{number}", person=owner, starts_at=world.OPENS, ends_at=world.CLOSES)
    page = signed_in.get("/desk/").content.decode()
    assert "TEN/MEM/2027/0001" in page
    assert "12 January 2027" in page
    assert "TEN/MEM/2027/0002" not in page
