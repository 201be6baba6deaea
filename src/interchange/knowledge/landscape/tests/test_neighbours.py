"""What of the map rests on a record stands on the record's page."""

import pytest
from django.apps import apps

from interchange.ground import clock
from interchange.knowledge.landscape import atlas
from interchange.knowledge.landscape.models import Challenge, Relation, Tool

pytestmark = pytest.mark.django_db
HERE = "/repository/kirchenbauer-2023-watermark-llm/"


def used_in(client, address=HERE):
    page = client.get(address).content.decode()
    return page.split("<h2>Used in</h2>")[1].split("</section>")[0] if "<h2>Used in</h2>" in page else ""


def test_a_record_says_which_tools_and_challenges_rest_on_it_however_they_write_its_address(client):
    record = apps.get_model("repository", "Record").objects.get(slug="kirchenbauer-2023-watermark-llm")
    assert ["arxiv", "2301.10226"] in record.current.identifiers
    for model in (Tool, Challenge):
        model.objects.update(sources=[])
    Relation.objects.update(source_url="")
    atlas.turn()
    assert "/landscape/" not in used_in(client)
    for code, url in (("c2pa", "https://arxiv.org/pdf/2301.10226v2"), ("iscc", HERE), ("isrc", "https://arxiv.org/abs/2301.10227")):
        Tool.objects.filter(code=code).update(sources=[{"title": "Said there", "url": url, "gone": False}])
    challenge = Challenge.objects.filter(state="listed").first()
    Challenge.objects.filter(pk=challenge.pk).update(sources=[{"title": "Said there", "url": "http://arxiv.org/abs/2301.10226"}])
    related = Relation.objects.filter(ended_at__isnull=True).exclude(source__code__in=["c2pa", "iscc", "isrc"]).first()
    Relation.objects.filter(pk=related.pk).update(source_url="https://arxiv.org/abs/2301.10226")
    atlas.turn()
    found = used_in(client)
    for address in ("/landscape/tools/c2pa/", "/landscape/tools/iscc/", challenge.url_here, related.source.url_here):
        assert found.count(f'href="{address}"') == 1
    assert "/landscape/tools/isrc/" not in found


def test_what_is_no_longer_on_the_map_is_not_named(client):
    Tool.objects.filter(code="c2pa").update(sources=[{"title": "Said there", "url": HERE}])
    relation = Relation.objects.filter(source__code="iscc", ended_at__isnull=True).first()
    Relation.objects.filter(pk=relation.pk).update(source_url="https://arxiv.org/abs/2301.10226", ended_at=clock.now())
    atlas.turn()
    assert "/landscape/tools/c2pa/" in used_in(client)
    assert "/landscape/tools/iscc/" not in used_in(client)
    Tool.objects.filter(code="c2pa").update(state="removed")
    atlas.turn()
    assert "/landscape/tools/c2pa/" not in used_in(client)


def test_a_state_kept_before_a_field_was_there_is_read_and_compared():
    from interchange.knowledge.landscape.content import diff
    from interchange.knowledge.landscape.exports import tables

    old = {"id": "x", "name": "X", "claims": {}, "sources": []}
    assert diff("tool", old, {"name": "X", "robustness": ""}) == []
    assert [one.name for one in diff("tool", old, {"name": "X", "robustness": "Codes survive."})] == ["robustness"]
    whole = {
        **dict.fromkeys(["kind", "summary", "status", "since", "steward", "openness", "licence", "url"], ""),
        **{name: [] for name in ("functions", "sectors", "topics", "countries")},
        **old,
    }
    sheet = tables.sheets({"tools": [whole], "challenges": [], "relations": [], "gaps": []}, [])[0]
    assert dict(zip(sheet[1], sheet[2][0], strict=True))["robustness"] == ""
