"""The command's part: a file read, its hash, result and signature checked, and what was found in words."""

import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from interchange.work.direction.counting.digest import plain
from interchange.work.direction.counting.result import recount


def check(content: bytes) -> tuple[list[str], int]:
    """(lines to be said, exit code: 0 it holds, 1 it does not, 65 it is no file of a round)."""
    try:
        file = json.loads(content)
        found = recount(file)
    except (ValueError, RecursionError) as fault:  # Unreadable and broken JSON are both of that kind
        return [f"this is not a file of a round: {fault}"], 65
    signed = {key: value for key, value in file.items() if key != "signature"}
    signature = file.get("signature") or {}
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"])).verify(bytes.fromhex(signature["value"]), plain(signed))
        said = f"signed with the key {signature['public_key']}: hold it against the one on the round's page"
    except (InvalidSignature, KeyError, ValueError, TypeError):
        said = ""
        found.append("the signature does not belong to this file")
    if found:
        return [*found[:100], f"{len(found)} differences: the result does not hold"], 1
    count = len(file["ballots"])
    return [f"{count} ballots counted again, ballots_sha256 {file['ballots_sha256']}", said, "the result holds"], 0
