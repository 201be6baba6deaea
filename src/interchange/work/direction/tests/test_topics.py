"""Topics: proposed with answers to the five questions, supported by two profiles, checked, merged and split; the call for interest."""

from datetime import timedelta

import pytest

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post.models import Letter
from interchange.ground.search import queries as search
from interchange.work.direction import queries
from interchange.work.direction.actions import interest, scope, topics
from interchange.work.direction.models import InterestCall, Proposal, Support
from interchange.work.direction.tests.world import AT, DAY, POLICY, TECHNICAL, TEXT


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_everything_wrong_is_said_at_once(world):
    [ada] = world.members(1)
    with pytest.raises(Refused) as refused:
        topics.write(ada, {"title": "x"}, scope={}, challenges=["no-such"], tools=["none"], links=[{"title": "", "url": "x"}], at=AT)
    assert {
        "title",
        "problem",
        "why_technical",
        "affected",
        "output",
        "objective",
        "challenges",
        "tools",
        "links",
        "scope_testable",
    } <= fields(refused)
    assert not Proposal.objects.exists()


def test_a_topic_needs_three_supporters_of_two_profiles(world):
    people = world.members(6)
    made = world.topic(people[0])
    topics.publish(people[0], made.pk, at=AT)
    with pytest.raises(NotAllowed):
        topics.support(people[0], made.pk, at=AT)  # one's own
    topics.support(people[3], made.pk, at=AT)  # academic, as the next
    with pytest.raises(Refused, match="2 more supporters and supporters of 1 more profile"):
        topics.file(people[0], made.pk, at=AT)
    academics = world.members(3, profiles=["academic"])
    for one in academics:
        topics.support(one, made.pk, at=AT)
        topics.support(one, made.pk, at=AT)
    assert Support.objects.count() == 4
    with pytest.raises(Refused, match="It needs supporters of 1 more profile"):
        topics.file(people[0], made.pk, at=AT)
    topics.support(people[1], made.pk, at=AT)
    assert topics.file(people[0], made.pk, at=AT).state == "filed"
    assert topics.file(people[0], made.pk, at=AT).state == "filed", "twice is harmless"
    assert topics.stop_supporting(people[1], made.pk, at=AT) == 1


def test_a_draft_is_its_author_s_alone(world):
    ada, bob = world.members(2)
    made = world.topic(ada)
    assert not allows(bob, "topic.view", made)
    assert not allows(world.officer, "topic.view", made)
    assert search.search(bob, "re-encoding", kind="topic").total == 0
    topics.publish(ada, made.pk, at=AT)
    assert allows(bob, "topic.view", made)
    assert search.search(bob, "re-encoding", kind="topic").total == 1
    assert not allows(VISITOR, "topic.view", made)
    record_conflict(world.officer, bob.person_id, made, reason=ConflictReason.PERSONAL, at=AT)
    assert not allows(bob, "topic.view", made)
    assert not allows(bob, "topic.support", made)


def test_something_alike_is_shown_before_it_is_written(world):
    ada, bob = world.members(2)
    topics.publish(ada, world.topic(ada).pk, at=AT)
    alike = {
        **TEXT,
        "title": "Test sets for marks surviving re-encoding",
        "problem": "Watermarks cannot be compared: every vendor tests them with its own pictures, and nobody else has these.",
    }
    with pytest.raises(Refused, match="There is something alike: A test set for marks") as refused:
        topics.write(bob, alike, scope=TECHNICAL, at=AT)
    assert fields(refused) == {"similar_seen"}
    assert topics.write(bob, {**alike, "similar_seen": True}, scope=TECHNICAL, at=AT).state == "draft"
    other = {
        **TEXT,
        "title": "Which identifiers can name a training set",
        "problem": "There is no way to say from which collections of texts a model was made, and in which state they were then.",
    }
    assert topics.write(bob, other, scope=TECHNICAL, at=AT).state == "draft", "another topic of the same network is not alike"
    assert queries.similar(bob, other["title"], other["problem"]) == []


def test_two_tabs_notice_each_other(world):
    [ada] = world.members(1)
    made = world.topic(ada)
    topics.write(
        ada, {**TEXT, "title": "A title from one tab", "similar_seen": True}, scope=TECHNICAL, at=AT, proposal_id=made.pk, revision=1
    )
    with pytest.raises(Stale) as stale:
        topics.write(ada, {**TEXT, "similar_seen": True}, scope=TECHNICAL, at=AT, proposal_id=made.pk, revision=1)
    assert stale.value.current.title == "A title from one tab"


