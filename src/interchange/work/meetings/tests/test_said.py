"""What the pages of meetings say after each press of a button, and that it is so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions
from interchange.work.meetings.models import AgendaItem, Document, ItemProposal, Series, Session
from interchange.work.meetings.tests.papers_world import a_pdf
from interchange.work.meetings.tests.room_world import RoomWorld
from interchange.work.meetings.tests.world import AT
from tests.hand import Hand


@pytest.fixture
def office(world):
    return Hand(world.first)


@pytest.fixture
def chaired(world):
    """A convened session with a chair of its own and another member: (session, chair, member)."""
    chair, member = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    return session, chair, member


# --- the organisers' pages


def test_a_series_is_made_and_its_first_session_planned_and_renamed(world, office):
    typed = {"body": "TEN-LAB", "title": "Laboratory", "kind": "plenary", "audience": "members", "level": "members"}
    page = office.press("/meetings/new-series/", "Save", typed)
    assert page.said == ["The series is there. Plan its first session."]
    series = Series.objects.get(body="TEN-LAB")
    assert (series.title, page.url) == ("Laboratory", f"/meetings/{series.slug}/")

    page = office.press(f"{page.url}plan/", "Save", {"title": "First look at labels", "place": "Remotely"})
    assert page.said == ["Planned. Find a fair time, or set one."]
    session = Session.objects.get(series=series)
    assert (session.symbol, session.title, session.state) == ("TEN-LAB/1", "First look at labels", "planned")

    page = office.press(f"{session.get_absolute_url()}edit/", "Save", {"title": "Labels after sharing"})
    assert page.said == ["Saved."]
    session.refresh_from_db()
    assert (session.title, session.place) == ("Labels after sharing", "Remotely")

    page = office.press(
        page, "Set the time", {"local_day": "2027-05-12", "local_time": "14:00", "time_zone": "Asia/Tokyo", "minutes": "90"}
    )
    assert page.said == ["The time is set."]
    session.refresh_from_db()
    assert (session.starts_at.isoformat(), session.minutes) == ("2027-05-12T05:00:00+00:00", 90)


def test_a_rapporteur_is_appointed_and_told_by_letter(world, office):
    member = world.members(1)[0]
    session = world.convened()
    url = f"{session.get_absolute_url()}manage/"
    page = office.press(url, "Appoint", {"person": str(member.pk), "role": "rapporteur", "until": "2027-06-30"})
    assert page.said == ["Appointed."]
    held = world.viewer(member).scoped
    assert (Role.RAPPORTEUR, session.scope) in held
    letter = Letter.objects.get(template="meetings.office", person=member)
    assert letter.subject == "TEN/1: Rapporteur"
    assert "until the end of 30 June 2027" in letter.body
    assert session.get_absolute_url() in letter.body
    office.press(url, "Appoint", {"person": str(member.pk), "role": "rapporteur", "until": "2027-06-30"})
    assert Letter.objects.filter(template="meetings.office").count() == 1, "the second click writes no second letter"


# --- the agenda


def test_an_agenda_is_built_item_by_item(world, chaired):
    session, chair, _member = chaired
    hand, url = Hand(chair), f"{session.get_absolute_url()}agenda/"
    for title in ("Welcome", "Labels after sharing"):
        page = hand.press(url, "Add the item", {"title": title, "kind": "discuss", "minutes": "20"})
        assert page.said == ["The item is on the agenda."]
    first, second = AgendaItem.objects.filter(session=session).order_by("position")[:2]
    assert (first.title, second.title) == ("Welcome", "Labels after sharing")

    page = hand.press(f"{url}{second.pk}/", "Save", {"minutes": "45", "about": "What survives a share."})
    assert (page.url, page.said) == (url, ["Saved."])
    second.refresh_from_db()
    assert (second.minutes, second.about, second.title) == (45, "What survives a share.", "Labels after sharing")

    page = hand.press(page, "Take it off", {"reason": "Put off to the next session."}, among={"pk": first.pk})
    assert page.said == ["Taken off the agenda."]
    first.refresh_from_db()
    assert first.dropped_at is not None


def test_a_member_proposes_an_item_and_the_chair_takes_it_up(world, chaired):
    session, chair, member = chaired
    url = f"{session.get_absolute_url()}agenda/"
    typed = {"title": "A test of detectors", "why": "Three makers asked for one.", "minutes": "30"}
    page = Hand(member).press(f"{url}propose/", "Save", typed)
    assert (page.url, page.said) == (url, ["Proposed. The chair takes it up or says why not."])
    proposal = ItemProposal.objects.get(session=session)
    assert (proposal.title, proposal.by, proposal.state) == ("A test of detectors", member, "open")
    page = Hand(chair).press(url, "Take it up", among={"pk": proposal.pk})
    assert page.said == ["Taken up as an item."]
    proposal.refresh_from_db()
    assert proposal.state == "taken"
    assert AgendaItem.objects.filter(session=session, title="A test of detectors", minutes=30).exists()


# --- documents


def test_a_paper_is_given_in_and_revised(world, chaired):
    session, _chair, member = chaired
    hand = Hand(member)
    page = hand.press(
        f"{session.get_absolute_url()}papers/new/",
        "Give it in",
        {"title": "Marks after sharing", "text": "What survives?", "ai_use": "none"},
    )
    document = Document.objects.get(title="Marks after sharing")
    assert (page.url, page.said) == (document.get_absolute_url(), [f"It has the number {document.number}."])

    more = {"mark": "REV", "note": "With numbers.", "text": "A third survives.", "ai_use": "assisted"}
    page = hand.press(f"/documents/revise/{document.pk}/", "Save", more)
    assert page.said == [f"It is out as {document.issues.last().symbol}."]
    assert [one.text for one in document.issues.all()] == ["What survives?", "A third survives."]


def test_a_document_between_sessions_is_issued_opened_wider_and_withdrawn(world, office):
    file = SimpleUploadedFile("list.pdf", a_pdf("A list of tools."), content_type="application/pdf")
    page = office.press("/documents/between/", "Save", {"title": "A list of tools", "level": "members", "file": file, "ai_use": "none"})
    document = Document.objects.get(title="A list of tools")
    assert (page.url, page.said) == (document.get_absolute_url(), [f"It has the number {document.number}."])
    assert (document.level, document.issues.get().file is not None) == ("members", True)

    assert "A list of tools" not in Hand().open(page.url).words
    page = office.press(page, "Open wider", {"level": "public", "reason": "Makers asked for it."})
    assert page.said == ["Opened wider; recorded with your reason."]
    document.refresh_from_db()
    assert document.level == "public"
    assert "A list of tools" in Hand().open(page.url).words

    page = office.press(page, "Withdraw", {"reason": "Out of date."})
    assert page.said == ["Withdrawn. The number stays."]
    document.refresh_from_db()
    assert document.withdrawn_at is not None


# --- in session


def test_a_session_that_was_called_off_is_not_opened_and_the_chair_is_told_why(db, monkeypatch):
    world = RoomWorld(monkeypatch)
    hand, url = Hand(world.people[0]), world.session.get_absolute_url()
    page = hand.open(f"{url}open/")
    actions.cancel(world.officer, world.session.pk, reason="No quorum.", at=world.now)
    said = hand.press(page, "Open the session").said
    assert len(said) == 1
    assert "cancel" in said[0].lower()
    world.session.refresh_from_db()
    assert (world.session.state, world.session.opened_at) == ("cancelled", None)
