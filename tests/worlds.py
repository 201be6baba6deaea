"""The demo world of the browser's tests: built once for a state of the source and an hour, then copied for each browser.

It is kept in `var/tests/`, under a name that hashes everything it depends on; a machine that has never built it builds it first.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"
APPLICATIONS = 44  # of the large call: enough that a reviewer steps aside from one


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a house of the demo world needs in its environment, with its data in that folder."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "interchange.config.settings",
        "INTERCHANGE_DEMO": "1",
        "INTERCHANGE_DEMO_APPLICATIONS": str(APPLICATIONS),
        "INTERCHANGE_DATA_DIR": str(folder),
        "INTERCHANGE_DATABASE_URL": f"sqlite:///{folder}/interchange.sqlite3",
        **more,
    }


def demo(into: Path) -> Path:
    """A house with the demo world, its data in `into`."""
    KEPT.mkdir(parents=True, exist_ok=True)
    built = KEPT / f"demo-{_key()}"
    with _alone(KEPT / "lock"):
        if not built.exists():
            for old in KEPT.glob("demo-*"):
                shutil.rmtree(old)
            begun = KEPT / f"demo-{os.getpid()}"
            begun.mkdir()
            command = [sys.executable, "-m", "interchange.config.command", "demo"]
            done = subprocess.run(command, env=environment(begun), cwd=begun, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"the demo world was not built:\n{done.stdout[-1000:]}\n{done.stderr[-4000:]}")
            begun.rename(built)
        shutil.copytree(built, into, dirs_exist_ok=True)
    return into


def _key() -> str:
    """Names the source (but for its tests), the locked packages and the hour: the world's meetings go on while it is kept."""
    found = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d %H} {APPLICATIONS} {sys.version}".encode())
    files = [file for file in (ROOT / "src" / "interchange").rglob("*") if file.is_file()]
    for file in sorted([*files, *(ROOT / "requirements").glob("*.lock")]):
        name = file.relative_to(ROOT)
        if not {"tests", "__pycache__"} & set(name.parts):
            found.update(f"{name}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
