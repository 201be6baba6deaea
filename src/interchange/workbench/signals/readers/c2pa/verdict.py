"""The validation of a manifest store, taken apart into statements that say what they mean.

One word like "Invalid" hides whether content was changed, whether only the certificate has expired since, or whether merely nobody vouches for the
signer. Codes are those of C2PA 2.2, 15.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from interchange.workbench.signals.model import Check, Outcome, Reason, Validity, say

HASHES = ("assertion.dataHash", "assertion.bmffHash", "assertion.boxesHash", "assertion.collectionHash", "assertion.multiAssetHash")
# failures that say nothing against content or signature
STANDING = {"signingCredential.untrusted", "signingCredential.expired", "signingCredential.ocsp.unknown", "signingCredential.ocsp.skipped", "signingCredential.ocsp.inaccessible"}  # fmt: skip
QUIET = ("timeStamp.", "cawg.", "ingredient.unknownProvenance", "ingredient.provenanceUnknown")
# the certificate was revoked: by its issuer's stapled answer (2.x), or by a list of revoked certificates (the code of 1.x)
REVOKED = ("signingCredential.ocsp.revoked", "signingCredential.revoked")


@dataclass(frozen=True, slots=True)
class Status:
    """Codes by kind, each with its explanation."""

    success: Mapping[str, str]
    informational: Mapping[str, str]
    failure: Mapping[str, str]


def status(results: Mapping[str, Any] | None) -> Status:
    """Of one `activeManifest` or `validationDeltas` in the SDK's results."""
    kinds = results or {}
    made = [
        {str(one.get("code", "")): str(one.get("explanation", "")) for one in kinds.get(kind) or () if isinstance(one, Mapping)}
        for kind in ("success", "informational", "failure")
    ]
    return Status(*made)


def ignored(code: str) -> bool:
    """Whether a failure leaves content and signature untouched."""
    return code in STANDING or code.startswith(QUIET)


def grave(codes: Iterable[str]) -> list[str]:
    """The failures that mean changed content, changed claims or a wrong signature."""
    return [code for code in codes if not ignored(code)]


def content(found: Status) -> Check:
    """(a) Does the content hash match?"""
    mismatch = [code for code in found.failure if code.startswith(HASHES)]
    if mismatch and all("exclusion" in found.failure[code] for code in mismatch):
        words = say(
            "The signed hash leaves out another part of the file than the credential itself, so it cannot tell whether that part is unchanged. Some programs of 2023 signed like this."
        )
        return Check("content-hash", Outcome.UNKNOWN, words)
    if mismatch:
        malformed = all(code.endswith((".malformed", ".additionalExclusionsPresent")) for code in mismatch)
        words = (
            say("The record of the content's hash is not well formed, so it cannot be compared.")
            if malformed
            else say(
                "The content does not match the hash that was signed: it changed after signing, or the signing program hashed it wrongly."
            )
        )
        return Check("content-hash", Outcome.UNKNOWN if malformed else Outcome.NO, words)
    if any(code.startswith(HASHES) and code.endswith(".match") for code in found.success):
        return Check("content-hash", Outcome.YES, say("The content is, byte for byte, what was signed."))
    return Check("content-hash", Outcome.UNKNOWN, say("No hash of the content was compared."))


def signature(found: Status) -> Check:
    """(b) Is the signature mathematically right, and are the signed statements unchanged?"""
    if any(code.startswith("claimSignature.") and code.endswith(("mismatch", "missing")) for code in found.failure):
        return Check("signature", Outcome.NO, say("The signature does not fit what it signs: the claim was changed, or the signature was."))
    if any(
        code.startswith("assertion.hashedURI.mismatch") or code in ("assertion.missing", "assertion.undeclared") for code in found.failure
    ):
        return Check(
            "signature", Outcome.NO, say("The signature is right, but a statement that it covers was changed, added or removed afterwards.")
        )
    other = [
        code
        for code in grave(found.failure)
        if not code.startswith((*HASHES, "signingCredential.", "ingredient.", "claimSignature.outsideValidity"))
    ]
    if other:
        return Check(
            "signature", Outcome.NO, say("The credential breaks the rules of the standard: {codes}.", codes=", ".join(sorted(other)))
        )
    if "claimSignature.validated" in found.success:
        return Check("signature", Outcome.YES, say("The signature is right and the signed statements are unchanged."))
    return Check("signature", Outcome.UNKNOWN, say("No signature was verified."))


def signer(found: Status, who: str, lists: list[tuple[str, str]], trusted_by: tuple[str, str] | None) -> Check:
    """(c) Which list vouches for the signer? `lists` are those asked, (name, date), `trusted_by` the one that does."""
    if revoked(found):
        return Check("signer", Outcome.NO, say("The certificate of {who} was revoked.", who=who))
    if trusted_by:
        name, date = trusted_by
        return Check(
            "signer",
            Outcome.YES,
            say("The certificate of {who} is vouched for by the list “{name}” of {date}.", who=who, name=name, date=date or "-"),
            name,
            date,
        )
    if "signingCredential.invalid" in found.failure:
        return Check("signer", Outcome.NO, say("The certificate of {who} is not made for signing content.", who=who))
    if not lists:
        return Check("signer", Outcome.UNKNOWN, say("No trust list was asked, so nobody vouches for {who}.", who=who))
    asked = "; ".join(f"{name} ({date or '-'})" for name, date in lists)
    return Check(
        "signer",
        Outcome.NO,
        say("{who} is on none of the lists that were asked: {asked}. That is no sign of forgery; anybody can sign.", who=who, asked=asked),
        asked,
        max((date for _, date in lists), default=""),
    )


