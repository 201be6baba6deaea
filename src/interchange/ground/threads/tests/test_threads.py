"""Saying, editing, removing, answering; who sees what; letters once a day; erasure."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.accounts import mentions
from interchange.ground.accounts.own_data import ROOMS, Kept
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post.models import Letter
from interchange.ground.threads import actions, queries
from interchange.ground.threads.models import Comment
from interchange.ground.threads.schedule import tell_of_replies
from interchange.ground.threads.tests.conftest import AT, CLOSES

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_a_comment_a_reply_and_a_reply_to_a_reply_hang_on_the_first(kenya, viewers):
    first = actions.say(viewers["ada"], kenya, text="A **first** thing", anchor="#s-2", at=AT)
    reply = actions.say(viewers["ben"], kenya, text="I see", parent_id=first.pk, at=AT)
    deeper = actions.say(viewers["ada"], kenya, text="Good", parent_id=reply.pk, at=AT)
    assert deeper.parent_id == first.pk
    thread = queries.thread(viewers["ada"], kenya, at=AT)
    assert [one.comment.pk for one in thread.said] == [first.pk]
    assert [one.comment.pk for one in thread.said[0].replies] == [reply.pk, deeper.pk]
    assert thread.said[0].about == "/reference/states/?q=KE#s-2"
    assert "<strong>first</strong>" in thread.said[0].html
    assert Event.objects.filter(verb="comment.said").count() == 3


def test_posting_twice_is_one_comment(kenya, viewers):
    first = actions.say(viewers["ada"], kenya, text="The same  words", at=AT)
    assert actions.say(viewers["ada"], kenya, text="The same words ", at=AT + MINUTE).pk == first.pk
    assert actions.say(viewers["ben"], kenya, text="The same words", at=AT).pk != first.pk
    actions.remove(viewers["ada"], first.pk, reason="", at=AT)
    assert actions.say(viewers["ada"], kenya, text="The same words", at=AT).pk != first.pk
    assert Event.objects.filter(verb="comment.said").count() == 3


def test_what_is_said_after_the_closing_moment_is_late(kenya, viewers):
    assert not actions.say(viewers["ada"], kenya, text="In time", at=CLOSES).late
    assert actions.say(viewers["ada"], kenya, text="Too late", at=CLOSES + timedelta(seconds=1)).late


def test_what_cannot_be_said(kenya, brazil, viewers):
    first = actions.say(viewers["ada"], kenya, text="Here", at=AT)
    with pytest.raises(Refused) as refused:
        actions.say(viewers["ada"], brazil, text=" ", quote="x" * 301, anchor="y" * 200, parent_id=first.pk, at=AT)
    assert {problem.field for problem in refused.value.problems} == {"text", "quote", "anchor", "parent"}
    with pytest.raises(Refused):
        actions.say(viewers["ada"], kenya, text="x" * 10_001, at=AT)
    for who, subject in ((viewers["eve"], kenya), (VISITOR, kenya), (viewers["eve"], brazil)):
        with pytest.raises(NotAllowed):
            actions.say(who, subject, text="May I?", at=AT)


def test_editing_keeps_the_earlier_words_and_ends_in_time(kenya, viewers):
    said = actions.say(viewers["ada"], kenya, text="Frist", at=AT)
    edited = actions.edit(viewers["ada"], said.pk, text="First", revision=1, at=AT + MINUTE)
    assert [one.text for one in edited.earlier.all()] == ["Frist"]
    with pytest.raises(Stale):
        actions.edit(viewers["ada"], said.pk, text="Second", revision=1, at=AT + MINUTE)
    with pytest.raises(Refused, match="2 March 2027, 10:30 Geneva"):
        actions.edit(viewers["ada"], said.pk, text="Second", revision=2, at=AT + 31 * MINUTE)
    with pytest.raises(NotAllowed):
        actions.edit(viewers["ben"], said.pk, text="Mine", revision=2, at=AT)
    other = actions.say(viewers["ada"], kenya, text="Other", at=AT)
    with pytest.raises(Refused, match="already"):
        actions.edit(viewers["ada"], other.pk, text="First", revision=1, at=AT)
    actions.dispose(viewers["olu"], other.pk, code="noted", reason="", at=AT)
    with pytest.raises(NotAllowed):
        actions.edit(viewers["ada"], other.pk, text="After the answer", revision=1, at=AT)


def test_authors_take_back_and_officers_remove_with_a_reason(kenya, viewers):
    own, other = (actions.say(viewers["ada"], kenya, text=words, at=AT) for words in ("One", "Two"))
    with pytest.raises(NotAllowed):
        actions.remove(viewers["ben"], own.pk, reason="I do not like it", at=AT)
    with pytest.raises(Refused):
        actions.remove(viewers["olu"], other.pk, reason=" ", at=AT)
    assert actions.remove(viewers["ada"], own.pk, reason="", at=AT).removal_reason == "Taken back by its author."
    actions.remove(viewers["olu"], other.pk, reason="An attack on a person.", at=AT)
    actions.remove(viewers["olu"], other.pk, reason="Again.", at=AT)  # harmless
    assert Event.objects.filter(verb="comment.removed").count() == 2
    with pytest.raises(Refused):
        actions.say(viewers["ben"], kenya, text="But why", parent_id=other.pk, at=AT)
    for name, reads in (("ben", False), ("olu", True), ("ada", True)):
        thread = queries.thread(viewers[name], kenya, at=AT)
        assert thread.count == 0
        assert [line.reads_removed for line in thread.said] == [reads, reads]


def test_a_disposition_has_a_reason_where_it_does_not_follow(kenya, viewers):
    said = actions.say(viewers["ada"], kenya, text="Do this", at=AT)
    for code, reason in (("not-taken-up", ""), ("wonderful", "x")):
        with pytest.raises(Refused):
            actions.dispose(viewers["olu"], said.pk, code=code, reason=reason, at=AT)
    with pytest.raises(NotAllowed):
        actions.dispose(viewers["ada"], said.pk, code="taken-up", reason="", at=AT)
    assert list(queries.untreated(viewers["olu"], kenya)) == [said]
    actions.dispose(viewers["olu"], said.pk, code="not-taken-up", reason="Another text says it.", at=AT)
    actions.dispose(viewers["olu"], said.pk, code="not-taken-up", reason="Another text says it.", at=AT)
    assert list(queries.untreated(viewers["olu"], kenya)) == []
    assert list(Event.objects.filter(verb="comment.disposed").values_list("before", "after")) == [
        ({"disposition": ""}, {"disposition": "not-taken-up"})
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"removed_at": AT},
        {"removal_reason": "why"},
        {"text": ""},
        {"disposition": "noted"},
        {"revision": 2},
    ],
)
def test_the_database_holds_what_must_be_true(kenya, viewers, broken):
    said = actions.say(viewers["ada"], kenya, text="One", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=said.pk).update(**broken)


def test_comments_are_seen_as_their_subject_is(kenya, brazil, viewers, kind, monkeypatch):
    open_one = actions.say(viewers["ada"], kenya, text="Open", at=AT)
    closed = actions.say(viewers["ada"], brazil, text="Closed", at=AT)
    assert set(queries.comments(VISITOR)) == {open_one}
    assert set(queries.comments(viewers["ben"])) == {open_one, closed}
    assert queries.counts(viewers["eve"], [kenya, brazil]) == {("vocabulary.memberstate", "KE"): 1}
    with pytest.raises(NotAllowed):
        actions.remove(viewers["eve"], closed.pk, reason="x", at=AT)


def test_names_are_for_members_and_elsewhere_by_consent(kenya, viewers, people, monkeypatch):
    from interchange.ground.accounts import names

    monkeypatch.setattr(names, "AGREED", [lambda asked: {people["ben"].pk} & asked])
    for name in ("ada", "ben"):
        actions.say(viewers[name], kenya, text=f"By {name}", at=AT)
    assert [one.who for one in queries.thread(VISITOR, kenya, at=AT).said] == ["A participant", "Ben"]
    assert [one.who for one in queries.thread(viewers["ben"], kenya, at=AT).said] == ["Ada", "Ben"]


def test_a_thread_costs_the_same_with_three_and_with_thirty(kenya, viewers, django_assert_num_queries):
    for count in (3, 30):
        for number in range(count):
            said = actions.say(viewers["ada"], kenya, text=f"{count} {number}", at=AT)
            actions.say(viewers["ben"], kenya, text=f"{count} {number}", parent_id=said.pk, at=AT)
        actions.edit(viewers["ada"], said.pk, text=f"edited {count}", revision=1, at=AT)
        with django_assert_num_queries(3):  # comments, earlier versions, whether they speak
            thread = queries.thread(viewers["olu"], kenya, at=AT)
            assert all(line.may_dispose for line in thread.said)


def test_one_letter_a_day_for_each_person_and_thing(kenya, brazil, viewers, people):
    first = actions.say(viewers["ada"], kenya, text="First", at=AT)
    for number in range(3):
        actions.say(viewers["ben"], kenya, text=f"Reply {number}", parent_id=first.pk, at=AT + number * MINUTE)
    actions.say(viewers["olu"], kenya, text="Also", parent_id=first.pk, at=AT + 5 * MINUTE)
    assert tell_of_replies(AT + 6 * MINUTE) == 0  # the day is not over
    assert tell_of_replies(AT + DAY) == 2
    assert tell_of_replies(AT + DAY) == 0
    letters = {letter.person.given_name: letter for letter in Letter.objects.filter(template="threads.replies")}
    assert letters["Ada"].subject == "4 replies where you took part: Kenya"
    assert letters["Ben"].subject == "A reply where you took part: Kenya"
    assert f"/threads/comments/{first.pk + 1}/" in letters["Ada"].body
    assert "Reply" not in letters["Ada"].body
    actions.say(viewers["ben"], kenya, text="A day later", parent_id=first.pk, at=AT + DAY)
    assert tell_of_replies(AT + 2 * DAY) == 2


def test_no_letter_about_what_one_may_not_see_any_more(brazil, viewers, people):
    first = actions.say(viewers["ada"], brazil, text="First", at=AT)
    actions.say(viewers["ben"], brazil, text="Reply", parent_id=first.pk, at=AT)
    people["ada"].role_grants.update(ends_at=AT + MINUTE)
    assert tell_of_replies(AT + DAY) == 0
    assert not Comment.objects.filter(told_at__isnull=True).exists()


def test_erasure_takes_what_nobody_answered_and_keeps_the_rest_without_a_name(kenya, viewers, people):
    alone = actions.say(viewers["ada"], kenya, text="Alone", quote="some words", at=AT)
    answered = actions.say(viewers["ada"], kenya, text="Answered", at=AT)
    actions.edit(viewers["ada"], answered.pk, text="Answered well", revision=1, at=AT)
    actions.say(viewers["ben"], kenya, text="Yes", parent_id=answered.pk, at=AT)
    room, person = ROOMS["threads"], people["ada"].pk
    assert {one["text"] for one in room.collect(person)["comments"]} == {"Alone", "Answered well"}
    assert any(isinstance(item, Kept) for item in room.plan(person))
    room.erase(person, AT + DAY)
    alone.refresh_from_db()
    answered.refresh_from_db()
    assert (alone.text, alone.quote, alone.removed_by_id) == ("", "", person)
    assert (answered.text, answered.earlier.count()) == ("Answered well", 0)


def test_a_conflict_with_the_subject_hides_its_comments(viewers, people, monkeypatch):
    from django.db.models import Q

    from interchange.ground.accounts.models import Person
    from interchange.ground.policy import rules, subjects

    monkeypatch.setattr(subjects, "SUBJECTS", {})
    monkeypatch.setitem(
        rules.RULES,
        "test.person",
        rules.Rule("test.person", model=Person, who=rules.anyone, which=lambda v: Q(), conflict=("accounts.person", "pk")),
    )
    subjects.define(Person, view="test.person", speak="test.person", url=lambda person: "/", title=str)
    said = actions.say(viewers["ada"], people["eve"], text="About Eve", at=AT)
    assert said in queries.comments(viewers["olu"])
    record_conflict(viewers["olu"], viewers["olu"].me, people["eve"], reason=ConflictReason.PERSONAL, at=AT)
    assert said not in queries.comments(viewers["olu"])
    for verb in (actions.remove, actions.dispose):
        with pytest.raises(NotAllowed):
            verb(viewers["olu"], said.pk, reason="x", at=AT, **({"code": "noted"} if verb is actions.dispose else {}))
    assert said in queries.comments(SYSTEM)


@pytest.fixture
def names(people, monkeypatch):
    """A room that knows everybody's name; two are called Sam."""
    known = [("Ada", people["ada"].pk), ("Ben", people["ben"].pk), ("Ben Long", people["eve"].pk), ("Sam", people["olu"].pk), ("Sam", 0)]
    monkeypatch.setattr(mentions, "LISTS", [lambda viewer, words: known])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Ben, have you tried?", {"ben"}),
        ("As @Ben Long said", {"eve"}),
        ("(@ben)", {"ben"}),
        ("@Benedict knows", set()),
        ("write to x@Ben or see https://x.example/@Ben", set()),
        ("@Sam or @Nobody, @context", set()),
        ("@Ada herself", set()),
        ("no at sign", set()),
    ],
)
def test_who_is_named(people, viewers, names, text, who):
    assert mentions.named(viewers["ada"], text) == {people[name].pk for name in who}


