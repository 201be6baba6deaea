"""Staples the issuer's answer about a certificate (OCSP) to a signed file: C2PA 2.2, 14.5.2 and 13.2, header `rVals` of the signature.

That header is not covered by the signature, and programs that sign leave it room by a padding of zeros: the answer takes the place of zeros, so that the
file keeps its length and every byte outside the credential.
"""

import zlib

from interchange.workbench.signals.model import say

PAD = b"\x63pad\x59"  # CBOR: the text "pad", then a byte string whose length follows in two bytes
LEAST = 256  # zeros that must remain, so that their length keeps its two bytes


class NoRoom(ValueError):
    """The file is not signed, or its signature left no room."""


def _head(kind: int, length: int) -> bytes:
    """The first bytes of a CBOR string (RFC 8949, 3)."""
    if length < 24:
        return bytes((kind << 5 | length,))
    return bytes((kind << 5 | 24, length)) if length < 256 else bytes((kind << 5 | 25,)) + length.to_bytes(2, "big")


def staple(signed: bytes, answer: bytes) -> bytes:
    """The file with the answer (DER) in the header of its last signature. Raises `NoRoom`."""
    at = len(signed)
    while (at := signed.rfind(PAD, 0, at)) > 0:
        room = int.from_bytes(signed[at + 5 : at + 7], "big")
        end = at + 7 + room
        # the map before it has this one entry, or a time stamp beside it: it is counted in one byte
        if room > LEAST and not any(signed[at + 7 : end]) and signed[at - 1] == 0xA1:
            break
    else:
        raise NoRoom(say("No signature with room for an answer about its certificate was found."))
    new = _head(3, 5) + b"rVals" + b"\xa1" + _head(3, 8) + b"ocspVals" + b"\x81" + _head(2, len(answer)) + answer
    left = room - len(new)
    if left < LEAST:
        raise NoRoom(say("The answer about the certificate is {size} bytes long; the signature left {room}.", size=len(answer), room=room))
    made = signed[: at - 1] + b"\xa2" + new + PAD + left.to_bytes(2, "big") + bytes(left) + signed[end:]
    return _summed(made, at) if made.startswith(b"\x89PNG") else made


def _summed(png: bytes, at: int) -> bytes:
    """A PNG with the right check sum behind the chunk that stands around `at`."""
    begin = 8
    while begin + 12 <= len(png):
        end = begin + 8 + int.from_bytes(png[begin : begin + 4], "big")
        if begin < at < end:
            return png[:end] + zlib.crc32(png[begin + 4 : end]).to_bytes(4, "big") + png[end + 4 :]
        begin = end + 4
    return png
