"""Questions of Member States to a session: put, read by whom they are marked for, taken up as items, declined, withdrawn; other sources."""

import pytest

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.work.meetings import actions, sources
from interchange.work.meetings.models import AgendaItem, StateQuestion
from interchange.work.meetings.tests.world import AT, DAY

ASK = {"title": "Small offices", "text": "How do small offices test labels without a laboratory?", "level": "states"}


@pytest.fixture
def session(world):
    world.members(2)
    return world.convened()


def focal(world, state="BR", role=Role.FOCAL_POINT):
    person = world.person()
    RoleGrant.objects.create(person=person, role=role, scope=f"state:{state}", starts_at=AT - DAY)
    return person


def seen(world, person):
    return set(rows(world.viewer(person) if person else VISITOR, "question.view").values_list("title", flat=True))


def test_a_focal_point_puts_a_question_and_the_secretariat_owes_a_look(world, session, signed):
    person = focal(world)
    client, url = signed(person), f"{session.get_absolute_url()}questions/"
    assert "Put a question" in client.get(session.get_absolute_url()).content.decode()
    assert client.post(url, {**ASK, "what": "put"}).status_code == 302
    assert client.post(url, {**ASK, "what": "put"}).status_code == 302  # the same once more
    made = StateQuestion.objects.get()
    assert (made.number, made.member_state, made.state) == ("TEN/MS/2027/001", "BR", "received")
    duty = Duty.objects.get(kind="meetings.question")
    assert (duty.role, duty.subject_label, duty.due_at.date().isoformat()) == ("officer", "TEN/MS/2027/001", "2027-03-08")
    receipt = Letter.objects.get(template="meetings.question")
    assert (receipt.person_id, "TEN/MS/2027/001" in receipt.body, "laboratory" in receipt.body) == (person.pk, True, False)
    assert "How do small offices" in client.get(url).content.decode()


def test_bad_questions_are_refused_by_field_and_kept(world, session, signed):
    person = focal(world)
    page = signed(person).post(
        f"{session.get_absolute_url()}questions/", {"what": "put", "title": "T", "text": "Short.", "level": "states"}
    )
    assert "from 20 to 4,000 characters" in page.content.decode()
    assert "Short." in page.content.decode()
    with pytest.raises(Refused) as refused:
        actions.put_question(world.viewer(person), session.pk, {"title": "", "text": "", "level": "members", "member_state": "KE"}, at=AT)
    assert {one.field for one in refused.value.problems} == {"title", "text", "level", "member_state"}
    with pytest.raises(Refused, match="takes no questions now"):
        actions.put_question(world.viewer(person), session.pk, ASK, at=session.starts_at)
    for nobody in (world.person(), world.members(1)[0]):
        with pytest.raises(NotAllowed):
            actions.put_question(world.viewer(nobody), session.pk, ASK, at=AT)
    assert not StateQuestion.objects.exists()


def test_whoever_speaks_for_two_states_says_for_which(world, session):
    person = focal(world)
    RoleGrant.objects.create(person=person, role=Role.ALTERNATE, scope="state:KE", starts_at=AT - DAY)
    with pytest.raises(Refused) as refused:
        actions.put_question(world.viewer(person), session.pk, ASK, at=AT)
    assert [one.field for one in refused.value.problems] == ["member_state"]
    assert actions.put_question(world.viewer(person), session.pk, {**ASK, "member_state": "KE"}, at=AT).member_state == "KE"


def test_the_state_chooses_who_reads_it(world, session, signed):
    brazil, kenya, member = focal(world), focal(world, "KE"), world.members(1)[0]
    put = lambda title, level: actions.put_question(world.viewer(brazil), session.pk, {**ASK, "title": title, "level": level}, at=AT)  # noqa: E731
    made = {level: put(level, level) for level in ("public", "states", "restricted")}
    assert seen(world, None) == {"public"}
    assert seen(world, world.person()) == {"public"}
    assert seen(world, kenya) == seen(world, member) == {"public", "states"}
    assert seen(world, brazil) == seen(world, world.first) == {"public", "states", "restricted"}
    assert seen(world, focal(world, role=Role.ALTERNATE)) == {"public", "states", "restricted"}  # the State's, not the person's
    actions.withdraw_question(world.viewer(focal(world)), made["states"].pk, at=AT)
    actions.withdraw_question(world.viewer(brazil), made["states"].pk, at=AT)  # harmless
    assert seen(world, kenya) == {"public"}
    with pytest.raises(NotAllowed):
        actions.withdraw_question(world.viewer(kenya), made["public"].pk, at=AT)
    assert not Duty.objects.filter(subject_id=str(made["states"].pk), settled_at=None).exists()
    page = signed(kenya).get(f"{session.get_absolute_url()}questions/").content.decode()
    assert 'value="withdraw"' not in page
    RoleGrant.objects.filter(person=brazil).update(ends_at=AT)  # replaced by another note: old access ends (F1)
    assert seen(world, brazil) == {"public"}


