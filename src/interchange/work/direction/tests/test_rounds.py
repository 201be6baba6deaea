"""Rounds: frozen rules, secret ballots, sealed results, and everything that somebody may try."""

import json
from datetime import timedelta

import pytest

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.actions import set_option
from interchange.network.membership.actions import suspend
from interchange.work.direction import queries, schedule, sealing
from interchange.work.direction.actions import counting, rounds, voting
from interchange.work.direction.counting import result
from interchange.work.direction.models import Ballot, BallotBox, Participation, Round
from interchange.work.direction.tests.recounting import ranks_of
from interchange.work.direction.tests.world import AT, DAY


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_a_round_is_prepared_with_every_fault_named(world):
    with pytest.raises(Refused) as refused:
        rounds.prepare(
            world.chair, {"method": "coin", "closes_on": AT.date() - DAY}, proposals=["TEN/TOP/1"], statements=["One only"], at=AT
        )
    assert fields(refused) == {"title", "question", "method", "closes_on", "proposals", "statements"}
    values = {
        "title": "What first?",
        "question": "What should we do first?",
        "method": "choice",
        "seats": 2,
        "closes_on": (AT + 10 * DAY).date(),
    }
    with pytest.raises(Refused) as refused:
        rounds.prepare(world.chair, values, statements=["A test set for watermarks", "The test set for all watermarks"], at=AT)
    assert fields(refused) == {"seats", "alike_seen"}, "clones are found before they split votes"
    [ada] = world.members(1)
    with pytest.raises(NotAllowed):
        rounds.prepare(ada, values, statements=["One", "Two"], at=AT)


def test_what_is_frozen_stays_frozen(world):
    found = world.round("points")
    assert found.rule == {"method": "points", "cap": 1, "points": 10, "most": 4}
    set_option(SYSTEM, "direction.points", 20, reason="For the next round.", at=AT)
    set_option(SYSTEM, "direction.organisation-cap", 0, reason="For the next round.", at=AT)
    found.refresh_from_db()
    assert (found.rule["points"], found.rule["cap"]) == (10, 1)
    with pytest.raises(NotAMove):
        rounds.prepare(
            world.chair, {"title": "Other", "question": "Another question?", "method": "points", "closes_on": (AT + DAY).date()}, statements=["One", "Two"], round_id=found.pk, at=AT
        )  # fmt: skip


@pytest.mark.parametrize(
    ("method", "marks", "bad"),
    [
        ("statements", lambda keys: {keys[0]: 1, keys[1]: -1, keys[2]: 0}, lambda keys: {keys[0]: 2}),
        ("ranking", lambda keys: [[keys[1]], keys[2:], [keys[0]]], lambda keys: [[keys[0]], [keys[0]]]),
        ("points", lambda keys: {keys[0]: 4, keys[1]: 4, keys[2]: 2}, lambda keys: {keys[0]: 5}),
        ("choice", lambda keys: keys[:2], lambda keys: ["999999"]),
    ],
)
def test_each_method_takes_its_marks_and_no_others(world, method, marks, bad):
    [ada] = world.members(1)
    found = world.round(method, seats=2)
    keys = world.keys(found)
    with pytest.raises(Refused):
        world.vote(found, ada, bad(keys))
    with pytest.raises(Refused, match="The ballot is empty"):
        world.vote(found, ada, type(marks(keys))())
    assert not Participation.objects.exists()
    held = world.vote(found, ada, marks(keys))
    assert queries.my_ballot(ada, found) == held


def test_only_the_pairs_put_to_somebody_are_taken(world):
    ada, bob = world.members(2)
    found = world.round("pairs", lines=[f"Wish number {n} of many" for n in range(9)])
    mine, theirs = world.pairs(found, ada), world.pairs(found, bob)
    assert mine == world.pairs(found, ada), "the same each time that the ballot is opened"
    assert mine != theirs
    assert len(mine) == 15
    strange = next(pair for pair in theirs if pair not in mine and pair[::-1] not in mine)
    for bad in ([list(strange)], [list(mine[0]), list(mine[0][::-1])], [[*mine[0], 1]]):
        with pytest.raises(Refused, match="not put to you"):
            world.vote(found, ada, bad)
    assert world.vote(found, ada, [list(mine[0]), [*mine[1], 0]]).marks == [list(mine[0]), [*mine[1], 0]]


