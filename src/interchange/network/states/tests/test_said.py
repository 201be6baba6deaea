"""The pages, by those who use them, with what they say."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.network.states import queries
from interchange.network.states.models import Note
from interchange.network.states.tests.world import AT, named, paper
from tests.hand import Hand


def raw(viewer):
    """A browser that sends what no page offers."""
    client = Client()
    client.cookies = Hand(viewer.person_id).client.cookies
    return client


ANA, BIA = "ana@example.org", "bia@example.org"


def fill(*emails):
    return {f"{name}_{place}": value for place, one in enumerate(named(*emails)) for name, value in one.items()}


def test_from_a_note_to_a_delegation_and_to_its_end(world):
    officer, second = Hand(world.officer.person_id), Hand(world.second.person_id)
    typed = {"reference": "NV 7/2027", "dated": "2027-02-28", **fill(ANA)}
    page = officer.press("/states/BR/note/", "Give in the note", typed)
    assert page.status == 422, "the file is missing"
    assert "NV 7/2027" in page.tree.xpath("//input[@name='reference']/@value")
    page = officer.press("/states/BR/note/", "Give in the note", {**typed, "file": paper()})
    assert page.said == ["Received as TEN/NV/2027/0001. It counts once an officer has verified it."]
    assert "another officer verifies it" in page.words
    assert raw(world.officer).post(page.url, {"what": "verify"}).status_code == 403, "who entered it knows that it is there"
    assert raw(world.second).post(page.url, {"what": "shred"}).status_code == 404
    page = second.press(page.url, "Verify the note")
    assert page.said == ["Verified. Those named have been written to."]
    ana = Hand(world.viewer(ANA).person_id)
    page = ana.open("/states/mine/")
    assert page.url == "/states/BR/"
    assert "Give in a new note" in page.words
    assert "End this place" not in page.words
    page = officer.press("/states/BR/", "Write to them again")
    assert page.said == ["A letter is on its way."]
    page = officer.press("/states/BR/", "End it", {"reason": " "})
    assert page.status == 422
    page = officer.press("/states/BR/", "End it", {"reason": "She left."})
    assert page.said == ["The place is free; access ended at once."]
    assert "Nobody speaks for this Member State" in Client().get("/states/BR/").content.decode()
    assert raw(world.officer).post("/states/BR/", {"what": "x"}).status_code == 404
    assert Client().post("/states/BR/", {"what": "end"}).status_code in {302, 404}


def test_an_officer_does_not_accept_a_note(world):
    made = world.note("BR", ANA)
    older = world.note("KE", BIA, reference="NV 2")
    second = Hand(world.second.person_id)
    assert second.press(made.get_absolute_url(), "Do not accept").status == 422
    page = second.press(made.get_absolute_url(), "Do not accept", {"reason": "No seal."})
    assert page.said == ["Not accepted. Whoever gave it in can read why."]
    assert "No seal." in page.words
    world.delegation("KE", BIA)
    older.dated = "2026-01-01"
    older.state = "received"
    older.save()
    assert "later date" in second.press(older.get_absolute_url(), "Verify the note").words
    page = second.open("/states/notes/?state=refused")
    assert "TEN/NV/2027/0001" in page.words


def test_groups_are_kept_on_their_pages(world):
    officer = Hand(world.officer.person_id)
    typed = {"code": "friends", "name": "Friends of tests", "states": ["BR", "KE"], "coordinator": "KE", "reason": "Their letter."}
    assert officer.press("/states/groups/new/", "Save", {**typed, "coordinator": "FR"}).status == 422
    assert officer.press("/states/groups/new/", "Save", typed).said == ["Noted."]
    officer.press("/states/groups/africa/", "Save", {"coordinator": "KE", "reason": "Their letter."})
    assert queries.group("africa").coordinator == "KE"
    page = Client().get("/states/groups/").content.decode()
    assert "Friends of tests" in page
    assert "coordinator: Kenya" in " ".join(page.split())
    assert officer.open("/states/groups/nothing/").status == 404


def test_the_list_tells_who_has_a_focal_point_and_thirty_cost_no_more_than_three(world, django_assert_max_num_queries):
    world.delegation("BR", ANA)
    client = Client()
    page = client.get("/states/?named=yes").content.decode()
    assert "Brazil" in page
    assert "Kenya" not in page
    assert "Kenya" in client.get("/states/?named=no&q=ken").content.decode()
    with django_assert_max_num_queries(5):
        client.get("/states/")
    assert "BR,Brazil,latin-america-caribbean,,1" in client.get("/states/?format=csv&q=brazil").content.decode()
    assert client.get("/states/XX/").status_code == 404
    assert Note.objects.get().entered_at == AT


def test_thirty_notes_cost_no_more_queries_than_three(world):
    client = Hand(world.second.person_id).client

    def cost():
        client.get("/states/notes/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/states/notes/").status_code == 200
        return len(found)

    for number in range(3):
        world.note("BR", ANA, reference=f"NV {number}")
    few = cost()
    for number in range(3, 25):
        world.note("BR", ANA, reference=f"NV {number}")
    assert cost() == few <= 15