def test_a_question_becomes_an_item_and_the_state_is_told(world, session, signed):
    brazil = focal(world)
    open_one = actions.put_question(world.viewer(brazil), session.pk, ASK, at=AT)
    closed = actions.put_question(world.viewer(brazil), session.pk, {**ASK, "title": "QXquietZQ", "level": "restricted"}, at=AT)
    officer, url = signed(world.first), f"{session.get_absolute_url()}agenda/"
    page = officer.get(url).content.decode()
    assert "TEN/MS/2027/001: Small offices" in page
    assert "TEN/MS/2027/002: Question of a Member State" in page
    assert "QXquietZQ" not in page
    for one in (open_one, closed):
        assert officer.post(url, {"what": "offer", "kind": "meetings.statequestion", "key": one.pk}).status_code == 302
    assert officer.post(url, {"what": "offer", "kind": "meetings.statequestion", "key": closed.pk}).status_code == 409  # a second click
    items = list(AgendaItem.objects.order_by("position"))
    assert [one.about for one in items] == [ASK["text"], ""]
    assert "QXquietZQ" not in signed(world.members(1)[0]).get(url).content.decode()
    open_one.refresh_from_db()
    assert (open_one.state, open_one.item_id) == ("on-agenda", items[0].pk)
    assert "on the agenda" in Letter.objects.filter(template="meetings.question-settled").first().body
    assert not Duty.objects.filter(kind="meetings.question", settled_at=None).exists()
    with pytest.raises(NotAMove):
        actions.withdraw_question(world.viewer(brazil), open_one.pk, at=AT)
    actions.drop_item(world.officer, items[0].pk, reason="No time.", at=AT)
    assert [one.key for _source, offers in sources.offered(world.officer, session) for one in offers] == [str(open_one.pk)]
    assert signed(brazil).get(url).status_code == 404  # the agenda itself stays inside


def test_a_question_is_declined_with_a_reason_from_its_own_page(world, session, signed):
    brazil = focal(world)
    made = actions.put_question(world.viewer(brazil), session.pk, ASK, at=AT)
    officer, url = signed(world.first), f"{session.get_absolute_url()}questions/"
    answer = officer.post(url, {"what": "decline", "pk": made.pk, "reason": ""})
    assert (answer.status_code, "The State will ask why" in answer.content.decode()) == (409, True)
    assert officer.post(url, {"what": "decline", "pk": made.pk, "reason": "A policy matter."}).status_code == 302
    assert "A policy matter." in Letter.objects.get(template="meetings.question-settled").body
    assert "A policy matter." in signed(brazil).get(url).content.decode()
    again = actions.put_question(world.viewer(brazil), session.pk, {**ASK, "title": "Second"}, at=AT)
    assert officer.post(url, {"what": "take", "pk": again.pk}).status_code == 302
    assert AgendaItem.objects.filter(title__contains="Second").exists()
    assert signed(world.members(1)[0]).post(url, {"what": "decline", "pk": again.pk, "reason": "x"}).status_code == 404


def test_another_room_offers_items_and_hears_that_one_was_taken(world, session, monkeypatch):
    monkeypatch.setattr(sources, "SOURCES", dict(sources.SOURCES))
    heard = []
    offer = sources.Offer("other.thing", "7", "A thing of another room", "/other/7/", "Words.")
    sources.define(
        "other", "Another room", lambda viewer, found: [offer], taken=lambda actor, one, item, at: heard.append((one.key, item.pk))
    )
    with pytest.raises(ValueError, match="exists already"):
        sources.define("other", "Another room", lambda viewer, found: [])
    item = actions.add_from_source(world.officer, session.pk, kind="other.thing", key="7", at=AT)
    assert heard == [("7", item.pk)]
    assert (item.about, item.links.get().url) == ("Words.", "/other/7/")
    with pytest.raises(Refused, match="on the agenda already"):
        actions.add_from_source(world.officer, session.pk, kind="other.thing", key="7", at=AT)
    assert heard == [("7", item.pk)]
