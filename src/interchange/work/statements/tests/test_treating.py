"""From the receipt to the answer: clocks, clarification, assignment, two officers, taken up again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.knowledge.landscape.models import Tool
from interchange.work.statements import queries
from interchange.work.statements.actions import filing, treating
from interchange.work.statements.models import Answer, Statement
from interchange.work.statements.tests.world import AT, DAY


def test_an_answer_is_drafted_by_one_cleared_by_another_and_then_given(world):
    draft = world.drafted(level="public")
    pk = draft.statement_id
    with pytest.raises(Refused, match="another officer"):
        treating.clear_answer(world.officer, pk, answer_id=draft.pk, at=AT)
    with pytest.raises(NotAMove):
        treating.give_answer(world.officer, pk, at=AT)
    for viewer in (VISITOR, world.brazil, world.kenya):
        assert not rows(viewer, "answer.view").exists(), "nobody reads a draft"
    treating.clear_answer(world.second, pk, answer_id=draft.pk, at=AT)
    assert not rows(VISITOR, "answer.view").exists()
    treating.give_answer(world.officer, pk, at=AT + DAY)
    assert treating.give_answer(world.officer, pk, at=AT + 2 * DAY).answered_at == AT + DAY
    assert rows(VISITOR, "answer.view").get() == draft
    assert "set of files on the workbench" in Client().get(f"/statements/{pk}/").content.decode()
    assert Letter.objects.filter(template="statements.answered").count() == 1
    assert not Duty.objects.filter(subject_kind="statements.statement", settled_at=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=draft.pk).update(cleared_by=world.officer.person_id)


def test_of_two_who_clear_the_second_is_told(world):
    draft = world.drafted()
    third = world.viewer(world.person("third", "officer"))
    treating.clear_answer(world.second, draft.statement_id, answer_id=draft.pk, at=AT)
    assert treating.clear_answer(world.second, draft.statement_id, answer_id=draft.pk, at=AT).cleared_by_id == world.second.person_id
    with pytest.raises(Refused, match="Another officer cleared this answer already, on 1 March 2027"):
        treating.clear_answer(third, draft.statement_id, answer_id=draft.pk, at=AT)
    draft.refresh_from_db()
    assert draft.cleared_by_id == world.second.person_id


def test_a_draft_sent_back_cannot_be_cleared_from_an_old_page(world):
    old = world.drafted()
    treating.send_back(world.second, old.statement_id, reason="Too long.", at=AT)
    new = treating.draft_answer(world.officer, old.statement_id, text="Shorter.", at=AT)
    with pytest.raises(Refused, match="sent back"):
        treating.clear_answer(world.second, old.statement_id, answer_id=old.pk, at=AT)
    treating.clear_answer(world.second, old.statement_id, answer_id=new.pk, at=AT)
    with pytest.raises(Refused):
        treating.send_back(world.second, old.statement_id, reason=" ", at=AT)


def test_clocks_are_counted_in_public_and_stand_still_while_the_state_is_asked(world):
    made = world.filed(level="restricted")
    assert queries.clocks(AT).late_to_acknowledge == 0
    late = made.acknowledge_by + timedelta(seconds=1)
    assert queries.clocks(made.acknowledge_by).late_to_acknowledge == 0, "the last second is in time"
    assert queries.clocks(late).late_to_acknowledge == 1
    world.now = late
    page = Client().get("/statements/").content.decode()
    assert "Overdue: 1 to be acknowledged." in page
    assert made.number not in page, "counted, not listed"
    treating.acknowledge(world.officer, made.pk, at=late)
    assert queries.clocks(late).late_to_acknowledge == 0
    treating.ask_back(world.officer, made.pk, text="Which offices?", at=late)
    made.refresh_from_db()
    over = made.target_at + DAY
    assert queries.clocks(over).late_to_answer == 0, "it is the State's turn"
    filing.clarify(world.brazil, made.pk, text="Small ones.", at=late + 10 * DAY)
    target = made.target_at
    made.refresh_from_db()
    assert (made.target_at - target).days in {9, 10}, "the State's ten days are given back (a clock change lies between)"
    assert queries.clocks(made.target_at + DAY).late_to_answer == 1
    assert queries.is_overdue(made, made.target_at + DAY)
    with pytest.raises(Refused):
        treating.set_target(world.officer, made.pk, day=date(2027, 9, 1), reason="", at=AT)
    with pytest.raises(Refused):
        treating.set_target(world.officer, made.pk, day=date(2027, 3, 2), reason="Sooner.", at=AT)
    treating.set_target(world.officer, made.pk, day=date(2027, 9, 1), reason="It needs a test.", at=AT)
    made.refresh_from_db()
    assert queries.clocks(over).late_to_answer == 0
    assert Letter.objects.filter(template="statements.later").count() == 1


def test_a_statement_stands_where_it_matters_for_those_who_may_read_it(world):
    tool = Tool.objects.get(code="c2pa")
    for level in (Level.PUBLIC, Level.RESTRICTED):
        made = world.acknowledged(level=level, title=f"About marks, {level}")
        with pytest.raises(Refused) as refused:
            treating.assign(world.officer, made.pk, place="tool", name="nothing", at=AT)
        assert refused.value.problems[0].field == "name"
        link = treating.assign(world.officer, made.pk, place="tool", name="/landscape/tools/c2pa/", at=AT)
        assert treating.assign(world.officer, made.pk, place="tool", name="c2pa", at=AT) == link
    assert link.url == tool.url_here
    assert Statement.objects.filter(state="assigned").count() == 2
    assert [one.level for one in queries.about(VISITOR, "landscape.tool", str(tool.pk))] == ["public"]
    assert [one.level for one in queries.about(world.officer, "landscape.tool", str(tool.pk))] == ["restricted", "public"]
    assert [one.level for one in queries.about(VISITOR, "vocabulary.memberstate", "BR")] == ["public"]
    assert "About marks, public" in Client().get(tool.url_here).content.decode()
    page = Client().get("/states/BR/").content.decode()
    assert "About marks, public" in page
    assert "About marks, restricted" not in page


def test_the_order_of_verbs_is_kept(world):
    made = world.filed()
    with pytest.raises(NotAMove):
        treating.draft_answer(world.officer, made.pk, text="Too soon.", at=AT)
    with pytest.raises(NotAllowed):
        treating.acknowledge(world.brazil, made.pk, at=AT)
    with pytest.raises(NotAMove):
        treating.dispose(world.officer, made.pk, code="noted", reason="It is no comment.", at=AT)
    with pytest.raises(Refused):
        filing.clarify(world.brazil, made.pk, text="Nobody asked.", at=AT)
    answered = world.answered(title="Another one")
    with pytest.raises(NotAMove):
        filing.withdraw(world.brazil, answered.pk, at=AT)
    treating.reopen(world.brazil, answered.pk, reason="The second half is open.", at=AT + DAY)
    answered.refresh_from_db()
    assert answered.state == "assigned"
    assert answered.answered_at is None
    assert rows(world.kenya, "answer.view").count() == 1, "the answer given stays to be read"
    with pytest.raises(NotAllowed):
        treating.reopen(world.kenya, answered.pk, reason="Not ours.", at=AT)
