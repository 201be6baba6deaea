"""No template, letter or message unvisited: what the whole run rendered, wrote and said, held against what there is.

Counts only where the run is whole (INTERCHANGE_WHOLE_RUN, set by scripts/test.sh): a part of the tests cannot visit everything. Workers of
pytest-xdist hand what they saw to the one that counts.
"""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

SOURCE = Path(__file__).resolve().parents[1] / "src/interchange"
SEEN: dict[str, set[str]] = {"templates": set(), "letters": set(), "messages": set()}


def begin() -> None:
    """Note every template rendered, every letter written and every message said (`messages.success(...)` of a view) from now on."""
    from django.contrib.messages import api
    from django.db.models.signals import post_init
    from django.test.signals import template_rendered

    from interchange.ground.post.models import Letter

    def rendered(sender, template, **more):
        if template.name:
            SEEN["templates"].add(template.name + "")  # a plain str, fit to travel between processes

    def written(sender, instance, **more):  # many are written in one statement, which sends no signal: making them does
        SEEN["letters"].add(instance.template + "")

    def say(request, level, message, *args, **more):
        caller = sys._getframe(2)  # whoever called `messages.success`, not that function itself
        SEEN["messages"].add(f"{caller.f_code.co_filename}:{caller.f_lineno}")
        return said(request, level, message, *args, **more)

    said = api.add_message
    mock.patch.object(api, "add_message", say).start()
    template_rendered.connect(rendered, weak=False)
    post_init.connect(written, sender=Letter, weak=False)


def whole() -> bool:
    """Whether this run is to visit everything."""
    return bool(os.environ.get("INTERCHANGE_WHOLE_RUN"))


def unvisited() -> list[str]:
    """The templates and letters that nobody met, each with what it is."""
    from interchange.ground.post.templates import TEMPLATES

    return [
        *(f"template {name} was rendered by no test" for name in sorted(_templates() - SEEN["templates"])),
        *(f"letter {key} was written by no test" for key in sorted(set(TEMPLATES) - SEEN["letters"])),
        *(f"message {file.relative_to(SOURCE)}:{call.lineno} was said by no test" for file, call in _messages() if not _said(file, call)),
    ]


def _messages() -> Iterator[tuple[Path, ast.Call]]:
    """Each place in the source that says something to whoever looks: `messages.success(request, ...)` and its kin."""
    for file in sorted(SOURCE.glob("*/*/**/*.py")):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "messages":
                yield file, node


def _said(file: Path, call: ast.Call) -> bool:
    return any(f"{file}:{line}" in SEEN["messages"] for line in range(call.lineno, (call.end_lineno or call.lineno) + 1))


def _templates() -> set[str]:
    found = set()
    for folder in SOURCE.glob("*/*/templates"):
        found |= {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    return found
