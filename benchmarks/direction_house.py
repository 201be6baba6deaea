"""The part of `benchmarks.direction` with a database: fill, vote, close, count, look at the pages."""

import os
import random
import statistics
import time
from datetime import timedelta
from typing import Any

from benchmarks.world.direction import topics, voters

os.environ.setdefault("INTERCHANGE_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
ROUNDS, ITEMS, LOOKS = 4, 50, 7


def voted(people: list[Any], number: int) -> Any:
    """A round of statements whose time is over, with a ballot of everybody."""
    from interchange.ground import clock
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.work.direction.actions import rounds
    from interchange.work.direction.models import Ballot, Participation, Round
    from interchange.work.direction.sealing import key_of

    chance, at = random.Random(number), clock.now() - timedelta(days=30)
    given = {
        "title": f"Round {number}",
        "question": "Which of these should be done?",
        "method": "statements",
        "closes_on": (at + timedelta(days=9)).date(),
        "alike_seen": True,
    }
    made = rounds.prepare(SYSTEM, given, statements=[f"Statement {n} of round {number}" for n in range(ITEMS)], at=at)
    made = rounds.open_round(SYSTEM, made.pk, at=at)
    keys = [str(pk) for pk in made.items.values_list("pk", flat=True)]
    Participation.objects.bulk_create([Participation(round=made, person=one) for one in people], batch_size=500)
    Ballot.objects.bulk_create(
        [
            Ballot(
                round=made, key=key_of(made.secret, one.pk), marks={key: chance.choice([1, 1, -1, 0]) for key in keys},
                reasons={keys[0]: "A reason in a sentence or two, as members give them."} if chance.random() < 0.2 else {},
            )
            for one in people
        ],
        batch_size=500,
    )  # fmt: skip
    return Round.objects.get(pk=made.pk)


def measure(members: int, proposals: int, organisations: int) -> None:
    """Fill, count, look."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from interchange.config.work import prepare
    from interchange.ground import clock
    from interchange.ground.policy.viewer import SYSTEM, viewer_for
    from interchange.work.direction.actions import counting, rounds, voting
    from interchange.work.direction.models import Proposal, Round

    def timed(words: str, work: Any) -> Any:
        begun, spent = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            made = work()
        print(
            f"{words:<64} {time.perf_counter() - begun:7.2f} s  {time.process_time() - spent:7.2f} s of processor  {len(asked):6} queries"
        )
        return made

    prepare()
    call_command("load_data", verbosity=0)
    people = timed(f"{connection.vendor}: {members:,} members", lambda: voters(members, organisations))
    with transaction.atomic():
        timed(f"{proposals:,} topics", lambda: topics(proposals, people))
    found = [
        timed(f"round {number}: {members * ITEMS:,} marks written down", lambda number=number: voted(people, number))
        for number in range(ROUNDS)
    ]
    for one in found:
        at = one.closes_at + timedelta(seconds=1)
        timed(f"{one.title}: closed, ballots lose their people", lambda one=one, at=at: rounds.close_round(SYSTEM, one.pk, at=at))
        timed(f"{one.title}: counted with every range, signed, packed", lambda one=one, at=at: counting.count(one.pk, at=at))
    at = clock.now()
    given = {
        "title": "Still open",
        "question": "Which of these should be done?",
        "method": "points",
        "closes_on": (at + timedelta(days=9)).date(),
        "alike_seen": True,
    }
    numbers = list(Proposal.objects.values_list("number", flat=True)[:20])
    running = rounds.open_round(SYSTEM, rounds.prepare(SYSTEM, given, proposals=numbers, at=at).pk, at=at)
    keys = [str(pk) for pk in running.items.values_list("pk", flat=True)]
    viewers = [viewer_for(one, at=at, second_factor=True) for one in people[1:101]]
    timed("a hundred ballots cast", lambda: [voting.cast(one, running.pk, {keys[3]: 4}, at=at) for one in viewers])
    client = Client(headers={"host": "127.0.0.1"})
    session = client.session
    from django.conf import settings

    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(people[0].pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session["demo-sign-in"] = people[0].get_session_auth_hash(), True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    topic = Proposal.objects.order_by("pk").first()
    pages = [
        "/direction/", "/direction/proposals/", "/direction/proposals/?q=word7&sort=support", f"/direction/proposals/{topic.pk if topic else 0}/", "/direction/proposals/write/",
        "/direction/rounds/", f"/direction/rounds/{found[0].pk}/", f"/direction/rounds/{running.pk}/", f"/direction/rounds/{running.pk}/vote/", "/direction/rounds/new/",
        f"/direction/rounds/{found[0].pk}/file.json",
    ]  # fmt: skip
    for address in pages:
        _look(client, address)
    text = {
        "title": "How a mark of origin survives",
        "problem": "Nobody has measured which marks survive a copy, an upload or a change of format.",
        "on_map": "resolver",
        "find": "1",
    }
    _look(client, "/direction/proposals/write/", text)
    print(f"{Round.objects.count()} rounds; the counted ones are read from one row each, whatever the number of ballots")


def _look(client: Any, address: str, data: dict[str, str] | None = None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def ask() -> Any:
        return client.post(address, data) if data else client.get(address)

    ask()
    clocked, used = [], []
    for _look_again in range(LOOKS):
        begun, spent = time.perf_counter(), time.process_time()
        answer = ask()
        clocked.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - spent) * 1000)
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    print(
        f"{answer.status_code} {'POST ' if data else ''}{address:<58} {statistics.median(clocked):7.0f} ms  {statistics.median(used):6.0f} ms processor"
        f"  {len(asked):3} queries  {len(answer.content) // 1000:5} kB",
        flush=True,
    )
