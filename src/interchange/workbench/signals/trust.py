"""Trust lists: data with a name and a date, handed in by whoever runs the house; none is built in."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PEM = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
LIMIT = 8 << 20


@dataclass(frozen=True, slots=True)
class TrustList:
    """Certificates that a list's operator trusts: `anchors` issue signers' certificates or time stamps, `allowed` are signers themselves."""

    name: str
    date: str  # ISO date on which the operator issued it
    anchors: str  # PEM
    allowed: str = ""  # PEM
    revoked: str = ""  # "serial ISO-date" a line: certificates below these anchors that were revoked

    def data(self) -> dict[str, str]:
        """As JSON data, for the worker process."""
        return {"name": self.name, "date": self.date, "anchors": self.anchors, "allowed": self.allowed, "revoked": self.revoked}

    def revoked_at(self, serial: str) -> str:
        """The ISO date and time at which the certificate with this serial number (decimal) was revoked; "" if it was not."""
        return next((line.partition(" ")[2] for line in self.revoked.splitlines() if line.partition(" ")[0] == serial), "")


def read(path: str | Path) -> TrustList:
    """A list in PEM (its date is the file's) or in the JSON of ETSI TS 119 602. Raises ValueError if it holds no certificate."""
    path = Path(path)
    if path.stat().st_size > LIMIT:
        raise ValueError(f"{path.name} is too large for a trust list")
    text = path.read_text("utf-8", "replace")
    if text.lstrip().startswith("{"):
        return _lote(json.loads(text), path.stem)
    found = PEM.findall(text)
    if not found:
        raise ValueError(f"{path.name} holds no certificate")
    return TrustList(path.stem, datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(), "\n".join(found) + "\n")


def revocations(path: str | Path, anchors: str = "") -> str:
    """A list of revoked certificates (RFC 5280, 5; DER or PEM) as `TrustList.revoked`. Where its issuer is among `anchors` its signature is checked;
    otherwise it is the word of whoever put it there. Raises ValueError for what is no such list, and for a wrong signature."""
    from cryptography import x509

    path = Path(path)
    if path.stat().st_size > LIMIT:
        raise ValueError(f"{path.name} is too large for a list of revoked certificates")
    data = path.read_bytes()
    try:
        found = x509.load_pem_x509_crl(data) if data.lstrip().startswith(b"-----BEGIN") else x509.load_der_x509_crl(data)
    except ValueError:
        raise ValueError(f"{path.name} is no list of revoked certificates") from None
    for one in x509.load_pem_x509_certificates(anchors.encode()) if anchors else []:
        if one.subject == found.issuer and not found.is_signature_valid(one.public_key()):  # type: ignore[arg-type]
            raise ValueError(f"the signature of {path.name} is not that of {one.subject.rfc4514_string()}")
    return "".join(f"{one.serial_number} {one.revocation_date_utc.isoformat()}\n" for one in found)


def _lote(data: dict[str, Any], fallback: str) -> TrustList:
    lote = data.get("LoTE", {})
    about = lote.get("ListAndSchemeInformation", {})
    names = about.get("SchemeName") or [{}]
    found: list[str] = []
    for entity in lote.get("TrustedEntitiesList", []):
        for service in entity.get("TrustedEntityServices", []):
            told = service.get("ServiceInformation", {})
            if str(told.get("ServiceStatus", "trusted")).rstrip("/").endswith("trusted"):
                for one in told.get("ServiceDigitalIdentity", {}).get("X509Certificates", []):
                    found.append(
                        "-----BEGIN CERTIFICATE-----\n" + re.sub(r"(.{64})", r"\1\n", one["val"]).strip() + "\n-----END CERTIFICATE-----\n"
                    )
    if not found:
        raise ValueError(f"{fallback} holds no certificate")
    return TrustList(str(names[0].get("value", fallback)), str(about.get("ListIssueDateTime", ""))[:10], "".join(found))


def folder(path: str | Path) -> tuple[TrustList, ...]:
    """All lists of a folder, by name. A list whose name holds "TSA" (authorities for time stamps) is asked together with every other list.

    `x.allowed.pem` beside `x.pem` names signers that are trusted themselves, `x.crl` certificates below its anchors that were revoked.
    """
    lists: dict[str, TrustList] = {}
    stamps = ""
    found = sorted(one for one in Path(path).iterdir() if one.suffix in (".pem", ".json") and one.is_file())
    twice = {one.stem for one in found if one.suffix == ".json"}
    for one in found:
        if one.name.endswith(".allowed.pem") or (one.suffix == ".pem" and one.stem in twice):
            continue
        made = read(one)
        if "TSA" in one.stem.upper():
            stamps += made.anchors
            continue
        beside = one.with_name(f"{one.stem}.allowed.pem")
        revoked = one.with_name(f"{one.stem}.crl")
        lists[one.stem] = TrustList(
            made.name, made.date, made.anchors, beside.read_text("utf-8", "replace") if beside.exists() else "",
            revocations(revoked, made.anchors) if revoked.exists() else "",
        )  # fmt: skip
    return tuple(replace(one, anchors=one.anchors + stamps) for one in lists.values())


def configured() -> tuple[TrustList, ...]:
    """The lists of the folder that `INTERCHANGE_TRUST_LISTS` names; none if it names none."""
    path = os.environ.get("INTERCHANGE_TRUST_LISTS", "")
    return folder(path) if path and Path(path).is_dir() else ()


def of_data(data: Iterable[dict[str, str]]) -> tuple[TrustList, ...]:
    """The reverse of `TrustList.data`."""
    return tuple(TrustList(**one) for one in data)
