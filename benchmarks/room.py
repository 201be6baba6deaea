"""Two hundred people on a live page: how fast the page's question is answered, and how soon everybody sees a change.

    python -m benchmarks.room [--people 200] [--seconds 20] [--workers 1] [--threads 8]

Fills a database of its own (INTERCHANGE_DATABASE_URL; a new file by default) with a session in the room and so many members, starts
granian on loopback, and lets every member ask as the page's script does: every two seconds, with the tag of what they have. Meanwhile the chair
changes the room every two seconds. Prints p50 and p95 of the answers (unchanged: 304; changed: parts), the time from a change to the
moment at which all have it, and the server's share of a processor. Goal: p95 under 100 ms, everybody within 3 s.
"""

import argparse
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.throughput import ROOT, free_port

PATH = "/meetings/ten/1/live/now/"
EVERY = 2.0


def prepare(people: int) -> list[str]:
    """Fill the database; returns a session cookie for each member, the chair's first."""
    import django

    django.setup()
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_data", verbosity=0)
    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.models import RoleGrant
    from interchange.ground.policy.viewer import viewer_for
    from interchange.ground.policy.vocabulary import Role
    from interchange.network.membership.models import Membership, Profile
    from interchange.work.meetings.actions import notes, outcomes, room, speaking
    from interchange.work.meetings.models import AgendaItem, Attendance, Invitation, Series, Session

    at = clock.now()
    series = Series.objects.create(slug="ten", body="TEN", title="Sessions", made_at=at)
    session = Session.objects.create(
        series=series, number=1, kind="plenary", audience="members", title="Measured", state="agenda-adopted", local_day=at.date(),
        local_time=at.time(), starts_at=at, ends_at=at + timedelta(hours=2), convened_at=at, changed_at=at, made_at=at,
    )  # fmt: skip
    items = [AgendaItem.objects.create(session=session, position=n + 1, title=f"Item {n + 1}", topics=["labelling"]) for n in range(20)]
    profiles = ["academic", "creator", "rightsholder", "tech-professional", "ai-developer"]
    cookies = []
    made = []
    for n in range(people):
        person = Person.objects.create_user(f"m{n}@example.org", given_name="Member", family_name=f"Number {n}", time_zone="Africa/Nairobi")
        RoleGrant.objects.create(person=person, role=Role.MEMBER, starts_at=at - timedelta(days=1))
        Membership.objects.create(
            number=f"TEN/MEM/2027/{n:04}", person=person, starts_at=at - timedelta(days=1), ends_at=at + timedelta(days=400)
        )
        Profile.objects.create(person=person, profile=profiles[n % 5], region="africa")
        Invitation.objects.create(session=session, person=person, invited_at=at)
        made.append(person)
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.save()
        cookies.append(store.session_key or "")
    for role in (Role.CHAIR, Role.RAPPORTEUR):
        RoleGrant.objects.create(person=made[0], role=role, scope=session.scope, starts_at=at - timedelta(days=1))
    chair = viewer_for(made[0], at=at, second_factor=True)
    room.open_session(chair, session.pk, at=at)
    for person in made[1 : people * 3 // 4]:
        Attendance.objects.create(session=session, person=person, mode="remote", arrived_at=at)
    room.take_item(chair, items[1].pk, at=at)
    for n in range(1, min(9, people)):
        speaking.ask_floor(viewer_for(made[n], at=at, second_factor=True), items[1].pk, at=at)
    for n in range(12):
        notes.add_note(chair, items[1].pk, text=f"Paragraph {n}: " + "what was said in the room. " * 8, at=at)
        outcomes.propose_outcome(chair, items[1].pk, kind="conclusion", text=f"Conclusion {n}: " + "words of it. " * 6, at=at)
    return cookies


def change(number: int) -> None:
    """The chair changes the room once: somebody comes or goes in the queue."""
    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.viewer import viewer_for
    from interchange.work.meetings.actions import notes
    from interchange.work.meetings.models import Floor

    at = clock.now()
    floor = Floor.objects.get()
    chair = viewer_for(Person.objects.get(email="m0@example.org"), at=at, second_factor=True)
    notes.add_note(chair, floor.item_id or 0, text=f"Change {number} at {at.isoformat()}.", at=at)


def serve(port: int, workers: int, threads: int) -> subprocess.Popen:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--log-level", "warning", "interchange.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return process
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit("the house did not start")


class Crowd:
    """Everybody who has the page open. A change is known by the tag that it gives."""

    def __init__(self, port: int, cookies: list[str], cookie_name: str, seconds: float) -> None:
        self.port, self.cookies, self.name = port, cookies, cookie_name
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.same: list[float] = []
        self.parts: list[float] = []
        self.sizes: list[int] = []
        self.seen: dict[int, list[float]] = {}
        self.wrong: dict[int, int] = {}

    def member(self, number: int) -> None:
        """One open page."""
        chance = random.Random(number)
        time.sleep(chance.random() * EVERY)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        tag = ""
        while time.monotonic() < self.end:
            headers = {"Cookie": f"{self.name}={self.cookies[number]}", "If-None-Match": tag, "Accept-Encoding": "gzip", "X-Room": "1"}
            begun = time.monotonic()
            try:
                connection.request("GET", PATH, headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                with self.lock:
                    self.wrong[0] = self.wrong.get(0, 0) + 1
                continue
            done = time.monotonic()
            with self.lock:
                if answer.status == 304:
                    self.same.append(done - begun)
                elif answer.status == 200:
                    tag = (answer.headers["ETag"] or "").removeprefix("W/")
                    self.parts.append(done - begun)
                    self.sizes.append(len(body))
                    self.seen.setdefault(int(tag.strip('"').split("-")[0]), []).append(done)
                else:
                    self.wrong[answer.status] = self.wrong.get(answer.status, 0) + 1
            time.sleep(max(0.0, EVERY + (chance.random() - 0.5) * 0.4 - (done - begun)))


def percent(times: list[float], share: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def spent(pid: int) -> float:
    """Seconds of processor time of a process and its children."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(entry.name) == pid or int(fields[1]) == pid:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=200)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--threads", type=int, default=8)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("INTERCHANGE_DEMO", "1")
        os.environ["INTERCHANGE_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "interchange.config.settings"
        os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
        sys.path[:0] = [str(ROOT / "src")]
        cookies = prepare(given.people)
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection, connections

        call_command("collectstatic", verbosity=0, interactive=False)
        port = free_port()
        process = serve(port, given.workers, given.threads)
        try:
            measure(given, port, cookies, settings.SESSION_COOKIE_NAME, process.pid, connection.vendor)
        finally:
            process.terminate()
            process.wait(20)
            connections.close_all()


def measure(given: argparse.Namespace, port: int, cookies: list[str], cookie: str, pid: int, vendor: str) -> None:
    from interchange.work.meetings.models import Floor

    crowd = Crowd(port, cookies, cookie, given.seconds)
    threads = [threading.Thread(target=crowd.member, args=(number,), daemon=True) for number in range(given.people)]
    before = spent(pid)
    for thread in threads:
        thread.start()
    changed: dict[int, float] = {}
    time.sleep(5)  # everybody has the page
    while time.monotonic() < crowd.end - 4:
        change(len(changed))
        changed[Floor.objects.get().version] = time.monotonic()
        time.sleep(3.7)
    for thread in threads:
        thread.join(given.seconds + 20)
    used = (spent(pid) - before) / given.seconds
    spreads = []
    for version, when in changed.items():
        first = sorted(
            min(times)
            for times in [[moment for later, seen in crowd.seen.items() if later >= version for moment in seen if moment >= when]]
            if times
        )
        arrivals = sorted(moment - when for later, seen in crowd.seen.items() if later == version for moment in seen if moment >= when)
        if first and len(arrivals) > given.people * 0.9:
            spreads.append((arrivals[int(len(arrivals) * 0.5)], arrivals[-1]))
    steady = crowd.same + crowd.parts[given.people :]
    print(f"{vendor}, {given.people} people, {given.workers} worker(s) x {given.threads} threads, {given.seconds:.0f} s")
    print(f"  unchanged (304): {len(crowd.same)} answers, p50 {percent(crowd.same, 0.5):.0f} ms, p95 {percent(crowd.same, 0.95):.0f} ms")
    print(
        f"  changed (200):   {len(crowd.parts)} answers, p50 {percent(crowd.parts, 0.5):.0f} ms, p95 {percent(crowd.parts, 0.95):.0f} ms, {statistics.median(crowd.sizes or [0]) / 1000:.1f} kB"
    )
    print(f"  all but the first: p95 {percent(steady, 0.95):.0f} ms (goal: under 100); wrong answers: {crowd.wrong or 'none'}")
    for half, last in spreads:
        print(f"  a change was seen by half after {half:.1f} s, by all after {last:.1f} s (goal: 3 s)")
    print(f"  the server used {used * 100:.0f} % of one processor")


if __name__ == "__main__":
    main()
