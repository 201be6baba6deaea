"""The one text of a value and the hash of ballots."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


def plain(value: Any) -> bytes:
    """A value as the one text that it is hashed and signed as: JSON with sorted keys and no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(ballots: Sequence[Mapping[str, Any]]) -> str:
    """The hash of all ballots, whatever their order (SHA-256 over the sorted hashes of each)."""
    return hashlib.sha256("".join(sorted(hashlib.sha256(plain(one)).hexdigest() for one in ballots)).encode()).hexdigest()


def lot(ballots: Sequence[Mapping[str, Any]], items: Sequence[str]) -> list[str]:
    """For each item a number drawn by the ballots themselves: ties are broken by it, nobody can choose it, everybody can check it."""
    seed = digest(ballots)
    return [hashlib.sha256(f"{seed}:{item}".encode()).hexdigest() for item in items]
