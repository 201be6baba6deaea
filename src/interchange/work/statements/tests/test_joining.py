"""Statements on the agenda of a session, put there by its chair."""

import pytest

from interchange.ground.errors import Refused
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions, sources
from interchange.work.meetings.tests.conftest import world as meetings_world
from interchange.work.meetings.tests.world import AT, DAY
from interchange.work.statements import queries
from interchange.work.statements.actions import filing, treating
from interchange.work.statements.models import Statement
from interchange.work.statements.tests.world import TEXT
from tests.hand import Hand

meetings = meetings_world


@pytest.fixture
def session(meetings):
    meetings.members(2)
    return meetings.convened()


def speaker(meetings, state="BR", role=Role.FOCAL_POINT):
    person = meetings.person()
    RoleGrant.objects.create(person=person, role=role, scope=f"state:{state}", starts_at=AT - DAY)
    return meetings.viewer(person)


def offered(meetings, session, viewer=None):
    found = sources.offered(viewer or meetings.officer, session)
    return [one.title for source, offers in found if source.key == "statements" for one in offers]


def test_a_question_is_put_to_a_session_and_becomes_an_item(meetings, session):
    brazil, member = speaker(meetings), meetings.members(1)[0]
    hand = Hand(brazil.person_id)
    here = session.get_absolute_url()
    [way] = hand.open(here).tree.xpath("//a[text()='Put a question to the session']/@href")
    assert "Put a question" not in Hand(member.pk).open(here).words
    page = hand.press(way, "File it", {name: TEXT[name] for name in ("title", "text", "level")})
    assert page.said == ["Filed as TEN/MS/2027/001. A receipt is on its way."]
    made = Statement.objects.get()
    assert made.kind == "question"
    assert made.links.get().subject_id == str(session.pk)
    assert made.number in Hand(member.pk).open(here).words
    assert made.number not in Hand().open(here).words, "for States and members, as the State chose"
    kept = filing.file_statement(brazil, {**TEXT, "title": "QXquietZQ", "level": "restricted"}, session_id=session.pk, at=AT)
    assert offered(meetings, session) == [f"{made.number}: {made.title}", f"{kept.number}: from a Member State"], (
        "put to it: not acknowledged yet"
    )
    item = actions.add_from_source(meetings.officer, session.pk, kind="statements.statement", key=str(made.pk), at=AT)
    assert item.links.get().url == made.get_absolute_url()
    quiet = actions.add_from_source(meetings.officer, session.pk, kind="statements.statement", key=str(kept.pk), at=AT)
    assert "QXquietZQ" not in f"{quiet.title} {quiet.about}"
    made.refresh_from_db()
    assert (made.state, made.acknowledged_at) == ("assigned", AT)
    assert made.links.count() == 1
    assert Letter.objects.filter(template="statements.assigned").count() == 2
    assert offered(meetings, session) == []
    actions.drop_item(meetings.officer, item.pk, reason="No time.", at=AT)
    assert offered(meetings, session) == [f"{made.number}: {made.title}"]
    with pytest.raises(Refused) as refused:
        filing.file_statement(brazil, {**TEXT, "title": "Late"}, session_id=session.pk, at=session.starts_at)
    assert [one.field for one in refused.value.problems] == ["session"]


def test_the_agenda_builder_offers_what_waits_and_the_state_is_told(meetings, session):
    brazil = speaker(meetings)
    made = {
        level: filing.file_statement(brazil, {**TEXT, "level": level, "title": f"For {level}"}, at=AT) for level in ("states", "restricted")
    }

    assert offered(meetings, session) == [], "not acknowledged yet"
    for one in made.values():
        treating.acknowledge(meetings.officer, one.pk, at=AT)
    assert offered(meetings, session) == [f"{made['states'].number}: For states"], "a confidential one is on no agenda"
    item = actions.add_from_source(meetings.officer, session.pk, kind="statements.statement", key=str(made["states"].pk), at=AT)
    assert item.title.endswith("For states")
    assert offered(meetings, session) == []
    found = queries.about(brazil, "meetings.session", str(session.pk)).get()
    assert found.state == "assigned"
    assert Letter.objects.get(template="statements.assigned").person_id == brazil.person_id
