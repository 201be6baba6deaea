"""The map at full size: 10,000 tools, 5,000 challenges, 60,000 relations. Milliseconds and queries of its pages, seconds of a release and its report.

    python -m benchmarks.landscape [--tools 10000] [--challenges 5000] [--relations 60000] [--rounds 7]
    python -m scripts.postgres python -m benchmarks.landscape        the same on PostgreSQL

Uses the database of INTERCHANGE_DATABASE_URL or a fresh SQLite file in INTERCHANGE_DATA_DIR; goal: at most 15 queries, 100 ms, 20 s for the report.
Prints processor time beside the clock's, because other work on the machine shows in the latter only.
"""

import argparse
import os
import statistics
import time

from benchmarks.world.landscape import fill

os.environ.setdefault("INTERCHANGE_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
PAGES = [
    "/landscape/", "/landscape/tools/", "/landscape/tools/?sector=music&function=label&sort=links", "/landscape/tools/?q=resolver", "/landscape/challenges/?topic=licensing",
    "/landscape/matrix/", "/landscape/matrix/?rows=region&cols=sector&status=published", "/landscape/matrix/cell/?rows=sector&cols=function&row=music&col=label", "/landscape/gaps/",
    "/landscape/graph/", "/landscape/graph/?tool=made-17&depth=2", "/landscape/graph/?tool=made-17&to=made-4711", "/landscape/tools/made-17/", "/landscape/challenges/asked-17/",
    "/landscape/compare/?tool=made-17&tool=made-18&tool=made-19&tool=c2pa", "/landscape/timeline/", "/landscape/coverage/", "/api/v1/landscape/matrix",
    "/api/v1/landscape/tools?sector=music", "/landscape/matrix.svg", "/landscape/graph.svg?tool=made-17&depth=2",
]  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("tools", 10_000), ("challenges", 5_000), ("relations", 60_000), ("rounds", 7)):
        options.add_argument(f"--{name}", type=int, default=number)
    given = options.parse_args()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from interchange.config.work import prepare

    prepare()
    call_command("load_data", verbosity=0)
    begun = time.perf_counter()
    fill(given.tools, given.challenges, given.relations)
    print(f"{connection.vendor}: filled in {time.perf_counter() - begun:.0f} s")
    from interchange.knowledge.landscape.atlas import atlas, turn

    turn()
    begun, spent = time.perf_counter(), time.process_time()
    here = atlas()
    print(
        f"the atlas read anew: {(time.perf_counter() - begun) * 1000:.0f} ms ({(time.process_time() - spent) * 1000:.0f} ms processor); {len(here.tools.pks)} tools, {len(here.challenges.pks)} challenges, {len(here.edges)} relations"
    )
    client = Client(headers={"host": "127.0.0.1"})
    for address in PAGES:
        client.get(address)
        clocked, used = [], []
        for _ in range(given.rounds):
            begun, spent = time.perf_counter(), time.process_time()
            answer = client.get(address)
            clocked.append((time.perf_counter() - begun) * 1000)
            used.append((time.process_time() - spent) * 1000)
            time.sleep(1.05 if answer.status_code != 200 else 0)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        print(
            f"{answer.status_code} {address:<88} {statistics.median(clocked):7.0f} ms  {statistics.median(used):6.0f} ms processor  {len(asked):3} queries  {len(answer.content) // 1000:4} kB"
        )
    from interchange.ground import clock
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.knowledge.landscape.actions.releasing import make_release
    from interchange.knowledge.landscape.actions.reminding import remind
    from interchange.knowledge.landscape.exports.report import paper
    from interchange.knowledge.landscape.models import MapRelease, Tool

    Tool.objects.all().update(review_due=clock.now().date())
    for again in ("first", "again"):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            remind(clock.now())
        print(f"every tool due for a new look, {again}: {time.perf_counter() - begun:.1f} s, {len(asked)} queries")
    begun = time.perf_counter()
    last = MapRelease.objects.count()
    release = make_release(SYSTEM, number=f"2.{last}", title="Full size", at=clock.now())
    print(f"release: {time.perf_counter() - begun:.1f} s, {len(release.packed) // 1000} kB packed")
    begun, spent = time.perf_counter(), time.process_time()
    made = paper(release, lambda percent, words: print(f"  {percent:3} % {words} ({time.perf_counter() - begun:.1f} s)"))
    print(f"report: {time.perf_counter() - begun:.1f} s ({time.process_time() - spent:.1f} s processor), {len(made) // 1000} kB")
    for address in (
        "/landscape/releases/compare/?from=1.0&to=now",
        f"/landscape/releases/{release.number}/map.xlsx",
        f"/landscape/releases/{release.number}/map.jsonld",
    ):
        begun = time.perf_counter()
        answer = client.get(address)
        print(f"{answer.status_code} {address}: {time.perf_counter() - begun:.1f} s, {len(answer.content) // 1000} kB")


if __name__ == "__main__":
    main()
