"""The API as each persona's programs meet it: secrets, budgets, the typed client, and schemathesis over every operation.

`INTERCHANGE_API_EXAMPLES=300` makes the last one long (docs/api.md); a run of the whole suite asks a few questions of each operation.
"""

import dataclasses
import json
import os
import sys
import types
import typing
from pathlib import Path
from unittest import mock

import httpx
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from interchange.ground import clock
from interchange.ground.machines import actions, limits
from interchange.ground.machines.rooms import opened
from interchange.ground.machines.vocabulary import STAFF
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.policy.vocabulary import STAFF_ROLES
from tests.counting import counted
from tests.gates.house import EMAILS
from tests.gates.matrix import ASKED
from tests.gates.routes import all_routes

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "clients/python"))
import interchange_client as client_kit
from interchange_client import models

pytestmark = pytest.mark.slow
EXAMPLES = int(os.environ.get("INTERCHANGE_API_EXAMPLES", "4"))
BUDGET = 15


def token_of(house, persona: str, *, staff: bool = True) -> str:
    """A token of the persona that opens every room, with staff rights where they hold them."""
    at, person = clock.now(), house.people[persona]
    viewer = viewer_for(person, at=at, second_factor=True)
    scopes = [*opened(), *([STAFF] if staff and viewer.roles & STAFF_ROLES else [])]
    return actions.make_token(viewer, name="gate", scopes=scopes, days=7, form_key=f"gate-{persona}-{staff}", at=at)[1]


def addresses(house) -> list[str]:
    """Every address of the API that GET may be asked of, with the things of the small world."""
    found = [address for route in all_routes() for address in house.things(route).values() if address.startswith("/api/v1/")]
    wide = [f"{one}?limit=200" for one in found if one.endswith(("s", "tools", "gaps"))]
    asked = [f"/api/v1/{place}?q=QX&limit=200" for place in ("search", "repository/records", "lexicon/concepts")]  # every marker begins so
    return [*found, *wide, *asked, "/api/v1/search?q=kind:document&limit=200", "/api/v1/search?q=kind:member&limit=200"]


def walk(house, persona: str):
    """(address, answer, queries) of everything that the persona's program can ask."""
    with (
        house.undone(),
        mock.patch.object(limits, "person_limit", return_value=10**6),
        mock.patch.object(limits, "visitor_limit", return_value=10**6),
    ):
        headers = {} if persona == "visitor" else {"Authorization": f"Bearer {token_of(house, persona)}"}
        browser = Client(raise_request_exception=False, headers=headers)
        for address in addresses(house):
            with counted() as count:
                answer = browser.get(address)
            yield address, answer, count.queries


@pytest.mark.parametrize("persona", ASKED)
def test_programs_meet_no_secret_that_is_not_theirs_and_cost_little(house, persona):
    leaks, dear, broken, met = [], [], [], set()
    for address, answer, queries in walk(house, persona):
        said = answer.content.decode() + str(answer.headers)
        if answer.status_code >= 500 or (answer.status_code == 422 and "q=" in address):
            broken.append(f"{address}: {answer.status_code}")
        if queries > BUDGET:
            dear.append(f"{address}: {queries} queries")
        for secret in house.told_in(said):
            met.add(secret.what)
            if persona not in secret.may_see:
                leaks.append(f"{address} shows {secret.what}")
    assert not leaks, "\n".join(leaks)
    assert not dear, "\n".join(dear)
    assert not broken, "\n".join(broken)
    assert met or persona in {"visitor", "applicant", "reviewer", "recused", "former"}, "the walk meets nothing that it could leak"


@pytest.mark.parametrize("persona", [one for one in ("visitor", "member", "officer") if one in ASKED])
def test_no_slip_of_a_hidden_word_is_mended(house, persona):
    """The last two letters of each marker changed places: whoever may find the word is told it, nobody else."""
    told, leaks = 0, []
    with house.undone():
        browser = house.client(persona)
        for secret in [one for one in house.secrets if persona not in one.may_see][:15] + [
            one for one in house.secrets if persona in one.may_see
        ][:40]:
            answer = browser.get("/search/", {"q": f"{secret.marker[:-2]}{secret.marker[-1]}{secret.marker[-2]}"}).content.decode().lower()
            if secret.marker.lower() in answer:
                told += 1
                leaks += [secret.what] if persona not in secret.may_see else []
    assert not leaks
    assert told or persona == "visitor"


