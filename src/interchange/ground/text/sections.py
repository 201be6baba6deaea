"""A text in sections, each with an address of its own, so that one can point at it and comment on it."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from interchange.ground.text.render import render

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Section:
    """A heading with what follows it; what stands before the first heading has neither title nor id."""

    id: str
    title: str
    level: int
    body: SafeString


def sections(text: str, level: int = 2) -> list[Section]:
    """The text as safe HTML in sections. Ids are made from the headings ("s-what-was-tried"), the second of a name gets "-2"."""
    html = str(render(text, level))
    found: list[Section] = []
    taken: dict[str, int] = {}
    end, title, name, depth = 0, "", "", 0

    def close(body: str) -> None:
        if title or body.strip():
            found.append(Section(name, title, depth, mark_safe(body)))  # noqa: S308 - a piece of what render() cleaned

    for heading in _HEADING.finditer(html):
        close(html[end : heading.start()])
        title, depth, end = unescape(_TAG.sub("", heading[2])).strip(), int(heading[1]), heading.end()
        base = f"s-{slugify(title, allow_unicode=True)[:100] or 'section'}"
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}-{taken[base]}"
    close(html[end:])
    return found
