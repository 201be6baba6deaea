"""Real worker processes beside the test, on the test's own database."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Beside:
    """The test's database as another process sees it: PostgreSQL as it is, SQLite's memory as a file."""

    def __init__(self, folder: Path, smtp_port: int = 0) -> None:
        self.file = folder / "beside.sqlite3"
        self.env = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "interchange.config.settings",
            "INTERCHANGE_DEMO": "0",
            "INTERCHANGE_PRODUCTION": "0",
            "INTERCHANGE_DATA_DIR": str(folder),
            "INTERCHANGE_EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "INTERCHANGE_DATABASE_URL": self._url(),
        }
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(self.file)) as target:
                connection.connection.backup(target)

    def _url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        data = connection.settings_dict
        who = f"{data['USER']}:{quote(data['PASSWORD'] or '')}@" if data["USER"] else ""
        host = data["HOST"] or data["OPTIONS"].get("host", "")
        return f"postgres://{who}{quote(host, safe='')}:{data['PORT'] or 5432}/{quote(data['NAME'])}"

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "interchange.config.command", *command], env=self.env, cwd=self.file.parent)

    def sql(self, statement: str, *values) -> list[tuple]:
        """One statement on the shared database; `?` stands for a value."""
        if connection.vendor == "sqlite":
            with contextlib.closing(sqlite3.connect(self.file, timeout=30, isolation_level=None)) as link:
                return link.execute(statement, values).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("%", "%%").replace("?", "%s"), values)
            return cursor.fetchall() if cursor.description else []


def wait_for(what, seconds: float = 60) -> None:
    """Until `what()` is true; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