def test_the_order_differs_from_person_to_person(world):
    found = world.round(lines=[f"Wish number {n} of many" for n in range(9)])
    orders = {tuple(sealing.shuffled(world.keys(found), found.pk, person)) for person in range(20)}
    assert len(orders) == 20


def test_points_are_counted_with_what_is_left(world):
    [ada] = world.members(1)
    found = world.round("points")
    with pytest.raises(Refused, match="You have 10 points and gave 2 too many"):
        world.vote(found, ada, dict.fromkeys(world.keys(found)[:3], 4))


def test_a_ballot_can_be_changed_and_two_devices_notice_each_other(world):
    [ada] = world.members(1)
    found = world.round()
    first, second, *_rest = world.keys(found)
    one = world.vote(found, ada, {first: 1})
    assert world.vote(found, ada, {first: 1}, revision=0) == one, "the same again is harmless"
    with pytest.raises(Stale):
        world.vote(found, ada, {first: -1}, revision=0)  # the other device still shows an empty ballot
    changed = world.vote(found, ada, {first: -1, second: 1}, revision=one.revision)
    assert (Ballot.objects.count(), changed.marks, changed.revision) == (1, {first: -1, second: 1}, 2)
    assert Event.objects.filter(verb="round.voted").count() == 1


def test_a_vote_after_the_closing_is_refused_whatever_the_clock_says(world):
    ada, bob = world.members(2)
    found = world.round()
    key = world.keys(found)[0]
    world.vote(found, ada, {key: 1})
    late = found.closes_at + timedelta(seconds=1)
    with pytest.raises(Refused, match="This round closed on 11 March 2027, 23:59 Geneva; your ballot came on"):
        voting.cast(bob, found.pk, {key: 1}, at=late)
    world.now = late
    rounds.close_round(SYSTEM, found.pk, at=late)
    with pytest.raises(NotAllowed):
        voting.cast(bob, found.pk, {key: 1}, at=AT)  # a server's clock set back opens no closed round
    assert Participation.objects.count() == 1


def test_a_clock_that_goes_back_is_not_believed(world):
    ada, bob, eve = world.members(3)
    found = world.round()
    key = world.keys(found)[0]
    voting.cast(ada, found.pk, {key: 1}, at=AT + 3 * DAY)
    with pytest.raises(Refused, match="clock of the server went back"):
        voting.cast(bob, found.pk, {key: 1}, at=AT + 2 * DAY)
    assert voting.cast(eve, found.pk, {key: 1}, at=AT + 3 * DAY - timedelta(seconds=5)), "a small correction is no fault"


def test_early_closing_is_refused(world):
    found = world.round()
    with pytest.raises(Refused, match="This round is open until"):
        rounds.close_round(world.officer, found.pk, at=found.closes_at)


def test_who_is_suspended_at_the_close_is_set_aside_and_the_result_says_so(world):
    people = world.members(6)
    found = world.round()
    key = world.keys(found)[0]
    for one in people:
        world.vote(found, one, {key: 1})
    suspend(world.officer, world.people[0].memberships.get().pk, reason="Grounds are being looked at.", at=AT + DAY)
    world.now = AT + 2 * DAY
    with pytest.raises(NotAllowed):
        world.vote(found, world.viewer(world.people[0]), {key: -1})
    done = world.counted(found)
    assert (done.electorate["voted"], done.electorate["set_aside"], done.electorate["entitled"]) == (5, 1, 5)
    assert done.result["ballots"] == 5


def test_nothing_ties_a_ballot_to_a_person(world):
    people = world.members(12, houses=["Example Works"] * 3)
    found = world.round()
    keys = world.keys(found)
    for number, one in enumerate(people):
        world.vote(found, one, {keys[0]: 1 if number % 2 else -1}, reasons={keys[0]: f"Reason {number}"})
    said = [str(value) for row in Ballot.objects.values() for value in row.values()]
    assert not [value for value in said if "example.org" in value or "Example Works" in value or "academic" in value]
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "round", "key", "marks", "reasons", "revision"}
    events = Event.objects.filter(subject_kind="direction.round", verb="round.voted")
    assert {tuple(one.after) for one in events} == {("state",)}, "the journal knows that, not what"
    done = world.counted(found)
    assert (done.secret, Ballot.objects.count(), Participation.objects.count()) == ("", 0, 12)
    assert queries.my_ballot(people[0], done) is None, "not even its owner can be found again"
    _round, content = queries.file_of(people[5], done.pk)
    file = json.loads(content)
    assert {one["organisation"] for one in file["ballots"]} == {"", "o1"}
    assert not [one for one in ("Example Works", "example.org", "Sample") if one in content.decode()]


