"""Pages after a session, interests before it, and the register of patents; who sees which."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.ground.duties.models import Duty
from interchange.ground.errors import Refused
from interchange.ground.policy.actions import record_conflict
from interchange.ground.post.models import Letter
from interchange.network.membership import actions as membership
from interchange.work.meetings.actions import interests, ipr, outcomes, points, recusals, room, summary
from interchange.work.meetings.models import ActionPoint, InterestRefresh, IprDisclosure, NoteBlock, Outcome, Session
from interchange.work.meetings.queries.barred import barred
from interchange.work.meetings.tests.room_world import MINUTE, RoomWorld
from interchange.work.meetings.views import room_parts

DAY = timedelta(days=1)
AT = "/meetings/ten/3/"


@pytest.fixture
def world(db, monkeypatch):
    room_parts.forget()
    return RoomWorld(monkeypatch)


@pytest.fixture
def held(world):
    world.opened(here=6, item=2)
    item = world.items[2].pk
    made = outcomes.propose_outcome(world.one, item, kind="decision", text="Labels are tested once a year.", at=world.now)
    outcomes.adopt_outcome(world.chair, made.pk, revision=1, at=world.now)
    outcomes.propose_outcome(world.one, item, kind="conclusion", text="A second test is wanted.", at=world.now)
    points.add_action(world.one, item, text="Write the plan.", owner_id=world.people[4].pk, due=world.now.date() + 20 * DAY, at=world.now)
    room.close_session(world.chair, world.session.pk, at=world.now + 120 * MINUTE)
    return world


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response) -> str:
    return response.content.decode()


def test_the_chair_opens_from_the_sessions_page(world):
    chair = browser(world.people[0])
    assert f"{AT}open/" in text(chair.get(AT))
    assert f"{AT}open/" not in text(browser(world.people[4]).get(AT))
    assert browser(world.people[4]).get(f"{AT}open/").status_code == 404
    assert chair.get(f"{AT}record/").status_code == 302
    assert "Open the session" in text(chair.get(f"{AT}open/"))
    assert chair.post(f"{AT}open/")["Location"] == f"{AT}live/"
    assert f"{AT}live/" in text(browser(world.people[4]).get(AT))


def test_the_record_shows_what_came_of_it_and_lets_owners_settle_their_actions(held):
    page = text(browser(held.people[5]).get(f"{AT}record/"))
    for words in ("Labels are tested once a year.", "Write the plan.", "TEN/3/OUT/1"):
        assert words in page
    point = ActionPoint.objects.get()
    press = {"what": "finish", "pk": point.pk}
    assert browser(held.people[5]).post(f"{AT}record/", press).status_code == 404
    assert browser(held.people[4]).post(f"{AT}record/", press).status_code == 302
    dropped = browser(held.people[1]).post(f"{AT}record/", {"what": "drop", "pk": point.pk, "note": ""})
    assert dropped.status_code == 409
    point.refresh_from_db()
    assert point.state == "done"


def test_an_outcome_is_offered_in_writing_from_the_record_and_objected_to_on_its_page(held):
    open_one = Outcome.objects.get(kind="conclusion")
    rapporteur = browser(held.people[1])
    assert rapporteur.post(f"{AT}record/", {"what": "in-writing", "pk": open_one.pk}).status_code == 302
    assert "Decided in writing by silence until" in text(rapporteur.get(f"{AT}record/"))
    page = text(browser(held.people[5]).get(f"{AT}record/{open_one.pk}/"))
    assert "do you agree to this text?" in page
    assert browser(held.people[5]).post(f"{AT}record/", {"what": "in-writing", "pk": open_one.pk}).status_code == 404


def test_the_way_of_a_summary_on_its_page(held):
    rapporteur, chair, member = browser(held.people[1]), browser(held.people[0]), browser(held.people[5])
    url = f"{AT}summary/"
    assert member.get(url).status_code == 404
    assert "Begin the summary" in text(rapporteur.get(url))
    rapporteur.post(url, {"what": "begin"})
    assert member.get(url).status_code == 404, "a draft is for those who write it"
    rapporteur.post(url, {"what": "save", "text": "Family4 said so. Labels are tested.", "revision": 1})
    page = text(rapporteur.get(url))
    assert '<mark class="found open">Family4</mark>' in page
    assert 'value="send" disabled' in page
    assert rapporteur.post(url, {"what": "send"}).status_code == 409
    stale = rapporteur.post(url, {"what": "save", "text": "Another hand.", "revision": 1})
    assert stale.status_code == 409
    for words in ("Family4 said so.", "Another hand.", "Nothing is lost"):
        assert words in text(stale)
    finding = held.session.summaries.get().findings.get()
    refused = rapporteur.post(url, {"what": "leave-in", "finding": finding.pk, "reason": " "})
    assert refused.status_code == 409
    rapporteur.post(url, {"what": "save", "text": "It was said so. Labels are tested.", "revision": 2})
    assert rapporteur.post(url, {"what": "send"}).status_code == 302
    assert "Labels are tested." in text(member.get(url))
    assert "It was said so." in text(member.get(url))
    assert member.post(url, {"what": "agree"}).status_code == 302
    assert chair.post(url, {"what": "approve"}).status_code == 409
    draft = held.session.summaries.get()
    held.now = draft.check_closes_at + MINUTE
    assert chair.post(url, {"what": "approve"}).status_code == 302
    assert member.post(url, {"what": "publish", "level": "public", "ai_use": "none"}).status_code == 404
    answer = chair.post(url, {"what": "publish", "level": "public", "ai_use": "none"})
    document = answer["Location"]
    assert "Labels are tested." in text(Client().get(document))
    visitor = Client()
    assert visitor.get(url).status_code == 302
    assert "TEN/3" in text(visitor.get("/search/?q=labels+tested"))


def test_who_was_suspended_reads_no_record_draft_or_question_the_second_after(held):
    summary.start_summary(held.one, held.session.pk, at=held.now)
    summary.send_to_members(held.one, held.session.summaries.get().pk, at=held.now)
    client = browser(held.people[5])
    pages = (f"{AT}record/", f"{AT}summary/", f"{AT}record/{Outcome.objects.first().pk}/")
    assert [client.get(url).status_code for url in pages] == [200, 200, 200]
    membership.suspend(held.officer, held.memberships[5].pk, reason="A complaint.", at=held.now)
    assert [client.get(url).status_code for url in pages] == [404, 404, 404]


def test_interests_are_asked_for_two_weeks_before_and_once(world):
    Session.objects.update(starts_at=world.now + 20 * DAY, ends_at=world.now + 20 * DAY + 120 * MINUTE)
    assert interests.ask_due(world.now) == 0
    assert interests.ask_due(world.now + 7 * DAY) == 6
    assert interests.ask_due(world.now + 7 * DAY) == 0
    assert Letter.objects.filter(template="meetings.interests").count() == 6
    duties = Duty.objects.filter(kind="meetings.interests", settled_at__isnull=True)
    assert duties.count() == 6
    world.now += 8 * DAY
    url = f"{AT}interests/"
    client = browser(world.people[3])
    assert "have not declared anything" in text(client.get(url))
    assert client.post(url, {"what": "confirm"}).status_code == 409
    with pytest.raises(Refused):
        interests.confirm_interests(world.viewer_of(3), world.session.pk, at=world.now)
    world.declare(world.memberships[3], topics=["labelling"])
    page = text(client.get(url))
    assert "A test for labels" in page
    assert "Answered" in page, "a declaration since the question is an answer"
    interests.ask_due(world.now)
    assert duties.count() == 5
    assert client.post(url, {"what": "confirm"}).status_code == 302
    assert InterestRefresh.objects.get(person=world.people[3]).declaration.version == 1
    client.post(url, {"what": "step-aside", "item": world.items[2].pk})
    assert barred(world.items[2])[world.people[3].pk] == "recused"
    assert "Stepped aside" in text(client.get(url))
    recusals.come_back(world.viewer_of(3), world.items[2].pk, at=world.now)
    assert world.people[3].pk not in barred(world.items[2])


def test_the_register_of_patents_is_public_and_forgets_nothing(world):
    client = browser(world.people[4])
    url = "/disclosures/new/"
    wrong = client.post(url, {"own": "", "holder": "", "reference": "", "statement": "May be essential."})
    assert "May be essential." in text(wrong)
    typed = {
        "own": "no",
        "holder": "Somebody Ltd",
        "reference": "EP 1 234 567",
        "item": world.items[2].pk,
        "statement": "May be essential.",
    }
    first = client.post(url, typed)
    assert first.status_code == 302
    assert client.post(url, typed)["Location"] == first["Location"], "sent twice"
    one = IprDisclosure.objects.get()
    assert (one.number, one.own, one.item_id, one.session_id) == ("TEN/IPR/2027/1", False, world.items[2].pk, world.session.pk)
    visitor = Client()
    page = text(visitor.get("/disclosures/"))
    assert "EP 1 234 567" in page
    assert "TEN/3, item 3" in page
    own = text(visitor.get(first["Location"]))
    assert world.items[2].title not in own, "the title of an item is for members"
    assert "Family4" not in own, "named in public by consent only"
    assert world.items[2].title in text(client.get(first["Location"]))
    assert visitor.post(first["Location"], {"note": "x"}).status_code == 200
    assert browser(world.people[3]).post(first["Location"], {"note": "Not mine."}).status_code == 200
    one.refresh_from_db()
    assert one.withdrawn_at is None
    with pytest.raises(Refused):
        ipr.withdraw_disclosure(world.viewer_of(4), one.pk, note=" ", at=world.now)
    assert client.post(first["Location"], {"note": "The application was dropped."}).status_code == 302
    page = text(visitor.get("/disclosures/"))
    assert "EP 1 234 567" in page
    assert "Withdrawn" in page
    assert "EP 1 234 567" in text(visitor.get("/disclosures/?format=csv"))
    assert visitor.get(url).status_code == 302
    assert browser(world.person()).get(url).status_code == 404


def test_thirty_disclosures_cost_no_more_queries_than_three(world):
    client = browser(world.people[4])

    def count(rows):
        for number in range(IprDisclosure.objects.count(), rows):
            values = {
                "own": False,
                "holder": "Somebody Ltd",
                "reference": f"EP {number}",
                "item": world.items[number % 3].pk,
                "statement": "May be.",
            }
            ipr.disclose(world.viewer_of(number % 5), values, at=world.now)
        client.get("/disclosures/")
        with CaptureQueriesContext(connection) as found:
            answer = client.get("/disclosures/")
        assert len(answer.context["listing"].page.object_list) == min(rows, answer.context["listing"].page.paginator.per_page)
        return len(found)

    assert count(3) == count(30)


def test_one_report_on_the_words_of_a_whole_session_as_far_as_one_may_read_them(held):
    item = held.items[2]
    type(item).objects.filter(pk=item.pk).update(title="Watermarks", about="Is invisible watermarking enough?")
    Session.objects.filter(pk=held.session.pk).update(about="About watermarks.", level="public")
    NoteBlock.objects.create(item=item, position=1, text="Somebody asked for a style theft rule.", changed_at=held.now)
    NoteBlock.objects.create(item=item, position=2, text="Struck: deepfake.", changed_at=held.now, struck_at=held.now)
    address = f"/lexicon/report/meetings.session/{held.session.pk}/"
    member = browser(held.people[3])
    assert address in text(member.get(AT))
    page = text(member.get(address))
    assert "Agenda" in page
    assert 'href="/lexicon/watermark"' in page
    assert "style theft" in page
    assert "deepfake" not in page
    rows = {row["words"]: row for row in member.get(f"{address}?format=json").json() if row["what"] == "part"}
    assert {"Agenda", "Notes", "Outcomes"} < set(rows)
    visitor = Client()
    seen = text(visitor.get(address))
    assert "style theft" not in seen
    assert {row["words"] for row in visitor.get(f"{address}?format=json").json() if row["what"] == "part"} == {held.session.title}
    aside = browser(held.people[2])
    record_conflict(held.viewer_of(2), held.people[2].pk, held.session, reason="personal", at=held.now)
    assert aside.get(address).status_code == 404
