"""Work items: adopted with an end, extended once, lapsing by themselves; notices and duties."""

from datetime import date, timedelta

import pytest

from interchange.ground.consensus import actions as consensus
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.post.models import Letter
from interchange.work.direction import queries, schedule
from interchange.work.direction.actions import items
from interchange.work.direction.models import WorkItem
from interchange.work.direction.tests.world import DAY

CHARTER = "A set of one hundred files, and a script that anybody can run."


@pytest.fixture
def people(world):
    return world.members(8)


@pytest.fixture
def topic(world, people):
    return world.wanted(people[0], people[1:4], people[:6])


def adopt(world, topic, **changes):
    given = {
        "charter": CHARTER,
        "sunset": date(2027, 11, 30),
        "reason": "Six people want to do it.",
        "milestones": [("Files", date(2027, 6, 1))],
        **changes,
    }
    return items.adopt(world.chair, topic.pk, at=world.now, **given)


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_adoption_names_every_fault(world, topic):
    with pytest.raises(Refused) as refused:
        adopt(world, topic, charter="", sunset=date(2028, 11, 30), reason="", round_number="TEN/RND/1")
    assert fields(refused) == {"charter", "sunset", "reason", "round_number"}
    with pytest.raises(Refused) as refused:
        adopt(world, topic, milestones=[("Too late", date(2027, 12, 24))])
    assert fields(refused) == {"milestones"}
    with pytest.raises(NotAllowed):
        items.adopt(
            world.viewer(world.people[0]), topic.pk, charter=CHARTER, sunset=date(2027, 11, 30), reason="Because I can.", at=world.now
        )


def test_an_item_takes_its_people_from_the_call(world, topic, people):
    item = adopt(world, topic)
    assert adopt(world, topic) == item, "twice is harmless"
    assert item.workers.count() == 6
    assert item.workers.get(part="lead").person_id == people[0].person_id
    assert Letter.objects.filter(template="direction.adopted").count() == 6
    topic.refresh_from_db()
    assert topic.state == "adopted"


def test_a_call_for_consensus_must_end_well_first(world, topic, people):
    call = consensus.open_call(world.chair, topic, question="Shall we adopt it?", at=world.now)
    with pytest.raises(Refused, match="A call for consensus about it is open"):
        adopt(world, topic)
    consensus.object_to(people[2], call.pk, reason="It is too much work.", at=world.now)
    world.now = call.closes_at + timedelta(seconds=1)
    consensus.close_call(SYSTEM, call.pk, at=world.now)
    with pytest.raises(Refused, match="ended without one"):
        adopt(world, topic)


def test_notices_come_once_for_each_day_and_the_item_lapses_by_itself(world, topic, people):
    item = adopt(world, topic)
    for days in (61, 60, 59, 30, 8, 7, 1):
        for _again in range(2):
            schedule.watch_sunsets(item.sunset_at - days * DAY)
    told = Letter.objects.filter(template="direction.sunset")
    assert (told.count(), {letter.person_id for letter in told}) == (3, {people[0].person_id})
    assert Duty.objects.filter(kind="direction.sunset", settled_at__isnull=True).count() == 1
    assert schedule.watch_sunsets(item.sunset_at) == 0
    assert schedule.watch_sunsets(item.sunset_at + timedelta(seconds=1)) == 1
    item.refresh_from_db()
    assert item.state == "lapsed"
    assert not Duty.objects.filter(kind__startswith="direction.", settled_at__isnull=True).exists()
    with pytest.raises(NotAllowed):
        items.close(people[0], item.pk, ending="partly", report="Something was made, in enough words to be read.", at=item.sunset_at + DAY)


def test_an_extension_needs_a_decision_and_comes_once(world, topic, people):
    item = adopt(world, topic)
    with pytest.raises(NotAllowed):
        items.extend(people[0], item.pk, sunset=date(2027, 12, 20), reason="More files came.", decision="TEN/4/2", at=world.now)
    with pytest.raises(Refused) as refused:
        items.extend(world.chair, item.pk, sunset=date(2027, 10, 1), reason="", decision="", at=world.now)
    assert fields(refused) == {"sunset", "reason", "decision"}
    world.now += 200 * DAY
    longer = items.extend(world.chair, item.pk, sunset=date(2028, 3, 1), reason="More files came.", decision="TEN/4/2", at=world.now)
    assert longer.extended_at == world.now
    with pytest.raises(Refused, match="extended once only"):
        items.extend(world.chair, item.pk, sunset=date(2028, 5, 1), reason="Still more came.", decision="TEN/5/2", at=world.now)


def test_a_late_milestone_is_flagged_and_owed(world, topic, people):
    item = adopt(world, topic)
    step = item.milestones.get()
    late = step.due_at + timedelta(seconds=1)
    assert queries.line(item, step.due_at).late == []
    assert queries.line(item, late).late == [step]
    schedule.watch_sunsets(late)
    assert Duty.objects.get(kind="direction.milestone", settled_at__isnull=True).person_id == people[0].person_id
    with pytest.raises(NotAllowed):
        items.reach(people[4], step.pk, at=late)
    items.reach(people[0], step.pk, at=late)
    assert not Duty.objects.filter(kind="direction.milestone", settled_at__isnull=True).exists()


def test_a_closing_report_says_what_came_of_it(world, topic, people):
    item = adopt(world, topic)
    report = "One hundred files were gathered; the script runs on all of them."
    with pytest.raises(Refused, match="Nothing is named that came of it"):
        items.close(people[0], item.pk, ending="delivered", report=report, at=world.now)
    with pytest.raises(Refused) as refused:
        items.add_output(people[0], item.pk, title="x", url="javascript:alert(1)", at=world.now)
    assert fields(refused) == {"output", "url"}
    items.add_output(people[0], item.pk, title="The set", url="/repository/a-set/", at=world.now)
    items.add_output(people[0], item.pk, title="The set", url="/repository/a-set/", at=world.now)
    assert item.outputs.count() == 1
    items.final_draft(people[0], item.pk, at=world.now)
    assert items.close(people[0], item.pk, ending="delivered", report=report, at=world.now).state == "closed"
    with pytest.raises(NotAMove):
        items.close(people[0], item.pk, ending="delivered", report=report, at=world.now)
    [goal] = [one for one in queries.roadmap(SYSTEM, world.now).goals if one.code == "solutions"]
    assert (goal.running, goal.ended, goal.outputs) == (0, 1, 1)
    assert WorkItem.objects.get().ending == "delivered"
