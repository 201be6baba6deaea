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


def _say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _open_house() -> None:
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

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Preparing the database ...")
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
    _open_house()
    from django.conf import settings

    prepare()
    if settings.DEMO:
        _build_demo()
    host, port = os.environ.get("INTERCHANGE_BIND", "127.0.0.1:8000").rsplit(":", 1)
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        port,
        "--workers",
        os.environ.get("INTERCHANGE_WEB_WORKERS", "1"),
    ]
    threads = min(8, 2 * (os.cpu_count() or 1) + 1)  # more would only wait for each other
    web += ["--blocking-threads", str(threads), "--log-level", "warning", "--no-ws", "interchange.config.wsgi:application"]
    background = [sys.executable, "-m", "interchange.config.command", "worker"]
    commands = {"web": web} if given.no_worker else {"web": web, "worker": background}
    if settings.DEMO and _large_call_wants_more():
        commands["rest"] = [sys.executable, "-m", "interchange.config.command", "demo", "--rest"]
    from django.db import connections

    connections.close_all()
    return _supervise(commands, settings.BASE_URL if "INTERCHANGE_BASE_URL" in os.environ else f"http://{host}:{port}")


def _supervise(commands: dict[str, list[str]], address: str) -> int:
    """Keep the processes going: a dead worker is started again, a dead web process ends the house; the demo's builder ends by itself."""
    stopping = False

    def stop(number: int, frame: "FrameType | None") -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = {name: subprocess.Popen(command, start_new_session=True) for name, command in commands.items()}
    if _answers(address, children["web"]):
        _say(f"\nInterchange is at {address} (Ctrl-C ends it).")
    while not stopping:
        time.sleep(0.3)
        if children["web"].poll() is not None:
            _say("The web process ended; stopping.")
            break
        if "rest" in children and children["rest"].poll() is not None:
            del children["rest"]  # the demo world is whole
        if "worker" in children and children["worker"].poll() is not None and not stopping:
            _say("The worker ended; starting it again.")
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


def _answers(address: str, web: subprocess.Popen[bytes]) -> bool:
    """Wait until the first page comes (at most a minute)."""
    from urllib.error import URLError
    from urllib.request import urlopen

    for _ in range(300):
        if web.poll() is not None:
            return False
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own address
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def worker(given: argparse.Namespace) -> int:
    """Run the background worker until told to stop."""
    _open_house()
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

    begun = time.monotonic()
    if build(clock.now(), say=_say):
        _say(f"The demo world is ready ({time.monotonic() - begun:.0f} s). All its people are made up.")
        if _large_call_wants_more():
            _say(f"Its large call fills up to {settings.DEMO_APPLICATIONS} applications over the next minutes, while you look around.")
    _say("\nSign in at /demo/ with one click, or by mail code (mails wait at /outbox/), as:")
    for persona in personas():
        _say(f"  {persona.key:<18} {persona.email:<34} {persona.what}")


def demo(given: argparse.Namespace) -> int:
    """Build the demo world in an empty house; `--rest` goes on with its large call."""
    _open_house()
    from django.conf import settings

    if not settings.DEMO:
        raise SystemExit("interchange: the demo world needs INTERCHANGE_DEMO=1")
    if not given.rest:
        prepare()
        _build_demo()
    from interchange.desk.demo.build import build_large

    build_large(say=_say if not given.rest else lambda words: None, applications=settings.DEMO_APPLICATIONS)
    return 0


def check(given: argparse.Namespace) -> int:
    """Print what is there and what is not."""
    _open_house()
    from interchange.config.health import examine

    worst = 0
    for finding in examine():
        _say(f"{'ok ' if finding.ok else 'NO '} {finding.what:<22} {finding.detail}")
        worst = max(worst, 0 if finding.ok else 1)
    return worst


def journal(given: argparse.Namespace) -> int:
    """Verify the chain."""
    _open_house()
    from interchange.ground.journal.chain import verify

    count, faults = verify()
    for fault in faults:
        _say(f"link {fault.seq}: {fault.what}")
    _say(f"{count} links read, {len(faults)} faults found")
    return 1 if faults else 0


def transparency(given: argparse.Namespace) -> int:
    """Count the figures and waits anew and print them as JSON, exact and by year: for the Secretariat and its auditors, not for the public."""
    _open_house()
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
    _say(
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
    _open_house()
    from interchange.ground import clock
    from interchange.ground.post.bounces import receive

    letter = receive(sys.stdin.buffer.read(), at=clock.now())
    _say(f"letter {letter.number}: {letter.state}" if letter else "no letter of ours")
    return 0 if letter else 65


def mailbox(given: argparse.Namespace) -> int:
    """Listen for the mail server until told to stop."""
    _open_house()
    import threading

    from interchange.ground.post.mailbox import Mailbox

    host, port = given.bind.rsplit(":", 1)
    door, over = Mailbox(host, int(port)), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_about: over.set())
    door.start()
    _say(f"Taking mail by LMTP at {host}:{port} (Ctrl-C ends it).")
    over.wait()
    door.stop()
    return 0


def retention(given: argparse.Namespace) -> int:
    """List, and with `--do` delete, what is kept longer than its time."""
    _open_house()
    from interchange.ground import clock
    from interchange.ground.jobs.retention import carry_out, listing

    at = clock.now()
    for rule, things, held in listing(at):
        _say(f"{rule.name}: {len(things)} ({rule.why})")
        for thing in things:
            _say(f"  {rule.describe(thing)}")
        for thing in held:
            _say(f"  kept, still needed: {rule.describe(thing)}")
    if given.do:
        for name, count in carry_out(at).items():
            _say(f"deleted {name}: {count}")
    else:
        _say("Nothing was deleted; --do deletes what is listed.")
    return 0


def backup(given: argparse.Namespace) -> int:
    """Write the archive."""
    _open_house()
    from interchange.config.archive import write

    _say(write(Path(given.file)))
    return 0


def restore(given: argparse.Namespace) -> int:
    """Read the archive."""
    _open_house()
    from interchange.config.archive import read

    _say(read(Path(given.file), replace=given.replace))
    return 0


def recount(given: argparse.Namespace) -> int:
    """Count a round again from its signed file, on any machine and without a house; exit code 1 where it does not hold, 65 (EX_DATAERR) where it is no such file."""
    from interchange.work.direction.counting.checking import check

    try:
        content = Path(given.file).read_bytes()
    except OSError as fault:
        _say(f"{given.file} cannot be read: {fault.strerror}")
        return 65
    lines, code = check(content)
    for line in lines:
        _say(line)
    return code


def officer(given: argparse.Namespace) -> int:
    """Give somebody the roles of administrator and officer: how a new house gets its first staff."""
    _open_house()
    prepare()
    from interchange.ground import clock
    from interchange.ground.accounts.actions import person_for
    from interchange.ground.policy.actions import grant_role
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.ground.policy.vocabulary import Role

    at = clock.now()
    person = person_for(given.email, at=at)
    for role in (Role.ADMINISTRATOR, Role.OFFICER):
        grant_role(SYSTEM, person.pk, role, at=at, reason="Made by command at the house's own machine.")
    _say(f"{person.email} is administrator and officer. Sign in by mail and set up a second factor.")
    return 0


def manage(given: argparse.Namespace) -> int:
    """Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["interchange manage", *given.arguments])
    return 0
