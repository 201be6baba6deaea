"""The pages as their readers use them, with files read in the limited process; the API; what each button says."""

import json

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.codes.model import NoCode
from interchange.workbench.registry import indexing, reading
from interchange.workbench.registry.actions import bulk, cases
from interchange.workbench.registry.models import Candidate, Case, Dispute, Work
from tests.hand import Hand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def hand(people):
    return lambda name, *roles: Hand(people(name, *roles).person_id)


def sent(hand, where, **fields):
    """Files cannot be typed: the form is sent with them, token and all, and the page that stands there then is given."""
    page = hand.open(where)
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    return hand._page(where, hand.client.post(where, {"csrfmiddlewaretoken": token, **fields}, follow=True))


WORDS = {
    "title": "Harbour at dusk",
    "rights_holder": "Ada Works",
    "reservations": ["ai-training"],
    "visibility": "public",
    "contact": "rights@example.org",
}


def test_an_owner_registers_changes_and_withdraws(hand, upload, picture):
    ada = hand("ada")
    page = sent(ada, "/workbench/registry/register/", file=upload(picture(5), "harbour.png"), **WORDS)
    work = Work.objects.get()
    assert page.said == [f"Registered as {work.number}."]
    assert "Training of AI" in page.words
    assert work.iscc in page.words
    address = f"/workbench/registry/works/{work.pk}/"
    assert ada.press(address, "Save", {"title": "Harbour by night"}).said == ["The change is saved."]
    late = ada.open(address)
    ada.press(address, "Save", {"title": "Harbour"})
    assert "changed elsewhere" in ada.press(late, "Save", {"title": "Mine"}).words
    assert hand("bo").client.post(address, {"do": "change"}).status_code == 403
    assert "Harbour" in Hand().open("/workbench/registry/").words
    assert ada.press(address, "Withdraw it").said == ["The work is withdrawn; its codes are deleted."]
    assert Hand().open(address).status == 404
    assert "Harbour" in ada.open("/workbench/registry/mine/").words


def test_a_file_that_says_nothing_is_refused_with_its_reason_and_nothing_typed_is_lost(hand, upload):
    import io

    from PIL import Image

    blank = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(blank, "PNG")
    page = sent(hand("ada"), "/workbench/registry/register/", file=upload(blank.getvalue()), **WORDS)
    assert page.status == 422
    assert "would match every blank picture" in page.words
    assert page.tree.xpath("//input[@name='title']/@value") == ["Harbour at dusk"]
    with pytest.raises(NoCode, match="no-decoder"):
        reading.of_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(60), "film.mp4")


def test_a_dataset_maker_asks_by_page_and_by_interface_and_learns_the_same(registered, hand, codes):
    work = registered("ada", 5, contact="rights@example.org")
    registered("bo", 6, visibility="private")
    code = str(codes(5, "jpeg-20", True).codes[0])
    page = Hand().press("/workbench/registry/lookup/", "Ask", {"lines": f"{code}\n{work.sha256}\nimage:12\n{codes(6).sha256}", "near": "8"})
    assert "2 of 4 lines meet a registered work" in page.words
    assert "Ada Works. Reserved: Training of AI. Contact: rights@example.org." in page.words
    assert "That is no permission" in page.words
    assert "sixteen hexadecimal digits" in page.words
    ask = {"lines": [code, work.sha256, "image:12", codes(6).sha256], "near": 8}
    told = Client().post("/api/v1/registry/lookup", json.dumps(ask), content_type="application/json").json()["answers"]
    assert [len(one["works"]) for one in told] == [1, 1, 0, 0]
    assert told[1]["works"][0]["rights_holder"] == "Ada Works"
    assert told[2]["problem"]
    many = Client().post("/api/v1/registry/lookup", json.dumps({"lines": [code] * 51, "near": 1}), content_type="application/json")
    assert many.status_code == 422
    assert "At most 50 lines" in many.content.decode()
    over = Hand().press("/workbench/registry/lookup/", "Ask", {"lines": "\n".join([code] * 51), "near": "4"})
    assert over.status == 422
    assert "at most 50" in over.words
    assert Client().get("/workbench/registry/index.jsonl").status_code == 404
    indexing.make_edition(clock.now())
    given = Client().get("/workbench/registry/index.jsonl")
    assert work.number in b"".join(given.streaming_content).decode()
    assert Client().get("/workbench/registry/key.pem").content.startswith(b"-----BEGIN PUBLIC KEY")
    assert "Measured on" in Hand().open("/workbench/registry/chance/").words


def test_many_are_registered_with_progress_and_can_be_stopped(hand, upload, codes, picture):
    ada = hand("ada")
    line = json.dumps({"title": "From a list", **codes(5).json()}).encode()
    given = {"rights_holder": "Archive", "visibility": "private"}
    page = sent(ada, "/workbench/registry/register-many/", manifest=upload(line + b"\n{broken\n", "works.jsonl", "text/plain"), **given)
    assert page.said == ["Taken in. The worker registers them; this page shows how far it has come."]
    pk = int(page.url.rstrip("/").rpartition("/")[2])
    bulk.carry_on.func(pk)
    page = ada.open(page.url)
    assert "1 registered, 0 there already, 1 refused." in page.words
    assert "The line is no JSON object." in page.words
    both = sent(ada, "/workbench/registry/register-many/", manifest=upload(line), files=[upload(picture(6))], **given)
    assert "Give either a manifest or files" in both.words
    page = sent(ada, "/workbench/registry/register-many/", files=[upload(picture(6), "six.png")], **given)
    assert ada.press(page, "Stop").said == ["Stopped. What was registered stays."]
    assert hand("bo").open(page.url).status == 404


