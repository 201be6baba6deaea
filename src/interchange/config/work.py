"""What each `interchange` command does. Django is imported inside, so that `--help` is quick and settings errors read well."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def say(text: str = "") -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def open_house() -> None:
    """Load Django; a mistake in the settings is told in one line."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    from interchange.config.waking import waking

    try:
        with waking():
            django.setup()
    except (ImproperlyConfigured, EnvError) as mistake:
        raise SystemExit(f"interchange: {mistake}") from None


def prepare() -> None:
    """Bring database, cache table, words and static files up to date; quick when nothing changed."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from interchange.config.archive.parts import UNFINISHED

    if (settings.DATA_DIR / UNFINISHED).exists():
        raise SystemExit("interchange: a restore was not finished here; give the same `interchange restore` again")
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_data", verbosity=0)
    stamp = settings.STATIC_ROOT / ".stamp"
    source = Path(__file__).resolve().parents[1]
    newest = max((file.stat().st_mtime for file in source.glob("*/*/static/**/*") if file.is_file()), default=0)
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.touch()


def run(given: argparse.Namespace) -> int:
    """Serve: one web process (granian, WSGI) and one worker, both ended by Ctrl-C or SIGTERM."""
    open_house()
    from django.conf import settings

    prepare()
    if settings.DEMO:
        _build_demo()
    web = serving()
    background = [sys.executable, "-m", "interchange.config.command", "worker"]
    commands = {"web": web} if given.no_worker else {"web": web, "worker": background}
    if settings.DEMO and _large_call_wants_more():
        commands["rest"] = [sys.executable, "-m", "interchange.config.command", "demo", "--rest"]
    from django.db import connections

    connections.close_all()
    return _supervise(commands, settings.BASE_URL if "INTERCHANGE_BASE_URL" in os.environ else f"http://{settings.BIND}")


def _supervise(commands: dict[str, list[str]], address: str) -> int:
    """Keep the processes going: a dead worker is started again, a dead web process ends the house; the demo's builder ends by itself."""
    stopping = False

    def stop(number: int, frame: "FrameType | None") -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = {name: subprocess.Popen(command, start_new_session=True) for name, command in commands.items()}
    if _answers(children["web"]):
        say(f"\nInterchange is at {address} (Ctrl-C ends it).")
    while not stopping:
        time.sleep(0.3)
        if children["web"].poll() is not None:
            say("The web process ended; stopping.")
            break
        if "rest" in children and children["rest"].poll() is not None:
            del children["rest"]  # the demo world is whole
        if "worker" in children and children["worker"].poll() is not None and not stopping:
            say("The worker ended; starting it again.")
            time.sleep(1)
            children["worker"] = subprocess.Popen(commands["worker"], start_new_session=True)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(25)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else 1


