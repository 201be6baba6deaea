"""The header fields of a response, pasted or received: TDMRep, AIPREF, Content Signals, X-Robots-Tag, Link."""

import re

from interchange.workbench.signals.model import say
from interchange.workbench.signals.reservations import aipref, contentsignals, metarobots, rsl, tdmrep
from interchange.workbench.signals.reservations.page import LICENCE
from interchange.workbench.signals.reservations.statements import Note, Pointer, Reading, cut

FIELDS = 500
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")


def parsed(text: str) -> tuple[list[tuple[str, str]], list[Note]]:
    """Names (lower case) and values of pasted fields; status lines, request lines and folded lines are understood, the rest is told."""
    fields: list[tuple[str, str]] = []
    notes: list[Note] = []
    for number, line in enumerate(text[:200_000].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:FIELDS], 1):
        stripped = line.lstrip("\ufeff<> ").rstrip() if line[:1] in "\ufeff<>" else line.rstrip()
        if not stripped.strip() or stripped.startswith(("HTTP/", "GET ", "HEAD ")):
            continue
        name, colon, value = stripped.partition(":")
        if line[:1] in " \t" and fields and not (colon and _NAME.fullmatch(name.strip())):
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {stripped.strip()}")
        elif colon and _NAME.fullmatch(name.strip()):
            fields.append((name.strip().casefold(), value.strip()))
        elif len(notes) < 20:
            notes.append(Note("http", f"headers line {number}", cut(line), say("This line is no header field and was left out."), "hint"))
    return fields, notes


def read(fields: list[tuple[str, str]]) -> Reading:
    """What a response's fields say about uses of its content. Never raises."""
    values: dict[str, list[str]] = {}
    for name, value in fields[:FIELDS]:
        values.setdefault(name.casefold(), []).append(value)
    made = tdmrep.from_properties(values, "HTTP header tdm-reservation", tdmrep.HEADER)
    made += aipref.from_header(values.get("content-usage", []))
    made += contentsignals.from_header(values.get("content-signal", []))
    made += metarobots.from_values([("", value) for value in values.get("x-robots-tag", [])], "HTTP header X-Robots-Tag")
    for address, parameters in _links(", ".join(values.get("link", []))[:20_000]):
        if "license" not in parameters.get("rel", "").casefold().split():
            continue
        if parameters.get("type", "").casefold() == rsl.MEDIA_TYPE:
            made += rsl.pointed(address, "HTTP header Link")
        else:
            words = say("A licence is linked; what it allows stands there.")
            made.pointers.append(Pointer(LICENCE, "HTTP header Link", cut(address), words, "RFC 8288; RFC 4946", offers=True))
    for value in values.get("ai-disclosure", [])[:5]:
        words = say("AI-Disclosure is an individual draft that has expired; it speaks of how content was made, not of uses.")
        made.notes.append(Note("http", "HTTP header AI-Disclosure", cut(value), words, "hint", "draft-abaris-aicdh-01"))
    return made


_PARAMETER = re.compile(r';\s{0,20}([!#$&+.^_`|~0-9A-Za-z-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]{0,2000})"|([^\s;,"]{1,2000}))')


def _links(value: str) -> list[tuple[str, dict[str, str]]]:
    """Addresses and parameters of a Link field (RFC 8288 section 3), in one pass."""
    found: list[tuple[str, dict[str, str]]] = []
    at = 0
    while len(found) < 50:
        start = value.find("<", at)
        end = value.find(">", start + 1) if start >= 0 else -1
        if end < 0:
            return found
        parameters: dict[str, str] = {}
        at = end + 1
        while match := _PARAMETER.match(value, at if at >= len(value) or value[at] == ";" else _skip(value, at)):
            parameters.setdefault(match[1].casefold(), match[2] if match[2] is not None else match[3])
            at = match.end()
        found.append((value[start + 1 : end].strip(), parameters))
    return found


def _skip(value: str, at: int) -> int:
    while at < len(value) and value[at] in " \t":
        at += 1
    return at


def licence_in(link: str) -> str:
    """The address of the first licence that a `Link` field names, RSL files aside; "" where there is none."""
    for address, parameters in _links(link[:20_000]):
        if "license" in parameters.get("rel", "").casefold().split() and parameters.get("type", "").casefold() != rsl.MEDIA_TYPE:
            return address
    return ""
