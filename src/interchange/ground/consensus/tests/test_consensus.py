"""A call from its opening to its result: who is asked, objections, early and late, the clock, letters, the unsigned."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.consensus import actions, queries, schedule
from interchange.ground.consensus.models import Asked, Call, Objection
from interchange.ground.consensus.tests.conftest import AT, CLOSES
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.post.models import Letter
from interchange.ground.vocabulary.models import MemberState

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
QUESTION = "Is the text ready?"


@pytest.fixture
def call(kenya, viewers):
    return actions.open_call(viewers["olu"], kenya, question=QUESTION, at=AT)


def test_opening_fixes_the_moment_and_who_is_asked(call, kenya, viewers, people):
    assert call.closes_at == CLOSES
    assert (call.asked_count, call.working_days) == (3, 10)
    assert set(call.asked.values_list("person_id", flat=True)) == {people[name].pk for name in ("ada", "ben", "cyd")}
    again = actions.open_call(viewers["olu"], kenya, question=f" {QUESTION} ", at=AT + DAY)
    assert again.pk == call.pk
    people["ben"].role_grants.all().delete()
    assert call.asked.count() == 3
    assert Event.objects.filter(verb="consensus.opened").count() == 1


def test_what_cannot_be_opened(kenya, viewers):
    with pytest.raises(Refused) as refused:
        actions.open_call(viewers["olu"], MemberState.objects.get(pk="FR"), question=" ", working_days=0, at=AT)
    assert {problem.field for problem in refused.value.problems} == {"question", "working_days", ""}
    for name in ("ada", "eve"):
        with pytest.raises(NotAllowed):
            actions.open_call(viewers[name], kenya, question=QUESTION, at=AT)


def test_silence_is_consensus_and_the_clock_closes(call, closed):
    assert schedule.close(CLOSES) == 0  # the last second still counts
    assert schedule.close(CLOSES + SECOND) == 1
    assert schedule.close(CLOSES + DAY) == 0
    call.refresh_from_db()
    assert (call.state, call.closed_at) == ("consensus", CLOSES + SECOND)
    assert call.result == "3 people were asked. Nobody objected."
    assert closed == [("consensus", "KE")]


def test_early_closing_is_refused_with_both_times(call, viewers):
    with pytest.raises(Refused, match=r"31 March 2027, 23:59 Geneva, 17:59 New York; it is .*15 March 2027, 10:00 Geneva, 05:00 New York"):
        actions.close_call(viewers["olu"], call.pk, at=AT)
    with pytest.raises(NotAllowed):
        actions.close_call(viewers["ada"], call.pk, at=CLOSES + SECOND)
    assert Call.objects.get().state == "open"


def test_an_objection_that_stands_prevents_consensus(call, viewers, closed):
    actions.object_to(viewers["ada"], call.pk, reason="Section 2 is wrong.", at=CLOSES)
    schedule.close(CLOSES + SECOND)
    call.refresh_from_db()
    assert call.state == "no-consensus"
    assert "- Stands: Section 2 is wrong." in call.result
    assert closed == [("no-consensus", "KE")]


def test_objections_met_and_withdrawn_leave_consensus_and_the_result_says_how(call, viewers):
    first = actions.object_to(viewers["ada"], call.pk, reason="Section 2\nis wrong.", at=AT)
    second = actions.object_to(viewers["ben"], call.pk, reason="Too early.", at=AT)
    with pytest.raises(Refused):
        actions.meet_objection(viewers["olu"], first.pk, how=" ", at=AT)
    with pytest.raises(NotAllowed):
        actions.meet_objection(viewers["ben"], first.pk, how="I say so.", at=AT)
    with pytest.raises(NotAllowed):
        actions.withdraw_objection(viewers["ada"], second.pk, at=AT)
    actions.meet_objection(viewers["olu"], first.pk, how="Section 2 was taken out.", at=AT + DAY)
    actions.meet_objection(viewers["olu"], first.pk, how="Section 2 was taken out.", at=AT + DAY)
    actions.withdraw_objection(viewers["ben"], second.pk, at=AT + DAY)
    actions.withdraw_objection(viewers["ben"], second.pk, at=AT + DAY)
    result = actions.close_call(viewers["olu"], call.pk, at=CLOSES + SECOND)
    assert result.state == "consensus"
    assert result.result.splitlines() == [
        "3 people were asked. 2 objections were raised.",
        "",
        "- Answered: Section 2 is wrong. How: Section 2 was taken out.",
        "- Withdrawn by its author: Too early.",
    ]
    told = Event.objects.filter(verb__startswith="objection.").order_by("seq").values_list("verb", "after__state")
    assert list(told) == [
        ("objection.raised", "stands"),
        ("objection.raised", "stands"),
        ("objection.met", "met"),
        ("objection.withdrawn", "withdrawn"),
    ]


def test_an_accepted_objection_leaves_consensus_and_the_result_says_what_is_changed(call, viewers):
    raised = actions.object_to(viewers["ada"], call.pk, reason="Section 2 is wrong.", at=AT)
    with pytest.raises(Refused, match="What is changed must be said"):
        actions.accept_objection(viewers["olu"], raised.pk, how=" ", at=AT)
    with pytest.raises(NotAllowed):
        actions.accept_objection(viewers["ben"], raised.pk, how="I change it.", at=AT)
    for _twice in range(2):
        actions.accept_objection(viewers["olu"], raised.pk, how="Section 2 is taken out.", at=AT)
    with pytest.raises(NotAMove):
        actions.let_stand(viewers["olu"], raised.pk, how="On second thoughts.", at=AT)
    schedule.close(CLOSES + SECOND)
    call.refresh_from_db()
    assert (call.state, call.is_reached) == ("consensus", True)
    assert "- Accepted: Section 2 is wrong. What is changed: Section 2 is taken out." in call.result
    assert Event.objects.get(verb="objection.accepted").after["state"] == "accepted"


def test_an_objection_that_stands_with_a_reason_leaves_rough_consensus_and_is_named(call, viewers, closed):
    raised = actions.object_to(viewers["ada"], call.pk, reason="Too early.", at=AT)
    with pytest.raises(Refused, match="stands with a reason only"):
        actions.let_stand(viewers["olu"], raised.pk, how="", at=AT)
    with pytest.raises(NotAllowed):
        actions.let_stand(viewers["ada"], raised.pk, how="I am right.", at=AT)
    actions.let_stand(viewers["olu"], raised.pk, how="The report is due in May.", at=AT)
    assert schedule.close(CLOSES + SECOND) == 1
    call.refresh_from_db()
    assert (call.state, call.is_reached) == ("rough", True)
    assert "- Stands: Too early. Why the work goes on: The report is due in May." in call.result
    assert closed == [("rough", "KE")]
    assert schedule.write(CLOSES + SECOND) == 3
    assert "Rough consensus: Kenya" in Letter.objects.filter(template="consensus.result")[0].subject
    assert Event.objects.get(verb="consensus.closed").after == {"state": "rough", "objections": 1, "standing": 0, "reasoned": 1}


def test_one_objection_without_a_reason_is_no_consensus_whatever_the_others_have(call, viewers):
    for name in ("ada", "ben"):
        actions.object_to(viewers[name], call.pk, reason=f"No, says {name}.", at=AT)
    actions.let_stand(viewers["olu"], Objection.objects.get(reason__contains="ada").pk, how="It was weighed.", at=AT)
    schedule.close(CLOSES + SECOND)
    call.refresh_from_db()
    assert (call.state, call.is_reached) == ("no-consensus", False)
    left = Objection.objects.get(reason__contains="ben")
    with pytest.raises(Refused, match="This call closed"):
        actions.meet_objection(viewers["olu"], left.pk, how="Answered too late.", at=CLOSES + DAY)
    actions.let_stand(viewers["olu"], left.pk, how="It is taken up in the next draft.", at=CLOSES + DAY)
    call.refresh_from_db()
    assert call.state == "no-consensus", "the register is completed, the outcome stays"
    assert not Objection.objects.filter(state="stands").exists()


def test_nobody_settles_their_own_objection_and_its_author_may_still_withdraw_it(call, viewers, people):
    Asked.objects.create(call=call, person=people["olu"])
    own = actions.object_to(viewers["olu"], call.pk, reason="I see it otherwise.", at=AT)
    for settle in (actions.meet_objection, actions.accept_objection, actions.let_stand):
        with pytest.raises(Refused, match="your own"):
            settle(viewers["olu"], own.pk, how="So be it.", at=AT)
    raised = actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    actions.meet_objection(viewers["olu"], raised.pk, how="It was dealt with.", at=AT)
    assert actions.withdraw_objection(viewers["ada"], raised.pk, at=AT).state == "withdrawn"
    again = actions.object_to(viewers["ada"], call.pk, reason="It was not dealt with.", at=AT)
    assert again.state == "stands", "whoever is not content with the answer can say so"


def test_late_objections_are_refused_with_both_times(call, viewers):
    held = actions.object_to(viewers["ben"], call.pk, reason="In time.", at=AT)
    for verb in (
        lambda: actions.object_to(viewers["ada"], call.pk, reason="Too late.", at=CLOSES + SECOND),
        lambda: actions.withdraw_objection(viewers["ben"], held.pk, at=CLOSES + SECOND),
        lambda: actions.meet_objection(viewers["olu"], held.pk, how="So.", at=CLOSES + SECOND),
    ):
        with pytest.raises(
            Refused, match=r"closed on 31 March 2027, 23:59 Geneva, 17:59 New York; this came on 1 April 2027, 00:00 Geneva"
        ):
            verb()
    assert Objection.objects.count() == 1


def test_who_was_not_asked_cannot_object_and_nobody_objects_twice(call, viewers, people):
    for name in ("eve", "olu"):
        with pytest.raises(NotAllowed):
            actions.object_to(viewers[name], call.pk, reason="I say no.", at=AT)
    with pytest.raises(NotAllowed):
        actions.object_to(VISITOR, call.pk, reason="I say no.", at=AT)
    with pytest.raises(Refused):
        actions.object_to(viewers["ada"], call.pk, reason=" ", at=AT)
    first = actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    assert actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT).pk == first.pk
    with pytest.raises(Refused, match="already"):
        actions.object_to(viewers["ada"], call.pk, reason="Another no.", at=AT)
    actions.withdraw_objection(viewers["ada"], first.pk, at=AT)
    assert actions.object_to(viewers["ada"], call.pk, reason="Another no.", at=AT).pk != first.pk


def test_a_withdrawn_call_has_no_outcome(call, viewers, closed):
    with pytest.raises(Refused):
        actions.withdraw_call(viewers["olu"], call.pk, reason=" ", at=AT)
    actions.withdraw_call(viewers["olu"], call.pk, reason="Asked too early.", at=AT)
    actions.withdraw_call(viewers["olu"], call.pk, reason="Asked too early.", at=AT)
    with pytest.raises(NotAMove):
        actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    assert schedule.close(CLOSES + DAY) == 0
    assert closed == []
    assert schedule.write(CLOSES + DAY) == 0


def test_a_hook_that_fails_undoes_the_closing_and_does_not_stop_the_others(call, kenya, brazil, viewers, kind, monkeypatch):
    from interchange.ground.consensus import kinds

    def hook(closed, state, at):
        if state.iso2 == "KE":
            raise RuntimeError("no room for it")

    monkeypatch.setitem(kinds.KINDS, "vocabulary.memberstate", kinds.Kind(MemberState, kind.open, kind.asked, hook))
    other = actions.open_call(viewers["olu"], brazil, question=QUESTION, at=AT + SECOND)
    with pytest.raises(RuntimeError):
        schedule.close(CLOSES + SECOND)
    assert {one.pk: one.state for one in Call.objects.all()} == {call.pk: "open", other.pk: "consensus"}


def test_everybody_asked_gets_one_letter_even_where_a_worker_dies(call, monkeypatch):
    monkeypatch.setattr(schedule, "AT_ONCE", 2)
    real, written = schedule.send, []

    def dying(*args, **kwargs):
        written.append(1)
        real(*args, **kwargs)
        if len(written) == 3:  # in the second turn, after the letter was written
            raise SystemExit

    monkeypatch.setattr(schedule, "send", dying)
    with pytest.raises(SystemExit):
        schedule.write(AT)
    assert Letter.objects.count() == 2
    monkeypatch.setattr(schedule, "send", real)
    schedule.write(AT)
    assert schedule.write(AT + DAY) == 0
    letters = Letter.objects.filter(template="consensus.asked")
    assert sorted(letters.values_list("person__given_name", flat=True)) == ["Ada", "Ben", "Cyd"]
    assert "31 March 2027, 23:59 Geneva, 17:59 New York" in letters[0].subject
    assert QUESTION in letters[0].body
    schedule.close(CLOSES + SECOND)
    assert schedule.write(CLOSES + SECOND) == 3
    assert schedule.write(CLOSES + DAY) == 0
    assert "Consensus: Kenya" in Letter.objects.filter(template="consensus.result")[0].subject


def test_no_letter_to_whom_the_thing_is_hidden_by_now(brazil, viewers, people):
    actions.open_call(viewers["olu"], brazil, question=QUESTION, at=AT)
    people["ada"].role_grants.update(ends_at=AT)
    assert schedule.write(AT) == 2
    assert not Asked.objects.filter(told_at__isnull=True).exists()


def test_an_unsigned_objection_shows_its_author_to_nobody_else(call, kenya, viewers, people, kind, monkeypatch):
    from interchange.ground.consensus import kinds

    raised = actions.object_to(viewers["ada"], call.pk, reason="No.", annex="My view", signed=False, at=AT)

    def names_for(viewer):
        return [line.who for line in queries.about(viewer, kenya, at=AT).calls[0].raised]

    assert names_for(viewers["ada"]) == ["Ada"]
    for viewer in (viewers["ben"], viewers["olu"], viewers["eve"], VISITOR, SYSTEM):
        assert names_for(viewer) == [""]
    assert Event.objects.get(verb="objection.raised").actor_id is None
    actions.withdraw_objection(viewers["ada"], raised.pk, at=AT)
    assert Event.objects.get(verb="objection.withdrawn").actor_id is None
    open_kind = kinds.Kind(MemberState, kind.open, kind.asked, None, lambda viewer, state: viewer == viewers["olu"])
    monkeypatch.setitem(kinds.KINDS, "vocabulary.memberstate", open_kind)
    assert names_for(viewers["olu"]) == ["Ada"]
    assert names_for(viewers["ben"]) == [""]


def test_calls_are_seen_as_their_subject_is(call, brazil, viewers):
    hidden = actions.open_call(viewers["olu"], brazil, question=QUESTION, at=AT)
    assert [one.pk for one in queries.calls(VISITOR)] == [call.pk]
    assert {one.pk for one in queries.calls(viewers["ada"])} == {call.pk, hidden.pk}
    assert [one.pk for one in queries.waiting(viewers["ada"], AT)] == [call.pk, hidden.pk]
    actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    assert [one.pk for one in queries.waiting(viewers["ada"], AT)] == [hidden.pk]
    assert list(queries.waiting(viewers["ada"], CLOSES + SECOND)) == []
    assert list(queries.waiting(VISITOR, AT)) == []


def test_the_part_of_a_page_costs_the_same_with_many(call, kenya, viewers, django_assert_num_queries):
    with django_assert_num_queries(3):  # calls, objections, whether they lead
        queries.about(viewers["olu"], kenya, at=AT)
    for number in range(4):
        other = actions.open_call(viewers["olu"], kenya, question=f"Question {number}?", at=AT)
        for name in ("ada", "ben", "cyd"):
            actions.object_to(viewers[name], other.pk, reason="No.", at=AT)
    with django_assert_num_queries(3):
        assert len(queries.about(viewers["olu"], kenya, at=AT).calls) == 5
    with django_assert_num_queries(2):
        queries.about(viewers["ada"], kenya, at=AT)


@pytest.mark.parametrize(
    ("model", "broken"),
    [
        (Call, {"closes_at": AT}),
        (Call, {"state": "consensus"}),
        (Call, {"state": "consensus", "closed_at": AT, "result": "early"}),
        (Call, {"state": "withdrawn", "closed_at": AT}),
        (Call, {"state": "rough"}),
        (Call, {"asked_count": 0}),
        (Objection, {"state": "met", "settled_at": AT}),
        (Objection, {"state": "withdrawn"}),
        (Objection, {"reason": ""}),
    ],
)
def test_the_database_holds_what_must_be_true(call, viewers, model, broken):
    actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**broken)


def test_one_open_call_for_a_question_in_the_database(call):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(
            subject_kind=call.subject_kind,
            subject_id=call.subject_id,
            question=call.question,
            working_days=1,
            opened_at=AT,
            closes_at=CLOSES,
            asked_count=1,
        )


def test_own_data_and_erasure(call, viewers, people, kenya):
    actions.object_to(viewers["ada"], call.pk, reason="No.", annex="Mine", at=AT)
    room, person = ROOMS["consensus"], people["ada"].pk
    assert room.collect(person)["objections"][0]["reason"] == "No."
    assert len(list(room.plan(person))) == 1
    room.erase(person, AT)
    assert [line.who for line in queries.about(viewers["ben"], kenya, at=AT).calls[0].raised] == [""]


def test_a_kind_is_defined_once(kind, monkeypatch):
    from interchange.ground.consensus import kinds

    with pytest.raises(ValueError, match="already"):
        kinds.define(MemberState, open="test.lead", asked=kind.asked)
    monkeypatch.delitem(kinds.KINDS, "vocabulary.memberstate")
    with pytest.raises(LookupError):
        kinds.of("vocabulary.memberstate")
