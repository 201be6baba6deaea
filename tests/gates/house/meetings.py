"""Sessions and documents: one about to begin, one planned, a restricted one, one cancelled; papers of every mark; a link, a feed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from interchange.desk.demo.build import DAY, World
from interchange.ground.policy.viewer import VISITOR, Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.actions import pack as packs
from interchange.work.meetings.models import CalendarFeed, Session
from interchange.work.statements.actions import filing
from tests.gates.house import INSIDE, House

GENEVA = "Europe/Zurich"


def build(house: House, world: World, at: datetime) -> None:
    """Each restricted thing with its secret: the joining link, papers, agenda, proposals, a planned and a restricted session, a feed."""
    officer = world.officer
    then = at - 60 * DAY
    as_of = lambda persona, moment: viewer_for(house.people[persona], at=moment, second_factor=True)  # noqa: E731
    series = meetings.make_series(officer, {"body": "TEN", "title": "Sessions of the network"}, at=then)
    soon = (at + timedelta(minutes=40)).astimezone(ZoneInfo(GENEVA)).replace(second=0, microsecond=0, tzinfo=None)
    session = meetings.plan_session(
        officer,
        series.pk,
        {"title": "Open to know", "local_day": soon.date(), "local_time": soon.time(), "time_zone": GENEVA, "minutes": 90},
        at=then,
    )
    meetings.convene(officer, session.pk, at=then + DAY)
    word = house.secret("joinlink", "a joining link", "member", "chair", "officer")
    meetings.set_joining_link(officer, session.pk, url=f"https://meet.example.org/{word}", note="", at=then)
    meetings.answer(as_of("member", then + DAY), session.pk, "remote", at=then + 2 * DAY)
    word = house.secret("agendaitem", "an item of an agenda for members", *INSIDE)
    item = meetings.add_item(officer, session.pk, {"title": word, "kind": "decide", "minutes": 30, "about": word}, at=then + 2 * DAY)
    meetings.appoint_for(officer, session.pk, house.people["member"].pk, Role.RAPPORTEUR, at=then + DAY)
    version = meetings.publish_agenda(officer, session.pk, at=then + 3 * DAY)
    word = house.secret("proposal", "a proposed item", *INSIDE)
    proposal = {"title": "Proposed", "why": f"{word}, in more than twenty signs.", "kind": "discuss", "minutes": 10}
    meetings.propose_item(as_of("member", then + DAY), session.pk, proposal, at=then + 3 * DAY)
    word = house.secret("paper", "a paper for members", *INSIDE)
    members_only = meetings.give_paper(
        as_of("member", then + DAY), session.pk, {"title": word, "text": word, "ai_use": "none"}, items=[item.pk], at=then + 3 * DAY
    )
    shown = meetings.give_paper(
        officer, session.pk, {"title": "A public paper", "text": "## Words\n\nFor all.", "ai_use": "none"}, at=then + 3 * DAY
    )
    meetings.open_wider(officer, shown.document_id, "public", reason="Agreed.", at=then + 4 * DAY)
    states = meetings.give_paper(officer, session.pk, {"title": "For States", "text": "Words.", "ai_use": "assisted"}, at=then + 3 * DAY)
    meetings.open_wider(officer, states.document_id, "states", reason="Agreed.", at=then + 4 * DAY)
    word = house.secret("statespaper", "a paper for Member States", *INSIDE, "focal_point", "other_focal_point")
    meetings.revise(officer, states.document_id, mark="REV", seen=1, text=word, ai_use="generated", note="New.", at=then + 4 * DAY)
    word = house.secret("restricted", "a restricted document", "officer")
    sealed = meetings.issue_between(officer, {"title": word, "text": word, "level": "restricted", "ai_use": "none"}, at=then)
    pack = packs.ask_for_pack(officer, session.pk, at=at)
    packs.make_pack.func(pack.pk)

    word = house.secret("planned", "a session that is not convened", *INSIDE)
    planned = meetings.plan_session(officer, series.pk, {"title": word, "minutes": 60}, at=then)
    proposal_of = meetings.propose_times(officer, planned.pk, first=(at + 50 * DAY).date(), last=(at + 54 * DAY).date(), at=at)
    group = meetings.make_series(
        officer, {"body": "LAB", "title": "Closed group", "audience": "listed", "level": "restricted", "ai_use": "none"}, at=then
    )
    word = house.secret("closedgroup", "a session that only those invited may know of", "officer", "administrator")
    closed = meetings.plan_session(
        officer,
        group.pk,
        {"title": word, "local_day": (at + 30 * DAY).date(), "local_time": soon.time(), "time_zone": "UTC", "minutes": 60},
        at=then,
    )
    meetings.name_people(officer, closed.pk, [world.viewers["member006@example.org"].me], at=then)
    meetings.convene(officer, closed.pk, late_reason="Needed.", at=then)
    feed = meetings.open_feed(as_of("member", at), at=at)
    _public_meeting(house, officer, session, as_of, then, at)
    house.meeting, house.meeting_item = session, item
    _name_things(
        house, session, planned, closed, item, feed, {"members": members_only, "public": shown, "states": states, "sealed": sealed}
    )
    assert version.issue.symbol == "TEN/1/1 PROV."
    assert proposal_of.candidates.exists()


def _public_meeting(house: House, officer: Viewer, session: Session, as_of, then: datetime, at: datetime) -> None:
    """A public meeting with somebody who registered, and questions of a Member State to the session above, one of each mark."""
    public = meetings.make_series(officer, {"body": "AIII", "title": "Public meetings", "kind": "public-meeting"}, at=then)
    day = (at + 40 * DAY).date()
    meeting = meetings.plan_session(
        officer, public.pk, {"title": "For all", "local_day": day, "local_time": time(10, 0), "time_zone": GENEVA, "minutes": 60}, at=then
    )
    meetings.convene(officer, meeting.pk, late_reason="Needed.", at=then)
    desk = {"capacity": 5, "notice": "Your name and address are kept for this meeting."}
    meetings.set_desk(officer, meeting.pk, desk, revision=0, at=then)
    word = house.secret("registered", "the name of somebody who registered", "officer")
    notice = meeting.notices.get()
    found = meetings.register(VISITOR, meeting.pk, name=word, address="somebody@example.org", notice_id=notice.pk, at=at)
    own = {"pk": found.pk, "secret": found.secret}
    wrong = {"pk": found.pk, "secret": "0" * 40}
    at_it = {"slug": "aiii", "number": meeting.number}
    sitting = {"slug": session.series.slug, "number": session.number}
    for name in ("register", "registrations", "entry"):
        house.kwargs[f"meetings:{name}"] = {"public-meeting": at_it, "plenary": sitting}
    for name in ("registration", "registration_entry"):
        house.kwargs[f"meetings:{name}"] = {"own-link": own, "wrong-link": wrong}
    house.kwargs["meetings:questions"] = {"convened": sitting, "public-meeting": at_it}
    asked = {"states": [*INSIDE, "focal_point", "other_focal_point"], "restricted": ["focal_point", "officer", "administrator"]}
    for level, readers in asked.items():
        word = house.secret(f"question{level}", f"a Member State’s question marked {level}", *readers)
        question = {"kind": "question", "title": word, "text": f"{word}, in more than twenty signs.", "level": level}
        filing.file_statement(as_of("focal_point", at), question, session_id=session.pk, at=at)


def _name_things(house: House, session: Session, planned: Session, closed: Session, item, feed: CalendarFeed, issues) -> None:
    """What stands in the addresses of the room's routes."""

    def at(one: Session) -> dict[str, object]:
        return {"slug": one.series.slug, "number": one.number}

    sessions = {"convened": at(session), "planned": at(planned), "closed-group": at(closed)}
    for name in ("session", "people", "edit", "manage", "times", "note", "agenda", "give", "pack", "pack_file", "propose"):
        house.kwargs[f"meetings:{name}"] = sessions
    house.kwargs["meetings:answer"] = {"convened": at(session)}
    house.kwargs["meetings:item"] = {"item": {**at(session), "pk": item.pk}}
    house.kwargs["meetings:series"] = {"public-series": {"slug": "ten"}, "closed-series": {"slug": "lab"}}
    house.kwargs["meetings:plan"] = {"public-series": {"slug": "ten"}}
    house.kwargs["meetings:feed"] = {
        "member-s-feed": {"pk": feed.pk, "secret": feed.secret},
        "wrong-secret": {"pk": feed.pk, "secret": "0" * 40},
    }
    documents = {f"{name}-paper": {"address": issue.document.number} for name, issue in issues.items()}
    for name in ("document", "pdf", "plain"):
        house.kwargs[f"meetings:{name}"] = documents
    house.kwargs["meetings:revise"] = {
        "members-paper": {"pk": issues["members"].document_id},
        "public-paper": {"pk": issues["public"].document_id},
    }
