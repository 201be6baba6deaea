"""Bad input and faults of the map, each by its name, as people meet them: through the pages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from interchange.ground import clock
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.actions import proposing, reviewing, scope
from interchange.knowledge.landscape.models import Challenge, Proposal, Relation, ScopeAnswer, Tool
from interchange.knowledge.landscape.tests.test_out import GOOD, HEAD, changed, xlsx

pytestmark = pytest.mark.django_db
FORM = {
    "base": 0,
    "source_title": "The page",
    "source_url": "https://example.org/p",
    "strength": "document",
    "note": "Seen on its own page.",
    "interest": "none",
}


@pytest.fixture
def form(a_tool):
    return {**a_tool, **FORM, "checked": clock.now().date().isoformat()}


@pytest.mark.parametrize(
    "twin", [{"name": "TrustMark (watermark)"}, {"url": "http://www.OPENSOURCE.contentauthenticity.org/docs/trustmark/?x=1#top"}]
)
def test_duplicate_tool_under_another_name_or_address_leads_to_the_entry(client, sign_in, form, twin):
    Tool.objects.filter(code="trustmark").update(name_key="trustmark", url_key="opensource.contentauthenticity.org/docs/trustmark")
    sign_in("ada", Role.MEMBER)
    answer = client.post("/landscape/tools/new/", {**form, **twin})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "/landscape/tools/trustmark/" in page
    assert "twin_seen" in page
    assert form["summary"] in page
    assert client.post("/landscape/tools/new/", {**form, **twin, "twin_seen": "on"}).status_code == 302


def test_the_same_tool_proposed_by_two_members_is_listed_once(people, a_tool, shown):
    """The second one waits as an open proposal; when its turn comes the map has the tool, and it gets an entry of its own only under another code."""
    words = {"evidence": shown, "note": "Seen on its own page.", "interest": "none", "at": clock.now()}
    first, second = proposing.propose_tool(people("ada"), a_tool, **words), proposing.propose_tool(people("ben"), a_tool, **words)
    assert first.code != second.code
    for name in ("cleo", "dan"):
        reviewing.review(people(name), first.pk, approves=True, at=clock.now())
    page_names = [one.name for one in proposing.twins(a_tool["name"], a_tool["url"])]
    assert page_names == [a_tool["name"]]  # what reviewers of the second one are shown


def test_reviewers_are_warned_of_a_twin_on_the_map(client, sign_in, people, a_tool, shown):
    made = proposing.propose_tool(
        people("ada"),
        {**a_tool, "name": "TrustMark (again)"},
        evidence=shown,
        note="Seen on its own page.",
        interest="none",
        at=clock.now(),
        twin_seen=True,
    )
    Tool.objects.filter(code="trustmark").update(name_key="trustmark")
    sign_in("ben", Role.MEMBER)
    page = client.get(f"/landscape/proposals/{made.pk}/").content.decode()
    assert "The map may have this already" in page
    assert "/landscape/tools/trustmark/" in page


@pytest.mark.parametrize(
    ("source", "target", "kind", "words"),
    [
        ("glaze", "no such tool", "extends", "is not a tool on the map"), ("glaze", "glaze", "extends", "no relation with itself"),
        ("c2pa", "cawg-identity-assertion", "extends", "That would go in a circle"),
    ],
)  # fmt: skip
def test_dangling_and_circular_relations_are_refused_with_all_input_kept(client, sign_in, form, source, target, kind, words):
    sign_in("ada", Role.MEMBER)
    answer = client.post("/landscape/relations/new/", {**form, "source": source, "target": target, "kind": kind, "version": "2.4"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="2.4"' in page
    assert not Proposal.objects.exists()


def test_a_circle_that_closes_between_proposal_and_review_is_refused_at_the_second_review(people, shown):
    words = {"evidence": shown, "note": "Its page says so.", "interest": "none", "at": clock.now()}
    one = proposing.propose_relation(people("ada"), source="glaze", target="nightshade", kind="replaces", **words)
    other = proposing.propose_relation(people("ben"), source="nightshade", target="glaze", kind="replaces", **words)
    for name in ("cleo", "dan"):
        reviewing.review(people(name), one.pk, approves=True, at=clock.now())
    reviewing.review(people("cleo"), other.pk, approves=True, at=clock.now())
    with pytest.raises(Exception, match="circle"):
        reviewing.review(people("dan"), other.pk, approves=True, at=clock.now())
    assert Relation.objects.filter(kind="replaces", source__code="nightshade", target__code="glaze").count() == 0


def test_xlsx_import_with_bad_rows_lists_them_by_cell_and_proposes_the_good_ones(client, sign_in):
    sign_in("ada", Role.MEMBER)
    table = xlsx(GOOD, changed(name="", url="nonsense"), changed(name="Late", since="12.5"), changed(name="Formula", licence="=1+1"))
    answer = client.post(
        "/landscape/import/", {"file": table, "source_title": "A survey", "source_url": "https://example.org/s", "interest": "none"}
    )
    page = client.get(answer["Location"]).content.decode()
    assert all(cell in page for cell in ("Tools!A3", "Tools!L3", "Tools!H4"))
    assert "Table Marker" in page
    assert client.post(answer["Location"]).status_code == 302
    assert set(Proposal.objects.values_list("code", flat=True)) == {"table-marker", "formula"}
    refused = client.post(
        "/landscape/import/",
        {
            "file": SimpleUploadedFile("x.xlsx", b"no"),
            "source_title": "A survey",
            "source_url": "https://example.org/s",
            "interest": "none",
        },
    )
    assert refused.status_code == 422
    assert "A survey" in refused.content.decode()


def test_a_formula_in_a_table_is_a_text_on_the_map_and_in_what_the_map_gives_out(client):
    book = Workbook()
    book.active.append(HEAD)
    Tool.objects.filter(code="trustmark").update(summary='=cmd|" /C calc"!A0', steward="\t=1+1")
    page = load_workbook(io.BytesIO(client.get("/landscape/releases/now/map.xlsx").content))
    for sheet in page:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert not str(cell.value or "").startswith(("=", "+", "@", "\t")), (sheet.title, cell.coordinate)


def test_two_reviewers_disagree_and_the_page_asks_a_third_person_for_a_reason(client, sign_in, people, a_tool, shown):
    made = proposing.propose_tool(people("ada"), a_tool, evidence=shown, note="Seen on its own page.", interest="none", at=clock.now())
    address = f"/landscape/proposals/{made.pk}/"
    sign_in("ben", Role.MEMBER)
    client.post(address, {"what": "review", "verdict": "yes"})
    sign_in("cleo", Role.MEMBER)
    assert client.post(address, {"what": "review", "verdict": "no"}).status_code == 422
    client.post(address, {"what": "review", "verdict": "no", "reason": "It is a plan only."})
    sign_in("dan", Role.MEMBER)
    assert "The two reviewers disagree" not in client.get(address).content.decode()
    sign_in("chair", Role.MEMBER, Role.CHAIR)
    assert "The two reviewers disagree" in client.get(address).content.decode()
    assert client.post(address, {"what": "decide", "verdict": "no", "reason": ""}).status_code == 422
    assert client.post(address, {"what": "decide", "verdict": "no", "reason": "A plan is not on the map."}).status_code == 302
    assert Proposal.objects.get().state == "declined"


def test_a_contributor_with_an_undeclared_interest_is_asked_for_it(client, sign_in, form):
    sign_in("dora", Role.MEMBER, organisation="Example Works")
    answer = client.post("/landscape/tools/new/", form)
    assert answer.status_code == 422
    assert "names the organisation that keeps this" in answer.content.decode()
    assert client.post("/landscape/tools/new/", {**form, "interest": "I work for the steward"}).status_code == 302


def test_split_after_votes_leaves_the_votes_with_the_old_text(client, sign_in, people):
    chair = sign_in("chair", Role.MEMBER, Role.CHAIR)
    challenge = Challenge.objects.get(code="unlearning-limits")
    check = scope.open_check(chair, challenge.pk, at=clock.now())
    scope.answer(people("ada"), check.pk, dict.fromkeys(scope.NAMES, True), at=clock.now())
    parts = {
        f"{name}-{number}": value
        for number, character in ((1, "technical"), (2, "policy"))
        for name, value in (
            ("title", f"Part {number} of it"),
            ("character", character),
            ("description", "What this part asks, in enough words."),
        )
    }
    page = client.get(f"{challenge.url_here}split/").content.decode()
    assert "1 answer stays with the present text" in page
    assert client.post(f"{challenge.url_here}split/", {**parts, "title-2": "", "reason": "Two things"}).status_code == 422
    assert client.post(f"{challenge.url_here}split/", {**parts, "reason": "There are two things in it."}).status_code == 302
    assert ScopeAnswer.objects.get().check_of.challenge_id == challenge.pk
    made = Challenge.objects.filter(split_from=challenge)
    assert made.count() == 2
    assert not any(one.checks.exists() for one in made)
    for one in made:
        assert "Answers given there were not moved here" in client.get(one.url_here).content.decode()
    assert client.get(f"{challenge.url_here}scope/").status_code == 404