def serving() -> list[str]:
    """The command that serves pages where the settings say."""
    from django.conf import settings

    host, port = settings.BIND.rsplit(":", 1)
    threads = min(8, 2 * (os.cpu_count() or 1) + 1)  # more would only wait for each other
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host.strip("[]"), "--port", port]
    command += ["--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(threads), "--log-level", "warning", "--no-ws"]
    return [*command, "interchange.config.wsgi:application"]


def ask(path: str) -> int:
    """The status with which this machine's web process answers a path, asked as the proxy would ask; 0 where nobody answers."""
    from http.client import HTTPConnection, HTTPException
    from urllib.parse import urlsplit

    from django.conf import settings

    host, port = settings.BIND.rsplit(":", 1)
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - bound to every address: asked at this machine's own
    link = HTTPConnection(near.get(host.strip("[]"), host.strip("[]")), int(port), timeout=8)
    try:
        link.request("GET", path, headers={"Host": urlsplit(settings.BASE_URL).netloc, "X-Forwarded-Proto": "https"})
        return link.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        link.close()


def _answers(web: subprocess.Popen[bytes]) -> bool:
    """Wait until the first page comes (at most a minute)."""
    for _ in range(300):
        if web.poll() is not None:
            return False
        if ask("/healthz") in {200, 301}:
            return True
        time.sleep(0.2)
    return False


def worker(given: argparse.Namespace) -> int:
    """Run the background worker until told to stop."""
    open_house()
    from interchange.ground.jobs.worker import Loop

    Loop().run()
    return 0


def _large_call_wants_more() -> bool:
    from django.conf import settings

    from interchange.desk.demo.build import still_to_apply

    return still_to_apply(settings.DEMO_APPLICATIONS) > 0


def _build_demo() -> None:
    from django.conf import settings

    from interchange.desk.demo.build import build, personas
    from interchange.ground import clock
    from interchange.workbench.bench import marking

    begun = time.monotonic()
    marking.make_demo_signer(clock.now())
    if build(clock.now(), say=say):
        say(f"The demo world is ready ({time.monotonic() - begun:.0f} s). All its people are made up.")
        if _large_call_wants_more():
            say(f"Its large call fills up to {settings.DEMO_APPLICATIONS} applications over the next minutes, while you look around.")
    say("\nSign in at /demo/ with one click, or by mail code (mails wait at /outbox/), as:")
    for persona in personas():
        say(f"  {persona.key:<18} {persona.email:<34} {persona.what}")


def demo(given: argparse.Namespace) -> int:
    """Build the demo world in an empty house; `--rest` goes on with its large call."""
    open_house()
    from django.conf import settings

    if not settings.DEMO:
        raise SystemExit("interchange: the demo world needs INTERCHANGE_DEMO=1")
    if not given.rest:
        prepare()
        _build_demo()
    from interchange.desk.demo.build import build_large

    build_large(say=say if not given.rest else lambda words: None, applications=settings.DEMO_APPLICATIONS)
    return 0


def transparency(given: argparse.Namespace) -> int:
    """Count the figures and waits anew and print them as JSON, exact and by year: for the Secretariat and its auditors, not for the public."""
    open_house()
    import json

    from interchange.desk.transparency import queries, tally
    from interchange.desk.transparency.vocabulary import FIGURES, WAITS
    from interchange.ground import clock
    from interchange.ground.journal.models import Head

    if given.journal:
        with Path(given.journal).open(encoding="utf-8") as lines:
            counted = tally.tally(map(queries.as_line, map(json.loads, lines)), FIGURES, WAITS, clock.network_zone())
    else:
        head = Head.objects.filter(pk=1).first()
        counted = queries.counted(head.seq if head else 0)
    years = counted.years
    say(
        json.dumps(
            {
                "figures": {one.code: {str(year): counted.counts[one.code][year] for year in years} for one in FIGURES},
                "waits": {one.code: {str(year): counted.waits(one.code, year) for year in years} for one in WAITS},
            },
            indent=1,
        )
    )
    return 0


def bounce(given: argparse.Namespace) -> int:
    """Take one returned mail from standard input; exit code 65 (EX_DATAERR) when it names no letter of ours."""
    open_house()
    from interchange.ground import clock
    from interchange.ground.post.bounces import receive

    letter = receive(sys.stdin.buffer.read(), at=clock.now())
    say(f"letter {letter.number}: {letter.state}" if letter else "no letter of ours")
    return 0 if letter else 65


def mailbox(given: argparse.Namespace) -> int:
    """Listen for the mail server until told to stop."""
    open_house()
    import threading

    from interchange.ground.post.mailbox import Mailbox

    host, port = given.bind.rsplit(":", 1)
    door, over = Mailbox(host, int(port)), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_about: over.set())
    door.start()
    say(f"Taking mail by LMTP at {host}:{port} (Ctrl-C ends it).")
    over.wait()
    door.stop()
    return 0


def retention(given: argparse.Namespace) -> int:
    """List, and with `--do` delete, what is kept longer than its time."""
    open_house()
    from interchange.ground import clock
    from interchange.ground.jobs.retention import carry_out, listing

    at = clock.now()
    for rule, things, held in listing(at):
        say(f"{rule.name}: {len(things)} ({rule.why})")
        for thing in things:
            say(f"  {rule.describe(thing)}")
        for thing in held:
            say(f"  kept, still needed: {rule.describe(thing)}")
    if given.do:
        for name, count in carry_out(at).items():
            say(f"deleted {name}: {count}")
    else:
        say("Nothing was deleted; --do deletes what is listed.")
    return 0


def keys(given: argparse.Namespace) -> int:
    """Encrypt the kept keys anew; exit code 1 where one is opened by no secret of the settings."""
    open_house()
    from interchange.ground import clock
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.workbench.bench.actions.keys import rotate_keys

    done, lost = rotate_keys(SYSTEM, at=clock.now())
    say(f"{done} keys encrypted anew" + (f"; {lost} are opened by no secret that is set" if lost else ""))
    return 1 if lost else 0


def recount(given: argparse.Namespace) -> int:
    """Count a round again from its signed file, on any machine and without a house; exit code 1 where it does not hold, 65 (EX_DATAERR) where it is no such file."""
    from interchange.work.direction.counting.checking import check

    try:
        content = Path(given.file).read_bytes()
    except OSError as fault:
        say(f"{given.file} cannot be read: {fault.strerror}")
        return 65
    lines, code = check(content)
    for line in lines:
        say(line)
    return code


def manage(given: argparse.Namespace) -> int:
    """Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["interchange manage", *given.arguments])
    return 0
