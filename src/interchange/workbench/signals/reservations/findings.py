"""Statements, notes and pointers as findings of the report model, and verdicts as its decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from interchange.workbench.signals.make import UNSIGNED, WRITER
from interchange.workbench.signals.model import Asserter, AsserterKind, Claim, Decision, Finding, Reason, Stance, Use, say
from interchange.workbench.signals.reservations.decide import Verdict, decide
from interchange.workbench.signals.reservations.embedded import CAWG
from interchange.workbench.signals.reservations.statements import USES, Reading, Statement, Target

_CLAIMS = {
    Stance.DISALLOWED: Claim.RESERVED,
    Stance.ALLOWED: Claim.PERMITTED,
    Stance.CONDITIONAL: Claim.LICENSED,
    Stance.UNKNOWN: Claim.DESCRIBED,
}


def findings_of(reading: Reading, *, inside: bool = False, asserter: Asserter | None = None) -> tuple[Finding, ...]:
    """All of a reading: statements first, in their order (so that ids can be matched), then pointers, then notes. `inside` a file, or said by a site."""
    who = asserter or (WRITER if inside else Asserter(AsserterKind.SITE))
    reasons = (UNSIGNED,) if inside else ()
    made: list[Finding] = []
    for one in reading.statements:
        signer = Asserter(AsserterKind.SIGNER) if one.scheme == CAWG and asserter is None else who
        data = {**one.data, "direct": one.direct, **({"agent": one.agent} if one.agent else {}), **({"terms": one.terms} if one.terms else {}),
                **({"images_only": True} if one.image_only else {}), "layer": one.rank}  # fmt: skip
        made.append(
            Finding(
                one.scheme,
                one.place,
                one.raw,
                one.meaning,
                _CLAIMS[one.stance],
                signer,
                reasons=reasons,
                spec=one.spec,
                code=one.code,
                uses=one.uses,
                about=one.about,
                data=data,
            )
        )
    for pointer in reading.pointers:
        claim = Claim.LICENSED if pointer.offers else Claim.DESCRIBED
        made.append(
            Finding(
                pointer.scheme,
                pointer.place,
                pointer.address,
                pointer.words,
                claim,
                who,
                spec=pointer.spec,
                code="pointer",
                about=pointer.about,
                reasons=reasons,
                data={"terms": pointer.address},
            )
        )
    for note in reading.notes:
        # inside a file "unreadable" says that the file is broken; a value that a scheme does not know is none the less a value
        claim = Claim.UNREADABLE if note.kind == "broken" or (note.kind == "refused" and not inside) else Claim.DESCRIBED
        made.append(
            Finding(
                note.scheme,
                note.place,
                note.raw,
                note.words,
                claim,
                who,
                reasons=(Reason(note.kind, note.words),),
                spec=note.spec,
                code=note.kind,
            )
        )
    return tuple(replace(one, id=f"f{number}") for number, one in enumerate(made, 1))


def decision(verdict: Verdict, ids: Mapping[int, str]) -> Decision:
    """A verdict as a decision of the report model; `ids` maps `id(statement)` to the id of its finding."""
    overruled = tuple(ids[id(one)] for one in verdict.overruled if id(one) in ids)
    winner = ids.get(id(verdict.winner), "") if verdict.winner else ""
    return Decision(verdict.use, verdict.stance, verdict.why, winner, overruled, verdict.conflict)


_STANCES = {Claim.RESERVED: Stance.DISALLOWED, Claim.PERMITTED: Stance.ALLOWED, Claim.LICENSED: Stance.CONDITIONAL}


def decisions(findings: Sequence[Finding], target: Target | None = None) -> tuple[Decision, ...]:
    """The decisions on a report's findings, whichever readers they come from: those that reserve, permit or license named uses. One for each use.

    Findings about a part of the file (an ingredient, an embedded picture) do not decide for the whole and are left out.
    """
    statements, ids = [], {}
    for one in findings:
        if one.claim not in _STANCES or not one.uses or one.about not in ("file", "page"):
            continue
        uses = USES if Use.ALL in one.uses else one.uses
        data = dict(one.data)
        statement = Statement(
            one.scheme, one.place, one.raw, uses, _STANCES[one.claim], say("{meaning}", meaning=one.meaning), one.spec, one.code, int(data.get("layer") or 0),
            bool(data.get("direct", True)), str(data.get("agent") or ""), bool(data.get("images_only")), str(data.get("terms") or ""), one.about,
        )  # fmt: skip
        statements.append(statement)
        ids[id(statement)] = one.id
    return tuple(decision(one, ids) for one in decide(statements, target))
