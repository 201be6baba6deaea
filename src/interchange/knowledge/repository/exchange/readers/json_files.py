"""The three JSON formats: CSL-JSON, what Crossref's REST interface gives, and what DataCite's gives. One file may hold one or many."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from interchange.knowledge.repository.exchange.readers import base
from interchange.knowledge.repository.exchange.readers.base import Reading
from interchange.knowledge.repository.exchange.readers.json_works import of_crossref, of_csl, of_datacite
from interchange.knowledge.repository.exchange.work import Work


def read(text: str, reading: Reading) -> None:
    """Read a single thing, a list, JSON lines, or the answer of a REST interface around them."""
    for line, thing in _things(text, reading):
        if not isinstance(thing, dict):
            reading.complain(line, _("Here stands no object in braces."), _("Each entry is an object: {…}."))
            continue
        for inner in _unwrapped(thing):
            try:
                name, work = _work(inner)
            except (TypeError, ValueError, AttributeError, KeyError, IndexError):
                reading.complain(
                    line, _("This entry has fields of another form than its format asks for."), _("Export it anew, or leave it out.")
                )
                continue
            reading.format = reading.format or name
            reading.offer(work, line)
    reading.format = reading.format or "csl-json"


def _work(thing: Any) -> tuple[str, Work]:
    if not isinstance(thing, dict):
        raise TypeError("an entry is an object")
    inner = thing.get("attributes")
    attributes: dict[str, Any] = inner if isinstance(inner, dict) else thing
    if "titles" in attributes or "creators" in attributes:
        return "datacite", of_datacite(attributes)
    if isinstance(thing.get("title"), list) or ("DOI" in thing and "deposited" in thing and isinstance(thing.get("author"), list)):
        return "crossref", of_crossref(thing)
    return "csl-json", of_csl(thing)


def _unwrapped(thing: dict[str, Any]) -> list[Any]:
    """What is inside a REST answer: Crossref's `message` (and its `items`), DataCite's `data`."""
    if isinstance(thing.get("message"), dict):
        inner = thing["message"]
        return list(inner["items"]) if isinstance(inner.get("items"), list) else [inner]
    if isinstance(thing.get("items"), list):
        return list(thing["items"])
    data = thing.get("data")
    if isinstance(data, list):
        return list(data)
    return [data] if isinstance(data, dict) else [thing]


def _things(text: str, reading: Reading) -> Iterator[tuple[int, Any]]:
    """The objects of the file with the lines at which they begin; where one is broken, what stands before it is still read."""
    decoder = json.JSONDecoder()
    place, line, counted = 0, 1, 0
    inside = False
    while True:
        while place < len(text) and (text[place].isspace() or text[place] in ",]" or (text[place] == "[" and not inside)):
            inside = inside or text[place] == "["
            place += 1
        line, counted = line + text.count("\n", counted, place), place
        if place >= len(text):
            return
        try:
            thing, place = decoder.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError) as failure:
            at = getattr(failure, "lineno", line)
            reading.complain(
                at,
                _("The JSON is broken here; what follows was not read."),
                _("The entry begins at line %(line)s: mend it and read the file again.") % {"line": line},
            )
            return
        yield line, thing


__all__ = ["base", "read"]
