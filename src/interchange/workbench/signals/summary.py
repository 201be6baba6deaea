"""What the findings come to, said so that it never claims more than they carry.

A claim stays a claim: "the file says". Silence is silence: no signal is never "made by a human". A failed check takes a claim out of the answer but
not out of the report. Contradictions are shown, never resolved by us.
"""

from collections.abc import Iterable, Sequence

from interchange.workbench.signals.model import Claim, Decision, Finding, Outcome, Relation, Summary, Validity, say

ORIGINS = (Claim.MADE_BY_AI, Claim.EDITED_WITH_AI, Claim.CAPTURED, Claim.MADE_BY_PERSON, Claim.MADE_BY_PROGRAM)
CODES = {
    Claim.MADE_BY_AI: "says-ai",
    Claim.EDITED_WITH_AI: "says-ai-edited",
    Claim.CAPTURED: "says-captured",
    Claim.MADE_BY_PERSON: "says-person",
    Claim.MADE_BY_PROGRAM: "says-program",
}
SAID = {
    Claim.MADE_BY_AI: say("made by AI"),
    Claim.EDITED_WITH_AI: say("changed with the help of AI"),
    Claim.CAPTURED: say("captured by a camera or recorder"),
    Claim.MADE_BY_PERSON: say("made by a person, with tools that generate nothing"),
    Claim.MADE_BY_PROGRAM: say("made by a program that is not AI"),
}
OPPOSED = {
    frozenset((Claim.MADE_BY_AI, Claim.CAPTURED)),
    frozenset((Claim.MADE_BY_AI, Claim.MADE_BY_PERSON)),
    frozenset((Claim.MADE_BY_AI, Claim.MADE_BY_PROGRAM)),
    frozenset((Claim.EDITED_WITH_AI, Claim.MADE_BY_PERSON)),
    frozenset((Claim.CAPTURED, Claim.MADE_BY_PERSON)),
    frozenset((Claim.CAPTURED, Claim.MADE_BY_PROGRAM)),
}
HEADS = {
    Claim.MADE_BY_AI: say("The file says that AI made it."),
    Claim.EDITED_WITH_AI: say("The file says that AI helped to make or change it."),
    Claim.CAPTURED: say("The file says that it was captured by a camera or recorder."),
    Claim.MADE_BY_PERSON: say("The file says that a person made it with tools that generate nothing."),
    Claim.MADE_BY_PROGRAM: say("The file says that a program made it that is not AI."),
}
STRENGTH = {
    Validity.VALID: say(
        "This is signed, the content is unchanged, and a trust list vouches for the signer. Whether it is true, no check can tell."
    ),
    Validity.UNTRUSTED: say("This is signed and the content is unchanged, but no list that was asked vouches for the signer today."),
    Validity.UNVERIFIABLE: say("Nothing of this is signed: anybody could have written it."),
}
BEST = (Validity.VALID, Validity.UNTRUSTED, Validity.UNVERIFIABLE)
NAMES = {"c2pa": "C2PA", "exif": "EXIF", "iptc-digital-source-type": "XMP", "iptc-ai": "XMP", "gb-45438": "the GB 45438 label", "schema-org": "schema.org", "generator-parameters": "the generator's parameters", "dwt-dct": "the watermark", "hidden-parameters": "the words hidden in the pixels", "plus-data-mining": "PLUS", "tdmrep": "TDMRep", "cawg-training-mining": "C2PA (CAWG)"}  # fmt: skip


def summarise(findings: Sequence[Finding], decided: Sequence[Decision] = ()) -> Summary:
    """The summary of findings that carry their ids, and of what was decided on them."""
    own = [one for one in findings if one.about == "file" and one.claim in ORIGINS]
    standing = [one for one in own if one.validity is not Validity.INVALID]
    agreements, contradictions = _relations(own)
    contradictions += _uses(findings, decided)
    against = [pair for pair in OPPOSED if pair <= {one.claim for one in standing}]
    unreadable = [one for one in findings if one.claim is Claim.UNREADABLE]
    lines: list[str] = []
    if against:
        origin, headline = "contradiction", say("The file contradicts itself about how it was made.")
    elif standing:
        claim = next(
            claim
            for claim in (Claim.MADE_BY_AI, Claim.EDITED_WITH_AI, Claim.CAPTURED, Claim.MADE_BY_PERSON, Claim.MADE_BY_PROGRAM)
            if any(one.claim is claim for one in standing)
        )
        origin, headline = CODES[claim], HEADS[claim]
        best = next(kind for kind in BEST if any(one.validity is kind for one in standing if one.claim is claim))
        lines.append(STRENGTH[best])
        if claim is Claim.MADE_BY_AI and any(one.claim is Claim.EDITED_WITH_AI for one in standing):
            lines.append(say("It also says that AI helped in later steps."))
    elif unreadable:
        origin, headline = (
            "unreadable",
            say("Something in the file could not be read; what could be read says nothing about how it was made."),
        )
    else:
        origin, headline = (
            "nothing-said",
            say("The file says nothing about how it was made. That does not mean that a person made it, nor that AI did."),
        )
    lines += _lines(findings, own, unreadable)
    return Summary(origin, headline, tuple(lines), tuple(agreements), tuple(contradictions))


