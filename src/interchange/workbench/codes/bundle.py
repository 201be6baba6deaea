"""Evidence as one file that a stranger can check: a ZIP whose every byte is determined by what it holds.

`manifest.json` names each file with its SHA-256. `timestamp.tsr` (RFC 3161), where there is one, is about `manifest.json`. `seal.json` names the SHA-256 of both,
`seal.sig` is the register's signature under `seal.json` (Ed25519, 64 bytes), `key.pem` its public key. With OpenSSL:

    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in seal.json -sigfile seal.sig
    openssl ts -verify -in timestamp.tsr -data manifest.json -CAfile authority.pem
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from interchange.workbench.codes import stamps

FORMAT = "interchange-evidence/1"
SEALS = ("manifest.json", "timestamp.tsr", "seal.json", "seal.sig", "key.pem")
LARGEST = 4 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `good` is None where it could not be decided with what was given."""

    name: str
    good: bool | None
    words: str


def packed(files: Mapping[str, bytes]) -> bytes:
    """The ZIP of some files: by name, not compressed, without times, so that equal contents are equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, files[name])
    return made.getvalue()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """What is stamped and, through the seal, signed."""
    return _json(
        {"format": FORMAT, **about, "files": {name: {"sha256": _sha(data), "size": len(data)} for name, data in sorted(files.items())}}
    )


def sealed(files: Mapping[str, bytes], listed: bytes, stamp: bytes | None, key_pem: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The bundle: `files` with their manifest, time-stamp, seal, signature and key."""
    whole = {**files, "manifest.json": listed}
    seal: dict[str, Any] = {"format": FORMAT, "manifest.json": _sha(listed)}
    if stamp is not None:
        whole["timestamp.tsr"] = stamp
        seal["timestamp.tsr"] = _sha(stamp)
    whole["seal.json"] = _json(seal)
    whole["seal.sig"], whole["key.pem"] = sign(whole["seal.json"]), key_pem
    return packed(whole)


def verify(source: str | Path | bytes, *, key_pem: bytes | None = None, authority: bytes | None = None) -> list[Check]:
    """Look at everything that can be looked at. `key_pem`: the register's key, had from elsewhere; `authority`: the time-stamping authority's certificates.

    The bundle holds where no check is bad. Raises `OSError`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                return [Check("archive", False, "it is larger than a bundle can be")]
            files = {one.filename: archive.read(one) for one in archive.infolist()}
        seal, listed = json.loads(files["seal.json"]), json.loads(files["manifest.json"])
        named = dict(listed["files"])
        if listed["format"] != FORMAT or seal["format"] != FORMAT:
            return [Check("archive", False, "it is no bundle of a register")]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, EOFError, RuntimeError, AttributeError) as wrong:
        return [Check("archive", False, f"it cannot be read as a bundle ({type(wrong).__name__})")]
    same = packed(files) == data
    checks = [Check("archive", same, "the archive is as it was written" if same else "the archive has been written anew or changed")]
    checks += _contents(files, named)
    checks += _seal(files, seal, key_pem)
    checks += _stamp(files, seal, authority)
    return checks


def holds(checks: list[Check]) -> bool:
    """Whether nothing that was looked at is bad."""
    return all(one.good is not False for one in checks)


def _contents(files: Mapping[str, bytes], named: Mapping[str, Any]) -> list[Check]:
    checks = []
    for name, told in named.items():
        good = name in files and isinstance(told, dict) and _sha(files[name]) == told.get("sha256")
        if not good:
            checks.append(Check("contents", False, f"{name} is missing" if name not in files else f"{name} is not what the manifest names"))
    for name in files:
        if name not in named and name not in SEALS:
            checks.append(Check("contents", False, f"{name} is not named by the manifest"))
    return checks or [Check("contents", True, f"all {len(named)} files are as the manifest names them")]


def _seal(files: Mapping[str, bytes], seal: Mapping[str, Any], key_pem: bytes | None) -> list[Check]:
    checks = []
    if seal.get("manifest.json") != _sha(files["manifest.json"]):
        checks.append(Check("seal", False, "the manifest is not the one that was sealed"))
    if set(seal) - {"format", "manifest.json", "timestamp.tsr"}:
        checks.append(Check("seal", False, "the seal names what it cannot"))
    try:
        own = load_pem_public_key(files["key.pem"])
        if not isinstance(own, Ed25519PublicKey) or own.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != files["key.pem"]:
            raise ValueError
        own.verify(files["seal.sig"], files["seal.json"])
        checks.append(Check("signature", True, "the seal is signed by the key in the bundle"))
    except (KeyError, ValueError, InvalidSignature):
        return [*checks, Check("signature", False, "the signature is not of the key in the bundle")]
    raw = own.public_bytes(Encoding.Raw, PublicFormat.Raw)
    if key_pem is None:
        checks.append(Check("key", None, f"compare the key with the register's published one: {raw.hex()}"))
    else:
        try:
            trusted = load_pem_public_key(key_pem)
            good = isinstance(trusted, Ed25519PublicKey) and trusted.public_bytes(Encoding.Raw, PublicFormat.Raw) == raw
        except ValueError:
            good = False
        checks.append(Check("key", good, "it is the key that you trust" if good else "it is not the key that you trust"))
    return checks


def _stamp(files: Mapping[str, bytes], seal: Mapping[str, Any], authority: bytes | None) -> list[Check]:
    stamp = files.get("timestamp.tsr")
    if stamp is None:
        if "timestamp.tsr" in seal:
            return [Check("time-stamp", False, "the time-stamp was taken out")]
        return [Check("time-stamp", None, "there is none: the time in it is the register's own word")]
    if seal.get("timestamp.tsr") != _sha(stamp):
        return [Check("time-stamp", False, "the time-stamp is not the one that was sealed")]
    if not stamps.imprint_agrees(stamp, files["manifest.json"]):
        return [Check("time-stamp", False, "the time-stamp is about something else")]
    if authority is None:
        told = stamps.told_time(stamp)
        return [Check("time-stamp", None, f"it tells {told:%Y-%m-%d %H:%M:%S} UTC; give the authority's certificates to have it proved")]
    try:
        told = stamps.check(stamp, files["manifest.json"], authority)
    except stamps.Wrong as wrong:
        return [Check("time-stamp", False, str(wrong))]
    return [Check("time-stamp", True, f"the authority saw it at {told:%Y-%m-%d %H:%M:%S} UTC")]