def test_somebody_finds_a_copy_judges_it_makes_evidence_and_drafts_a_letter(registered, hand, upload, picture):
    registered("ada", 5, title="Harbour at dusk")
    bo = hand("bo")
    page = sent(bo, "/workbench/registry/match/", files=[upload(picture(5, "quarter-turn")), upload(b"too few words", "note.txt")])
    assert "Harbour at dusk" in page.words
    assert "turned by 270 degrees" in page.words
    assert "with 95 % confidence that happens in at most 1 in" in page.words
    assert "a text thirty words" in page.words
    assert not Case.objects.exists()
    page = bo.press("/workbench/cases/", "Open it", {"title": "Poster shop"})
    case = Case.objects.get()
    assert page.said == [f"The case is open as {case.number}."]
    address = f"/workbench/cases/{case.pk}/"
    assert sent(bo, address, do="seal").said == ["The case has no exhibit yet. Give a file first."]
    nothing = bo.press("/workbench/cases/", "Open it", {"title": " "})
    assert nothing.status == 422
    page = sent(bo, address, do="give", files=upload(picture(5, "stamp-over-5%")), url="ftp://x", keep="on")
    assert page.status == 422
    page = sent(bo, address, do="give", files=upload(picture(5, "mirrored")), url="https://example.org/shop", keep="on")
    assert page.said == [
        "The file is an exhibit of the case and was held against the register.",
    ]
    candidate = Candidate.objects.get()
    here = f"/workbench/cases/candidates/{candidate.pk}/"
    assert bo.press(here, "Offer a licence").said == ["No letter is drafted before a person found it to be the same work or made from it. Judge the candidate first."]  # fmt: skip
    assert bo.press(here, "Note it", {"verdict": "same", "reason": "Mirrored."}).said == ["What you found is noted."]
    assert bo.press(here, "Offer a licence").said == ["The draft is on its way to you, and to nobody else. Change it and send it yourself."]
    said = bo.press(address, "Make the evidence").said
    assert said == ["The evidence is made and signed. No time-stamping authority is set up; it can be made again."]
    bundle = case.bundles.get()
    assert b"".join(bo.client.get(f"/workbench/cases/bundles/{bundle.pk}/").streaming_content)[:2] == b"PK"
    for url in (address, here, f"/workbench/cases/bundles/{bundle.pk}/"):
        assert hand("ada").client.get(url).status_code == 404
    assert bo.press(address, "Close the case").said == ["The case is closed."]
    assert bo.press(address, "Open it again").said == ["The case is open again."]


def test_evidence_with_a_stamp_says_so(registered, hand, upload, picture, people, monkeypatch):
    from datetime import UTC, datetime

    registered("ada", 5)
    case = cases.open_case(people("bo"), title="Shop", at=clock.now())
    cases.add_exhibit(people("bo"), case.pk, upload(picture(5, "grey")), keep=False, at=clock.now())
    monkeypatch.setattr(cases.stamping, "stamped", lambda data: ("held", b"token", datetime(2026, 11, 26, tzinfo=UTC), ""))
    assert hand("bo").press(f"/workbench/cases/{case.pk}/", "Make the evidence").said == ["The evidence is made, signed and time-stamped."]


def test_officers_note_how_a_dispute_ended_and_both_works_tell_it(registered, hand):
    first, _second = registered("ada", 5), registered("bo", 5)
    olga = hand("olga", Role.OFFICER)
    pk = Dispute.objects.get().pk
    assert "Ada Works · Bo Works" in olga.open("/workbench/registry/disputes/").words
    assert olga.press(f"/workbench/registry/disputes/{pk}/", "Note how it ended", {"outcome": "", "reason": ""}).status == 422
    page = olga.press(f"/workbench/registry/disputes/{pk}/", "Note how it ended", {"outcome": "agreed", "reason": "Both hold a part."})
    assert page.said == ["How the dispute ended is noted with both works."]
    words = Hand().open(f"/workbench/registry/works/{first.pk}/").words
    assert "Registered by two parties" in words
    assert "Both hold a part." in words
    assert hand("ada").open("/workbench/registry/disputes/").status in (403, 404)


def test_lists_cost_the_same_with_three_rows_and_with_thirty(registered, hand, people, codes):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from interchange.workbench.codes.model import Code, Kind, Made, Scheme
    from interchange.workbench.registry.actions import works

    costs = {}
    ada, olga = hand("ada"), hand("olga", Role.OFFICER)
    rows = [(person, number) for number in range(15) for person in ("ada", "bo")]
    for taken in (rows[:2], rows[2:]):
        for person, number in taken:
            made = Made(
                Kind.IMAGE, f"{number:064x}", 0, (Code(Scheme.IMAGE, (0x0F0F33AA55CC9966 * (2 * number + 1)) & ((1 << 64) - 1) | 0xFFF),)
            )
            works.register(people(person), made, works.Words(f"Work {number}", "Somebody"), at=clock.now())
            cases.open_case(people("ada"), title=f"Case {number}", at=clock.now())
        for who, url in (
            (ada, "/workbench/registry/"),
            (ada, "/workbench/registry/mine/"),
            (ada, "/workbench/cases/"),
            (olga, "/workbench/registry/disputes/"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert who.client.get(f"{url}?per=50").status_code == 200
            costs.setdefault(url, []).append(len(queries))
    assert {url: len(set(found)) for url, found in costs.items()} == dict.fromkeys(costs, 1), costs
