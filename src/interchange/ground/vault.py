"""Secrets of people that the house keeps: encrypted at rest, each bound to the row that it belongs to.

AES-256-GCM (NIST SP 800-38D) under a key that HKDF (RFC 5869) derives from a secret in the settings: the newest of `INTERCHANGE_KEY_SECRETS` locks, the
others and the house's own secret key still open. What is stored says which secret locked it, so that `interchange keys rotate` finds what is old.
Whoever has the database or a backup without the settings has nothing.
"""

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12  # bytes


class Lost(Exception):
    """No secret of the settings opens it, or it belongs to another row."""


@lru_cache(maxsize=16)
def _derived(secret: str) -> tuple[str, bytes]:
    """(name, key): the name tells secrets apart and betrays nothing of them."""
    made = HKDF(hashes.SHA256(), 40, None, b"interchange vault").derive(secret.encode())
    return made[32:].hex(), made[:32]


def _secrets() -> list[str]:
    return [*settings.KEY_SECRETS, settings.SECRET_KEY]


def lock(text: str, about: str) -> str:
    """The text encrypted under the newest secret; it opens only with the same `about`, which names the row."""
    name, key = _derived(_secrets()[0])
    nonce = os.urandom(_NONCE)
    return f"1:{name}:{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())).decode()}"


def unlock(locked: str, about: str) -> str:
    """The text again. Raises `Lost`."""
    _version, _, rest = locked.partition(":")
    wanted, _, body = rest.partition(":")
    for secret in _secrets():
        name, key = _derived(secret)
        if name == wanted:
            try:
                data = base64.b64decode(body, validate=True)
                return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], about.encode()).decode()
            except (InvalidTag, ValueError):
                break
    raise Lost


def is_old(locked: str) -> bool:
    """Whether another secret than the newest locked it."""
    return locked.split(":")[1:2] != [_derived(_secrets()[0])[0]]
