"""The public part of a register as one file that proves itself: JSON lines, the last one the signature (Ed25519, RFC 8032) under the hash of all others.

First line: what it is. `["w", number, rights holder, [uses reserved], contact, disputed]` is a work, `["s", sha256, n]` and `["c", scheme, bits, n]` say that
the n-th work (from 0) has that file or that code.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from interchange.workbench.codes.bands import Table
from interchange.workbench.codes.manifest import Question
from interchange.workbench.codes.model import NUMBERS, Scheme

FORMAT = "interchange-registry-index/1"
Sign = Callable[[bytes], tuple[str, str]]  # bytes -> (public key, signature), both as hexadecimal digits


class NotGenuine(Exception):
    """The file is not what its key signed; the message says what is wrong."""


def message(digest: str) -> bytes:
    """What is signed."""
    return f"{FORMAT}:{digest}".encode()


def write(target: BinaryIO, head: dict[str, Any], rows: Iterable[list[Any]], sign: Sign) -> tuple[str, int]:
    """Write the file; returns (SHA-256 of what was signed, lines)."""
    digest, count = hashlib.sha256(), 0
    for row in _headed({"format": FORMAT, **head}, rows):
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(line)
        target.write(line)
        count += 1
    key, value = sign(message(digest.hexdigest()))
    target.write(_seal(digest.hexdigest(), key, value))
    return digest.hexdigest(), count


def _seal(digest: str, key: str, value: str) -> bytes:
    return json.dumps({"sha256": digest, "public_key": key, "signature": value}).encode() + b"\n"


def _headed(head: dict[str, Any], rows: Iterable[list[Any]]) -> Iterator[Any]:
    yield head
    yield from rows


def check(path: str | Path, key_pem: bytes | None = None) -> dict[str, Any]:
    """Read the whole file once and hold it against its signature. Returns its first line, with the key under `public_key`.

    `key_pem`: the key that is trusted; without it the file's own key is used and the caller must compare it. Raises `NotGenuine`, `OSError`.
    """
    digest, last, first = hashlib.sha256(), b"", b""
    with open(path, "rb") as source:
        for line in source:
            if last:
                digest.update(last)
            first, last = first or line, line
    try:
        head, seal = json.loads(first), json.loads(last)
        if head.get("format") != FORMAT:
            raise NotGenuine("this is no index of a register")
        public, value, said = bytes.fromhex(seal["public_key"]), bytes.fromhex(seal["signature"]), str(seal["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise NotGenuine("the file is cut off or no index") from wrong
    if said != digest.hexdigest() or last != _seal(said, public.hex(), value.hex()):
        raise NotGenuine("the content is not what was signed")
    try:
        trusted = load_pem_public_key(key_pem) if key_pem else None
        if trusted is not None and (
            not isinstance(trusted, Ed25519PublicKey) or trusted.public_bytes(Encoding.Raw, PublicFormat.Raw) != public
        ):
            raise NotGenuine("the signature is not of this key")
        Ed25519PublicKey.from_public_bytes(public).verify(value, message(said))
    except (InvalidSignature, ValueError) as wrong:
        raise NotGenuine("the signature is not of this key") from wrong
    return {**head, "public_key": public.hex(), "sha256": digest.hexdigest()}


class Index:
    """A signed index in memory: answers lists of any length without a house."""

    def __init__(self, path: str | Path) -> None:
        self.works: list[dict[str, Any]] = []
        self.files: dict[str, list[int]] = {}
        codes: dict[str, list[int]] = {scheme.value: [] for scheme in NUMBERS}
        owners: dict[str, list[int]] = {scheme.value: [] for scheme in NUMBERS}
        with open(path, "rb") as source:
            for line in source:
                row = json.loads(line)
                if not isinstance(row, list):
                    continue
                if row[0] == "w":
                    self.works.append(dict(zip(("number", "rights_holder", "reservations", "contact", "disputed"), row[1:], strict=True)))
                elif row[0] == "s":
                    self.files.setdefault(row[1], []).append(row[2])
                else:
                    codes[row[1]].append(int(row[2], 16))
                    owners[row[1]].append(row[3])
        self.tables = {name: Table(np.array(found, np.uint64)) for name, found in codes.items()}
        self.owners = owners

    def answer(self, asked: Question, distance: int = 0) -> list[dict[str, Any]]:
        """The works that a question meets, nearest first, each with the distance at which it does."""
        best: dict[int, int] = dict.fromkeys(self.files.get(asked.sha256, ()), 0)
        for code in asked.codes:
            reach = 0 if code.scheme == Scheme.INSTANCE else distance
            for place, far in self.tables[code.scheme.value].near(code.bits, reach):
                owner = self.owners[code.scheme.value][place]
                best[owner] = min(far, best.get(owner, 64))
        return [{**self.works[owner], "distance": far} for owner, far in sorted(best.items(), key=lambda one: (one[1], one[0]))]
