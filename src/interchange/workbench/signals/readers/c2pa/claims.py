"""The assertions of one manifest as findings: actions, source types, reservations, soft bindings, people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from interchange.workbench.signals import sourcetypes
from interchange.workbench.signals.model import Asserter, AsserterKind, Claim, Finding, Reason, Use, Validity, say
from interchange.workbench.signals.reservations import embedded
from interchange.workbench.signals.reservations.findings import findings_of
from interchange.workbench.signals.reservations.statements import Reading

KEYS = ("digitalSourceType", "Iptc4xmpExt:DigitalSourceType", "iptcExt:DigitalSourceType")
EDITS = {
    "c2pa.edited", "c2pa.color_adjustments", "c2pa.cropped", "c2pa.drawing", "c2pa.filtered", "c2pa.orientation", "c2pa.resized", "c2pa.placed", "c2pa.removed", "c2pa.repackaged",
    "c2pa.transcoded", "c2pa.converted", "c2pa.redacted", "c2pa.translated", "c2pa.trimmed", "c2pa.enhanced", "c2pa.adjustedColor", "c2pa.edited.metadata", "c2pa.dubbed", "c2pa.changedSpeed", "c2pa.deleted",
}  # fmt: skip
PLAIN = {"c2pa.repackaged", "c2pa.transcoded", "c2pa.converted", "c2pa.published", "c2pa.opened", "c2pa.edited.metadata"}


def signer(manifest: Mapping[str, Any]) -> str:
    """Who signed, as the certificate says."""
    info = manifest.get("signature_info") or {}
    parts = [str(info[key]) for key in ("issuer", "common_name") if info.get(key)]
    return " / ".join(dict.fromkeys(parts))[:200]


def program(manifest: Mapping[str, Any]) -> str:
    """The program that made the claim."""
    named = [
        f"{one.get('name', '')} {one.get('version', '')}".strip()
        for one in manifest.get("claim_generator_info") or ()
        if isinstance(one, Mapping)
    ]
    return ", ".join(one for one in named if one)[:200] or str(manifest.get("claim_generator") or "")[:200]


def asserter(manifest: Mapping[str, Any]) -> Asserter:
    """The signer as the one who asserts."""
    return Asserter(AsserterKind.SIGNER, signer(manifest) or "an unnamed signer")


def _assertions(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in (manifest.get("assertions") or ())[:500]:
        if isinstance(one, Mapping):
            yield str(one.get("label", "")), one.get("data")


def timeline(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    """The actions in their order."""
    made = []
    for label, data in _assertions(manifest):
        if label.startswith("c2pa.actions") and isinstance(data, Mapping):
            for one in (data.get("actions") or ())[:500]:
                if isinstance(one, Mapping):
                    agent = one.get("softwareAgent")
                    agent = agent.get("name", "") if isinstance(agent, Mapping) else agent or ""
                    made.append(
                        {
                            "action": str(one.get("action", "")),
                            "when": str(one.get("when") or ""),
                            "agent": str(agent)[:200],
                            "source_type": str(one.get("digitalSourceType") or ""),
                            "note": str(one.get("description") or one.get("reason") or "")[:300],
                        }
                    )
    return made


class Maker:
    """Writes findings of one manifest: they share signer, subject and validity."""

    def __init__(self, manifest: Mapping[str, Any], place: str, about: str, valid: Validity, reasons: tuple[Reason, ...]) -> None:
        self.who, self.place, self.about, self.valid, self.reasons = asserter(manifest), place, about, valid, reasons

    def __call__(
        self,
        scheme: str,
        where: str,
        raw: str,
        words: str,
        claim: Claim,
        *,
        code: str,
        spec: str,
        uses: tuple[Use, ...] = (),
        data: Mapping[str, Any] | None = None,
    ) -> Finding:
        """One finding at `where` below the manifest."""
        return Finding(
            scheme,
            f"{self.place}, {where}",
            raw,
            words,
            claim,
            self.who,
            self.valid,
            self.reasons,
            spec,
            code,
            uses,
            self.about,
            (),
            data or {},
        )

    def joined(self, reading: Reading) -> Iterator[Finding]:
        """What a reading of reservations found below the manifest, said by its signer."""
        for one in findings_of(reading, inside=True):
            yield replace(
                one, place=f"{self.place}, {one.place}", asserter=self.who, validity=self.valid, reasons=self.reasons, about=self.about
            )


def of_manifest(manifest: Mapping[str, Any], place: str, about: str, valid: Validity, reasons: tuple[Reason, ...]) -> Iterable[Finding]:
    """All claims of one manifest that this workbench knows."""
    make = Maker(manifest, place, about, valid, reasons)
    said: set[tuple[str, str, str]] = set()
    for one in _all(manifest, make):
        same = (one.scheme, one.code, str(one.meaning))
        if one.claim is not Claim.IDENTIFIED or same not in said:  # the same name in several assertions is one name
            yield one
        said.add(same)


def _all(manifest: Mapping[str, Any], make: Maker) -> Iterator[Finding]:
    yield from _actions(manifest, make)
    for label, data in _assertions(manifest):
        bare = label.split("__")[0]
        if not isinstance(data, Mapping):
            continue
        if bare.endswith((".training-mining", ".data-mining")) or bare in ("c2pa.training-mining", "cawg.training-mining"):
            yield from _mining(data, label, make)
        elif bare.startswith("c2pa.soft-binding"):
            yield _soft(data, label, make)
        elif bare.startswith("cawg.identity"):
            yield _identity(data, label, make)
        elif not bare.startswith(("c2pa.actions", "c2pa.hash", "c2pa.thumbnail", "c2pa.ingredient")):
            yield from _metadata(data, label, make)


def _actions(manifest: Mapping[str, Any], make: Maker) -> Iterator[Finding]:
    edits: list[dict[str, str]] = []
    for number, one in enumerate(timeline(manifest), start=1):
        where, action = f"c2pa.actions, action {number}", one["action"]
        if one["source_type"]:
            yield _source(one["source_type"], f"{where} ({action})", make, one)
        elif action.startswith("c2pa.watermarked"):
            words = say("Says that an invisible watermark was put in ({action}). It was not looked for here.", action=action)
            yield make("c2pa", where, action, words, Claim.MARKED, code=action, spec="C2PA 2.2, 18.15.4", data=one)
        elif action == "c2pa.created":
            yield make(
                "c2pa",
                where,
                action,
                say("Says that it was made new, not how."),
                Claim.DESCRIBED,
                code=action,
                spec="C2PA 2.2, 18.15.4",
                data=one,
            )
        elif action in EDITS and action not in PLAIN:
            edits.append(one)
    if edits:
        names = ", ".join(dict.fromkeys(one["action"] for one in edits))
        words = say("Says that it was edited: {actions}. Nothing is said about AI in these steps.", actions=names)
        yield make("c2pa", "c2pa.actions", names, words, Claim.EDITED, code="edits", spec="C2PA 2.2, 18.15.4", data={"actions": edits[:50]})


def _source(value: str, where: str, make: Maker, action: Mapping[str, str] | None = None) -> Finding:
    code = sourcetypes.code_of(value)
    claim, what = sourcetypes.TYPES.get(
        code, (Claim.DESCRIBED, say("made in a way that the IPTC's list does not know ({value})", value=value[:100]))
    )
    agent = (action or {}).get("agent", "")
    # a step other than the first says how a part came in, not how the whole was made
    if action and action["action"] not in ("c2pa.created", "c2pa.opened") and claim is Claim.MADE_BY_AI:
        claim = Claim.EDITED_WITH_AI
    words = (
        say("The signer says that it was {what}, by {agent}.", what=what, agent=agent)
        if agent
        else say("The signer says that it was {what}.", what=what)
    )
    if claim is Claim.EDITED_WITH_AI and code == "trainedAlgorithmicMedia":
        words = say("The signer says that a step of editing ({action}) used generative AI.", action=(action or {}).get("action", ""))
    return make(
        "c2pa", where, value, words, claim, code=code or "unknown", spec="C2PA 2.2, 18.15.4; IPTC NewsCodes", data=dict(action or {})
    )


def _mining(data: Mapping[str, Any], label: str, make: Maker) -> Iterator[Finding]:
    yield from make.joined(embedded.from_assertion(data, label))


def _soft(data: Mapping[str, Any], label: str, make: Maker) -> Finding:
    algorithm = str(data.get("alg") or "")
    values = [str(block.get("value", ""))[:300] for block in data.get("blocks") or () if isinstance(block, Mapping)][:20]
    if "iscc" in algorithm:
        scheme, claim, spec = "iscc", Claim.IDENTIFIED, "C2PA 2.2, 18.9; ISO 24138"
        words = say("The signer gives the content's ISCC, by which it can be found again without its credential.")
    else:
        scheme, claim, spec = "c2pa", Claim.MARKED, "C2PA 2.2, 18.9"
        words = say(
            "The signer names a soft binding ({algorithm}): a watermark or fingerprint by which the credential can be found again.",
            algorithm=algorithm,
        )
    told = {"alg": algorithm, "values": values}
    return make(scheme, label, " ".join(values), words, claim, code=algorithm, spec=spec, data=told)


def _identity(data: Mapping[str, Any], label: str, make: Maker) -> Finding:
    names: list[str] = []
    for one in (data.get("verifiedIdentities") or (data.get("credentialSubject") or {}).get("verifiedIdentities") or ())[:20]:
        if isinstance(one, Mapping):
            names.append(" ".join(str(one[key]) for key in ("name", "username", "uri") if one.get(key)))
    who = "; ".join(name for name in names if name) or str((data.get("signer_payload") or {}).get("sig_type", ""))
    words = say("Carries an identity of somebody named in it: {who}. Its issuer was not asked.", who=who or "-")
    return make(
        "c2pa", label, who, words, Claim.IDENTIFIED, code="cawg.identity", spec="CAWG Identity Assertion 1.1", data={"identities": names}
    )


def _metadata(data: Mapping[str, Any], label: str, make: Maker) -> Iterator[Finding]:
    """Metadata assertions: IPTC, EXIF and schema.org inside the credential."""
    for key in KEYS:
        if isinstance(data.get(key), str):
            yield _source(str(data[key]), f"{label}, {key}", make)
    people = data.get("author") or data.get("dc:creator") or ()
    for one in (people if isinstance(people, list) else [people])[:20]:
        name = str(one.get("name", "")) if isinstance(one, Mapping) else str(one)
        if name:
            words = say("The signer names the creator: {value}.", value=name[:200])
            yield make("rights-metadata", label, name, words, Claim.IDENTIFIED, code="author", spec="C2PA 2.2, 18.13; schema.org")
    mining = data.get("plus:DataMining")
    if isinstance(mining, str):
        yield from make.joined(embedded.data_mining(mining, f"{label}, plus:DataMining"))
