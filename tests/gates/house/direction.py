"""Topics, rounds and a work item: a draft, one that looks for supporters, a ballot in an open round, a round in preparation, one that is being counted, a counted one.

What was said in the counted round is met by everybody inside: so would be what others said in the open and the closed one, were it not sealed.
"""

from datetime import datetime, timedelta

from interchange.desk.demo.build import DAY, World
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.threads import actions as threads
from interchange.ground.vocabulary.actions import reset_option, set_option
from interchange.network.membership.queries import active_ids
from interchange.work.direction.actions import counting, interest, items, rounds, scope, topics, voting
from tests.gates.house import INSIDE, House

TECHNICAL = dict.fromkeys(topics.QUESTION_NAMES, False) | {"testable": True}
FEW = ("direction.supporters", "direction.supporter-profiles", "direction.contributors", "direction.contributor-sectors")


def words(title: str, problem: str = "Something goes wrong today, for many, and can be measured.") -> dict[str, object]:
    return {
        "title": title, "problem": problem, "objective": "solutions", "similar_seen": True, "why_technical": "It can be measured with files.",
        "affected": "Everybody who copies.", "output": "A short paper.",
    }  # fmt: skip


def build(house: House, world: World, at: datetime) -> None:
    """One of each, each with its word."""
    member, chair = world.mapper(1), world.mapper(2)
    others = [
        Viewer(person_id=pk, roles=frozenset({Role.MEMBER})) for pk in active_ids(at) if pk not in {member.person_id, chair.person_id}
    ][:2]
    for name in FEW:
        set_option(SYSTEM, name, 1, reason="A small world.", at=at)

    word = house.secret("topicdraft", "the draft of a topic", "member")
    draft = topics.write(member, words(f"Draft {word}"), scope=TECHNICAL, at=at)
    word = house.secret("topic", "a topic proposed to members", *INSIDE)
    asked = topics.write(member, words(f"Topic {word}"), scope=TECHNICAL, at=at)
    topics.publish(member, asked.pk, at=at)

    topic = topics.write(others[0], words("A topic that was adopted"), scope=TECHNICAL, at=at - 40 * DAY)
    topics.publish(others[0], topic.pk, at=at - 40 * DAY)
    topics.support(member, topic.pk, at=at - 40 * DAY)
    topics.file(others[0], topic.pk, at=at - 40 * DAY)
    word = house.secret("scopereason", "why a topic is in scope", *INSIDE)
    scope.check(chair, topic.pk, TECHNICAL, reason=f"It can be measured. {word}", at=at - 39 * DAY)
    call = interest.open_call(chair, topic.pk, at=at - 38 * DAY)
    interest.show(member, call.pk, "lead", at=at - 37 * DAY)
    interest.close_call(SYSTEM, call.pk, at=call.closes_at + timedelta(seconds=1))
    word = house.secret("adoption", "why a work item was adopted", *INSIDE)
    item = items.adopt(
        chair, topic.pk, charter="What is made, what is not, and how it is known to be done.", sunset=(at + 90 * DAY).date(), reason=f"Because {word}.",
        milestones=[("A step", (at + 20 * DAY).date())], at=at - 10 * DAY,
    )  # fmt: skip
    word = house.secret("itemtalk", "what members say about a work item", *INSIDE)
    threads.say(member, item, text=word, at=at)
    for name in FEW:
        reset_option(SYSTEM, name, reason="As it was.", at=at)

    def prepared(title: str, days: int) -> int:
        given = {
            "title": title,
            "question": "Which of these first?",
            "method": "statements",
            "closes_on": (at + days * DAY).date(),
            "alike_seen": True,
        }
        begun = at + min(0, days - 10) * DAY
        return rounds.prepare(chair, given, statements=["One thing to do", "Another matter"], at=begun).pk

    word = house.secret("rounddraft", "a round in preparation", "chair", "officer")
    coming = prepared(f"Round {word}", 20)
    running = rounds.open_round(chair, prepared("A round that is open", 15), at=at)
    word = house.secret("ballot", "a ballot in an open round", "member")
    first = str(running.items.first().pk)
    voting.cast(member, running.pk, {first: 1}, reasons={first: word}, at=at)

    word = house.secret("otherballot", "somebody else’s ballot in an open round", "")
    voting.cast(others[0], running.pk, {first: -1}, reasons={first: word}, at=at)

    sealed = rounds.open_round(chair, prepared("A round that is being counted", -1), at=at - 11 * DAY)
    word = house.secret("sealedresult", "a ballot in a round that is closed and not counted", "")
    first = str(sealed.items.first().pk)
    voting.cast(member, sealed.pk, {first: 1}, reasons={first: word}, at=at - 10 * DAY)
    rounds.close_round(SYSTEM, sealed.pk, at=sealed.closes_at + timedelta(seconds=1))

    old = rounds.open_round(chair, prepared("A round that was counted", -2), at=at - 12 * DAY)
    word = house.secret("result", "a reason beside a counted result", *INSIDE)
    first = str(old.items.first().pk)
    voting.cast(member, old.pk, {first: 1}, reasons={first: word}, at=at - 11 * DAY)
    rounds.close_round(SYSTEM, old.pk, at=old.closes_at + timedelta(seconds=1))
    counting.count(old.pk, at=old.closes_at + timedelta(seconds=2))

    two = {"draft": {"pk": draft.pk}, "looks-for-supporters": {"pk": asked.pk}, "adopted": {"pk": topic.pk}}
    for name in ("topic", "edit", "check", "merge", "split", "adopt"):
        house.kwargs[f"direction:{name}"] = two
    four = {"in-preparation": {"pk": coming}, "open": {"pk": running.pk}, "being-counted": {"pk": sealed.pk}, "counted": {"pk": old.pk}}
    for name in ("round", "edit_round", "vote", "file"):
        house.kwargs[f"direction:{name}"] = four
    house.kwargs["direction:item"] = {"work-item": {"pk": item.pk}}
    house.kwargs["direction:reach"] = {"a-step": {"pk": item.milestones.get().pk}}
