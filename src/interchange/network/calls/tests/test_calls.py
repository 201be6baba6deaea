"""Calls as officers make them: U28 and its bad input, invitations, texts and their versions; U02, U27 as everyone reads them."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.delivery import message
from interchange.ground.post.models import Letter
from interchange.network.calls import actions, queries
from interchange.network.calls.models import Call, DeclarationText, Invitation
from interchange.network.calls.tests.world import AT, CLOSES, OPENS, call, filled, person, submitted

pytestmark = pytest.mark.django_db
BEFORE = OPENS - timedelta(days=10)
VALUES = {"title": "New call", "opens_at": OPENS, "closes_at": CLOSES, "time_zone": "Europe/Zurich", "places": 5, "profiles": ["creator"]}


@pytest.fixture
def officer():
    return person("officer@example.org", Role.OFFICER)


def client_of(viewer):
    client = Client()
    client.force_login(Person.objects.get(pk=viewer.person_id))
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_at": OPENS - timedelta(hours=1)}, "closes_at", "close before it opens"),
        ({"opens_at": BEFORE - timedelta(days=9), "closes_at": BEFORE - timedelta(days=1)}, "closes_at", "closing is past"),
        ({"title": " "}, "title", "needs a title"),
        ({"profiles": ["astrologer"]}, "profiles", "Unknown profile: astrologer"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "not a time zone"),
    ],
    ids=["before-opening", "past", "title", "profile", "zone"],
)
def test_a_call_that_cannot_be_is_refused_naming_the_field(officer, changes, field, words):
    with pytest.raises(Refused, match=words) as refused:
        actions.create_call(officer, {**VALUES, **changes}, at=BEFORE)
    assert field in [problem.field for problem in refused.value.problems]
    assert not Call.objects.exists()


def test_every_problem_of_a_call_is_said_at_once_and_what_was_typed_is_kept(officer):
    page = client_of(officer).post(
        "/calls/manage/new/",
        {"title": "Typed title", "summary": "Typed summary", "opens_on": "2031-02-02", "closes_on": "2031-02-01", "places": "5"},
    )
    text = page.content.decode()
    assert "Typed title" in text
    assert "Typed summary" in text
    assert not Call.objects.exists()


def test_a_call_without_a_version_of_a_text_is_not_published(officer):
    made = actions.create_call(officer, VALUES, at=BEFORE)
    made.texts.remove(made.texts.get(kind="conduct"))
    with pytest.raises(Refused, match="No published version of: Conduct"):
        actions.publish_call(officer, made.pk, at=BEFORE)
    with pytest.raises(Refused, match="closing is past"):
        actions.publish_call(officer, made.pk, at=CLOSES + timedelta(seconds=1))
    made.refresh_from_db()
    assert made.state == "draft"


def test_weights_add_up_and_are_frozen_once_the_call_is_open(officer):
    made = call(officer)
    entries = [{"key": one.key, "title": one.title, "weight": one.weight, "anchors": one.anchors} for one in made.criteria.all()]
    with pytest.raises(Refused, match="add up to 101"):
        actions.set_criteria(officer, made.pk, [{**entries[0], "weight": entries[0]["weight"] + 1}, *entries[1:]], at=BEFORE)
    heavier = [{**entries[0], "weight": entries[0]["weight"] + 5}, {**entries[1], "weight": entries[1]["weight"] - 5}, *entries[2:]]
    actions.set_criteria(officer, made.pk, heavier, at=OPENS - timedelta(seconds=1))
    with pytest.raises(Refused, match="criteria and questions are frozen"):
        actions.set_criteria(officer, made.pk, entries, at=OPENS)
    with pytest.raises(Refused, match="criteria and questions are frozen"):
        actions.set_questions(officer, made.pk, [], at=OPENS)
    with pytest.raises(Refused, match="this is frozen"):
        actions.edit_call(officer, made.pk, {"places": 9}, revision=made.revision, at=OPENS)
    assert made.criteria.order_by("order").first().weight == entries[0]["weight"] + 5


@pytest.mark.parametrize("title", ["Manage", "Texts", "My texts", "電話"])
def test_no_title_hides_a_page_of_the_room(officer, title):
    made, again = (actions.create_call(officer, {**VALUES, "title": title}, at=BEFORE) for _ in range(2))
    assert made.slug != again.slug
    for one in (made, again):
        assert one.title in client_of(officer).get(f"/calls/{one.slug}/").content.decode()


def test_two_officers_on_one_call_notice_each_other(officer):
    made = actions.create_call(officer, VALUES, at=BEFORE)
    actions.edit_call(officer, made.pk, {"summary": "first"}, revision=made.revision, at=BEFORE)
    with pytest.raises(Stale):
        actions.edit_call(officer, made.pk, {"summary": "second"}, revision=made.revision, at=BEFORE)


def test_a_question_that_offers_no_choices_is_refused(officer):
    made = actions.create_call(officer, VALUES, at=BEFORE)
    with pytest.raises(Refused, match="offers no choices"):
        actions.set_questions(officer, made.pk, [{"key": "q", "label": "Which?", "kind": "choice", "choices": []}], at=BEFORE)


def test_a_call_is_extended_for_everyone_and_never_cut_short(officer):
    made, ada = call(officer), person("ada@example.org")
    filled(ada, made.pk)
    later = CLOSES + timedelta(days=7)
    for wrong, words in ((CLOSES - timedelta(days=1), "not later"), (CLOSES, "not later")):
        with pytest.raises(Refused, match=words):
            actions.extend_call(officer, made.pk, wrong, at=AT, reason="Holidays")
    with pytest.raises(Refused, match="needs a reason"):
        actions.extend_call(officer, made.pk, later, at=AT, reason=" ")
    actions.extend_call(officer, made.pk, later, at=AT, reason="Holidays")
    letter = Letter.objects.get(template="calls.extended")
    assert (letter.person_id, "19 January 2027, 23:59 Geneva" in letter.body) == (ada.person_id, True)
    with pytest.raises(Refused, match="has not closed"):
        actions.extend_call(officer, made.pk, later + timedelta(days=9), at=later + timedelta(seconds=1), reason="Too late")


def test_a_call_is_cancelled_before_it_opens_and_archived_after_it_closed(officer):
    made = call(officer)
    with pytest.raises(NotAMove):
        actions.archive_call(officer, made.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.cancel_call(officer, made.pk, at=AT, reason="No")
    assert actions.archive_call(officer, made.pk, at=CLOSES + timedelta(days=1)).state == "archived"
    other = call(officer, title="Other")
    assert actions.cancel_call(officer, other.pk, at=BEFORE, reason="Replaced").state == "cancelled"
    assert not queries.calls(person("eve@example.org")).filter(pk=other.pk).exists()


def test_only_officers_make_calls(officer):
    with pytest.raises(NotAllowed):
        actions.create_call(person("eve@example.org"), VALUES, at=BEFORE)


def test_an_invitation_is_a_letter_holds_fourteen_days_and_is_marked(officer):
    made = call(officer)
    after = CLOSES + timedelta(days=1)
    actions.invite(officer, made.pk, " Ada@Example.org ", at=after)
    assert Invitation.objects.get().email == "ada@example.org"
    assert made.slug in Letter.objects.get(template="calls.invitation").body
    ada = person("ada@example.org")
    with pytest.raises(Refused, match="closed at"):
        actions.start_application(ada, made.pk, at=after + timedelta(days=14, seconds=1))
    assert submitted(ada, made.pk, at=after + timedelta(days=13)).invited
    with pytest.raises(Refused, match="not an e-mail address"):
        actions.invite(officer, made.pk, "nobody", at=after)


def test_everyone_reads_criteria_texts_and_form_before_applying(officer, client):
    made = call(officer)
    page = client.get(f"/calls/{made.slug}/").content.decode()
    assert all(criterion.title in page for criterion in made.criteria.all())
    for text in made.texts.all():
        assert f"/calls/texts/{text.kind}/{text.version}/" in page
        shown = client.get(f"/calls/texts/{text.kind}/{text.version}/").content.decode()
        assert "Version 1" in shown
    form = client.get(f"/calls/{made.slug}/form/").content.decode()
    assert "2,000" in form or "2000" in form
    pdf = client.get(f"/calls/{made.slug}/form.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_officers_publish_a_version_on_a_page_and_the_old_one_stays(officer):
    browser = client_of(officer)
    assert "Declaration texts" in browser.get("/calls/texts/").content.decode()
    assert "Be courteous" in browser.get("/calls/texts/?kind=conduct").content.decode()
    refused = browser.post("/calls/texts/", {"kind": "conduct", "title": "Conduct", "body": ""}).content.decode()
    assert 'value="Conduct"' in refused
    assert browser.post("/calls/texts/", {"kind": "conduct", "title": "Conduct", "body": "Be kind."}).status_code == 302
    assert DeclarationText.objects.filter(kind="conduct").count() == 2
    assert "Be kind." in browser.get("/calls/texts/conduct/2/").content.decode()
    assert "Be courteous" in browser.get("/calls/texts/conduct/1/").content.decode()
    assert client_of(person("eve@example.org")).get("/calls/texts/").status_code == 404


def test_the_feed_is_valid_atom_and_holds_public_calls_only(officer, client):
    made, hidden = call(officer), actions.create_call(officer, {**VALUES, "title": "QXhidden"}, at=BEFORE)
    answer = client.get("/calls/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    for name in ("id", "title", "updated"):  # RFC 4287, section 4.1.1
        assert feed.find(f"{atom}{name}").text
    assert feed.find(f"{atom}link[@rel='self']") is not None
    (entry,) = feed.findall(f"{atom}entry")
    assert [bool(entry.find(f"{atom}{name}").text) for name in ("id", "title", "updated")] == [True] * 3  # section 4.1.2
    assert entry.find(f"{atom}link").get("href").endswith(f"/calls/{made.slug}/")
    assert hidden.title not in answer.content.decode()


@pytest.mark.parametrize("name", ["محمد", "李小龍", "Éáñöç", "Suharto"])
def test_letters_lists_and_papers_carry_any_script(officer, name):
    made = call(officer)
    done = submitted(person(f"x{len(name)}@example.org"), made.pk, identity={"given_name": name, "family_name": ""})
    letter = Letter.objects.get(template="calls.receipt")
    assert name in letter.body
    assert message(letter).message().as_bytes()
    page = client_of(officer).get(f"/selection/{made.slug}/applications/?sort=name")
    assert name in page.content.decode()
    browser = client_of(person(f"x{len(name)}@example.org"))
    assert browser.get(f"/applications/{done.pk}/copy.pdf").content.startswith(b"%PDF")
