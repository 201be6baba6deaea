"""What can be set, said or held is in the manual."""

import re
from pathlib import Path

from interchange.ground.policy.rules import RULES
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import DEFINITIONS

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_is_in_the_manual():
    source = (ROOT / "src/interchange/config/settings.py").read_text(encoding="utf-8")
    names = {f"INTERCHANGE_{name}" for name in re.findall(r'env\.\w+\("([A-Z_]+)"', source)}
    assert len(names) > 10
    manual = read("settings.md")
    assert sorted(name for name in names if f"`{name}`" not in manual) == []


def test_every_verb_and_role_is_in_the_manual():
    manual = read("permissions.md")
    assert sorted(verb for verb in RULES if f"`{verb}`" not in manual) == []
    assert sorted(role for role in Role.values if f"`{role}`" not in manual) == []
    told = set(re.findall(r"^\| `([a-z.-]+\.[a-z-]+)`", manual, re.M))
    assert sorted(told - set(RULES)) == []


def test_every_option_is_in_the_manual():
    manual = read("options.md")
    assert sorted(key for key in DEFINITIONS if f"`{key}`" not in manual) == []


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
