"""Asking every page type of a world as those who use it: which addresses there are, what each costs."""

import logging
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.world.house import GOAL_MS, HOST, QUERIES
from benchmarks.world.people import LARGE
from tests.gates.routes import all_routes

PEOPLE = {
    "visitor": "", "member": "member001@example.org", "focal point": "focal.br@example.org", "officer": "officer@example.org", "administrator": "admin@example.org",
}  # fmt: skip
PATIENCE = 3.0  # seconds that the rounds of one address may take
_HREF = re.compile(r"""(?:href|action)="([^"]+)\"""")
_LEAVE = re.compile(r"^/(static/|account/|outbox|demo/)")
_FILE = re.compile(r"[?&]format=|/export|\.(csv|xlsx|json|jsonl|jsonld|pdf|zip|ttl|nt|rdf|tbx|bib|ris|xml|docx|html)(\?|$)")
_PAGES = (
    "text/html",
    "application/json",
    "application/atom+xml",
    "text/calendar",
    "application/problem+json",
    "application/xml",
    "text/xml",
)
WORDS = "kind%3Atool+sector%3Amusic+resolver"


@dataclass(frozen=True)
class Asked:
    """How a world is asked: `most` plain addresses of a route and as many with something behind "?", `rounds` times each; `by` says which time is told at once
    where it is over the bar ("times": the clock's, "cpu": the processor's, for machines that do other things); `who` is empty for everybody.
    """

    rounds: int = 5
    most: int = 2
    only: str = ""
    files: bool = True
    by: str = "times"
    who: tuple[str, ...] = ()


def _seeds() -> list[str]:
    """One thing of each kind that was made in bulk, the API's addresses that have no link, and searches."""
    from interchange.knowledge.repository.models import Record
    from interchange.network.calls.models import Application, Call
    from interchange.network.membership.models import Membership
    from interchange.work.direction.models import Proposal
    from interchange.work.exchange.models import Question
    from interchange.work.meetings.models import Session
    from interchange.work.statements.models import Round, Statement

    large = Call.objects.get(title=LARGE)
    number = Session.objects.filter(series__slug="bench").count() - 2
    record = Record.objects.filter(slug__startswith="bench-", level="public").order_by("-pk")[3].slug
    member = Membership.objects.filter(number__startswith="BENCH", person__profile__public=True).first()
    statement = Statement.objects.filter(number__startswith="BENCH", level="public", state="answered").last()
    opened = Statement.objects.filter(number__startswith="BENCH", state="assigned").last()
    topic, question = Proposal.objects.filter(title__startswith="word").first(), Question.objects.filter(number__startswith="BENCH").last()
    comments = Round.objects.filter(number__startswith="BENCH").first()
    file = Application.objects.filter(call=large, number__startswith="BENCH").last()
    return [
        f"/meetings/bench/{number}/", f"/meetings/bench/{number}/agenda/", f"/meetings/bench/{number}/people/", "/meetings/bench/", f"/documents/BENCH/{number}/3/", f"/repository/{record}/",
        "/landscape/tools/made-17/", "/landscape/challenges/asked-17/", "/landscape/graph/?tool=made-17&depth=2", "/landscape/graph/?tool=made-17&to=made-471", "/landscape/tools/?q=resolver",
        "/landscape/tools/?sector=music&function=label&sort=links", "/landscape/matrix/?rows=region&cols=sector&status=published",
        "/landscape/matrix/cell/?rows=sector&cols=function&row=music&col=label", "/landscape/compare/?tool=made-17&tool=made-18&tool=c2pa", "/lexicon/c42", "/lexicon/?q=ba",
        *(f"/members/{one.pk}/" for one in [member] if one), *(f"/statements/{one.pk}/" for one in (statement, opened) if one), *(f"/direction/proposals/{one.pk}/" for one in [topic] if one),
        *(f"/exchange/questions/{one.pk}/" for one in [question] if one), *(f"/statements/rounds/{one.pk}/" for one in [comments] if one), "/direction/proposals/?q=word7&sort=support",
        f"/selection/{large.slug}/applications/", f"/selection/{large.slug}/set/", f"/selection/{large.slug}/applications/?sort=points&profile=creator",
        *(f"/selection/applications/{one.pk}/" for one in [file] if one), "/members/?q=Bench&profile=creator", "/repository/?q=labelling", "/repository/?topic=labelling&sort=title&page=3",
        "/search/?q=example", "/search/?q=marks", f"/search/?q={WORDS}", "/search/?q=exmaple", "/search/?q=is%3Aopen", "/search/?q=bench", "/statements/?q=marks",
        f"/api/v1/calls/{large.slug}", f"/api/v1/meetings/sessions/bench/{number}", f"/api/v1/meetings/documents/BENCH/{number}/3", f"/api/v1/repository/records/{record}",
        "/api/v1/landscape/tools/made-17", "/api/v1/landscape/tools?sector=music", "/api/v1/landscape/challenges/asked-17", "/api/v1/lexicon/concepts/c42", "/api/v1/lexicon/suggest?q=ba",
        *(f"/api/v1/members/{one.pk}" for one in [member] if one), "/api/v1/search?q=example", "/api/v1/members?limit=200", "/api/v1/repository/records?limit=200",
        *(f"/api/v1/statements/{one.pk}" for one in [statement] if one), *(f"/api/v1/direction/topics/{one.pk}" for one in [topic] if one),
        *(f"/api/v1/exchange/questions/{one.pk}" for one in [question] if one), "/api/v1/states/BR", "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=Identify",
    ]  # fmt: skip


