"""What ties a ballot to a person while a round is open, the order in which that person sees the items, and the signature under a result.

A ballot's key is an HMAC of the person by the round's secret and the house's; the round's is destroyed at the close, so nothing ties them afterwards.
Signatures are Ed25519 (RFC 8032) by a key made from the house's secret.
"""

import hashlib
import hmac
import random
from collections.abc import Sequence
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

T = TypeVar("T")


def _of_house(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"direction:{purpose}".encode(), hashlib.sha256).digest()


def key_of(secret: str, person_id: int) -> str:
    """The name under which somebody's ballot lies in a round."""
    return hmac.new(_of_house("ballots") + bytes.fromhex(secret), str(person_id).encode(), hashlib.sha256).hexdigest()


def lot(round_id: int, person_id: int) -> random.Random:
    """Chance that is the same each time that one person opens one round."""
    return random.Random(hmac.new(_of_house("order"), f"{round_id}:{person_id}".encode(), hashlib.sha256).digest())  # noqa: S311 - an order, no secret


def shuffled(items: Sequence[T], round_id: int, person_id: int) -> list[T]:
    """The items in this person's order."""
    found = list(items)
    lot(round_id, person_id).shuffle(found)
    return found


def signature(data: bytes) -> dict[str, str]:
    """The house's signature under data, with the public key that proves it (both as hexadecimal digits)."""
    key = Ed25519PrivateKey.from_private_bytes(_of_house("results"))
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"algorithm": "Ed25519", "public_key": public.hex(), "value": key.sign(data).hex()}


def public_key() -> str:
    """The key by which results of this house are proved."""
    return signature(b"")["public_key"]
