"""The pages, as people press their way through them; every message is met here."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.models import Tool
from interchange.workbench.lab import actions
from interchange.workbench.lab.models import Experiment
from tests.hand import Hand

pytestmark = pytest.mark.django_db


def test_a_member_makes_runs_hands_in_and_an_officer_publishes(people, here):
    people("ada"), people("olga", Role.OFFICER)
    ada, olga, nobody = Hand(people.made["ada"]), Hand(people.made["olga"]), Hand()
    wrong = ada.press("/workbench/lab/new/?of=text", "Run it", {"title": "", "written": "melt"})
    assert wrong.status == 422
    assert "Give it a name." in wrong.words
    page = ada.press(
        "/workbench/lab/new/?of=text",
        "Run it",
        {"title": "Capitals", "count": "1", "ready": ["upper"], "written": "half: cut percent=50 | upper"},
    )
    assert page.said == ["The experiment waits for a worker."]
    assert "0 of 3 copies" in page.words
    assert ada.press(page, "Stop").said == ["Stopped. What is known is kept."]
    assert ada.press(page.url, "Go on").said == ["It goes on where it stood."]
    assert actions.carry_on(Experiment.objects.get(title="Capitals").pk) == "done"
    assert nobody.open(page.url).status == 404
    done = ada.open(page.url)
    assert "The last 50 % cut off, then In capitals" in done.words
    assert ada.press(page.url, "Hand in to be published").status == 422
    assert ada.press(page.url, "Hand in to be published", {"rights": True}).said == ["Handed in. An officer looks at it."]
    assert "Capitals" in olga.open("/workbench/lab/").words
    assert "Say why it is sent back." in olga.press(page.url, "Send back").words
    assert olga.press(page.url, "Send back", {"reason": "Say why."}).said == ["Sent back with your reason."]
    assert "Sent back: Say why." in ada.open(page.url).words
    ada.press(page.url, "Hand in to be published", {"rights": True})
    assert olga.press(page.url, "Publish").said == ["Published."]
    assert ada.press(page.url, "File as a record that can be cited").said == ["Filed with the repository, where it is checked."]
    form = ada.open(f"{page.url}map/?tool=iscc")
    assert ada.press(form, "Propose it", {"note": "Too", "interest": ""}).status == 422
    proposed = ada.press(form, "Propose it", {"tool": "iscc", "note": "Tried in the laboratory.", "interest": "none"})
    assert proposed.said == ["Proposed for the map. Two people look at it."]
    assert "test" in proposed.words.casefold()
    seen = nobody.open(page.url)
    assert seen.status == 200
    assert seen.tree.xpath("//svg[contains(@class,'lab-matrix')]")
    beside = nobody.open("/landscape/tools/iscc/")
    assert beside.tree.xpath("//svg[contains(@class,'lab-matrix')]"), "the matrix stands on the tool's page"
    assert "Capitals" in beside.words


def test_deleting(people, made):
    found = made()
    assert Hand(people.made["ada"]).press(found.url, "Delete").said == ["The experiment is deleted."]


def test_what_can_be_taken_away(client):
    found = Experiment.objects.filter(owner__isnull=True).order_by("pk")[0]
    got = {name: client.get(f"{found.url}files/{name}") for name in ("recipe.json", "result.json", "result.csv", "matrix.svg", "nothing")}
    assert [one.status_code for one in got.values()] == [200, 200, 200, 200, 404]
    assert json.loads(got["result.json"].content)["digest"] == found.digest
    assert got["result.csv"].content.splitlines()[1] == b"as-made,As made,c2pa,20,20,1.0,0.8389,1.0,0,0,"
    assert b"<svg" in got["matrix.svg"].content


def test_a_result_of_an_older_reader_says_so_on_both_pages(client):
    found = Experiment.objects.filter(owner__isnull=True).order_by("pk")[0]
    found.result["signals"][0]["version"] = "0 (older)"
    found.save()
    assert "Tried with other versions than today’s" in client.get(found.url).content.decode()
    assert "tried with another version of the reader" in client.get(Tool.objects.get(code="c2pa").url_here).content.decode()


def test_thirty_experiments_cost_no_more_queries_than_three(made, here, at):
    client, costs, tried = Client(), [], made()
    actions.carry_on(tried.pk)
    tried.refresh_from_db()
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            Experiment.objects.create(
                number=f"TEN/LAB/2027/{number + 100:04}",
                title=f"Experiment {number}",
                made_at=at,
                published_at=at,
                state="published",
                recipe=tried.recipe,
                result=tried.result,
                total=6,
                media="text",
            )
        client.get("/workbench/lab/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/workbench/lab/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
