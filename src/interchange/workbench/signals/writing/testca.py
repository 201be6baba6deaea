"""Certificates for trying out: a root, an issuer and a signer, and how the issuer revokes them. No list vouches for them, and none should."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509 import ocsp
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
    """PEM of the root (for a trust list), of the chain (signer first), of the signer's key and of the issuer's key."""

    __test__ = False  # pytest: no test, though it is called so

    root: str
    chain: str
    key: str
    issuer_key: str

    def save(self, folder: Path) -> list[str]:
        """Write root.pem (for a trust list), chain.pem, key.pem and issuer-key.pem into a folder; never over others (`FileExistsError`)."""
        folder.mkdir(parents=True, exist_ok=True)
        parts = {"root.pem": self.root, "chain.pem": self.chain, "key.pem": self.key, "issuer-key.pem": self.issuer_key}
        if taken := [name for name in parts if (folder / name).exists()]:
            raise FileExistsError(", ".join(taken))
        for name, text in parts.items():
            mode = 0o600 if name.endswith("key.pem") else 0o644
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
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
    public: CertificatePublicKeyTypes | None = None,
) -> TestCa:
    """A chain valid from a day before `at` for `days` days (the signer's certificate; root and issuer for ten years). `public` is the signer's public
    key, where it is made elsewhere: `key` is then empty."""
    start = at - timedelta(days=1)
    root_key, issuer_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root_name, issuer_name = _named("Test root"), _named("Test issuer")

    def certificate(
        subject: x509.Name,
        public: CertificatePublicKeyTypes,
        issuer: x509.Name,
        by: ec.EllipticCurvePrivateKey,
        length: int | None,
        valid: float,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=valid))
            .add_extension(x509.BasicConstraints(ca=length is not None, path_length=length), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
            .add_extension(_usage("key_cert_sign", "crl_sign") if length is not None else _usage("digital_signature"), critical=True)
        )
        if length is None and purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        return builder.sign(by, hashes.SHA256())

    root = certificate(root_name, root_key.public_key(), root_name, root_key, 1, 3650)
    issuer = certificate(issuer_name, issuer_key.public_key(), root_name, root_key, 0, 3650)
    name = _named(signer)
    leaf = certificate(
        name, public or key.public_key(), name if self_signed else issuer_name, key if self_signed else issuer_key, None, days
    )
    chain = [leaf] if self_signed else [leaf, issuer]
    pem = serialization.Encoding.PEM
    private = [
        one.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode() for one in (key, issuer_key)
    ]
    whole = "".join(one.public_bytes(pem).decode() for one in chain)
    return TestCa(root.public_bytes(pem).decode(), whole, "" if public else private[0], private[1])


def _issuer(chain: str, issuer_key: str) -> tuple[x509.Certificate, x509.Certificate, ec.EllipticCurvePrivateKey]:
    """(signer, issuer, the issuer's key). ValueError where they do not belong together."""
    certificates = x509.load_pem_x509_certificates(chain.encode())
    key = serialization.load_pem_private_key(issuer_key.encode(), None)
    if len(certificates) < 2 or not isinstance(key, ec.EllipticCurvePrivateKey) or certificates[1].public_key() != key.public_key():
        raise ValueError("the chain's second certificate is not that of the issuer's key")
    return certificates[0], certificates[1], key


def revocation_list(chain: str, issuer_key: str, at: datetime, *, since: datetime | None = None) -> bytes:
    """The issuer's list of revoked certificates (RFC 5280, 5) in DER: the chain's signer is on it since `since`; None: it is empty."""
    signer, issuer, key = _issuer(chain, issuer_key)
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(at).next_update(at + timedelta(days=30))
    if since is not None:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(signer.serial_number)
            .revocation_date(since)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def status(chain: str, issuer_key: str, at: datetime, *, since: datetime | None = None, days: float = 30) -> bytes:
    """The issuer's answer about the chain's signer (OCSP, RFC 6960) in DER, for `stapling.staple`: revoked since `since`; None: good. It holds for `days` days."""
    signer, issuer, key = _issuer(chain, issuer_key)
    own = ec.generate_private_key(ec.SECP256R1())
    who = (  # a responder of the issuer's: an answer that the issuer signs itself is not looked at by the C2PA library
        x509.CertificateBuilder()
        .subject_name(_named("Test responder"))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=signer,
        issuer=issuer,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD if since is None else ocsp.OCSPCertStatus.REVOKED,
        this_update=at,
        next_update=at + timedelta(days=days),
        revocation_time=since,
        revocation_reason=None if since is None else x509.ReasonFlags.key_compromise,
    )
    answer = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, who).certificates([who]).sign(own, hashes.SHA256())
    return answer.public_bytes(serialization.Encoding.DER)
