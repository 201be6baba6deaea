"""Papers and pictures that the house itself makes: set by typst as plain data, and marked before they leave by whoever knows how to mark a file.

What stands in a made file beside its content (how it was made, which uses are reserved, by whose signature) is not the makers' business: they say `Said`,
a finisher does the rest (the bench has one). Without a finisher files leave as they are.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import typst


@dataclass(frozen=True, slots=True)
class Said:
    """What its maker says of a file: its title, the use of AI as stated (`AiUse`; "" is not stated), the address of its licence ("": as the whole site)."""

    title: str = ""
    ai_use: str = ""
    licence: str = ""


Finisher = Callable[[bytes, str, Said], bytes]
_finishers: list[tuple[Finisher, Callable[[], str]]] = []


def finish_with(finisher: Finisher, edition: Callable[[], str]) -> None:
    """Have every made file go through `finisher` (content, media type, what is said -> content). `edition` names what it would write today."""
    _finishers.append((finisher, edition))


def edition() -> str:
    """Changes whenever a file finished now would say something else than one finished earlier: a part of the key of what is kept."""
    return " ".join(named() for _finisher, named in _finishers)


def finished(content: bytes, media_type: str, said: Said) -> bytes:
    """A made file as it leaves the house."""
    for finisher, _named in _finishers:
        content = finisher(content, media_type, said)
    return content


def typeset(template: bytes, data: Mapping[str, Any]) -> bytes:
    """A PDF set by typst from a template; texts are data, never markup. Not finished: a part of a paper, or what `finished` gets."""
    return bytes(typst.compile(template, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


def paper(template: bytes, data: Mapping[str, Any], said: Said) -> bytes:
    """A whole paper: set and finished."""
    return finished(typeset(template, data), "application/pdf", said)
