"""No template and no letter unvisited: what the whole run rendered and wrote, held against what there is.

Counts only where the run is whole (INTERCHANGE_WHOLE_RUN, set by scripts/test.sh): a part of the tests cannot visit everything. Workers of
pytest-xdist hand what they saw to the one that counts.
"""

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src/interchange"
SEEN: dict[str, set[str]] = {"templates": set(), "letters": set()}


def begin() -> None:
    """Note every template rendered and every letter written from now on."""
    from django.db.models.signals import post_init
    from django.test.signals import template_rendered

    from interchange.ground.post.models import Letter

    def rendered(sender, template, **more):
        if template.name:
            SEEN["templates"].add(template.name + "")  # a plain str, fit to travel between processes

    def written(sender, instance, **more):  # many are written in one statement, which sends no signal: making them does
        SEEN["letters"].add(instance.template + "")

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
    ]


def _templates() -> set[str]:
    found = set()
    for folder in SOURCE.glob("*/*/templates"):
        found |= {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    return found