def test_the_scope_check_parks_policy_with_its_referral(world):
    people = world.members(5)
    made = world.supported(people[0], people[1:4])
    with pytest.raises(NotAllowed):
        scope.check(people[1], made.pk, TECHNICAL, reason="It can be measured.", at=AT)
    with pytest.raises(Refused) as refused:
        scope.check(world.chair, made.pk, POLICY, reason="It asks for a law.", at=AT)
    assert fields(refused) == {"referral", "addressee"}
    parked = scope.check(
        world.chair, made.pk, POLICY, reason="It asks for a law.", referral="Whether a law is needed.", addressee="Member States", at=AT
    )
    assert (parked.state, parked.character) == ("parked", "policy")
    assert made.pk in queries.topics(people[4]).values_list("pk", flat=True), "it is listed still"
    assert Letter.objects.get(template="direction.checked").person_id == people[0].person_id
    with pytest.raises(NotAMove):
        scope.check(world.chair, made.pk, TECHNICAL, reason="Once more, please.", at=AT)


def test_nobody_checks_a_topic_of_their_own(world):
    people = world.members(3)
    made = world.supported(world.chair, people)
    with pytest.raises(Refused, match="your own"):
        scope.check(world.chair, made.pk, TECHNICAL, reason="It can be measured.", at=AT)
    assert scope.check(world.officer, made.pk, TECHNICAL, reason="It can be measured.", at=AT).state == "ready"


def test_a_merge_keeps_lineage_and_moves_no_support(world):
    people = world.members(8)
    one, other = world.supported(people[0], people[2:5]), world.supported(people[1], people[5:8])
    with pytest.raises(Refused) as refused:
        scope.merge(world.chair, one.pk, into=one.number, reason="The same.", at=AT)
    assert fields(refused) == {"into", "reason"}
    merged = scope.merge(world.chair, one.pk, into=other.number, reason="Both ask for a set of test files.", at=AT)
    assert (merged.state, merged.merged_into) == ("merged", other)
    assert other.supports.count() == 3, "nobody's support was moved"
    assert one.supports.count() == 3
    told = Letter.objects.filter(template="direction.lineage")
    assert {letter.person_id for letter in told} == {one.person_id for one in [people[0], *people[2:5]]}
    assert scope.merge(world.chair, one.pk, into=other.number, reason="Both ask for a set of test files.", at=AT) == merged
    assert told.count() == 4, "told once"
    assert Event.objects.filter(verb="topic.merged").count() == 1


def test_a_split_makes_parts_that_begin_anew(world):
    people = world.members(4)
    whole = world.supported(people[0], people[1:4])
    parts = [{"title": f"The part number {n}", "problem": "What of it can be measured, in enough words to be read."} for n in (1, 2)]
    with pytest.raises(Refused) as refused:
        scope.split(world.chair, whole.pk, [{"title": "", "problem": ""}], reason="", at=AT)
    assert fields(refused) == {"", "reason", "title-1", "problem-1"}
    made = scope.split(world.chair, whole.pk, parts, reason="Two questions in one.", at=AT)
    whole.refresh_from_db()
    assert whole.state == "split"
    assert [(one.state, one.split_from, one.supports.count(), one.author_id) for one in made] == [
        ("support", whole, 0, people[0].person_id)
    ] * 2


def test_interest_makes_a_topic_wanted_or_lets_it_rest(world):
    people = world.members(9)
    made = world.in_scope(people[0], people[1:4])
    call = interest.open_call(world.chair, made.pk, at=AT)
    assert interest.open_call(world.chair, made.pk, at=AT) == call
    interest.show(people[0], call.pk, "lead", at=AT)
    for one in people[1:4]:
        interest.show(one, call.pk, "contribute", at=AT)
    for one in people[4:9]:
        interest.show(one, call.pk, "follow", at=AT)
    with pytest.raises(Refused, match="open until"):
        interest.close_call(world.chair, call.pk, at=call.closes_at)
    assert interest.tally(call)[0] == 4, "who follows does not carry the work"
    late = call.closes_at + timedelta(seconds=1)
    with pytest.raises(Refused, match="The call closed on"):
        interest.show(people[4], call.pk, "contribute", at=late)
    assert interest.close_call(SYSTEM, call.pk, at=late).state == "too-few"
    made.refresh_from_db()
    assert made.state == "dormant"
    world.now = late
    again = interest.open_call(world.chair, made.pk, at=late)
    for number, one in enumerate(people[:5]):
        interest.show(one, again.pk, "review" if number else "lead", at=late)
    interest.close_call(SYSTEM, again.pk, at=again.closes_at + DAY)
    assert InterestCall.objects.get(pk=again.pk).state == "enough"
    assert Proposal.objects.get().state == "wanted"


def test_five_people_of_two_sectors_are_not_enough(world):
    people = world.members(9)
    same = [one for number, one in enumerate(people) if number % 4 in {0, 1}]  # two sectors
    made = world.in_scope(people[2], [people[3], people[4], people[5]])
    call = interest.open_call(world.chair, made.pk, at=AT)
    for one in same:
        interest.show(one, call.pk, "lead", at=AT)
    people_count, sectors, enough = interest.tally(call)
    assert (people_count, len(sectors), enough) == (5, 2, False)
