"""Sessions that sit, are summed up and are checked: notes, polls and their reasons, outcomes, drafts; interests asked for; a disclosure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from interchange.desk.demo.build import DAY, World
from interchange.ground.policy.viewer import viewer_for
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.actions import interests, ipr, notes, outcomes, points, polls, room, summary
from interchange.work.meetings.models import AgendaItem, Series, Session
from tests.gates.house import INSIDE, House

GENEVA = "Europe/Zurich"
ROOM = ("member", "chair", "officer")  # those invited, and those who steer or record; an administrator is not in the room


def build(house: House, world: World, at: datetime) -> None:
    """One session in the room, one whose summary is drafted, one whose summary the members check."""
    as_of = lambda persona: viewer_for(house.people[persona], at=at, second_factor=True)  # noqa: E731
    member, chair = as_of("member"), as_of("chair")
    then = at - timedelta(minutes=20)
    sitting, item = _session(world, "Sits now", at)
    room.open_session(chair, sitting.pk, at=then)
    room.check_in(member, sitting.pk, mode="remote", at=then)
    room.take_item(chair, item.pk, at=then)
    word = house.secret("note", "shared notes of an item", *ROOM)
    block = notes.add_note(chair, item.pk, text=word, at=then)
    word = house.secret("closedreason", "a reason in a closed poll", *ROOM)
    closed = polls.open_poll(chair, item.pk, question="First question?", at=then)
    polls.answer_poll(member, closed.pk, choice="cannot", reason=word, at=then)
    polls.close_poll(chair, closed.pk, at=then)
    word = house.secret("pollreason", "a reason in an open poll", "member")
    running = polls.open_poll(chair, item.pk, question="Second question?", at=then)
    polls.answer_poll(member, running.pk, choice="cannot", reason=word, at=then)
    word = house.secret("outcome", "an outcome that is for members", *INSIDE)
    outcome = outcomes.propose_outcome(chair, item.pk, kind="conclusion", text=word, at=then)
    word = house.secret("action", "an action point", *INSIDE)
    points.add_action(chair, item.pk, text=word, owner_id=member.me, due=(at + 9 * DAY).date(), at=then)

    drafting, item = _session(world, "Being summed up", at)
    room.open_session(chair, drafting.pk, at=then)
    room.close_session(chair, drafting.pk, at=then)
    word = house.secret("draft", "a draft summary", "chair", "officer")
    draft = summary.start_summary(chair, drafting.pk, at=then)
    summary.save_summary(chair, draft.pk, text=f"What came of it: {word}.", revision=draft.revision, at=then)

    checking, item = _session(world, "Being checked", at)
    room.open_session(chair, checking.pk, at=then)
    room.close_session(chair, checking.pk, at=then)
    word = house.secret("check", "a draft that members check", *ROOM)
    draft = summary.start_summary(chair, checking.pk, at=then)
    draft = summary.save_summary(chair, draft.pk, text=f"what came of it: {word.lower()} {word}.", revision=draft.revision, at=then)
    summary.send_to_members(chair, draft.pk, at=then)

    interests.ask_interests(house.meeting.pk, at=at)
    entry = ipr.disclose(
        member, {"own": True, "holder": "Somebody Ltd", "reference": "EP 1 234 567", "item": item.pk, "statement": ""}, at=at
    )

    def of(one: Session) -> dict[str, object]:
        return {"slug": one.series.slug, "number": one.number}

    for name in ("room", "room_now", "begin"):
        house.kwargs[f"meetings:{name}"] = {"sitting": of(sitting), "convened": of(house.meeting)}
    house.kwargs["meetings:record"] = {"sitting": of(sitting), "checking": of(checking), "convened": of(house.meeting)}
    house.kwargs["meetings:summary"] = {"drafting": of(drafting), "checking": of(checking)}
    house.kwargs["meetings:interests"] = {"convened": of(house.meeting)}
    house.kwargs["meetings:room_note"] = {"sitting": {**of(sitting), "pk": block.pk}}
    for name in ("room_outcome", "outcome"):
        house.kwargs[f"meetings:{name}"] = {"sitting": {**of(sitting), "pk": outcome.pk}}
    house.kwargs["meetings:disclosure"] = {"entry": {"pk": entry.pk}}


def _session(world: World, title: str, at: datetime) -> tuple[Session, AgendaItem]:
    """A convened session with one item and its provisional agenda, that began a moment ago."""
    local = (at - timedelta(minutes=30)).astimezone(ZoneInfo(GENEVA)).replace(second=0, microsecond=0, tzinfo=None)
    values = {"title": title, "local_day": local.date(), "local_time": local.time(), "time_zone": GENEVA, "minutes": 90}
    made = meetings.plan_session(world.officer, Series.objects.get(body="TEN").pk, values, at=at - 50 * DAY)
    meetings.convene(world.officer, made.pk, at=at - 49 * DAY)
    item = meetings.add_item(world.officer, made.pk, {"title": "An item", "kind": "discuss", "minutes": 30}, at=at - 40 * DAY)
    meetings.publish_agenda(world.officer, made.pk, at=at - 39 * DAY)
    return Session.objects.select_related("series").get(pk=made.pk), item
