"""Time-stamps (RFC 3161): asked for, and held against the certificates of the authority that is trusted."""

from dataclasses import dataclass
from datetime import datetime
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography import x509

LARGEST = 200_000  # bytes of an answer
SECONDS = 15


class Away(Exception):
    """The authority did not answer; the message says what happened."""


class Wrong(Exception):
    """The authority's answer does not hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Held:
    """A time-stamp that holds: the answer as it came, and the time it tells."""

    response: bytes
    at: datetime


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]
        return None


def ask(url: str, data: bytes, certificates: bytes) -> Held:
    """Have `data` stamped by the authority at `url` (http or https) and check the answer. Raises `Away`, `Wrong`."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    if not url.startswith(("http://", "https://")):
        raise Away("the address is neither http nor https")
    asked = (
        TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True).nonce(nonce=True).build()
    )
    request = Request(url, asked.as_bytes(), {"Content-Type": "application/timestamp-query"})  # noqa: S310 - checked above; set by the administrator
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            body = answer.read(LARGEST + 1)
    except (URLError, OSError, ValueError) as wrong:
        raise Away(str(getattr(wrong, "reason", wrong))[:200]) from wrong
    if len(body) > LARGEST:
        raise Wrong("the answer is larger than any time-stamp")
    return Held(body, check(body, data, certificates, nonce=asked.nonce))


def check(response: bytes, data: bytes, certificates: bytes, *, nonce: int | None = None) -> datetime:
    """The time that a time-stamp tells, once it is proved: it is about `data`, and its signer's certificate ends in one of the trusted ones (PEM).

    Raises `Wrong`.
    """
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    try:
        known = x509.load_pem_x509_certificates(certificates)
        told = decode_timestamp_response(response)
    except Exception as wrong:  # the library raises whatever the parser meets
        raise Wrong(f"it cannot be read ({type(wrong).__name__})") from wrong
    roots = [one for one in known if one.subject == one.issuer]
    between = [one for one in known if one.subject != one.issuer]
    if not roots:
        raise Wrong("no root certificate is named by which it could be proved")
    try:
        VerifierBuilder(roots=roots, intermediates=between, nonce=nonce).build().verify_message(told, data)
    except Exception as wrong:
        raise Wrong(str(wrong)[:200] or type(wrong).__name__) from wrong
    return told.tst_info.gen_time


def told_time(response: bytes) -> datetime | None:
    """The time that a time-stamp tells, unproved; None where it cannot be read."""
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(response).tst_info.gen_time
    except Exception:  # as above
        return None


def imprint_agrees(response: bytes, data: bytes) -> bool:
    """Whether a time-stamp is about `data`, whoever signed it."""
    import hashlib

    from rfc3161_client import decode_timestamp_response

    try:
        return bool(decode_timestamp_response(response).tst_info.message_imprint.message == hashlib.sha256(data).digest())
    except Exception:  # as above
        return False
