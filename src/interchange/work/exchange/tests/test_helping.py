"""Who can help: why, and who is left out; asks, declines; offers; figures of cooperation."""

from datetime import timedelta

import pytest

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.actions import record_conflict
from interchange.ground.post import actions as post
from interchange.ground.post.models import Letter
from interchange.ground.threads import actions as threads
from interchange.ground.vocabulary.actions import set_option
from interchange.network.membership.models import Membership
from interchange.work.exchange import cooperation, queries
from interchange.work.exchange.actions import answering, asking, offering, questions
from interchange.work.exchange.matching import Known, best, score
from interchange.work.exchange.models import Ask
from interchange.work.exchange.tests.world import person
from interchange.work.exchange.views.helping import reasons
from interchange.work.meetings import actions as meetings


def test_the_sum_is_made_of_parts_that_can_be_said():
    known = Known(7, topics=["A", "B"], things=["C"], words=["d", "e", "f", "g"], papers=9, accepted=1, open_asks=2)
    assert score(known) == {"topics": 6, "things": 2, "accepted": 2, "papers": 3, "words": 3, "open": -2}
    assert score(Known(7)) == {}


def test_ties_go_to_who_was_asked_least_lately_and_the_overloaded_are_left_out():
    people = [
        Known(1, topics=["A"], asked_lately=2),
        Known(2, topics=["A"]),
        Known(3, topics=["A"], open_asks=3),
        Known(4),
        Known(5, topics=["A"]),
    ]
    assert [fit.person_id for fit in best(people, limit=9, open_asks=3)] == [2, 5, 1]
    assert [fit.person_id for fit in best(list(reversed(people)), limit=2, open_asks=3)] == [2, 5]


def test_helpers_say_why_and_leave_out_who_cannot(world):
    ada = world.member("ada")
    world.member("ben", expertise="Picture marks after upload", organisation="Example Lab")
    cy, dee, eve, fay = (world.member(name) for name in ("cy", "dee", "eve", "fay"))
    gus = world.member("gus", topics=["licensing"])
    earlier = world.asked(ada, title="An earlier question on labels?")
    given = answering.answer(cy, earlier.pk, text="Words.", at=world.now)
    questions.accept(ada, given.pk, accepted=True, at=world.now)
    question = world.asked(ada)
    record_conflict(world.officer, dee.me, question, reason="personal", at=world.now)
    post.wish(eve, {"exchange.asked": "never"}, at=world.now)
    Membership.objects.filter(person_id=fay.me).update(state="on-leave")
    found = {fit.name: reasons(fit) for fit in queries.helpers(question, at=world.now)}
    assert list(found) == ["Ben Sample", "Cy Sample"]
    assert "Topics: Identifying and labelling AI-generated material" in found["Ben Sample"][0]
    assert found["Ben Sample"][1] == "Their entry says: marks, picture, upload"
    assert found["Cy Sample"][1] == "1 accepted answer on these topics"
    post.unsubscribe(person(cy).email, at=world.now)
    assert [fit.name for fit in queries.helpers(question, at=world.now)] == ["Ben Sample"]
    assert gus.me not in {fit.person_id for fit in queries.helpers(question, at=world.now)}


def test_asked_three_at_a_time_and_a_decline_makes_room(world):
    ada = world.member("ada")
    four = [world.member(name) for name in ("ben", "cy", "dee", "eve")]
    question = world.asked(ada)
    with pytest.raises(Refused, match="Nobody is chosen"):
        asking.put_to(ada, question.pk, [], at=world.now)
    with pytest.raises(Refused, match="At most 3"):
        asking.put_to(ada, question.pk, [one.me for one in four], at=world.now)
    with pytest.raises(Refused, match="cannot be asked"):
        asking.put_to(ada, question.pk, [world.chair.me], at=world.now)
    asking.put_to(ada, question.pk, [one.me for one in four[:3]], at=world.now)
    asking.put_to(ada, question.pk, [four[0].me], at=world.now)
    assert Letter.objects.filter(template="exchange.asked", state="queued").count() == 3
    with pytest.raises(NotAllowed):
        asking.decline(four[3], question.pk, at=world.now)
    for _twice in range(2):
        asking.decline(four[0], question.pk, at=world.now)
    asking.put_to(ada, question.pk, [four[3].me], at=world.now)
    answering.answer(four[1], question.pk, text="Words.", at=world.now)
    assert sorted(Ask.objects.values_list("state", flat=True)) == ["answered", "asked", "asked", "declined"]


