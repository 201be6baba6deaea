"""What can be set, said or held is in the manual."""

import re
from pathlib import Path

from scripts import manual

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_says_what_it_is_for_and_none_is_read_past_the_declarations():
    from interchange.config.settings import env

    assert len(env.known) > 30
    assert [one.variable for one in env.known.values() if not one.says] == []
    read_elsewhere = {
        name
        for file in (ROOT / "src/interchange").rglob("*.py")
        if "tests" not in file.parts
        for name in re.findall(r"environ(?:\.get)?[\[(]\s*[\"'](INTERCHANGE_\w+)", file.read_text(encoding="utf-8"))
    }
    told = {one.variable for one in env.known.values()} | {"INTERCHANGE_SIGNALS_MEMORY"}  # between a process and its own child
    assert read_elsewhere - told == set()


def test_the_manual_of_permissions_options_and_settings_is_what_the_code_says():
    assert read("permissions.md") == manual.permissions()
    assert read("options.md") == manual.options()
    assert read("settings.md") == manual.settings()


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


def test_the_manual_names_no_command_file_or_test_that_is_not_there():
    from interchange.config.command import COMMANDS

    for name in ("install.md", "threats.md", "commands.md", "settings.md"):
        text = read(name)
        said = set(re.findall(r"`interchange (\w+)|^    (?:.*/)?interchange (\w+)", text, re.M))
        assert {one or other for one, other in said} <= set(COMMANDS) | {"cloud"}, name
        for linked in re.findall(r"\]\(([^)#]+)\)", text):
            assert linked.startswith("http") or (ROOT / "docs" / linked).exists(), f"{name}: {linked}"
        for path in re.findall(r"`((?:deploy|scripts|tests|docs|requirements)/[\w./-]+)`", text):
            assert (ROOT / path.rstrip("/")).exists() or path.startswith("deploy/secrets/"), f"{name}: {path}"
    for room, path in re.findall(r"`(\w+)/(?:exchange/)?tests(?:/(\w+\.py))?`", read("threats.md")):
        assert any(
            path in {file.name for file in tests.iterdir()} | {""} for tests in (ROOT / "src/interchange").rglob(f"{room}/**/tests")
        ), (room, path)
