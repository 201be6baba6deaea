"""PostgreSQL's own tools, which write and read dumps."""

import os
import shutil
import subprocess


def run(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools; the password goes by the environment, not by the command line. Raises `SystemExit` with its last words."""
    from django.conf import settings

    surroundings = {**os.environ, "PGPASSWORD": str(settings.DATABASES["default"].get("PASSWORD") or "")}
    done = subprocess.run([found(tool), *arguments], capture_output=True, text=True, check=False, env=surroundings)
    if done.returncode:
        words = done.stderr.strip().splitlines()
        raise SystemExit(f"interchange: {tool} failed: {words[-1] if words else done.returncode}")


def found(tool: str) -> str:
    """The path of one of PostgreSQL's own tools. Raises `SystemExit` where it is not installed."""
    path = shutil.which(tool)
    if path is None:
        raise SystemExit(f"interchange: {tool} is needed for a PostgreSQL backup (Debian: postgresql-client, no older than the server)")
    return path


def uri() -> str:
    """The database as libpq's tools are told of it (without the password)."""
    from django.conf import settings

    data = settings.DATABASES["default"]
    host = data.get("HOST") or data.get("OPTIONS", {}).get("host", "")
    given = {"host": host, "port": data.get("PORT"), "dbname": data["NAME"], "user": data.get("USER")}
    given["sslmode"] = data.get("OPTIONS", {}).get("sslmode")
    quoted = {key: str(value).replace("\\", "\\\\").replace("'", "\\'") for key, value in given.items() if value}
    return " ".join(f"{key}='{value}'" for key, value in quoted.items())
