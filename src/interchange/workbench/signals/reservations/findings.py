"""Statements, notes and pointers as findings of the report model, and verdicts as its decisions."""

from collections.abc import Mapping

from interchange.workbench.signals.model import Asserter, AsserterKind, Claim, Decision, Finding, Reason, Stance
from interchange.workbench.signals.reservations.decide import Verdict
from interchange.workbench.signals.reservations.embedded import CAWG
from interchange.workbench.signals.reservations.statements import Reading

_CLAIMS = {
    Stance.DISALLOWED: Claim.RESERVED,
    Stance.ALLOWED: Claim.PERMITTED,
    Stance.CONDITIONAL: Claim.LICENSED,
    Stance.UNKNOWN: Claim.DESCRIBED,
}
_LINKED = {"rsl", "link-licence"}


def findings_of(reading: Reading, *, inside: bool = False, asserter: Asserter | None = None) -> tuple[Finding, ...]:
    """All of a reading: statements first, in their order (so that ids can be matched), then pointers, then notes. `inside` a file, or said by a site."""
    who = asserter or Asserter(AsserterKind.METADATA if inside else AsserterKind.SITE)
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
                spec=one.spec,
                code=one.code,
                uses=one.uses,
                about=one.about,
                data=data,
            )
        )
    for pointer in reading.pointers:
        claim = Claim.LICENSED if pointer.scheme in _LINKED else Claim.DESCRIBED
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
                data={"terms": pointer.address},
            )
        )
    for note in reading.notes:
        claim = Claim.UNREADABLE if note.kind == "refused" else Claim.DESCRIBED
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
    return tuple(_numbered(one, number) for number, one in enumerate(made, 1))


def _numbered(one: Finding, number: int) -> Finding:
    return Finding(
        one.scheme,
        one.place,
        one.raw,
        one.meaning,
        one.claim,
        one.asserter,
        one.validity,
        one.reasons,
        one.spec,
        one.code,
        one.uses,
        one.about,
        one.checks,
        one.data,
        f"f{number}",
    )


def decision(verdict: Verdict, ids: Mapping[int, str]) -> Decision:
    """A verdict as a decision of the report model; `ids` maps `id(statement)` to the id of its finding."""
    overruled = tuple(ids[id(one)] for one in verdict.overruled if id(one) in ids)
    winner = ids.get(id(verdict.winner), "") if verdict.winner else ""
    return Decision(verdict.use, verdict.stance, verdict.why, winner, overruled, verdict.conflict)