@pytest.mark.parametrize("persona", [one for one in ("member", "officer") if one in ASKED])
def test_a_token_reads_what_its_person_reads_and_staff_rights_need_their_scope(house, persona):
    with house.undone():
        with_token = Client(headers={"Authorization": f"Bearer {token_of(house, persona)}"})
        asleep = Client(headers={"Authorization": f"Bearer {token_of(house, persona, staff=False)}"})
        browser = house.client(persona)
        for address in ("/api/v1/members?limit=200", "/api/v1/meetings/documents?limit=200", "/api/v1/calls", "/api/v1/search?q=Example"):
            assert with_token.get(address).json() == browser.get(address).json(), address
        if persona == "officer":
            assert asleep.get("/api/v1/calls").json()["count"] < with_token.get("/api/v1/calls").json()["count"]


# --- the typed client ---------------------------------------------------------------------------------------------------


class Inside(httpx.BaseTransport):
    """The house itself in place of a network."""

    def __init__(self) -> None:
        self.browser = Client()
        self.statuses: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        kept = {name: value for name, value in request.headers.items() if name not in {"host", "content-length", "accept-encoding"}}
        answer = self.browser.generic(
            request.method, request.url.raw_path.decode(), request.read(), content_type=kept.pop("content-type", ""), headers=kept
        )
        self.statuses.append(answer.status_code)
        return httpx.Response(answer.status_code, headers=dict(answer.items()), content=answer.content)


def test_the_client_reads_every_room(house):
    with house.undone(), client_kit.Interchange("https://testserver", token_of(house, "member"), transport=(inside := Inside())) as asked:
        assert asked.me().person == house.people["member"].pk
        calls = list(asked.calls())
        assert asked.call(calls[0].slug).criteria[0].weight > 0
        people = list(asked.members())
        assert asked.member(people[0].id).expertise is not None
        assert asked.composition().total >= len(people) > 0
        assert [one.slug for one in asked.series()]
        session = next(iter(asked.sessions()))
        assert asked.session(session.series, int(session.number.split("/")[1])).number == session.number
        document = next(iter(asked.documents()))
        assert asked.document(document.number).issues
        record = next(iter(asked.records()))
        assert asked.record(record.id).versions
        concept = next(iter(asked.concepts()))
        assert asked.concept(concept.id).labels
        assert asked.suggest(concept.label[:4])
        assert asked.recognise("A watermark is embedded.").edition >= 0
        assert next(iter(asked.lexicon_releases())).number == 1
        tool = next(iter(asked.tools(sector="music")))
        assert "music" in asked.tool(tool.id).sectors
        assert asked.challenge(next(iter(asked.challenges())).id).title
        assert asked.matrix().cells
        assert next(iter(asked.gaps())).sector
        assert asked.paths("isrc", "c2pa")
        assert next(iter(asked.releases())).counts["tools"] > 0
        assert next(iter(asked.search("watermark"))).url.startswith("http")
        topic = next(iter(asked.topics()))
        assert asked.topic(topic.id).problem
        assert asked.vote(next(iter(asked.votes())).id).choices
        assert asked.work_item(next(iter(asked.work_items())).id).charter
        question = next(one for one in asked.questions() if one.answers)
        assert len(asked.question(question.id).given) >= question.answers
        assert next(iter(asked.offers())).by
        assert "BR" in {one.code for one in asked.states()}
        assert asked.state("BR").regions[0].until is None
        assert any(one.regional for one in asked.state_groups())
        statement = next(one for one in asked.statements() if one.readable)
        assert asked.statement(statement.id).text
        assert asked.consultation(next(iter(asked.consultations())).id).note
        assert asked.briefing(next(iter(asked.briefings())).id).text
        assert asked.statement_clocks().open >= 0
        assert asked.report().sections[0].figures
        assert list(asked.report_editions()) == []
        inside.statuses.clear()
        assert asked.composition().total >= len(people)
        assert inside.statuses == [304]
        with pytest.raises(client_kit.NotFound) as absent:
            asked.call("no-such-call")
        assert absent.value.code == "not-found"
        with pytest.raises(client_kit.Refused) as refused:
            asked.get("calls", colour="red")
        assert refused.value.problems[0].field == "colour"
    with house.undone(), client_kit.Interchange("https://testserver", "itn_wrong", transport=Inside()) as wrong:
        with pytest.raises(client_kit.TokenInvalid):
            wrong.me()
        with mock.patch.object(limits, "visitor_limit", return_value=0), pytest.raises(client_kit.TooManyRequests) as slow:
            wrong.me()
        assert slow.value.retry_after


