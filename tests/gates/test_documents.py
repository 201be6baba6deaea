"""What can be set, said or held is in the manual."""

import re
from pathlib import Path

from scripts import manual

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_is_in_the_manual():
    source = (ROOT / "src/interchange/config/settings.py").read_text(encoding="utf-8")
    names = {f"INTERCHANGE_{name}" for name in re.findall(r'env\.\w+\("([A-Z_]+)"', source)}
    assert len(names) > 10
    manual = read("settings.md")
    assert sorted(name for name in names if f"`{name}`" not in manual) == []


def test_the_manual_of_permissions_and_options_is_what_the_code_says():
    assert read("permissions.md") == manual.permissions()
    assert read("options.md") == manual.options()


def test_every_command_is_in_the_manual():
    from interchange.config.command import COMMANDS

    manual = read("commands.md")
    assert sorted(name for name in COMMANDS if f"`interchange {name}" not in manual) == []


def test_the_start_command_of_the_readme_is_the_one_ci_runs():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make test" in readme
    assert "make run" in readme
    assert "make test" in script
