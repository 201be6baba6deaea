"""Metadata as people write it, read into what a version keeps. Every problem is found at once and names its field."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground.errors import Problem, Refused
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository import identify, licences
from interchange.knowledge.repository.drafts import Creator
from interchange.knowledge.repository.vocabulary import (
    CARD_FIELDS,
    CARD_LIMIT,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    AiUse,
    Kind,
)

OLDEST = 1500
KINDS, AI_USES = frozenset(Kind.values), frozenset(AiUse.values)  # asked for once: an enumeration makes them anew each time
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LIMITS = {"title": TITLE_LIMIT, "venue": 300, "publisher": 200, "licence_note": 200, "changes": 2000, "summary": SUMMARY_LIMIT}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAMES = {
    "title": gettext_lazy("title"), "summary": gettext_lazy("summary"), "venue": gettext_lazy("place of publication"),
    "publisher": gettext_lazy("publisher"), "licence_note": gettext_lazy("licence in words"), "changes": gettext_lazy("what is new"),
}  # fmt: skip


def tidy(text: Any) -> str:
    """Without control characters and blanks at the ends; line breaks as one character."""
    said = str(text or "")
    if said.isprintable():  # most texts: no line breaks, nothing to take out
        return said.strip()
    if "\r" in said:
        said = said.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", said).strip()


def listed(value: Any) -> list[str]:
    """A list from a list, or from a text with one entry a line or commas between."""
    entries = value if isinstance(value, list | tuple) else re.split(r"[,;\n]", str(value or ""))
    return list(dict.fromkeys(entry for one in entries if (entry := tidy(one))))


def read(raw: Mapping[str, Any], *, this_year: int) -> dict[str, Any]:
    """The fields of a version that are named in `raw`. Raises `Refused` with every problem; what is missing is no problem yet."""
    wrong: list[Problem] = []
    found: dict[str, Any] = {}
    for name in ("title", "venue", "publisher", "licence_note", "changes", "summary"):
        if name in raw:
            text = tidy(raw[name])
            found[name] = text if name in {"summary", "changes"} else re.sub(r"\s+", " ", text)
            if len(text) > _LIMITS[name]:
                rule = _("The %(what)s has %(n)d characters; at most %(limit)d are kept.")
                wrong.append(Problem(name, rule % {"what": _NAMES[name], "n": len(text), "limit": _LIMITS[name]}, _("Shorten it.")))
    for name, reader in _READERS.items():
        if name in raw:
            reader(raw, found, wrong, this_year)
    if any(key.startswith("card_") for key in raw):
        card = {key: tidy(raw.get(f"card_{key}")) for key in CARD_FIELDS}
        wrong += [
            Problem(f"card_{key}", _("At most %d characters.") % CARD_LIMIT, _("Shorten it."))
            for key, text in card.items()
            if len(text) > CARD_LIMIT
        ]
        found["card"] = {key: text for key, text in card.items() if text}
    elif "card" in raw:
        found["card"] = {key: tidy(text)[:CARD_LIMIT] for key, text in dict(raw["card"] or {}).items() if key in CARD_FIELDS and tidy(text)}
    if wrong:
        raise Refused(*wrong)
    return found


def _kind(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    if raw["kind"] in KINDS:
        found["kind"] = str(raw["kind"])
    else:
        wrong.append(Problem("kind", _("This is not a kind of record."), _("Choose one of the list.")))


def _year(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    said = tidy(raw["year"])
    if not said:
        found["year"] = None
    elif said.isascii() and said.isdecimal() and OLDEST <= int(said) <= this_year + 1:
        found["year"] = int(said)
    else:
        wrong.append(Problem("year", _("“%s” is not a year of publication.") % said[:20], _("Write four digits, at most next year.")))


def _issued(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    said = raw["issued"]
    try:
        found["issued"] = said if isinstance(said, date) else parse_date(tidy(said)) if tidy(said) else None
        good = found["issued"] is not None or not tidy(said)
    except ValueError:
        good = False
    if not good:
        wrong.append(Problem("issued", _("This is not a day."), _("Write it as 2026-03-17, or leave it empty.")))


def _language(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    said = tidy(raw["language"]) or "en"
    if _LANGUAGE.fullmatch(said) and len(said) <= 12:
        found["language"] = said
    else:
        wrong.append(Problem("language", _("“%s” is not a language code.") % said[:20], _("Write two letters, for example en or zh.")))


def _licence(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    try:
        found["licence"] = licences.check(tidy(raw["licence"]))
    except Refused as refused:
        wrong.extend(refused.problems)


def _ai_use(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    found["ai_use"] = str(raw["ai_use"]) if raw["ai_use"] in AI_USES else ""


def _more(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    found["more_creators"] = bool(raw["more_creators"])


def _keywords(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    found["keywords"] = [word[:80] for word in listed(raw["keywords"])][:20]


def _tools(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    codes = [re.sub(r"[\s_]+", "-", entry.lower()) for entry in listed(raw["tools"])]
    bad = [code for code in codes if not _CODE.fullmatch(code) or len(code) > 60]
    if bad:
        wrong.append(
            Problem("tools", _("“%s” is not the name of a tool.") % bad[0][:40], _("Write names as in the map, with commas between."))
        )
    found["tools"] = [code for code in codes if code not in bad][:20]


def _codes(name: str) -> Any:
    def reader(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
        chosen = listed(raw[name])
        known = vocabulary.codes(name) if chosen else set()
        if not set(chosen) <= known:
            wrong.append(Problem(name, _("One of these is not in the list."), _("Choose from the list.")))
        found[name] = [code for code in chosen if code in known]

    return reader


def _creators(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    made: list[Creator] = []
    for number, entry in enumerate(raw["creators"] or [], 1):
        one = Creator.of(entry) if isinstance(entry, Mapping) and "shown" not in entry else _row(entry)
        if not one.shown:
            if one.orcid or one.affiliation or one.ror:
                wrong.append(Problem("creators", _("Author %d has no name.") % number, _("Write the name, or empty the row.")))
            continue
        for name, checker in (("orcid", identify.orcid), ("ror", identify.ror)):
            said = tidy(getattr(one, name))
            if said:
                checked = checker(said)
                if checked.problem:
                    wrong.append(Problem("creators", f"{one.shown}: {checked.problem}", _("Copy it anew from its page.")))
                setattr(one, name, checked.value)
        made.append(one)
    if len(made) > 200:
        wrong.append(Problem("creators", _("More than 200 authors."), _("List the first ones and tick “and others”.")))
    found["creators"] = [one.plain() for one in made]


def _row(entry: Mapping[str, Any]) -> Creator:
    """A row of the form: `shown` is "Family, Given" or the name of an organisation."""
    one = Creator.from_text(re.sub(r"\s+", " ", tidy(entry["shown"]))[:200])
    one.orcid, one.ror = tidy(entry.get("orcid")), tidy(entry.get("ror"))
    one.affiliation = re.sub(r"\s+", " ", tidy(entry.get("affiliation")))[:200]
    return one


def _identifiers(raw: Mapping[str, Any], found: dict[str, Any], wrong: list[Problem], this_year: int) -> None:
    given = raw["identifiers"]
    kept: list[list[str]] = []
    lines = given.splitlines() if isinstance(given, str) else list(given or [])
    for line in lines:
        if isinstance(line, str):
            if not line.strip():
                continue
            one = identify.recognise(line)
            if one is None:
                rule = _("“%s” is not an identifier that we know.") % line.strip()[:60]
                wrong.append(Problem("identifiers", rule, _("Give a DOI, an arXiv number, an ISBN, an ISCC or a web address, one a line.")))
                continue
        else:
            scheme, value = line
            if scheme not in identify.READERS:
                continue
            one = identify.READERS[scheme](value)
        if one.problem:
            wrong.append(Problem("identifiers", f"{one.value}: {one.problem}", _("Copy it anew from the work.")))
        elif [one.scheme, one.value] not in kept:
            kept.append([str(one.scheme), one.value])
    found["identifiers"] = kept[:20]


_READERS = {
    "kind": _kind, "year": _year, "issued": _issued, "language": _language, "licence": _licence, "ai_use": _ai_use, "more_creators": _more,
    "keywords": _keywords, "tools": _tools, "topics": _codes("topics"), "sectors": _codes("sectors"), "creators": _creators,
    "identifiers": _identifiers,
}  # fmt: skip


def lines_of(identifiers: Sequence[Sequence[str]]) -> str:
    """Identifiers as the form shows them: one a line."""
    return "\n".join({"arxiv": "arXiv:", "isbn": "ISBN "}.get(scheme, "") + value for scheme, value in identifiers)