def test_who_is_named_gets_one_letter_unless_they_do_not_see_it_or_muted_it(kenya, brazil, viewers, people, names):
    said = actions.say(viewers["ada"], brazil, text="@Ben and @Ben Long, what do you think?", at=AT)
    assert [(one.person_id, one.template) for one in Letter.objects.all()] == [(people["ben"].pk, "threads.named")]
    assert f"/threads/comments/{said.pk}/" in Letter.objects.get().body
    actions.edit(viewers["ada"], said.pk, text="@Ben, what do you think now?", revision=1, at=AT + MINUTE)
    assert Letter.objects.count() == 1
    actions.follow(viewers["ben"], kenya, "none", at=AT)
    actions.say(viewers["ada"], kenya, text="@Ben, and here?", at=AT)
    assert Letter.objects.count() == 1


def test_who_follows_hears_everything_and_who_mutes_nothing(kenya, viewers, people):
    actions.follow(viewers["eve"], kenya, "all", at=AT)
    actions.follow(viewers["eve"], kenya, "all", at=AT)
    top = actions.say(viewers["ada"], kenya, text="One", at=AT)
    actions.say(viewers["ben"], kenya, text="Two", parent_id=top.pk, at=AT)
    actions.follow(viewers["ada"], kenya, "none", at=AT)
    assert tell_of_replies(AT + DAY) == 1
    letter = Letter.objects.get()
    assert letter.person_id == people["eve"].pk
    assert "2 comments in a discussion that you follow" in letter.subject
    assert [event.after for event in Event.objects.filter(verb="discussion.followed").order_by("seq")] == [
        {"wish": "all"},
        {"wish": "none"},
    ]
    actions.follow(viewers["eve"], kenya, "usual", at=AT)
    actions.say(viewers["ada"], kenya, text="Three", at=AT + DAY)
    assert tell_of_replies(AT + 2 * DAY) == 0
    with pytest.raises(Refused, match="no such wish"):
        actions.follow(viewers["eve"], kenya, "sometimes", at=AT)


def test_what_is_not_seen_is_not_followed(brazil, viewers):
    with pytest.raises(NotAllowed):
        actions.follow(viewers["eve"], brazil, "all", at=AT)
    with pytest.raises(NotAllowed):
        actions.follow(VISITOR, brazil, "all", at=AT)