def test_a_profile_with_few_ballots_is_not_named_nor_found_by_subtraction(world):
    profiles = ["academic"] * 6 + ["creator"] * 7 + ["ai-developer"] * 2
    people = world.members(15, profiles=profiles)
    found = world.round()
    key = world.keys(found)[0]
    for one in people:
        world.vote(found, one, {key: 1})
    done = world.counted(found)
    assert {one["profile"] for one in done.electorate["profiles"]} == {"creator", ""}, "the next smallest is hidden with it"


def test_results_are_sealed_until_the_count(world):
    people = world.members(5)
    found = world.round()
    for one in people:
        world.vote(found, one, {world.keys(found)[0]: 1})
    for viewer in (people[0], world.chair, world.officer):
        with pytest.raises(NotAllowed):
            queries.file_of(viewer, found.pk)
    assert (found.result, found.electorate) == ({}, {})
    assert queries.turnout(found, world.now) == (5, 5)
    done = world.counted(found)
    assert done.state == "counted"
    assert queries.file_of(people[0], done.pk)[0] == done
    stranger = world.viewer(world.person("stranger", Role.FOCAL_POINT))
    with pytest.raises(NotAllowed):
        queries.file_of(stranger, done.pk)


def test_the_clock_closes_and_the_worker_counts_what_a_killed_one_left(world, monkeypatch):
    people = world.members(5)
    found = world.round()
    for one in people:
        world.vote(found, one, {world.keys(found)[0]: 1})
    ordered = []
    monkeypatch.setattr("interchange.work.direction.tasks.count_round.__class__.enqueue", lambda self, pk: ordered.append(pk))
    world.now = found.closes_at + DAY
    assert schedule.close_rounds(world.now) == 1
    assert schedule.close_rounds(world.now) == 1, "not counted yet: ordered again"
    assert ordered == [found.pk, found.pk]
    counting.count(found.pk, at=world.now)
    counting.count(found.pk, at=world.now + DAY)
    assert Round.objects.get().counted_at == world.now, "counted once"
    assert schedule.close_rounds(world.now) == 0
    assert bytes(BallotBox.objects.get().ballots) == b""


@pytest.mark.parametrize("method", ["statements", "points", "ranking", "choice", "pairs"])
def test_a_result_is_recounted_from_its_file_alone(world, method):
    people = world.members(18, houses=["A house"] * 4 + ["Another house"] * 3)
    found = world.round(method, seats=2)
    keys = world.keys(found)
    for number, one in enumerate(people):
        turned = keys[number % 4 :] + keys[: number % 4]
        marks = {
            "statements": {key: (1, -1, 0, 1)[(number + place) % 4] for place, key in enumerate(keys)},
            "points": {turned[0]: 4, turned[1]: 3, turned[2]: number % 3},
            "ranking": [[turned[0]], turned[1:3]],
            "choice": turned[: 1 + number % 3],
            "pairs": [sorted(pair, key=turned.index) for pair in (world.pairs(found, one) if method == "pairs" else [])],
        }[method]
        world.vote(found, one, marks)
    done = world.counted(found)
    _round, content = queries.file_of(people[0], done.pk)
    file = json.loads(content)
    assert ranks_of(file) == {one["id"]: one["rank"] for one in done.result["items"]}
    assert result.recount(file) == []


def test_a_result_is_signed_by_the_house(world):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    people = world.members(5)
    found = world.round()
    for one in people:
        world.vote(found, one, {world.keys(found)[0]: 1})
    file = json.loads(queries.file_of(people[0], world.counted(found).pk)[1])
    signed = file.pop("signature")
    assert signed["public_key"] == sealing.public_key()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["public_key"]))
    key.verify(bytes.fromhex(signed["value"]), result.plain(file))
    file["electorate"]["voted"] = 6
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(signed["value"]), result.plain(file))


def test_a_cancelled_round_is_deleted_unread(world):
    [ada] = world.members(1)
    found = world.round()
    world.vote(found, ada, {world.keys(found)[0]: 1})
    with pytest.raises(Refused):
        rounds.cancel(world.officer, found.pk, reason="", at=AT)
    assert rounds.cancel(world.officer, found.pk, reason="Two items were the same.", at=AT).state == "cancelled"
    assert not Ballot.objects.exists()
    with pytest.raises(NotAllowed):
        world.vote(found, ada, {world.keys(found)[0]: 1})
