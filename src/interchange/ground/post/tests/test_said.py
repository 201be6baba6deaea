"""What the letters' pages say after each press of a button, and that it is so."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions, groups, queries
from interchange.ground.post.actions import Draft
from interchange.ground.post.models import AddressMark, Batch, Letter, Wording
from tests.hand import Hand

pytestmark = pytest.mark.django_db
VALUES = {"heading": "News", "text": "Words."}


@pytest.fixture
def people():
    return [Person.objects.create_user(f"p{number}@example.org", given_name=f"P{number}") for number in range(4)]


@pytest.fixture
def officers(people):
    for person in people[:2]:
        RoleGrant.objects.create(person=person, role=Role.OFFICER, starts_at=clock.now())
    return people[:2]


def prepared(officer, people):
    drafts = [Draft("post.group", VALUES, person_id=person.pk, key=f"news:{person.pk}") for person in people]
    viewer = Viewer(person_id=officer.pk, roles=frozenset({Role.OFFICER}))
    return actions.prepare_batch(viewer, title="News", drafts=drafts, at=clock.now())


@pytest.mark.parametrize(
    ("button", "words", "state"),
    [("It arrived", "Marked as arrived.", "sent"), ("Send it again", "The letter is queued again.", "queued")],
    ids=["arrived", "again"],
)
def test_a_letter_that_nobody_knows_of_is_settled(people, officers, button, words, state):
    letter = actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[3].pk), at=clock.now())
    Letter.objects.filter(pk=letter.pk).update(state="unconfirmed")
    page = Hand(officers[0]).press(f"/post/letters/{letter.pk}/", button, {"note": "Looked into the mail server's log."})
    assert page.said == [words]
    letter.refresh_from_db()
    assert letter.state == state


def test_a_batch_is_released_by_the_second_officer(people, officers):
    batch = prepared(officers[0], people)
    page = Hand(officers[1]).press(f"/post/batches/{batch.pk}/", "Release all letters")
    assert page.said == ["Released. The letters leave one after the other."]
    batch.refresh_from_db()
    assert (batch.state, batch.released_by) == ("released", officers[1])
    assert set(batch.letters.values_list("state", flat=True)) == {"queued"}


def test_a_batch_is_cancelled_by_whoever_prepared_it(people, officers):
    batch = prepared(officers[0], people)
    page = Hand(officers[0]).press(f"/post/batches/{batch.pk}/", "Cancel all letters")
    assert page.said == ["The letters are cancelled; none of them leaves."]
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    assert set(batch.letters.values_list("state", flat=True)) == {"cancelled"}


def test_an_address_that_refused_mail_is_written_to_again(people, officers):
    marks = [AddressMark.objects.create(address=one.email, marked_at=clock.now() - timedelta(days=2), code="5.1.1") for one in people[2:]]
    page = Hand(officers[0]).press(
        "/post/addresses/", "Write to it again", {"note": "Telephoned; the mailbox was full."}, among={"mark": marks[0].pk}
    )
    assert page.said == ["The address can be written to again."]
    assert [AddressMark.objects.filter(pk=one.pk, lifted_at=None).exists() for one in marks] == [False, True]
    sent = [actions.send(SYSTEM, Draft("post.group", VALUES, person_id=one.pk), at=clock.now()).state for one in people[2:]]
    assert sent == ["queued", "stopped"]


def test_a_kind_of_letter_is_worded_anew(people, officers):
    page = Hand(officers[0]).press(
        "/post/wordings/post.group/", "Save", {"subject": "From the network: {{ heading }}", "body": "Dear {{ name }},\n\n{{ text }}"}
    )
    assert page.said == ["Saved. Letters written from now on use this text."]
    assert Wording.objects.get(template="post.group").subject == "From the network: {{ heading }}"
    assert actions.send(SYSTEM, Draft("post.group", VALUES, person_id=people[3].pk), at=clock.now()).subject == "From the network: News"


def test_a_letter_to_a_group_is_tried_out_then_prepared(people, officers, monkeypatch):
    monkeypatch.setitem(groups.GROUPS, "test.all", groups.Group("test.all", "Everybody here", lambda at: [one.pk for one in people]))
    typed = {"group": "test.all", "heading": "The room has moved", "text": "We meet in room B."}
    hand = Hand(officers[0])
    page = hand.press("/post/write/", "Send me a test", typed)
    assert page.said == ["A test letter is on its way to you."]
    assert "4 people get this letter." in page.words
    test = Letter.objects.get()
    assert (test.person, test.subject, test.state) == (officers[0], "The room has moved", "queued")

    page = hand.press(page, "Prepare the letters")
    assert page.said == ["Prepared. Another officer releases the letters."]
    batch = Batch.objects.get()
    assert (batch.state, batch.title, page.url) == ("prepared", "The room has moved", f"/post/batches/{batch.pk}/")
    assert sorted(batch.letters.values_list("person", "state")) == [(one.pk, "held") for one in people]


def test_who_asked_for_no_news_takes_that_back_among_their_letters(people):
    reader = Hand(people[3].pk)
    assert "Get news again" not in reader.open("/post/mine/").words
    actions.unsubscribe(people[3].email, at=clock.now())
    page = reader.press("/post/mine/", "Get news again")
    assert page.said == ["You get news of the network again."]
    assert "Get news again" not in page.words
    assert queries.wants_news(people[3].email)
