"""Saved searches: kept once, read by their owner alone, and letters about what is new and may be read, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground import clock
from interchange.ground.accounts import own_data
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal import chain
from interchange.ground.journal.models import Event
from interchange.ground.policy import rules
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.ground.search import actions, index, places, queries, saving
from interchange.ground.search.models import SavedSearch
from interchange.ground.vocabulary.models import Term
from tests.hand import Hand

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """Things of which members see all, everybody else those that are not retired."""
    monkeypatch.setattr(rules, "RULES", dict(rules.RULES))
    rules.rule("test.find", Term, who=rules.anyone, which=lambda v: rules.EVERYTHING if v.has(Role.MEMBER) else rules.Q(retired=False))
    kinds = {
        "thing": index.Kind(
            "thing", "Things", Term, "test.find", lambda one: index.Document(one.label, one.description, f"/things/{one.code}/")
        )
    }
    for module in (index, actions, queries, places):
        monkeypatch.setattr(module, "KINDS", kinds)
    monkeypatch.setattr(clock, "now", lambda: NOW)


def thing(code, words, *, retired=False):
    made = Term.objects.create(scheme="test", code=code, label=words, retired=retired)
    actions.put(made)
    return made


@pytest.fixture
def ada():
    return Person.objects.create_user("ada@example.org", given_name="Ada", time_zone="Africa/Nairobi")


def viewer(person):
    return Viewer(person_id=person.pk)


def test_a_search_is_kept_once_whatever_the_order_of_its_parts(ada):
    kept = saving.save_search(viewer(ada), "kind=thing&q=wombat+marks&page=3&junk=1", title="Wombats", at=NOW)
    assert (kept.place, kept.query, kept.alert) == ("search", "q=wombat+marks&kind=thing", "none")
    again = saving.save_search(viewer(ada), "q=wombat++marks&kind=thing", title=" Wombats  again ", at=NOW)
    assert (again.pk, again.title) == (kept.pk, "Wombats again")
    assert [one.verb for one in Event.objects.filter(subject_kind="search.savedsearch")] == ["search.saved"] * 2
    with transaction.atomic(), pytest.raises(IntegrityError):
        SavedSearch.objects.create(person=ada, place="search", query=kept.query, title="x", created_at=NOW, seen_until=NOW)


@pytest.mark.parametrize(
    ("query", "more", "field"),
    [
        ("", {}, "query"),
        ("q=", {}, "query"),
        ("kind=thing", {}, "query"),
        ("q=x", {"title": " "}, "title"),
        ("q=x", {"title": "x" * 121}, "title"),
        ("q=x", {"alert": "hourly"}, "alert"),
        ("q=x", {"place": "moon"}, "place"),
    ],
)
def test_what_asks_for_nothing_or_has_no_name_is_refused(ada, query, more, field):
    with pytest.raises(Refused) as refused:
        saving.save_search(viewer(ada), query, **{"title": "A name", "at": NOW, **more})
    assert [one.field for one in refused.value.problems] == [field]


def test_a_person_keeps_a_hundred_and_no_visitor_keeps_any(ada, monkeypatch):
    monkeypatch.setattr(saving, "MOST_SAVED", 1)
    saving.save_search(viewer(ada), "q=one", title="One", at=NOW)
    with pytest.raises(Refused):
        saving.save_search(viewer(ada), "q=two", title="Two", at=NOW)
    saving.save_search(viewer(ada), "q=one", title="Still one", at=NOW)
    with pytest.raises(NotAllowed):
        saving.save_search(VISITOR, "q=one", title="One", at=NOW)


def test_letters_tell_what_was_not_there_before_and_may_be_read_once(ada):
    member = Person.objects.create_user("mem@example.org", given_name="Mem")
    RoleGrant.objects.create(person=member, role=Role.MEMBER, starts_at=NOW - DAY)
    RoleGrant.objects.create(person=ada, role=Role.OFFICER, starts_at=NOW - DAY)
    old = thing("old", "Wombat marks of old")
    for person in (ada, member):
        saving.save_search(viewer(person), "q=wombat", title="Wombats", alert="daily", at=NOW)
    saving.save_search(viewer(member), "q=wombat+marks", title="No letters", at=NOW)
    assert saving.send_alerts(NOW + DAY) == 0, "nothing is new"
    old.description = "A word more."
    actions.put(old)
    thing("new", "New wombat")
    thing("inside", "Wombat for members", retired=True)
    assert saving.send_alerts(NOW + DAY + timedelta(hours=2)) == 0, "a day has not gone by"
    assert saving.send_alerts(NOW + 2 * DAY) == 2
    said = {one.person_id: one.body for one in Letter.objects.filter(template="search.found")}
    assert "- New wombat\n" in said[ada.pk]
    assert "Wombat for members" not in said[ada.pk], "what her staff role opens is not sent by mail, and is not hers"
    assert "Wombat for members" in said[member.pk]
    assert not any("of old" in one for one in said.values()), "a changed thing is not a new one"
    assert "/search/?q=wombat" in said[ada.pk]
    actions.rebuild("thing")
    assert saving.send_alerts(NOW + 4 * DAY) == 0, "an index made anew is no news"
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    thing("late", "Late wombat")
    assert saving.send_alerts(NOW + 6 * DAY) == 1
    assert chain.verify()[1] == []


def test_letters_begin_with_what_comes_after_they_were_asked_for(ada):
    thing("first", "First wombat")
    kept = saving.save_search(viewer(ada), "q=wombat", title="Wombats", at=NOW)
    thing("second", "Second wombat")
    saving.change_search(viewer(ada), kept.pk, title="Wombats", alert="weekly", at=NOW + DAY)
    thing("third", "Third wombat")
    assert saving.send_alerts(NOW + 7 * DAY) == 0
    assert saving.send_alerts(NOW + 8 * DAY) == 1
    assert "Third" in Letter.objects.get().body
    assert "Second" not in Letter.objects.get().body


def test_nobody_else_reads_changes_or_deletes_it_and_it_leaves_with_its_owner(ada):
    kept = saving.save_search(viewer(ada), "q=wombat", title="QXwombats", at=NOW)
    other = Viewer(person_id=Person.objects.create_user("eve@example.org").pk, roles=frozenset({Role.OFFICER, Role.ADMINISTRATOR}))
    with pytest.raises(NotAllowed):
        saving.change_search(other, kept.pk, title="Mine", alert="none", at=NOW)
    saving.forget_search(other, kept.pk, at=NOW)
    room = own_data.ROOMS["search"]
    assert "QXwombats" in str(room.collect(ada.pk))
    assert len(room.plan(ada.pk)) == 1
    with transaction.atomic():
        room.erase(ada.pk, NOW)
    assert (SavedSearch.objects.count(), room.plan(ada.pk)) == (0, [])


def test_a_search_of_the_house_is_saved_where_it_is_asked(ada):
    thing("new", "New wombat")
    hand = Hand(ada)
    page = hand.press("/search/?q=wombat&kind=thing", "Save", {"title": "Wombats", "alert": "daily"})
    assert (page.url, page.said) == ("/search/saved/", ["Saved. You find it among your saved searches."])
    kept = SavedSearch.objects.get()
    assert (kept.query, kept.alert, kept.seen) == ("q=wombat&kind=thing", "daily", [f"thing:{Term.objects.get(code='new').pk}"])
    assert "New wombat" in hand.open(page.tree.xpath("//h2/a")[0].get("href")).words
