"""Briefings: a draft from journal and outcomes, without what States may not read; searched for names; released once, to everybody."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.network.membership.models import Membership, Profile
from interchange.work.meetings import actions
from interchange.work.meetings.models import Document, Outcome, SummaryDraft
from interchange.work.meetings.tests.conftest import world as meetings_world
from interchange.work.meetings.tests.world import AT as MEETINGS_AT
from interchange.work.statements import composing
from interchange.work.statements.actions import briefings
from interchange.work.statements.models import Briefing
from interchange.work.statements.tests.test_said import raw
from interchange.work.statements.tests.world import AT, DAY
from tests.hand import Hand

meetings = meetings_world
SPAN = {"first_day": date(2027, 2, 1), "last_day": date(2027, 3, 31)}


@pytest.fixture
def member(world):
    made = world.person("walburga")
    Membership.objects.create(number="TEN/MEM/2027/1", person=made, starts_at=AT - 100 * DAY, ends_at=AT + 700 * DAY)
    Profile.objects.create(person=made, profile="academic", organisation="Lindenhof Institute")
    return made


def begun(world, **more):
    return briefings.begin_briefing(world.officer, **{"title": "February and March", "level": "states", **SPAN, **more}, at=world.now)


def test_the_draft_counts_what_was_done_and_leaves_out_what_states_may_not_read(world):
    world.answered(level="restricted", title="Kept between us")
    world.opened(title="Draft guidance")
    world.prepared(title="A round to come")
    made = begun(world)
    assert "Statements and comments filed by Member States: 1" in made.text
    assert "Answers given to Member States: 1" in made.text
    assert "Draft guidance" in made.text
    assert "Kept between us" not in made.text
    assert "A round to come" not in made.text
    assert begun(world) == made, "begun twice, there once"
    assert composing.compose(date(2026, 1, 1), date(2026, 1, 2)).count("Draft guidance") == 0
    with pytest.raises(Refused) as refused:
        begun(world, title=" ", last_day=date(2027, 1, 1), level="members")
    assert {one.field for one in refused.value.problems} == {"title", "last_day", "level"}
    with pytest.raises(NotAllowed):
        briefings.begin_briefing(world.brazil, title="Ours", level="states", **SPAN, at=AT)


def test_the_outcomes_of_a_session_are_told_once_its_summary_is_for_states(meetings):
    meetings.members(2)
    session = meetings.convened()
    at = session.ends_at
    item = actions.add_item(
        meetings.officer, session.pk, {"title": "Formats", "kind": "discuss", "minutes": 10, "about": ""}, at=MEETINGS_AT
    )
    for kind, text in (("decision", "Formats are tested yearly."), ("question", "Which formats do offices take?")):
        Outcome.objects.create(
            number=f"X/{kind}", session=session, item=item, kind=kind, text=text, state="adopted", proposed_at=at, decided_at=at
        )
    days = (at.date(), at.date())
    assert "Formats are tested" not in composing.compose(*days)
    for level, told in (("members", False), ("states", True)):
        document = Document.objects.create(number=f"X/{level}", session=session, kind="summary", title="Summary", level=level, made_at=at)
        SummaryDraft.objects.create(session=session, version=len(level), text="x", made_at=at, changed_at=at, document=document)
        assert ("Formats are tested yearly." in composing.compose(*days)) is told
    text = composing.compose(*days)
    assert (
        text.index("What was decided")
        < text.index("X/decision: Formats")
        < text.index("Member States are asked")
        < text.index("X/question")
    )


def test_a_name_keeps_it_from_being_released(world, member):
    made = begun(world)
    changed = briefings.save_briefing(
        world.officer, made.pk, text="As Walburga Sample of the Lindenhof Institute said, it works.", revision=1, at=AT
    )
    with pytest.raises(Stale):
        briefings.save_briefing(world.second, made.pk, text="Other words.", revision=1, at=AT)
    with pytest.raises(Refused, match="may tell who took part"):
        briefings.release_briefing(world.officer, made.pk, at=AT)
    for viewer in (VISITOR, world.brazil):
        assert not rows(viewer, "briefing.view").exists(), "drafts are the Secretariat's"
    with pytest.raises(Refused):
        briefings.leave_in(world.officer, made.pk, excerpt="works", reason="A word.", at=AT)
    with pytest.raises(Refused):
        briefings.save_briefing(world.officer, made.pk, text=" ", revision=changed.revision, at=AT)
    briefings.save_briefing(world.officer, made.pk, text="It works.", revision=changed.revision, at=AT)
    world.now = AT + DAY
    briefings.release_briefing(world.officer, made.pk, at=world.now)
    briefings.release_briefing(world.officer, made.pk, at=world.now + DAY)
    assert Briefing.objects.get().released_at == world.now
    letters = Letter.objects.filter(template="statements.briefing")
    assert {one.person_id for one in letters} == {world.brazil.person_id, world.kenya.person_id}
    assert letters.count() == 2
    assert "It works." in letters[0].body
    assert rows(world.kenya, "briefing.view").get() == made
    assert not rows(VISITOR, "briefing.view").exists(), "for Member States"
    with pytest.raises(NotAllowed):
        briefings.save_briefing(world.officer, made.pk, text="Afterwards.", revision=2, at=AT)


def test_a_briefing_on_its_pages(world, member):
    officer = Hand(world.officer.person_id)
    days = {name: day.isoformat() for name, day in SPAN.items()}
    assert officer.press("/statements/briefings/new/", "Write the draft", days).status == 422
    page = officer.press("/statements/briefings/new/", "Write the draft", {**days, "title": "Two months", "level": "public"})
    assert page.said == ["The draft is written. Edit it, and settle what the check found."]
    here = page.url
    old = officer.open(here)
    page = officer.press(here, "Save and check", {"text": "Walburga found that it works."})
    assert page.said == ["Kept, and searched for names."]
    assert "The check found 1 place" in page.words
    assert "Release it" not in page.words
    page = officer.press(old, "Save and check", {"text": "My own words."})
    assert "What stands there now" in page.words
    assert "My own words." in page.words
    assert officer.press(here, "Leave it in", {"reason": " "}).status == 409
    page = officer.press(here, "Leave it in", {"reason": "It is the name of a method."})
    assert page.said == ["Left in, with your reason."]
    assert raw(world.officer).post(here, {"what": "sing"}).status_code == 404
    show = here.removesuffix("edit/")
    assert Client().get(show).status_code == 404
    assert Client().get(f"{show}paper.pdf").status_code == 404
    page = officer.press(here, "Release it")
    assert page.said == ["Released: page, PDF and letters."]
    assert "it works" in Hand().open(show).words
    paper = PdfReader(BytesIO(Client().get(f"{show}paper.pdf").content)).pages[0].extract_text()
    assert "TEN/BRF/2027/001" in paper
    assert "PUBLIC" in paper
    assert "Two months" in Hand().open("/statements/briefings/").words
    assert officer.open(here).status == 404