def revoked(found: Status) -> bool:
    """Whether somebody who may say so took the certificate back; the library tells it as a failure or as information."""
    return any(code in found.failure or code in found.informational for code in REVOKED)


def revocation(found: Status, told: str = "") -> Check | None:
    """(e) Was the certificate taken back? `told` is what a list of revoked certificates says of it. None where nobody was asked and nobody said."""
    if told:
        return Check("revocation", Outcome.NO, say("Revoked: {told}.", told=told))
    if revoked(found):
        words = say(
            "Revoked: an answer of the certificate's issuer that came with the file says so. Whoever holds the key since may have signed this."
        )
        return Check("revocation", Outcome.NO, words)
    if "signingCredential.ocsp.notRevoked" in found.success or "signingCredential.ocsp.notRevoked" in found.informational:
        words = say("Not revoked when its issuer was last asked: that answer came with the file. Nobody was asked again.")
        return Check("revocation", Outcome.YES, words)
    return None


def time(found: Status, when: str) -> Check:
    """(d) Was the certificate valid when the signature was made, or has it expired since?"""
    stamped = "timeStamp.trusted" in found.success
    validated = stamped or "timeStamp.validated" in found.success
    if "signingCredential.expired" in found.failure or "claimSignature.outsideValidity" in found.failure:
        if when:
            return Check(
                "time",
                Outcome.NO,
                say(
                    "The certificate has expired. The credential carries the time {when}, but no authority on the list vouches for it, so it may have been signed before or after.",
                    when=when,
                ),
            )
        return Check(
            "time",
            Outcome.NO,
            say(
                "The certificate has expired since, and no time stamp proves that it was signed before. That is common and no sign of forgery."
            ),
        )
    if "claimSignature.insideValidity" not in found.success:
        return Check("time", Outcome.UNKNOWN, say("It could not be told whether the certificate was valid at the time of signing."))
    if validated and when:
        words = (
            say("The certificate was valid at {when}; a time stamp says so.", when=when)
            if stamped
            else say("The certificate was valid at {when}; a time stamp of an authority that nobody vouches for says so.", when=when)
        )
        return Check("time", Outcome.YES, words)
    return Check("time", Outcome.YES, say("The certificate is in force today. When it was signed is not proven."))


def standing(found: Status) -> str:
    """One word for one manifest, the worst that holds: broken, revoked, expired, untrusted, sound."""
    if any(code not in REVOKED for code in grave(found.failure)):
        return "broken"
    if revoked(found):
        return "revoked"
    if "signingCredential.expired" in found.failure:
        return "expired"
    return "untrusted" if "signingCredential.untrusted" in found.failure else "sound"


def validity(found: Status, trusted: bool) -> Validity:
    """The finding's one word, never harsher than the checks."""
    word = standing(found)
    if word in ("broken", "revoked"):
        return Validity.INVALID
    return Validity.VALID if word == "sound" and trusted else Validity.UNTRUSTED


def chain(parts: list[tuple[str, str, list[str]]]) -> Check:
    """The weakest link of the ingredient chain: `parts` are (name, standing or "unknown", codes)."""
    if not parts:
        return Check("chain", Outcome.YES, say("It was made of no other file, as far as it says."))
    broken = [(name, codes) for name, word, codes in parts if word == "broken"]
    if broken:
        name, codes = broken[0]
        words = say(
            "{count} of {all} ingredients do not pass their own checks, first “{name}” ({codes}). Signing again on top does not repair that.",
            count=len(broken),
            all=len(parts),
            name=name,
            codes=", ".join(codes[:4]),
        )
        return Check("chain", Outcome.NO, words)
    taken = [name for name, word, _ in parts if word == "revoked"]
    if taken:
        words = say(
            "{count} of {all} ingredients were signed with a certificate that was revoked, first “{name}”.",
            count=len(taken),
            all=len(parts),
            name=taken[0],
        )
        return Check("chain", Outcome.NO, words)
    unknown = [name for name, word, _ in parts if word == "unknown"]
    if unknown:
        return Check(
            "chain",
            Outcome.UNKNOWN,
            say(
                "{count} of {all} ingredients bring no credential of their own, first “{name}”: what they are is the signer's word alone.",
                count=len(unknown),
                all=len(parts),
                name=unknown[0],
            ),
        )
    weak = [name for name, word, _ in parts if word in ("expired", "untrusted")]
    if weak:
        return Check(
            "chain",
            Outcome.UNKNOWN,
            say(
                "{count} of {all} ingredients are unchanged, but nobody vouches for their signer or the certificate has expired, first “{name}”.",
                count=len(weak),
                all=len(parts),
                name=weak[0],
            ),
        )
    return Check("chain", Outcome.YES, say("All {all} ingredients pass their checks.", all=len(parts)))


def reasons(found: Status) -> tuple[Reason, ...]:
    """The SDK's own failures, in its own words; for a revoked certificate in ours."""
    told = {**found.failure, **{code: words for code, words in found.informational.items() if code in REVOKED}}
    ours = say("The certificate was revoked by its issuer.")
    return tuple(Reason(code, ours if code == REVOKED[0] else words) for code, words in told.items())
