"""What is installed is whole: every template, style sheet, word list and migration of the sources is in the wheel, and the command runs from it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    listed = subprocess.run(
        ["git", "ls-files", "src", "pyproject.toml", "README.md", "LICENSE"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split():
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(ROOT / name, source / name)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('..'))"
    done = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True, check=True)
    return place / done.stdout.split()[-1], {name.removeprefix("src/") for name in listed.stdout.split() if name.startswith("src/")}


def test_everything_that_the_house_reads_is_in_the_wheel(wheel):
    file, sources = wheel
    inside = set(zipfile.ZipFile(file).namelist())
    wanted = {name for name in sources if "/tests/" not in name}
    assert sorted(wanted - inside) == []
    for kind in (".html", ".css", ".js", ".yaml", ".txt", "_initial.py"):
        assert any(name.endswith(kind) for name in inside), kind


def test_the_command_runs_from_the_wheel_alone(wheel, tmp_path):
    """From an empty folder, with the sources out of sight: makes its database and serves nothing yet."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel[0]).extractall(site)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INTERCHANGE_", "DJANGO_", "PYTHON"))}
    env = kept | {"PYTHONPATH": str(site), "INTERCHANGE_DATA_DIR": str(tmp_path / "data"), "INTERCHANGE_PRODUCTION": "0"}
    code = "import interchange, sys; from interchange.config.command import main; print(interchange.__file__); sys.exit(main(sys.argv[1:]))"

    def run(*command):
        return subprocess.run([sys.executable, "-c", code, *command], env=env, cwd=tmp_path, capture_output=True, text=True, check=False)

    done = run("check")
    assert str(site) in done.stdout
    assert (done.returncode, "NO  migrations" in done.stdout) == (1, True), done.stderr
    assert "prepare" in run("--help").stdout
