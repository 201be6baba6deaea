"""Path patterns with `*` and `$` (RFC 9309 section 2.2.2), which TDMRep, RSL and AIPREF take over. Linear in pattern and path."""

import re

from interchange.workbench.signals.reservations.statements import octets

_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_OUTSIDE = re.compile(rb"[^\x21-\x7e]")


def _escape(match: "re.Match[bytes]") -> bytes:
    value = int(match[1], 16)
    return bytes([value]) if value in _KEPT else b"%" + match[1].upper()


def normal(path: str) -> bytes:
    """A path or pattern as octets to compare: unreserved characters unescaped, all outside of ASCII escaped (RFC 9309 section 2.2.2)."""
    return _OUTSIDE.sub(lambda match: b"%%%02X" % match[0][0], _ESCAPE.sub(_escape, octets(path)))


def matches(pattern: bytes, path: bytes) -> bool:
    """Whether a pattern (both `normal`) covers a path: a prefix, where `*` stands for anything and a closing `$` for the end."""
    ends = pattern.endswith(b"$")
    pieces = (pattern[:-1] if ends else pattern).split(b"*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    if len(pieces) == 1:
        return at == len(path) if ends else True
    for piece in pieces[1:-1]:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    last = pieces[-1]
    if ends:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