def test_who_owes_as_many_replies_as_the_option_allows_is_not_proposed(world):
    ada, ben = world.member("ada"), world.member("ben")
    first, second = world.asked(ada), world.asked(ada, title="Another question about labels?")
    asking.put_to(ada, first.pk, [ben.me], at=world.now)
    assert reasons(queries.helpers(second, at=world.now)[0])[-1] == "1 question waits for their reply"
    set_option(world.officer, "exchange.open-asks", 1, reason="Test.", at=world.now)
    assert queries.helpers(second, at=world.now) == []
    questions.close(ada, first.pk, at=world.now)
    assert [fit.person_id for fit in queries.helpers(second, at=world.now)] == [ben.me]


def test_matching_costs_the_same_for_few_and_many(world, django_assert_max_num_queries):
    ada = world.member("ada")
    question = world.asked(ada)
    for number in range(20):
        world.member(f"m{number}")
    with django_assert_max_num_queries(17):
        assert len(queries.helpers(question, at=world.now)) == queries.HELPERS


def test_an_offer_becomes_a_learning_session(world):
    ada = world.member("ada")
    with pytest.raises(Refused) as caught:
        offering.offer(ada, title="", text="", topics=[], at=world.now)
    assert {one.field for one in caught.value.problems} == {"title", "text", "topics"}
    made = offering.offer(ada, title="Office hours on marks", text="Tuesdays.", topics=["labelling"], at=world.now)
    series = meetings.make_series(world.officer, {"body": "TEN-L", "title": "Learning"}, at=world.now)
    day = (world.now + timedelta(days=20)).date()
    with pytest.raises(NotAllowed):
        offering.plan(ada, made.pk, series.pk, {}, at=world.now)
    values = {"local_day": day, "local_time": world.now.time().replace(microsecond=0), "minutes": 45}
    planned = offering.plan(world.officer, made.pk, series.pk, values, at=world.now)
    assert (planned.session.kind, planned.session.title, planned.session.minutes, planned.state) == (
        "learning",
        "Office hours on marks",
        45,
        "planned",
    )
    with pytest.raises(NotAllowed):
        offering.end_offer(ada, made.pk, at=world.now)


def test_figures_hide_small_cells_and_one_sided_ones():
    groups = {n: ["a"] if n < 10 else ["b"] for n in range(20)}
    star = {frozenset({0, n}) for n in range(10, 18)}  # eight pairs, but one person of "a"
    assert cooperation.cells(star, groups) == {("a", "b"): None}
    spread = {frozenset({n, 10 + n}) for n in range(5)}
    assert cooperation.cells(spread, groups) == {("a", "b"): 5}
    assert cooperation.cells(list(spread)[:4], groups) == {("a", "b"): None}
    wide = spread | {frozenset({n, 11 + n}) for n in range(4)}
    assert cooperation.cells(wide, groups) == {("a", "b"): 5}  # nine: no single pair is seen to come
    within = {frozenset({n, (n + 1) % 3}) for n in range(3)} | {frozenset({0, 3}), frozenset({1, 3})}
    assert cooperation.cells(within, groups) == {("a", "a"): 5}


def test_cooperation_counts_answers_and_replies_once_a_half_year_and_nothing_sealed(world):
    left = [world.member(f"a{n}", profile="academic") for n in range(5)]
    right = [world.member(f"b{n}", profile="creator") for n in range(5)]
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        question = world.asked(one, title=f"Question number {number} about marks?")
        if number < 3:
            answering.answer(other, question.pk, text="Words.", at=world.now)
            answering.answer(other, question.pk, text="More words.", at=world.now)
        else:
            said = threads.say(one, question, text="A word.", at=world.now)
            threads.say(other, question, text="A reply.", parent_id=said.pk, at=world.now)
    hidden = world.asked(left[0], title="A question under the rule?", unattributed=True)
    answering.answer(right[4], hidden.pk, text="Words.", at=world.now)
    half = cooperation.halves(world.now)[0]
    assert half.code == "2027-1"
    assert len(cooperation.pairs_in(half)) == 5
    shown = cooperation.matrix("profile", half)
    place = [code for code, _label in shown.labels]
    assert shown.rows[place.index("academic")][1][place.index("creator")] == 5
    assert cooperation.matrix("profile", cooperation.halves(world.now)[1]).top == 0
