"""For each use: which statement wins, by whose rule, and what contradicts it.

Inside a scheme its own rules of precedence decide. Between schemes no standard says anything; the rule that AIPREF has for statements from different
sources (vocab section 5.1: any refusal, then any permission, else unknown) is taken for all, and said to be ours. Three things are never done: to read
silence as permission, to let the permission of something wider permit something narrower, and to hide a contradiction.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations.schemes import SCHEMES
from interchange.workbench.signals.reservations.statements import TRAINING, USES, Reading, Statement, Target

STRICT = {Stance.DISALLOWED: 3, Stance.CONDITIONAL: 2, Stance.ALLOWED: 1, Stance.UNKNOWN: 0}
LAYERED = {"tdmrep"}  # a higher layer supersedes the lower ones
# A reservation of the key covers the values: who may not mine may not train (training is automated analysis, which is what mining means)
COVERS: dict[Use, tuple[Use, ...]] = {Use.MINING: TRAINING}

LABELS: dict[Use, Words] = {
    Use.SEARCH: say("Search that leads to the pages"),
    Use.AI_TRAINING: say("Training of other AI (classification, detection)"),
    Use.GENERATIVE_TRAINING: say("Training of generative AI"),
    Use.AI_INPUT: say("Input of AI answers (inference, grounding)"),
    Use.AI_INDEX: say("Index for AI answers"),
    Use.MINING: say("Text and data mining of any kind"),
}
ANSWERS: dict[Stance, Words] = {
    Stance.DISALLOWED: say("Reserved"),
    Stance.CONDITIONAL: say("Under conditions"),
    Stance.ALLOWED: say("Said to be allowed"),
    Stance.UNKNOWN: say("Nothing found"),
}
RULES: dict[str, Words] = {
    "tdmrep": say("TDMRep, processing priority: file, then header, then HTML, then EPUB or PDF; the later supersedes."),
    "aipref": say("AIPREF, vocabulary 5.1: any refusal wins, then any permission."),
    "rsl": say("RSL: what is prohibited wins, what is permitted is a closed list, the most restrictive licence counts."),
    "robots-directives": say("Search engines take the most restrictive directive."),
    "robots": say("RFC 9309: the longest path in the crawler's own group decides, Allow wins a tie."),
}
_RESTRICTIVE = say("The scheme has no rule for several statements; the most restrictive is taken.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one use. `partly` holds statements that do not mean everybody or everything: one crawler, pictures only."""

    use: Use
    stance: Stance
    why: Words
    winner: Statement | None = None
    rule: Words | None = None
    agreeing: tuple[Statement, ...] = ()
    overruled: tuple[Statement, ...] = ()
    partly: tuple[Statement, ...] = ()
    conflict: bool = False
    offers: tuple[str, ...] = ()  # addresses where terms are said to stand


def decide(reading: Reading | Iterable[Statement], target: Target | None = None) -> list[Verdict]:
    """One verdict for each use, in the order of `USES`."""
    target = target or Target()
    statements = list(reading.statements if isinstance(reading, Reading) else reading)
    return [_one(use, statements, target) for use in USES]


def _one(use: Use, statements: list[Statement], target: Target) -> Verdict:
    meant, partly = [], []
    for one in statements:
        if use not in one.uses:
            continue
        narrow = (one.agent and one.agent.casefold() != target.agent.casefold()) or (one.image_only and not target.image)
        (partly if narrow else meant).append(one)
    for wide, narrow_uses in COVERS.items():
        if use in narrow_uses:
            own = {one.scheme for one in meant}
            meant += [one for one in statements if wide in one.uses and use not in one.uses and one.scheme not in own and not one.agent]
    wider = {id(one) for one in meant if use not in one.uses}
    winners: list[Statement] = []
    overruled: list[Statement] = []
    quarrel = False
    for scheme in dict.fromkeys(one.scheme for one in meant):
        of = [one for one in meant if one.scheme == scheme]
        if scheme in LAYERED:
            top = max(one.rank for one in of)
            lower = [one for one in of if one.rank < top]
            of = [one for one in of if one.rank == top]
            overruled += [one for one in lower if one.stance is not of[0].stance]
        best = max(of, key=lambda one: (STRICT[one.stance], one.direct))
        if best.stance is Stance.ALLOWED and (id(best) in wider or not best.direct):
            continue  # a permission of something wider permits nothing narrower
        quarrel = quarrel or len({one.stance for one in of} & {Stance.ALLOWED, Stance.DISALLOWED}) == 2
        winners.append(best)
        overruled += [one for one in of if one is not best and one.stance is not best.stance]
    if not winners:
        return Verdict(use, Stance.UNKNOWN, _nothing(bool(partly)), partly=tuple(partly), offers=_offers(partly))
    winner = max(winners, key=lambda one: (STRICT[one.stance], id(one) not in wider and one.direct))
    against = [one for one in winners if one.stance is not winner.stance]
    conflict = quarrel or (winner.stance is Stance.DISALLOWED and any(one.stance is Stance.ALLOWED for one in against))
    agreeing = tuple(one for one in winners if one is not winner and one.stance is winner.stance)
    return Verdict(
        use, winner.stance, _why(winner, against, [one for one in overruled if one.scheme == winner.scheme], id(winner) in wider), winner, RULES.get(winner.scheme, _RESTRICTIVE), agreeing,
        (*against, *overruled), tuple(partly), conflict, _offers([winner, *agreeing, *against]),
    )  # fmt: skip


def _offers(found: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.terms for one in found if one.terms))


def _nothing(partly: bool) -> Words:
    if partly:
        return say(
            "Nothing was found that means everybody; some statements mean one crawler or pictures only. No reservation is not a permission."
        )
    return say("No reservation and no permission was found. That is not a permission: the law and contracts decide.")


def _name(statement: Statement) -> str:
    """The scheme's name; the bare id for schemes that other readers bring."""
    known = SCHEMES.get(statement.scheme)
    return known.name if known else statement.scheme


def _why(winner: Statement, against: list[Statement], superseded: list[Statement], covered: bool) -> Words:
    name, place = _name(winner), winner.place
    if against:
        others = ", ".join(dict.fromkeys(_name(one) for one in against))
        return say("{scheme} ({place}) is the most restrictive; {others} says otherwise. Between schemes no standard decides, so the refusal is taken.",
                   scheme=name, place=place, others=others)  # fmt: skip
    if covered:
        return say(
            "{scheme} ({place}) reserves text and data mining, and training is mining. It does not name this use.", scheme=name, place=place
        )
    if not winner.direct:
        return say(
            "{scheme} ({place}) keeps the known crawlers of this purpose away. It does not speak of the use itself.",
            scheme=name,
            place=place,
        )
    if superseded:
        others = ", ".join(dict.fromkeys(one.place for one in superseded))
        return say("{scheme} ({place}) decides; by the scheme's own rule it goes before what stands elsewhere ({others}).",
                   scheme=name, place=place, others=others)  # fmt: skip
    if winner.stance is Stance.ALLOWED:
        return say(
            "{scheme} ({place}) allows it, and nothing found refuses it. Whether the speaker may allow it was not checked.",
            scheme=name,
            place=place,
        )
    if winner.stance is Stance.CONDITIONAL:
        return say("{scheme} ({place}) allows it under conditions only.", scheme=name, place=place)
    return say("{scheme} ({place}) reserves it.", scheme=name, place=place)