def _name(one: Finding) -> str:
    name = NAMES.get(one.scheme, one.scheme)
    return say("{name} (whose check failed)", name=name) if one.validity is Validity.INVALID else name


def _who(found: Iterable[Finding]) -> str:
    return ", ".join(dict.fromkeys(str(_name(one)) for one in found))


def _relations(own: Sequence[Finding]) -> tuple[list[Relation], list[Relation]]:
    agreements: list[Relation] = []
    contradictions: list[Relation] = []
    by_claim = {claim: [one for one in own if one.claim is claim] for claim in ORIGINS}
    for claim, found in by_claim.items():
        if len({one.scheme for one in found}) > 1:
            words = say("Several signals say the same, {what}: {who}.", who=_who(found), what=SAID[claim])
            agreements.append(Relation(tuple(one.id for one in found), words))
    for number, claim in enumerate(ORIGINS):
        for other in ORIGINS[number + 1 :]:
            if frozenset((claim, other)) in OPPOSED and by_claim[claim] and by_claim[other]:
                words = say(
                    "According to {one} it was {this}; according to {other} it was {that}.",
                    one=_who(by_claim[claim]),
                    this=SAID[claim],
                    other=_who(by_claim[other]),
                    that=SAID[other],
                )
                contradictions.append(Relation(tuple(one.id for one in (*by_claim[claim], *by_claim[other])), words))
    return agreements, contradictions


def _uses(findings: Sequence[Finding], decided: Sequence[Decision]) -> list[Relation]:
    """Uses that one signal forbids and another allows, as the decisions have found it."""
    by_id = {one.id: one for one in findings}
    made: dict[tuple[str, ...], Relation] = {}
    for decision in (one for one in decided if one.conflict):
        told = [by_id[one] for one in (decision.winner, *decision.overruled) if one in by_id]
        no, yes = ([one for one in told if one.claim is claim] for claim in (Claim.RESERVED, Claim.PERMITTED))
        ids = tuple(one.id for one in (*no, *yes))
        if no and yes and ids not in made:
            words = say("According to {one} the use “{use}” is forbidden; according to {other} it is allowed.",
                        one=_who(no), use=decision.use.value, other=_who(yes))  # fmt: skip
            made[ids] = Relation(ids, words)
    return list(made.values())


def _lines(findings: Sequence[Finding], own: Sequence[Finding], unreadable: Sequence[Finding]) -> list[str]:
    lines: list[str] = []
    for one in findings:
        if one.code == "credential":
            lines.append(one.meaning)
            lines += [check.words for check in one.checks if check.outcome is not Outcome.YES or check.name in ("content-hash", "signer")]
    failed = [one for one in own if one.validity is Validity.INVALID]
    if failed:
        lines.append(
            say(
                "Left out of the answer, because their check failed: {count} statements of {who}.",
                count=len(failed),
                who=", ".join(dict.fromkeys(NAMES.get(one.scheme, one.scheme) for one in failed)),
            )
        )
    parts = list(
        dict.fromkeys(one.about for one in findings if one.about != "file" and one.claim in (Claim.MADE_BY_AI, Claim.EDITED_WITH_AI))
    )
    if parts:
        lines.append(say("Parts of it are said to be made with AI: {parts}.", parts=", ".join(parts[:5])))
    for claim, words in (
        (Claim.RESERVED, say("It reserves uses: {uses}.")),
        (Claim.PERMITTED, say("It allows uses: {uses}.")),
        (Claim.LICENSED, say("It allows uses under conditions: {uses}.")),
    ):
        uses = list(dict.fromkeys(use.value for one in findings if one.claim is claim for use in one.uses))
        if uses:
            lines.append(say(str(words), uses=", ".join(uses)))
    if any(one.claim is Claim.MARKED for one in findings):
        lines.append(say("It says that it carries a watermark or fingerprint."))
    if any(one.code == "remote-manifest" for one in findings) and not any(one.code == "credential" for one in findings):
        lines.append(say("It names a credential that is kept elsewhere and was not fetched: the report is not complete without it."))
    if unreadable:
        lines.append(say("{count} parts could not be read; the report says which and why.", count=len(unreadable)))
    return lines
