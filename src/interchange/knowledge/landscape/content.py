"""What an entry says: its fields, how typed values are cleaned, what is wrong with them, and how two states differ."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.errors import Problem
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.models import Challenge, Tool

Choices = list[tuple[str, Any]]


def places() -> Choices:
    """Seats that may be named: the countries, and none in particular."""
    return [(words.ELSEWHERE, _("International")), *vocabulary.countries()]


@dataclass(frozen=True)
class Field:
    """One thing that an entry says. `kind`: text, long, url, year, one, many."""

    name: str
    label: str | Promise
    kind: str
    limit: int = 0
    choices: Callable[[], Choices] | None = None
    required: bool = True

    def options(self) -> Choices:
        """What may be chosen."""
        return self.choices() if self.choices else []

    def shown(self, value: Any) -> str:
        """A value in words."""
        if value in (None, "", []):
            return _("not established")
        if self.choices:
            known = {str(code): str(label) for code, label in self.options()}
            found = value if isinstance(value, list) else [value]
            return ", ".join(known.get(str(code), str(code)) for code in found)
        return ", ".join(value) if isinstance(value, list) else str(value)


def _of(scheme: str) -> Callable[[], Choices]:
    return lambda: vocabulary.choices(scheme)


TOOL_FIELDS = (
    Field("name", _l("Name"), "text", words.NAME_LIMIT),
    Field("kind", _l("Kind"), "one", choices=lambda: list(words.ToolKind.choices)),
    Field("summary", _l("What it does"), "long", words.SUMMARY_LIMIT),
    Field("functions", _l("Functions"), "many", choices=lambda: list(words.Function.choices)),
    Field("sectors", _l("Sectors"), "many", choices=_of("sectors")),
    Field("topics", _l("Topics"), "many", choices=_of("topics")),
    Field("status", _l("Maturity"), "one", choices=lambda: list(words.Maturity.choices)),
    Field("since", _l("Since"), "year", required=False),
    Field("steward", _l("Steward"), "text", words.NAME_LIMIT),
    Field("countries", _l("Seat of the steward"), "many", choices=places, required=False),
    Field("openness", _l("Openness"), "one", choices=lambda: list(words.Openness.choices)),
    Field("licence", _l("Licence"), "text", 200, required=False),
    Field("robustness", _l("What survives"), "long", words.SUMMARY_LIMIT, required=False),
    Field("url", _l("Address"), "url", 400),
)
CHALLENGE_FIELDS = (
    Field("title", _l("Title"), "text", words.NAME_LIMIT),
    Field("nature", _l("Nature"), "one", choices=lambda: list(words.Nature.choices)),
    Field("character", _l("Character"), "one", choices=lambda: list(words.Character.choices)),
    Field("description", _l("Description"), "long", words.SUMMARY_LIMIT),
    Field("topics", _l("Topics"), "many", choices=_of("topics")),
    Field("sectors", _l("Sectors affected"), "many", choices=_of("sectors")),
    Field("profiles", _l("Profiles affected"), "many", choices=_of("profiles"), required=False),
)
LATER = frozenset({"robustness"})  # states of the map that were kept earlier do not name these
FIELDS: dict[str, tuple[Field, ...]] = {"tool": TOOL_FIELDS, "challenge": CHALLENGE_FIELDS}
_url_ok = URLValidator(schemes=["http", "https"])


def field(subject: str, name: str) -> Field | None:
    """The field of that name."""
    return next((one for one in FIELDS.get(subject, ()) if one.name == name), None)


def values(entry: Tool | Challenge) -> dict[str, Any]:
    """What an entry says now."""
    return {one.name: getattr(entry, one.name) for one in FIELDS["tool" if isinstance(entry, Tool) else "challenge"]}


def web(text: str) -> bool:
    """Whether that is an address of the web."""
    try:
        _url_ok(text)
    except ValidationError:
        return False
    return True


def clean(subject: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Typed values as an entry keeps them, and every problem found. Only the fields that are given are looked at."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in FIELDS[subject]:
        if one.name not in given:
            continue
        value, problem = _one(one, given[one.name])
        found[one.name] = value
        if problem:
            problems.append(problem)
    return found, problems


def _one(one: Field, raw: Any) -> tuple[Any, Problem | None]:
    if one.kind == "many":
        return _many(one, raw)
    text = "" if raw is None else " ".join(str(raw).split()) if one.kind != "long" else str(raw).replace("\r\n", "\n").strip()
    value: Any = text
    problem = None
    if not text:
        value = None if one.kind == "year" else ""
        problem = Problem(one.name, _("%s is missing.") % one.label, _("Fill it in.")) if one.required else None
    elif one.kind == "year":
        value, problem = _year(one, text)
    elif one.kind == "url" and not web(text):
        problem = Problem(one.name, _("That is not an address of the web."), _("Begin it with https://."))
    elif one.choices and text not in {str(code) for code, _label in one.options()}:
        problem = Problem(one.name, _("“%s” is not one of the choices.") % text[:60], _("Choose one from the list."))
    elif one.limit and len(text) > one.limit:
        problem = Problem(
            one.name, _("At most %(most)d characters; there are %(now)d.") % {"most": one.limit, "now": len(text)}, _("Shorten it.")
        )
    return value, problem


def _year(one: Field, text: str) -> tuple[int | None, Problem | None]:
    number = text.removesuffix(".0")
    if not number.isdigit() or not 1400 <= int(number) <= 2200:
        return None, Problem(one.name, _("“%s” is not a year.") % text[:20], _("Write four figures, or leave it empty."))
    return int(number), None


def _many(one: Field, raw: Any) -> tuple[list[str], Problem | None]:
    parts = re.split(r"[;,]", raw) if isinstance(raw, str) else list(raw or [])
    chosen = list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))
    known = [str(code) for code, _label in one.options()]
    wrong = [code for code in chosen if code not in known]
    if wrong:
        return chosen, Problem(one.name, _("“%s” is not one of the choices.") % wrong[0][:60], _("Choose from the list."))
    if one.required and not chosen:
        return chosen, Problem(one.name, _("%s: nothing is chosen.") % one.label, _("Choose at least one."))
    return sorted(chosen, key=known.index) if one.name != "countries" else chosen, None


def name_key(name: str) -> str:
    """A name without case, accents, punctuation and what stands in brackets: finds the same thing under another spelling."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", name)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))[: words.NAME_LIMIT]


def url_key(url: str) -> str:
    """An address without scheme, "www.", a slash at the end, query and fragment."""
    parts = urlsplit(url.strip().lower())
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"[:400]


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    name: str
    label: str
    old: str
    new: str


def diff(subject: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The fields in which `new` differs from `old`, in the order of the page; fields that `new` does not name stay."""
    return [
        Change(one.name, str(one.label), one.shown(old.get(one.name)), one.shown(new[one.name]))
        for one in FIELDS.get(subject, ())
        if one.name in new and (new[one.name] or None) != (old.get(one.name) or None)
    ]
