"""The laboratory: 100 pictures, 30 transformations, all signals, with progress, killed once in the middle and taken up again.

`python -m benchmarks.lab` (SQLite) or `python -m scripts.postgres .venv/bin/python -m benchmarks.lab`; `--files 20` for less. It builds a database of its
own, runs `interchange worker` as a process of its own, kills it with SIGKILL when half is done, starts another, and holds the result's digest against
that of a run that nobody disturbed (on a tenth of the files, tried anew without the cache).
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--files", type=int, default=100)
given = parser.parse_args()
folder = tempfile.mkdtemp(prefix="lab-")
os.environ.update({"INTERCHANGE_DEMO": "1", "INTERCHANGE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "interchange.config.settings"})
os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{folder}/lab.sqlite3")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from interchange.ground import clock  # noqa: E402
from interchange.ground.accounts.models import Person  # noqa: E402
from interchange.ground.policy.actions import grant_role  # noqa: E402
from interchange.ground.policy.viewer import SYSTEM, viewer_for  # noqa: E402
from interchange.ground.policy.vocabulary import Role  # noqa: E402
from interchange.workbench.lab import actions  # noqa: E402
from interchange.workbench.lab.models import Answer, Experiment  # noqa: E402
from interchange.workbench.signals.trials import catalogue, recipe, results, running  # noqa: E402


def worker() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "interchange.config.command", "worker"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait(pk: int, until) -> Experiment:
    while True:
        found = Experiment.objects.defer("result").get(pk=pk)
        if until(found):
            return found
        if found.state in ("failed", "stopped"):
            raise SystemExit(f"{found.state}: {found.problem}")
        time.sleep(0.2)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_data", verbosity=0)
    at = clock.now()
    person, _new = Person.objects.get_or_create(email="lab@example.org", defaults={"given_name": "Lab", "family_name": "Sample"})
    grant_role(SYSTEM, person.pk, Role.MEMBER, at=at, reason="For a benchmark.")
    ada = viewer_for(person, at=at, second_factor=True)
    chains = [name for name, (media, _words, _line) in catalogue.CHAINS.items() if media == "image"][:30]
    signals = [one.id for one in catalogue.signals(others=False).values() if "image" in one.media]
    found = actions.make(ada, title="Benchmark", corpus="photos", count=given.files, seed=1, ready=chains, signals=signals, at=at)
    print(
        f"{connection.vendor}: {given.files} files x {len(chains)} transformations and as made = {found.total} copies, {len(signals)} signals"
    )
    begun = time.perf_counter()
    first = worker()
    half = wait(found.pk, lambda one: one.done >= one.total // 2)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    print(f"killed at {half.done} of {half.total} copies after {time.perf_counter() - begun:.1f} s; {Answer.objects.count()} answers kept")
    actions.revive(clock.now() + actions.running.QUIET * 2)  # what the clock does after ten quiet minutes
    gone = time.perf_counter()
    second = worker()
    try:
        done = wait(found.pk, lambda one: one.state == "done")
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(30)
    total, rest = time.perf_counter() - begun, time.perf_counter() - gone
    print(
        f"done {rest:.1f} s after the second worker began; {total:.1f} s in all, {found.total / total:.1f} copies/s; every copy once: {Answer.objects.count()} answers"
    )
    done = Experiment.objects.get(pk=found.pk)
    few = recipe.check("photos", "", max(2, given.files // 10), 1, recipe.ready(chains), signals)
    samples = list(running.files(few))
    pairs = [(one.name, running.sha256(one.content), one.media_type) for one in samples]
    from interchange.workbench.lab.queries import Kept

    kept = results.assemble(few, results.complete(few, pairs, Kept(at)))
    store = running.Memory()
    with running.Laboratory() as laboratory:
        list(running.run(few, samples, store, laboratory))
    anew = results.assemble(few, results.complete(few, pairs, store))
    print(
        f"digest {done.digest[:16]}; the first {few.count} files tried anew, undisturbed: {'identical' if anew['digest'] == kept['digest'] else 'DIFFERENT'}"
    )
    begun = time.perf_counter()
    again = actions.make(
        ada, title="Benchmark, all of it known", corpus="photos", count=given.files, seed=1, ready=chains, signals=signals, at=at
    )
    while actions.carry_on(again.pk) == "running":
        pass
    print(f"the same again from the cache: {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