def test_pages_follow_each_other_without_a_gap(house):
    with house.undone(), client_kit.Interchange("https://testserver", transport=(inside := Inside())) as asked:
        by_fives = [one.id for one in asked.tools(limit=25)]
        assert len(inside.statuses) == -(-len(by_fives) // 25) > 2
        assert by_fives == [one.id for one in asked.tools(limit=200)]
        assert len(set(by_fives)) == len(by_fives)


def _shape(kind: object) -> object:
    """A Python type as JSON Schema names it, roughly: for holding two descriptions against each other."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return {_shape(one) for one in typing.get_args(kind) if one is not type(None)}.pop()
    if origin is list:
        return "array"
    if origin is dict or dataclasses.is_dataclass(kind):
        return "object"
    return {str: "string", int: "integer", float: "number", bool: "boolean"}.get(kind, "string")  # type: ignore[call-overload]


def test_the_clients_models_are_what_the_description_says(house):
    with house.undone():
        told = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    renamed = {"Call": "CallWhole"}
    held = 0
    for name, kind in vars(models).items():
        if not dataclasses.is_dataclass(kind):
            continue
        described = told[renamed.get(name, name)]
        hints = typing.get_type_hints(kind)
        assert set(hints) <= set(described["properties"]), name
        for field, hint in hints.items():
            said = described["properties"][field]
            options = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
            assert {one.get("type", "object") for one in options} == {_shape(hint)}, f"{name}.{field}"
        held += 1
    assert held > 35


# --- schemathesis -------------------------------------------------------------------------------------------------------

WITH_FILES = {"POST /api/v1/bench/inspect"}  # parts made up at random have names that no browser sends; its room's tests ask it with files
_operations = None


def operations():
    """The operations as the description tells them, read once."""
    global _operations
    if _operations is None:
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        _operations = [one.ok() for one in schema.get_all_operations()]
    return _operations


@pytest.mark.sqlite_only
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
def test_every_operation_answers_as_described_whatever_is_asked(house, mode):
    """Status, media type, headers and body as described; what fits is taken, what does not is refused, nothing is a fault."""
    wrong: list[str] = []
    with house.undone(), mock.patch.object(limits, "visitor_limit", return_value=10**9):
        for operation in operations():
            if operation.label in WITH_FILES and mode is GenerationMode.POSITIVE:
                continue

            @given(case=operation.as_strategy(generation_mode=mode))
            @trials(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 50, database=None, suppress_health_check=list(HealthCheck))
            def ask(case):
                case.call_and_validate(headers={"Accept-Encoding": "identity"})

            try:
                ask()
            except (AssertionError, FailureGroup, BaseExceptionGroup) as failure:
                wrong.append(f"{operation.label}: {failure}"[:1500])
            except Exception as failure:  # an operation without parameters has nothing unfitting
                if "Impossible to generate negative" not in str(failure) and "Unsatisfiable" not in type(failure).__name__:
                    wrong.append(f"{operation.label}: {type(failure).__name__} {failure}"[:1500])
    assert not wrong, f"{len(wrong)} operations:\n" + "\n\n".join(wrong)


@pytest.mark.sqlite_only
def test_the_operations_are_all_there():
    assert len(operations()) == len({one.label for one in operations()}) > 25
    json.dumps([one.label for one in operations()])


assert set(ASKED) <= {"visitor", *EMAILS}
