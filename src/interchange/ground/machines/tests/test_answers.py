"""What is true of every answer: one shape of no, tags, limits, pages, HEAD; and that a token is no cookie."""

import json
import time
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from unittest import mock

import pytest
from django.apps import apps
from django.test import Client
from ninja import Schema

from interchange.ground.machines import limits, problems
from interchange.ground.machines.models import ApiWindow
from interchange.ground.machines.paging import Window, paged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew():
    ApiWindow.objects.all().delete()


def test_the_description_is_of_version_3_1_and_complete():
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    operations = [(path, method, one) for path, methods in told["paths"].items() for method, one in methods.items()]
    assert len(operations) > 25
    ids = [one["operationId"] for _path, _method, one in operations]
    assert len(ids) == len(set(ids))
    for path, method, one in operations:
        assert one["summary"], path
        assert one["description"], path
        assert {"401", "404", "405", "422", "429"} <= set(map(str, one["responses"])), path
        assert one["security"] == [{}, {"token": []}]
        assert ("304" in one["responses"]) == (method == "get")
    assert {"calls", "members", "meetings", "repository", "lexicon", "landscape", "search"} <= {tag["name"] for tag in told["tags"]}
    json.dumps(told)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "nothing", 404, "not-found"),
        ("get", "calls/nothing", 404, "not-found"),
        ("get", "calls/%00", 404, "not-found"),
        ("get", "members/99999999999999999999999", 404, "not-found"),
        ("post", "calls", 405, "method-not-allowed"),
        ("delete", "me", 405, "method-not-allowed"),
        ("get", "calls?limit=0", 422, "refused"),
        ("get", "calls?limit=201", 422, "refused"),
        ("get", "calls?limit=abc&offset=-1", 422, "refused"),
        ("get", "calls?colour=red", 422, "refused"),
        ("get", "me?x=1", 422, "refused"),
        ("get", "search", 422, "refused"),
        ("get", "meetings/sessions?since=yesterday", 422, "refused"),
        ("post", "lexicon/lint", 401, "token-missing"),
        ("post", "lexicon/recognise", 400, "bad-request"),
    ],
)
def test_every_no_is_problem_details(method, path, status, code):
    answer = getattr(Client(), method)(f"/api/v1/{path}", **({} if method == "get" else {"data": "{", "content_type": "application/json"}))
    told = json.loads(answer.content)
    assert (answer.status_code, told["code"], told["status"]) == (status, code, status), told
    assert answer["Content-Type"] == problems.MEDIA_TYPE
    assert told["type"].endswith(f"/api/v1/problems#{code}")
    assert set(told) == {"type", "title", "status", "code", "detail", "instance", "problems", "scope"}
    assert "RateLimit" in answer
    if status == 422:
        assert all(one["field"] and one["rule"] for one in told["problems"])
    if status == 405:
        assert answer["Allow"]


def test_every_code_is_told_and_a_fault_is_one_too(monkeypatch):
    told = {one["code"]: one["status"] for one in Client().get("/api/v1/problems").json()}
    assert told["refused"] == 422
    monkeypatch.setattr("interchange.ground.search.api.hits_between", lambda *args, **more: 1 / 0)
    answer = Client(raise_request_exception=False).get("/api/v1/search?q=x")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "ZeroDivision" not in answer.content.decode()


def test_tags_spare_the_way():
    first = Client().get("/api/v1/problems")
    again = Client().get("/api/v1/problems", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "RateLimit" in again
    assert Client().get("/api/v1/problems", headers={"If-None-Match": '"other"'}).status_code == 200
    assert {"Authorization", "Cookie"} <= {one.strip() for one in first["Vary"].split(",")}
    assert first["Cache-Control"] == "no-cache"


def test_head_says_what_get_would():
    got, head = Client().get("/api/v1/problems"), Client().head("/api/v1/problems")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


def test_limits_count_and_shut_and_open_again():
    with mock.patch.object(limits, "visitor_limit", return_value=3):
        answers = [Client().get("/api/v1/problems") for _ in range(5)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
        assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
        assert answers[0]["RateLimit"].startswith('"minute";r=2;t=')
        assert answers[3].json()["code"] == "too-many-requests"
        assert 1 <= int(answers[3]["Retry-After"]) <= 60
        later = time.time() + 61
        with mock.patch("interchange.ground.machines.limits.time.time", return_value=later):
            assert Client().get("/api/v1/problems").status_code == 200
    assert ApiWindow.objects.count() == 1
    assert "127.0.0.1" not in ApiWindow.objects.get().who
    assert limits.forget(time.time() + 7200) == 1


def test_links_lead_through_a_list(rf):
    def links(**asked):
        request = rf.get("/api/v1/calls", asked)
        paged(request, Window(**asked), 25, [])
        return {part.split('rel="')[1][:-1]: part.split("offset=")[1].split(">")[0] for part in request.api_links.split(", ")}

    assert links(limit=10, offset=0) == {"first": "0", "last": "20", "next": "10"}
    assert links(limit=10, offset=10) == {"first": "0", "last": "20", "prev": "0", "next": "20"}
    assert links(limit=10, offset=20) == {"first": "0", "last": "20", "prev": "10"}
    assert links(limit=10, offset=500) == {"first": "0", "last": "20", "prev": "20"}
    assert links(limit=50, offset=0) == {"first": "0", "last": "0"}


def test_another_site_does_not_act_for_who_is_signed_in(django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user("ada@example.org"))

    def lint(**headers):
        return client.post("/api/v1/lexicon/lint", "{}", content_type="application/json", headers=headers).status_code

    assert lint(**{"Sec-Fetch-Site": "cross-site"}) == 401
    assert lint(**{"Sec-Fetch-Site": "same-origin"}) == 404


def test_no_two_schemas_have_one_name():
    """The description keeps schemas by their names alone: of two, one would be described as the other."""
    modules = [
        import_module(f"{config.name}.api")
        for config in apps.get_app_configs()
        if config.name.startswith("interchange.") and find_spec(f"{config.name}.api")
    ]
    names = [
        one.__name__
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Schema) and one.__module__ == module.__name__
    ]
    assert len(names) > 40
    assert sorted(name for name, count in Counter(names).items() if count > 1) == []
