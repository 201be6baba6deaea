"""Shorthands with which readers write findings."""

from collections.abc import Mapping
from typing import Any

from interchange.workbench.signals import sourcetypes
from interchange.workbench.signals.model import Asserter, AsserterKind, Claim, Finding, Reason, Use, Validity, say

UNSIGNED = Reason("unsigned", say("It is not signed: anybody who can save the file can write it."))
WRITER = Asserter(AsserterKind.METADATA, say("whoever wrote the file's metadata"))
SELF = Asserter(AsserterKind.READER, say("this reader, from the content"))


def metadata(
    scheme: str,
    place: str,
    raw: str,
    meaning: str,
    claim: Claim,
    *,
    code: str = "",
    spec: str = "",
    uses: tuple[Use, ...] = (),
    data: Mapping[str, Any] | None = None,
    about: str = "file",
    name: str = "",
) -> Finding:
    """A finding in unsigned metadata; `name` is the person or program that the metadata names as its writer."""
    asserter = Asserter(AsserterKind.METADATA, name) if name else WRITER
    return Finding(
        scheme, place, raw, meaning, claim, asserter, Validity.UNVERIFIABLE, (UNSIGNED,), spec, code, uses, about, (), data or {}
    )


def unreadable(scheme: str, place: str, why: str, *, code: str = "unreadable") -> Finding:
    """Something is there and could not be read because."""
    words = say("Something is here that could not be read: {why}.", why=why.rstrip("."))
    return Finding(scheme, place, "", words, Claim.UNREADABLE, SELF, Validity.UNVERIFIABLE, (Reason(code, why),), code=code)


def source_type(scheme: str, place: str, value: str, spec: str) -> Finding:
    """A Digital Source Type in unsigned metadata."""
    code = sourcetypes.code_of(value)
    if not code:
        return metadata(
            scheme,
            place,
            value,
            say("Names a digital source type that is not in the IPTC's list: {value}.", value=value[:200]),
            Claim.DESCRIBED,
            code="unknown",
            spec=spec,
        )
    claim, words = sourcetypes.TYPES[code]
    data = {"retired": True, "now": sourcetypes.RENAMED[code]} if code in sourcetypes.RENAMED else {}
    return metadata(scheme, place, value, say("The metadata says it was {what}.", what=words), claim, code=code, spec=spec, data=data)
