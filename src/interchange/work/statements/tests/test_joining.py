"""Statements on the agenda of a session, put there by its chair."""

from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions, sources
from interchange.work.meetings.tests.conftest import world as meetings_world
from interchange.work.meetings.tests.world import AT, DAY
from interchange.work.statements import queries
from interchange.work.statements.actions import filing, treating
from interchange.work.statements.tests.world import TEXT

meetings = meetings_world


def test_the_agenda_builder_offers_what_waits_and_the_state_is_told(meetings):
    meetings.members(2)
    session = meetings.convened()
    person = meetings.person()
    RoleGrant.objects.create(person=person, role=Role.FOCAL_POINT, scope="state:BR", starts_at=AT - DAY)
    brazil = meetings.viewer(person)
    made = {
        level: filing.file_statement(brazil, {**TEXT, "level": level, "title": f"For {level}"}, at=AT) for level in ("states", "restricted")
    }

    def offered():
        return [one.title for source, offers in sources.offered(meetings.officer, session) if source.key == "statements" for one in offers]

    assert offered() == [], "not acknowledged yet"
    for one in made.values():
        treating.acknowledge(meetings.officer, one.pk, at=AT)
    assert offered() == [f"{made['states'].number}: For states"], "a confidential one is on no agenda"
    item = actions.add_from_source(meetings.officer, session.pk, kind="statements.statement", key=str(made["states"].pk), at=AT)
    assert item.title.endswith("For states")
    assert offered() == []
    found = queries.about(brazil, "meetings.session", str(session.pk)).get()
    assert found.state == "assigned"
    assert Letter.objects.get(template="statements.assigned").person_id == person.pk
