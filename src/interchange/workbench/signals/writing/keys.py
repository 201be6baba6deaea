"""Keys and certificates that sign: made, asked to be certified, held against what C2PA wants of them (C2PA 2.2, 14.5).

A key is PEM in memory; who keeps it and how is the caller's business. `signer(pem)` gives the function that the C2PA library calls back, so that
the library, which reads files of strangers, never holds the key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from interchange.workbench.signals.model import say
from interchange.workbench.signals.readers.c2pa.reading import PURPOSES

Private = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
CURVES: dict[str, tuple[str, hashes.HashAlgorithm]] = {
    "secp256r1": ("es256", hashes.SHA256()),
    "secp384r1": ("es384", hashes.SHA384()),
    "secp521r1": ("es512", hashes.SHA512()),
}
LEAST_RSA = 2048  # bits
CHAIN_LIMIT = 8  # certificates
STAMPS = ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING  # purposes that authorities have, not signers


class Unfit(ValueError):
    """Key or certificates cannot sign content; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be shown of a chain: nothing of it is secret."""

    subject: str
    issuer: str
    serial: str
    starts_at: datetime
    ends_at: datetime
    sha256: str  # of the signer's certificate
    self_signed: bool


def load(pem: str, password: str = "") -> Private:
    """The private key of a PEM text. Raises `Unfit`."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password.encode() if password else None)
    except TypeError:
        raise Unfit(say("The key is locked by a password, or is not though one was given: give the password that fits.")) from None
    except (ValueError, UnsupportedAlgorithm):
        raise Unfit(say("This is no private key in PEM (or the password is wrong). It begins with -----BEGIN PRIVATE KEY-----.")) from None
    if not isinstance(key, Private):
        raise Unfit(say("Keys of this kind cannot sign content credentials: use P-256, P-384, P-521, Ed25519 or RSA."))
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name not in CURVES:
        raise Unfit(say("Keys on the curve {curve} cannot sign content credentials: use P-256.", curve=key.curve.name))
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_RSA:
        raise Unfit(say("An RSA key of {bits} bits is too short: C2PA wants {least}.", bits=key.key_size, least=LEAST_RSA))
    return key


def text(key: Private) -> str:
    """The key as PEM (PKCS 8), not locked: to be encrypted by whoever keeps it."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def make() -> str:
    """A new P-256 key as PEM."""
    return text(ec.generate_private_key(ec.SECP256R1()))


def algorithm(key: Private) -> str:
    """The name of its algorithm in C2PA (13.2): es256, es384, es512, ed25519, ps256."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return CURVES[key.curve.name][0]
    return "ed25519" if isinstance(key, ed25519.Ed25519PrivateKey) else "ps256"


def signer(pem: str) -> Callable[[bytes], bytes]:
    """A function that signs bytes with the key as COSE wants signatures (RFC 9053, 2)."""
    key = load(pem)

    def sign(data: bytes) -> bytes:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            size = (key.curve.key_size + 7) // 8
            r, s = utils.decode_dss_signature(key.sign(data, ec.ECDSA(CURVES[key.curve.name][1])))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
        return key.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size), hashes.SHA256())

    return sign


def request(pem: str, name: str, organisation: str = "", country: str = "") -> str:
    """A request to have the key certified (PKCS 10) as PEM: for signing content, nothing else."""
    key = load(pem)
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    if country:
        parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, country))
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )  # fmt: skip
    made = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name(parts))
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1"), ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM).decode()


def certificates(chain: str) -> list[x509.Certificate]:
    """The certificates of a PEM text, in its order. Raises `Unfit`."""
    try:
        found = x509.load_pem_x509_certificates(chain.encode())
    except ValueError:
        raise Unfit(say("There is no certificate in PEM. It begins with -----BEGIN CERTIFICATE-----.")) from None
    if len(found) > CHAIN_LIMIT:
        raise Unfit(say("These are {count} certificates; give the signer's and those above it, the signer's first.", count=len(found)))
    return found


def tidy(chain: str) -> str:
    """The certificates alone, without what stands between them. A root at the end is left out: C2PA (14.5) wants it in lists, not in files."""
    found = certificates(chain)
    if len(found) > 1 and found[-1].subject == found[-1].issuer:
        found = found[:-1]
    return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in found)


def facts(chain: str) -> Facts:
    """What the signer's certificate says. Raises `Unfit`."""
    one = certificates(chain)[0]
    return Facts(
        _words(one.subject), _words(one.issuer), f"{one.serial_number:x}", one.not_valid_before_utc, one.not_valid_after_utc,
        one.fingerprint(hashes.SHA256()).hex(), one.subject == one.issuer,
    )  # fmt: skip


def _words(name: x509.Name) -> str:
    found = [str(part.value) for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME) for part in name.get_attributes_for_oid(oid)]
    return ", ".join(found)[:200] or name.rfc4514_string()[:200]


def troubles(chain: str, key: str, at: datetime) -> list[str]:
    """All that keeps the chain from signing with the key at a moment, in plain words; none where it may."""
    found, private = certificates(chain), load(key)
    one = found[0]
    told: list[str] = []
    if one.public_key() != private.public_key():
        told.append(say("The first certificate is not that of the key: put the signer's own certificate first."))
    if one.not_valid_after_utc <= at:
        told.append(say("The certificate expired on {day}.", day=one.not_valid_after_utc.date()))
    if one.not_valid_before_utc > at:
        told.append(
            say("The certificate is not valid before {day}: check this server's clock, or wait.", day=one.not_valid_before_utc.date())
        )
    told += _purpose(one)
    for below, above in pairwise(found):
        try:
            below.verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature):
            told.append(say("“{one}” was not issued by “{other}”: put each certificate before the one that issued it.", one=_words(below.subject), other=_words(above.subject)))  # fmt: skip
    return told


def _purpose(one: x509.Certificate) -> list[str]:
    told: list[str] = []
    try:
        if one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            told.append(say("The certificate is an authority's: it issues others and must not sign content."))
    except x509.ExtensionNotFound:
        pass
    try:
        if not one.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            told.append(say("The certificate does not allow digital signatures."))
    except x509.ExtensionNotFound:
        told.append(say("The certificate does not say what its key may be used for (key usage), which C2PA wants."))
    allowed = set(PURPOSES.split("\n")) - {oid.dotted_string for oid in STAMPS}
    try:
        purposes = {oid.dotted_string for oid in one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except x509.ExtensionNotFound:
        purposes = set()
    if not purposes & allowed or purposes & {oid.dotted_string for oid in (*STAMPS, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)}:
        told.append(say("The certificate is not made for signing content: it wants the purpose C2PA signing, e-mail protection or document signing, and none of time stamps."))  # fmt: skip
    return told
