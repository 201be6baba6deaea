"""The pages, by focal points, officers and visitors, with what they say."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.work.statements.actions import briefings, releasing
from interchange.work.statements.models import Briefing, Release, Round, Statement
from interchange.work.statements.tests.world import AT, DAY, TEXT, paper
from tests.hand import Hand

FORM = {name: value for name, value in TEXT.items() if name != "kind"}


def raw(viewer):
    """A browser that sends what no page offers."""
    client = Client()
    client.cookies = Hand(viewer.person_id).client.cookies
    return client


@pytest.fixture
def hands(world):
    return Hand(world.brazil.person_id), Hand(world.officer.person_id), Hand(world.second.person_id)


def test_from_a_question_to_its_answer(world, hands):
    brazil, officer, second = hands
    page = brazil.open("/states/mine/")
    assert "/statements/file/?member_state=BR" in page.tree.xpath("//div[@class='act']//a/@href")
    page = brazil.press("/statements/file/", "File it", {**FORM, "kind": "question", "title": " "})
    assert page.status == 422
    assert TEXT["text"] in page.words, "nothing typed is lost"
    page = brazil.press("/statements/file/", "File it", {**FORM, "kind": "question", "files": paper()})
    assert page.said == ["Filed as TEN/MS/2027/001. A receipt is on its way."]
    here = page.url
    assert officer.press(here, "Acknowledge it").said == ["Acknowledged; the State is told."]
    assert officer.press(here, "Ask", {"question": " "}).status == 422
    assert officer.press(here, "Ask", {"question": "Which offices?"}).said == ["Asked. The clock stands still until the State answers."]
    page = brazil.press(here, "Send the clarification", {"clarification": "Small ones."})
    assert page.said == ["The Secretariat has it."]
    assert officer.press(here, "Assign", {"place": "tool", "name": "no such"}).status == 422
    page = officer.press(here, "Assign", {"place": "tool", "name": "c2pa"})
    assert page.said == ["Assigned; the State is told."]
    page = officer.press(here, "Set it", {"day": "2027-06-01", "reason": "It needs a test."})
    assert page.said == ["The new day is set; the State is told why."]
    assert "It needs a test." in brazil.open(here).words
    assert officer.press(here, "Keep the draft", {"text": "First words."}).said == ["Drafted. Another officer clears it."]
    assert "First words." not in brazil.open(here).words
    assert "You wrote it; another officer clears it." in officer.open(here).words
    page = second.press(here, "Send back", {"reason": "Say more."})
    assert page.said == ["Sent back. A new answer can be drafted."]
    officer.press(here, "Keep the draft", {"text": "Better words."})
    old = second.open(here)
    assert second.press(old, "Clear it").said == ["Cleared. The answer can be given now."]
    third = Hand(world.person("third", "officer"))
    page = third._page(
        here,
        raw(world.viewer("third@example.org")).post(here, {"what": "clear", "answer": old.form("Clear it").fields["answer"]}, follow=True),
    )
    assert page.status == 409
    assert "Another officer cleared this answer already" in page.words
    page = officer.press(here, "Give the answer")
    assert page.said == ["Given; whoever may read the statement can read the answer now."]
    assert "Better words." in brazil.open(here).words
    page = brazil.press(here, "Take up again", {"reason": "The second half is open."})
    assert page.said == ["Taken up again, with a new date."]
    assert brazil.press(here, "Let them read it", {"level": "restricted"}).status == 422
    assert brazil.press(here, "Let them read it", {"level": "public"}).said == ["More people can read it now."]
    words = {"language": "pt", "rendering": "official", "title": "Etiquetas", "text": "Como testar?"}
    assert brazil.press(here, "Keep the translation", words).said == ["The translation stands beside the original."]
    assert "Translation by the State itself" in Hand().open(here).words
    assert "Main.Br" not in Hand().open(here).words, "who typed it is not shown"
    page = brazil.press(here, "Withdraw it")
    assert page.said == ["Withdrawn. Its number stays; its words do not."]
    assert raw(world.brazil).post(here, {"what": "dance"}).status_code == 404
    assert raw(world.kenya).post(here, {"what": "withdraw"}).status_code == 404
    assert Client().post(here, {"what": "withdraw"}).status_code in {302, 404}


def test_a_group_is_spoken_for_on_the_page(world, hands):
    world.coordinated()
    brazil = hands[0]
    page = brazil.press("/statements/file/", "File it", {**FORM, "kind": "submission", "group": "friends", "states": ["KE"]})
    assert "on behalf of Friends" in page.words
    assert [one.member_state_id for one in Statement.objects.get().backings.all()] == ["BR", "KE"]


def test_a_round_on_its_pages(world, hands):
    brazil, officer, second = hands
    given = {"title": "Draft guidance", "note": "Please say what would not work.", "template": "Paragraph:", "level": "public"}
    assert officer.press("/statements/rounds/new/", "Keep it", {**given, "closes_on": "2027-03-02"}).status == 422
    page = officer.press("/statements/rounds/new/", "Keep it", {**given, "closes_on": "2027-04-15"})
    assert page.said == ["Kept. Add the papers, then open it."]
    here = page.url
    stale = second.open(f"{here}edit/")
    officer.press(f"{here}edit/", "Keep it", {"title": "Draft guidance on labels"})
    page = second.press(stale, "Keep it", {"title": "Mine"})
    assert "What stands there now" in page.words
    assert "Draft guidance on labels" in page.words
    assert page.tree.xpath("//input[@name='title']/@value") == ["Mine"]
    assert "A round has at least one paper." in officer.press(here, "Open it for all States").words
    assert officer.press(here, "Add the paper", {"title": "Guidance"}).status == 422
    page = officer.press(here, "Add the paper", {"title": "Guidance", "language": "en", "file": paper()})
    assert page.said == ["The paper is in the round."]
    assert officer.press(here, "Take it out").said == ["Taken out."]
    officer.press(here, "Add the paper", {"title": "Guidance", "language": "en", "file": paper()})
    assert Hand().open(here).status == 404
    page = officer.press(here, "Open it for all States")
    assert page.said == ["Open: all States can read it since this second. The worker writes to each."]
    assert officer.open(f"{here}edit/").status == 404
    releasing.carry_on(Release.objects.get().pk, at=AT)
    log = Hand().open(f"{here}log/")
    assert "194 States were written to." in log.words
    assert Client().get(f"{here}log/?format=csv").content.decode().count("opening,2027-03-01 09:00:00+00:00,") == 194
    page = brazil.open(f"{here}comment/")
    assert "Paragraph:" in page.words
    page = brazil.press(
        page, "File it", {"title": "Paragraph four", "text": "Paragraph four would not work in a small office.", "level": "public"}
    )
    assert page.said == ["Filed as TEN/MS/2027/001. A receipt is on its way."]
    page = brazil.open(f"{here}comment/?from={Statement.objects.get().pk}")
    assert "would not work in a small office" in page.words, "earlier words can be used again"
    page = officer.press(here, "Extend for all", {"closes_on": "2027-05-01", "reason": "A holiday."})
    assert page.said == ["Everybody has more time, and is told."]
    assert officer.press(here, "Keep", {"reason": ""}).status == 422
    assert officer.press(here, "Keep", {"code": "taken-up", "reason": "You are right."}).said == [
        "Noted; the State reads it with the final text."
    ]
    world.now = Round.objects.get().closes_at + DAY
    assert "will be marked late" in brazil.open(f"{here}comment/").words
    page = officer.press(here, "Publish text and table", {"text": "The final guidance."})
    assert page.said == ["Published, with the table of dispositions; all States at once."]
    assert "You are right." in Hand().open(here).words
    assert "You are right." in Hand().open(f"/statements/{Statement.objects.get().pk}/").words
    assert raw(world.officer).post(here, {"what": "sing"}).status_code == 404
    assert raw(world.officer).post(here, {"what": "dispose", "comment": "0"}).status_code == 404
    assert raw(world.officer).post(here, {"what": "remove", "paper": "0"}).status_code == 404
    assert Client().get(f"{here}papers/0/").status_code == 404


def test_thirty_rows_cost_no_more_queries_than_three(world):
    client = Hand(world.kenya.person_id).client

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    found = world.opened()
    for number in range(3):
        world.filed(title=f"Title {number}")
        world.comment(found, title=f"Title {number}")
        briefings.begin_briefing(world.officer, title=f"Title {number}", first_day=AT.date(), last_day=AT.date(), level="states", at=AT)
    Briefing.objects.update(state="released", released_at=AT, released_by=world.officer.person_id)
    pages = ["/statements/", "/statements/rounds/", found.get_absolute_url(), "/states/BR/", "/statements/briefings/"]
    few = [cost(page) for page in pages]
    for number in range(3, 25):
        if number % 8 == 0:
            world.prepared()
        world.filed(title=f"Title {number}")
        world.comment(found, title=f"Title {number}")
        briefings.begin_briefing(world.officer, title=f"Title {number}", first_day=AT.date(), last_day=AT.date(), level="states", at=AT)
    Briefing.objects.update(state="released", released_at=AT, released_by=world.officer.person_id)
    Round.objects.filter(state="draft").update(state="open", opens_at=AT)
    assert [cost(page) for page in pages] == few
    assert max(few) <= 15
    listed = Client().get("/statements/?overdue=no&format=csv")
    assert listed.status_code == 200
    assert Client().get("/statements/?overdue=yes").status_code == 200