def _client(email: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(HTTP_HOST=HOST)
    if email:
        client.force_login(get_user_model().objects.get(email=email))
        session = client.session
        session["demo-sign-in"] = True
        session.save()
    return client


def _route(address: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""


def _sort(response: Any) -> str:
    found = response.get("Content-Type", "").split(";")[0]
    return "page" if found in _PAGES and not response.get("Content-Disposition", "").startswith("attachment") else "file"


def _links(address: str, html: str) -> Iterator[str]:
    for link in _HREF.findall(html):
        target = urlsplit(urljoin(f"http://{HOST}{address}", unescape(link)))
        if target.netloc == HOST:
            yield target.path + (f"?{target.query}" if target.query else "")


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _took(client: Any, address: str) -> tuple[float, float, Any, bytes]:
    """Milliseconds by the clock, milliseconds of this process's processor, the answer and its body."""
    begun, spent = time.perf_counter(), time.process_time()
    response = client.get(address)
    body = _body(response)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000, response, body


def walk(who: str, seeds: list[str], asked_for: "Asked") -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(route, sort, address, what it cost) of each address that the persona may see, some of each route."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _client(PEOPLE[who])
    waiting, seen = deque(seeds), set(seeds)
    visits: Counter[tuple[str, bool]] = Counter()
    while waiting:
        address = waiting.popleft()
        name = _route(address)
        asked = (name, "?" in address)
        if not name or _LEAVE.match(address) or visits[asked] >= asked_for.most or (_FILE.search(address) and not asked_for.files):
            continue
        first, _spent, response, body = _took(client, address)
        if response.status_code in {301, 302, 303}:
            found: Iterator[str] = _links(address, f'href="{response["Location"]}"')
        else:
            found = _links(address, body.decode(errors="replace")) if response.get("Content-Type", "").startswith("text/html") else iter(())
        for link in found:
            if link not in seen:
                seen.add(link)
                waiting.append(link)
        if response.status_code != 200:
            continue
        visits[asked] += 1
        if not name.startswith(asked_for.only):
            continue
        with CaptureQueriesContext(connection) as queries:
            _took(client, address)
            asked_of = len(queries)  # now: what is asked next empties the log
        times: list[float] = []
        used: list[float] = []
        rounds = asked_for.rounds if _sort(response) == "page" else 1
        while len(times) < rounds and (not times or sum(times) < PATIENCE * 1000):
            clocked, spent, _response, _again = _took(client, address)
            times.append(clocked)
            used.append(spent)
        yield name, _sort(response), address, {"first": first, "queries": asked_of, "times": times, "cpu": used, "kb": len(body) / 1000}


def _ranked(times: list[float], share: float) -> float:
    return sorted(times)[max(0, round(len(times) * share) - 1)]


def measure(asked_for: "Asked", say: Callable[[str], None]) -> dict[str, Any]:
    """Walk as everybody; for each route the figures of the persona for whom it is slowest, and the routes that nobody met."""
    from django.urls import NoReverseMatch, reverse

    from interchange.ground.machines import limits
    from interchange.ground.shell import visitors

    logging.getLogger("django.request").setLevel(logging.ERROR)  # what one may not see is asked for too
    visitors.SECONDS = 0.0
    limits.visitor_limit = limits.person_limit = lambda: 10**9
    doors = []
    for route in all_routes():
        if not route.params:
            try:
                doors.append(reverse(route.name))
            except NoReverseMatch:
                continue
    found: dict[str, dict[str, list[tuple[str, str, dict[str, Any]]]]] = defaultdict(lambda: defaultdict(list))
    for who in asked_for.who or PEOPLE:
        begun, count = time.perf_counter(), 0
        for route, sort, address, cost in walk(who, [*_seeds(), *doors], asked_for):
            found[route][who].append((sort, address, cost))
            count += 1
            if min(cost[asked_for.by]) > GOAL_MS or cost["queries"] > QUERIES:
                say(
                    f"  {who}, {address[:110]}: {min(cost['times']):.0f} ms ({min(cost['cpu']):.0f} of the processor), {cost['queries']} queries"
                )
        say(f"asked as {who}: {count} addresses in {time.perf_counter() - begun:.0f} s")
    rows = {
        route: max((_row(route, who, asked) for who, asked in people.items()), key=lambda row: row["p95"])
        for route, people in found.items()
    }
    for route, people in found.items():
        rows[route]["queries"] = max(cost["queries"] for asked in people.values() for _sort, _address, cost in asked)
    names = {route.name for route in all_routes()}
    return {"rows": rows, "not_met": sorted(names - set(rows))}


def _row(route: str, who: str, asked: list[tuple[str, str, dict[str, Any]]]) -> dict[str, Any]:
    times = [one for _sort, _address, cost in asked for one in cost["times"]]
    dearest = max(asked, key=lambda one: _ranked(one[2]["times"], 0.5))
    return {
        "route": route, "who": who, "sort": dearest[0], "address": dearest[1], "queries": 0, "p50": _ranked(times, 0.5), "p95": _ranked(times, 0.95),
        "cpu": _ranked([one for _sort, _address, cost in asked for one in cost["cpu"]], 0.5), "first": max(cost["first"] for _sort, _address, cost in asked), "kb": max(cost["kb"] for _sort, _address, cost in asked),
    }  # fmt: skip
