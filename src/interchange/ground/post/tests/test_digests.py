"""Digests are made of the letters that would have left at once: nothing is missing, nothing comes twice, whoever dies half-way."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies

from interchange.ground.accounts.models import Person
from interchange.ground.errors import Refused
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post import actions, digests, templates, wishes
from interchange.ground.post.actions import Draft
from interchange.ground.post.models import Letter, Wish
from interchange.ground.post.vocabulary import Rhythm

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)  # a Wednesday; Geneva is one hour ahead
DAY = timedelta(days=1)
KIND = "threads.replies"


@pytest.fixture
def people(db):
    return [Person.objects.create_user(f"p{number}@example.org", given_name=f"P{number}") for number in range(6)]


def happened(person, number, *, at=AT, kind=KIND):
    values = {"count": 1, "followed": False, "title": f"Thing {number}", "url": f"/threads/comments/{number}/"}
    return actions.send(SYSTEM, Draft(kind, values, person_id=person.pk, key=f"{kind}:{number}:{person.pk}"), at=at)


def wish(person, rhythm, *, at=AT):
    return actions.wish(Viewer(person_id=person.pk), {KIND: rhythm}, at=at)


def told(person):
    """What reached somebody, by the words of each thing: at once or in a digest."""
    letters = Letter.objects.filter(person=person, state="queued")
    return Counter(
        line
        for letter in letters
        for line in (
            [one for one in letter.body.splitlines() if one.startswith("- ")] if letter.template == wishes.DIGEST else [letter.subject]
        )
    )


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        ("instant", AT, AT),
        ("daily", AT, datetime(2027, 3, 4, 5, tzinfo=UTC)),
        ("daily", datetime(2027, 3, 3, 4, 59, tzinfo=UTC), datetime(2027, 3, 3, 5, tzinfo=UTC)),
        ("daily", datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 4, tzinfo=UTC)),  # the clocks go forward that night
        ("weekly", AT, datetime(2027, 3, 8, 5, tzinfo=UTC)),
        ("weekly", datetime(2027, 3, 8, 4, tzinfo=UTC), datetime(2027, 3, 8, 5, tzinfo=UTC)),
        ("weekly", datetime(2027, 3, 8, 6, tzinfo=UTC), datetime(2027, 3, 15, 5, tzinfo=UTC)),
    ],
)
def test_when_a_digest_is_due(db, rhythm, at, due):
    assert wishes.next_digest(Rhythm(rhythm), at) == due


def test_each_event_reaches_everybody_once_in_the_rhythm_that_they_chose(people):
    rhythms = ["instant", "daily", "weekly", "never", "daily", "weekly"]
    for person, rhythm in zip(people, rhythms, strict=True):
        wish(person, rhythm)
    for number in range(5):
        for person in people:
            happened(person, number, at=AT + number * DAY / 4)
    moment = AT
    while moment < AT + 9 * DAY:
        digests.gather(moment)
        moment += timedelta(hours=6)
    for person, rhythm in zip(people, rhythms, strict=True):
        words = " ".join(told(person))
        assert [words.count(f"Thing {number}") for number in range(5)] == [0 if rhythm == "never" else 1] * 5, rhythm
    letters = Letter.objects.filter(template=wishes.DIGEST)
    assert Counter(letters.values_list("person_id", flat=True)) == {people[1].pk: 2, people[4].pk: 2, people[2].pk: 1, people[5].pk: 1}
    assert Letter.objects.filter(state="gathered").count() == 0
    assert Letter.objects.filter(state="in-digest").count() == 20


def test_a_digest_leads_to_each_thing_and_to_the_wishes(people, settings):
    wish(people[0], "daily")
    happened(people[0], 1)
    happened(people[0], 2)
    digests.gather(AT + DAY)
    letter = Letter.objects.get(template=wishes.DIGEST)
    assert letter.subject == "2 pieces of news from the network"
    for address in ("/threads/comments/1/", "/threads/comments/2/", "/post/wishes/"):
        assert letter.body.count(settings.BASE_URL + address) == 1


def test_a_worker_that_dies_leaves_nothing_half_done(people, monkeypatch):
    monkeypatch.setattr(digests, "AT_ONCE", 2)
    for person in people:
        wish(person, "daily")
        happened(person, 1)
        happened(person, 2)
    write, calls = actions.send_all, []

    def die(actor, drafts, *, at):
        made = write(actor, drafts, at=at)
        calls.append(made)
        if len(calls) == 2:
            raise KeyboardInterrupt  # killed with the letters written, before the note that they are told
        return made

    monkeypatch.setattr(actions, "send_all", die)
    with pytest.raises(KeyboardInterrupt):
        digests.gather(AT + DAY)
    assert Letter.objects.filter(template=wishes.DIGEST).count() == 2
    digests.gather(AT + DAY)
    digests.gather(AT + DAY)
    for person in people:
        letter = Letter.objects.get(template=wishes.DIGEST, person=person)
        assert [letter.body.count(f"Thing {number}") for number in (1, 2)] == [1, 1]


def test_a_changed_wish_takes_along_what_waits(people):
    wish(people[0], "weekly")
    wish(people[1], "weekly")
    for person in people[:2]:
        happened(person, 1)
    assert wish(people[0], "instant", at=AT + DAY) == 1
    assert wish(people[0], "instant", at=AT + DAY) == 0
    wish(people[1], "never", at=AT + DAY)
    digests.gather(AT + DAY)
    assert Letter.objects.filter(template=wishes.DIGEST).values_list("person_id", flat=True).get() == people[0].pk
    assert Letter.objects.get(person=people[1]).state == "cancelled"


def test_who_left_and_what_they_may_not_see_any_more_is_dropped(people, monkeypatch):
    for person in people[:2]:
        wish(person, "daily")
        happened(person, 1)
    Person.objects.filter(pk=people[0].pk).update(is_active=False)
    Letter.objects.update(subject_kind="accounts.person", subject_id=people[5].pk)
    from interchange.ground.policy import subjects

    hidden = subjects.Subject(Person, view="person.self", speak="person.self", url=lambda one: "/", title=str)
    monkeypatch.setitem(subjects.SUBJECTS, "accounts.person", hidden)
    digests.gather(AT + DAY)
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


def test_no_digest_where_there_is_nothing_and_none_of_what_is_essential(people):
    assert digests.gather(AT) == 0
    with pytest.raises(Refused):
        actions.wish(Viewer(person_id=people[0].pk), {"post.group": "never"}, at=AT)
    with pytest.raises(Refused):
        actions.wish(Viewer(person_id=people[0].pk), {KIND: "hourly"}, at=AT)
    with pytest.raises(ValueError, match="essential"):
        templates.define("post.test", title="x", sample={}, rhythm=Rhythm.DAILY)
    letter = actions.send(SYSTEM, Draft("post.group", {"heading": "x", "text": "y"}, person_id=people[0].pk), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state="gathered")


def test_every_kind_that_can_wait_has_a_link_to_lead_to(db):
    for kind in wishes.kinds():
        subject, body = templates.render(kind.key, kind.sample)
        assert "url" not in kind.sample or digests.link_of(Letter(subject=subject, body=body)), kind.key


@settings(max_examples=15, deadline=None)
@given(
    strategies.lists(
        strategies.tuples(strategies.sampled_from(["instant", "daily", "weekly"]), strategies.integers(1, 4)), min_size=1, max_size=4
    )
)
def test_whatever_the_rhythms_nothing_is_missing_or_doubled(django_db_blocker, django_db_setup, plan):
    with django_db_blocker.unblock(), transaction.atomic():
        for place, (rhythm, count) in enumerate(plan):
            person = Person.objects.create_user(f"h{place}@example.org")
            Wish.objects.create(person=person, template=KIND, rhythm=rhythm)
            for number in range(count):
                happened(person, number, at=AT + number * DAY)
                digests.gather(AT + number * DAY + DAY / 2)
            digests.gather(AT + 20 * DAY)
            assert [" ".join(told(person)).count(f"Thing {number}") for number in range(count)] == [1] * count
        transaction.set_rollback(True)
