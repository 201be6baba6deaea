"""Findings and runs made anew from JSON, which came from a process that is not trusted: every value is checked for its type."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from interchange.workbench.signals.model import Asserter, AsserterKind, Check, Claim, Finding, Outcome, Reason, Run, Use, Validity, Words

Kind = TypeVar("Kind", bound=StrEnum)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    text = value if isinstance(value, str) else ""
    template, values = data.get(f"{name}_template"), data.get(f"{name}_values")
    if isinstance(template, str) and isinstance(values, Mapping):
        try:
            made = Words(template, **{str(key): str(one) for key, one in values.items()})
        except (KeyError, IndexError, ValueError, AttributeError):
            return text
        if made == text:
            return made
    return text


def _one(kind: type[Kind], value: Any, fallback: Kind) -> Kind:
    try:
        return kind(value)
    except ValueError:
        return fallback


def _list(data: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    value = data.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def finding(data: Mapping[str, Any]) -> Finding:
    """The reverse of `model.plain` for one finding."""
    who = data.get("asserter")
    who = who if isinstance(who, Mapping) else {}
    uses = data.get("uses")
    extra = data.get("data")
    length = data.get("raw_length")
    return Finding(
        scheme=_text(data, "scheme"),
        place=_text(data, "place"),
        raw=_text(data, "raw"),
        meaning=_text(data, "meaning"),
        claim=_one(Claim, data.get("claim"), Claim.DESCRIBED),
        asserter=Asserter(_one(AsserterKind, who.get("kind"), AsserterKind.METADATA), _text(who, "name")),
        validity=_one(Validity, data.get("validity"), Validity.UNVERIFIABLE),
        reasons=tuple(Reason(_text(one, "code"), _text(one, "words")) for one in _list(data, "reasons")),
        spec=_text(data, "spec"),
        code=_text(data, "code"),
        uses=tuple(_one(Use, one, Use.ALL) for one in uses) if isinstance(uses, list) else (),
        about=_text(data, "about") or "file",
        checks=tuple(
            Check(
                _text(one, "name"),
                _one(Outcome, one.get("outcome"), Outcome.UNKNOWN),
                _text(one, "words"),
                _text(one, "source"),
                _text(one, "source_date"),
            )
            for one in _list(data, "checks")
        ),
        data=extra if isinstance(extra, Mapping) else {},
        id=_text(data, "id"),
        raw_length=length if isinstance(length, int) else 0,
    )


def run(data: Mapping[str, Any]) -> Run:
    """One reader's turn."""
    return Run(_text(data, "reader"), _text(data, "version"), _text(data, "outcome"), _text(data, "words"))
