"""Certificates for trying out: a root, an issuer and a signer. No list vouches for them, and none should."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

C2PA_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class TestCa:
    """PEM of the root (for a trust list), of the chain (signer first) and of the signer's key."""

    __test__ = False  # pytest: no test, though it is called so

    root: str
    chain: str
    key: str

    def save(self, folder: Path) -> list[str]:
        """Write root.pem (for a trust list), chain.pem and key.pem into a folder; never over others (`FileExistsError`)."""
        folder.mkdir(parents=True, exist_ok=True)
        parts = {"root.pem": self.root, "chain.pem": self.chain, "key.pem": self.key}
        if taken := [name for name in parts if (folder / name).exists()]:
            raise FileExistsError(", ".join(taken))
        for name, text in parts.items():
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if name == "key.pem" else 0o644), "w") as out:
                out.write(text)
        return list(parts)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test CA, trusted by nobody"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in wanted for name in USAGES})


def make(
    at: datetime,
    *,
    signer: str = "Test signer",
    days: float = 365,
    purposes: tuple[ObjectIdentifier, ...] = (ExtendedKeyUsageOID.EMAIL_PROTECTION, C2PA_SIGNING),
    self_signed: bool = False,
) -> TestCa:
    """A chain valid from a day before `at` for `days` days (the signer's certificate; root and issuer for ten years)."""
    start = at - timedelta(days=1)
    root_key, issuer_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root_name, issuer_name = _named("Test root"), _named("Test issuer")

    def certificate(
        subject: x509.Name,
        public: ec.EllipticCurvePrivateKey,
        issuer: x509.Name,
        by: ec.EllipticCurvePrivateKey,
        length: int | None,
        valid: float,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=valid))
            .add_extension(x509.BasicConstraints(ca=length is not None, path_length=length), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
            .add_extension(_usage("key_cert_sign", "crl_sign") if length is not None else _usage("digital_signature"), critical=True)
        )
        if length is None and purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        return builder.sign(by, hashes.SHA256())

    root = certificate(root_name, root_key, root_name, root_key, 1, 3650)
    issuer = certificate(issuer_name, issuer_key, root_name, root_key, 0, 3650)
    name = _named(signer)
    leaf = certificate(name, key, name if self_signed else issuer_name, key if self_signed else issuer_key, None, days)
    chain = [leaf] if self_signed else [leaf, issuer]
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return TestCa(root.public_bytes(pem).decode(), "".join(one.public_bytes(pem).decode() for one in chain), private.decode())
