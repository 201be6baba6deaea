"""What several verbs share."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.post.actions import Draft, send_all

WEB = re.compile(r"https?://[^\s<>\"']+$")


def need(field: str, text: str, least: int, words: str, most: int = 0) -> list[Problem]:
    """A problem where a text is shorter than `least` characters or longer than `most`."""
    if len(text.strip()) < least:
        return [Problem(field, words, _("At least %d characters.") % least)]
    if most and len(text) > most:
        return [Problem(field, _("At most %d characters.") % most, _("Shorten it."))]
    return []


def refuse(problems: list[Problem]) -> None:
    """Raise `Refused` with every problem, if any."""
    if problems:
        raise Refused(*problems)


def is_place(url: str) -> bool:
    """Whether this is an address in this house ("/repository/...") or of the web."""
    return bool(WEB.match(url)) or (url.startswith("/") and not url.startswith("//") and not re.search(r"[\s<>\"'\\]", url))


def tell(people: Iterable[Any], template: str, values: dict[str, Any], *, about: Any, verb: str, key: str, at: datetime) -> int:
    """Write to people who may (still) see the thing, each once for the key; returns to how many."""
    drafts = [
        Draft(template, {"name": person.name, **values}, person_id=person.pk, subject=about, key=f"{template}:{key}:{person.pk}")
        for person in people
        if person.is_active and allows(viewer_for(person, at=at, second_factor=True), verb, about)
    ]
    send_all(SYSTEM, drafts, at=at)
    return len(drafts)
