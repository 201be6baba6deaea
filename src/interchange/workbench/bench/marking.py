"""What the house writes into the papers and pictures that it makes: reservations and the use of AI in XMP, and a content credential where it has a key.

The key is a folder with `chain.pem` and `key.pem`, as `interchange testca` writes it, named by INTERCHANGE_SIGNER. Without one nothing is signed.
"""

import hashlib
import logging
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from interchange.ground.text.papers import Said
from interchange.ground.vocabulary.marks import source_type
from interchange.workbench.bench import house
from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations import writers
from interchange.workbench.signals.writing import credential, documents, testca
from interchange.workbench.signals.writing.images import NotWritable

log = logging.getLogger(__name__)
WRITTEN = (documents.PDF, documents.SVG)
# A text that says nothing of how it was made has no source type in XMP; in a credential, which needs one, it is data set by a program
UNSTATED = "dataDrivenMedia"
CAWG = {
    "data_mining": Use.MINING,
    "ai_inference": Use.AI_INPUT,
    "ai_training": Use.AI_TRAINING,
    "ai_generative_training": Use.GENERATIVE_TRAINING,
}


def signer() -> tuple[str, str] | None:
    """Chain and key of the house, PEM; None where it has none. Raises `ImproperlyConfigured` for a folder without them.

    A demo world has a test CA of its own (`demo_signer`), which nobody trusts.
    """
    folder = settings.SIGNER or (str(demo_signer()) if settings.DEMO and demo_signer().is_dir() else "")
    return _read(folder) if folder else None


def demo_signer() -> Path:
    """Where the demo world keeps its test CA."""
    return Path(settings.DATA_DIR) / "test-signer"


def make_demo_signer(at: datetime) -> None:
    """A test CA for the demo world, made once."""
    if not demo_signer().exists():
        testca.make(at, signer="Demo world of Interchange").save(demo_signer())


@lru_cache(maxsize=4)
def _read(folder: str) -> tuple[str, str]:
    try:
        return (Path(folder) / "chain.pem").read_text(), (Path(folder) / "key.pem").read_text()
    except OSError as wrong:
        raise ImproperlyConfigured(f"INTERCHANGE_SIGNER: {wrong.strerror}; it names a folder with chain.pem and key.pem.") from None


def properties(said: Said) -> dict[str, str]:
    """The XMP properties of a file of the house."""
    own = house.under(said.licence) if said.licence else house.declaration()
    made = {**writers.xmp_properties(own), "xmpRights:WebStatement": said.licence or f"{settings.BASE_URL}/uses/"}
    if said.ai_use:
        made["Iptc4xmpExt:DigitalSourceType"] = source_type(said.ai_use)
    return made


def edition() -> str:
    """What would be written now, in short."""
    key = signer()
    text = f"1 {settings.USES} {settings.USES_POLICY} {settings.BASE_URL} {key[0] if key else ''}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def finish(content: bytes, media_type: str, said: Said) -> bytes:
    """The file with its properties, signed last. What cannot be marked leaves as it is and is told to the log: a reader must not wait for a label."""
    if media_type not in WRITTEN:
        return content
    try:
        content = documents.write(content, media_type, properties(said))
    except NotWritable as wrong:
        log.warning("a %s of the house could not be marked: %s", media_type, wrong)
        return content
    key = signer()
    if key is None:
        return content
    stances = (house.under(said.licence) if said.licence else house.declaration()).stances
    uses = {
        name: {Stance.ALLOWED: "allowed", Stance.DISALLOWED: "notAllowed"}.get(stances.get(use, Stance.UNKNOWN), "")
        for name, use in CAWG.items()
    }
    kind = source_type(said.ai_use) if said.ai_use else UNSTATED
    statement = credential.Statement(said.title or "Interchange", kind, uses={name: use for name, use in uses.items() if use})
    try:
        return credential.sign(content, media_type, statement, *key)
    except Exception:  # an expired certificate must not keep a paper from its readers
        log.exception("a %s of the house could not be signed", media_type)
        return content


def until(chain: str) -> datetime:
    """Until when the signer's certificate (the first of the chain) is valid. Raises `ValueError` for what is no certificate."""
    return x509.load_pem_x509_certificate(chain.encode()).not_valid_after_utc
