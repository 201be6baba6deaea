"""The key with which the register signs its index and its evidence: Ed25519 (RFC 8032), made from the house's secret, another than all other keys."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.new(settings.SECRET_KEY.encode(), b"registry:evidence", hashlib.sha256).digest())


def sign(data: bytes) -> tuple[str, str]:
    """(public key, signature) as hexadecimal digits."""
    return public_key().hex(), _key().sign(data).hex()


def signature(data: bytes) -> bytes:
    """The bare signature, as OpenSSL takes it."""
    return _key().sign(data)


def public_key() -> bytes:
    """The key that proves them: 32 bytes."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_pem() -> bytes:
    """The same as PEM (SubjectPublicKeyInfo, RFC 8410)."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
