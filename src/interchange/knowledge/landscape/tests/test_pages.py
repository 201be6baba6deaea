"""Every page of the map opens, says what it should, and costs what it may."""

import pytest
from django.urls import reverse

from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.models import Tool

pytestmark = pytest.mark.django_db
PAGES = [
    "/landscape/", "/landscape/tools/", "/landscape/tools/?sector=music&function=watermark&sort=links", "/landscape/tools/?q=watermark+image",
    "/landscape/challenges/?character=policy", "/landscape/tools/c2pa/", "/landscape/challenges/unlearning-limits/", "/landscape/matrix/", "/landscape/matrix/?of=challenges",
    "/landscape/matrix/?rows=region&cols=sector&status=in-production", "/landscape/matrix/cell/?rows=sector&cols=function&row=cultural-heritage&col=watermark",
    "/landscape/gaps/", "/landscape/gaps/?sector=news", "/landscape/graph/", "/landscape/graph/?tool=c2pa&depth=2", "/landscape/graph/?tool=isrc&to=c2pa",
    "/landscape/graph/?tool=glaze&to=isrc", "/landscape/compare/", "/landscape/compare/?tool=c2pa&tool=iscc&tool=trustmark", "/landscape/timeline/", "/landscape/coverage/?function=label",
    "/landscape/parked/", "/landscape/solutions/", "/landscape/releases/", "/landscape/releases/1.0/", "/landscape/releases/compare/?from=1.0&to=now", "/landscape/use/",
    "/landscape/tools/c2pa/revisions/1/",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_for_everybody_within_fifteen_queries(client, address, django_assert_max_num_queries):
    client.get(address)
    with django_assert_max_num_queries(15):
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) < 150_000


def test_a_member_sees_the_forms(client, sign_in):
    sign_in("ada", Role.MEMBER)
    for name in ("new_tool", "new_challenge", "new_relation", "proposals", "import", "write_solution"):
        assert client.get(reverse(f"landscape:{name}")).status_code == 200
    for address in (
        "tools/c2pa/change/",
        "tools/c2pa/recheck/",
        "tools/c2pa/reply/",
        "challenges/unlearning-limits/judge/",
        "challenges/unlearning-limits/change/",
        "challenges/unlearning-limits/scope/",
    ):
        assert client.get(f"/landscape/{address}").status_code == 200, address


@pytest.mark.parametrize("address", ["/landscape/tools/new/", "/landscape/proposals/", "/landscape/import/", "/landscape/solutions/new/"])
def test_visitors_are_asked_to_sign_in_to_contribute(client, address):
    assert client.get(address).status_code == 302


def test_a_filter_narrows_list_matrix_and_link_alike(client):
    page = client.get("/landscape/tools/?sector=music&function=label").content.decode()
    cell = client.get("/landscape/matrix/cell/?rows=sector&cols=function&row=music&col=label").content.decode()
    assert "<strong>12 entries</strong>" in page
    beside = page.split('class="facets"')[1]
    assert all(f"<summary>{words}</summary>" in beside for words in ("Sort", "Sector", "Function", "Maturity", "Region of the steward"))
    assert "openness=proprietary" in beside
    assert "12 tools on the map" in cell
    filtered = client.get("/landscape/matrix/?openness=open-source&status=in-production").content.decode()
    assert "openness=open-source&amp;status=in-production" in filtered or "status=in-production" in filtered.split('class="matrix"')[1]


def test_an_empty_list_says_what_to_do(client):
    page = client.get("/landscape/tools/?sector=cultural-heritage&function=watermark").content.decode()
    assert "No tool on the map fits all of these filters" in page


def test_every_entry_has_a_source_and_a_date(client):
    page = client.get("/landscape/tools/cawg-identity-assertion/").content.decode()
    assert 'id="source-1"' in page
    assert "as of September 2026" in page


def test_unknown_things_are_absent(client):
    for address in (
        "/landscape/tools/no-such/",
        "/landscape/challenges/no-such/",
        "/landscape/matrix/cell/?row=x&col=y",
        "/landscape/graph.svg?tool=no-such",
        "/landscape/releases/9.9/",
        "/api/v1/landscape/nothing",
    ):
        assert client.get(address).status_code == 404, address


def test_a_name_that_is_not_on_the_map_is_said(client):
    assert "is not a tool on the map" in client.get("/landscape/graph/?tool=nonsense").content.decode()
    assert "is not a tool on the map" in client.get("/landscape/compare/?tool=nonsense&tool=c2pa").content.decode()


def test_pictures_are_well_formed_and_safe(client):
    from xml.etree import ElementTree

    for address in (
        "/landscape/matrix.svg?rows=region&cols=sector",
        "/landscape/graph.svg?tool=c2pa&depth=2",
        "/landscape/graph.svg?tool=isrc&to=c2pa",
    ):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("image/svg+xml")
        root = ElementTree.fromstring(answer.content)
        assert root.tag.endswith("svg")
        assert b"<script" not in answer.content


def test_a_tool_leads_to_the_records_about_it_and_a_record_back(client):
    page = client.get("/landscape/tools/c2pa/").content.decode()
    address = page.split("In the repository")[1].split('href="')[1].split('"')[0]
    assert address.startswith("/repository/")
    assert "/landscape/tools/c2pa/" in client.get(address).content.decode()


def test_names_of_tools_cost_other_rooms_no_query_each(django_assert_max_num_queries):
    from interchange.knowledge.landscape.neighbours import tools

    with django_assert_max_num_queries(6):
        assert [tools([code]) for code in ("c2pa", "iscc", "no-such")][1:] == [
            {"iscc": (Tool.objects.get(code="iscc").name, "/landscape/tools/iscc/")},
            {},
        ]
