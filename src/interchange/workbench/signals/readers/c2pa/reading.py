"""Calls the C2PA library without network and turns a manifest store into findings."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.make import SELF, unreadable
from interchange.workbench.signals.model import Claim, Finding, Reason, Validity, say
from interchange.workbench.signals.options import Options, of
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers.c2pa import claims, graph, verdict
from interchange.workbench.signals.trust import TrustList

# purposes of certificates that sign content (C2PA 2.2, 14.5.1.1); anchors without this list would refuse most
PURPOSES = "\n".join(
    (
        "1.3.6.1.5.5.7.3.4",
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.5.5.7.3.8",
        "1.3.6.1.5.5.7.3.9",
        "1.3.6.1.4.1.311.76.59.1.9",
        "1.3.6.1.4.1.62558.2.1",
    )
)
MARKS = (b"jumb", b"caBX", b"C2PA", b"c2pa")
READ = {
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/avif", "image/heic", "image/heif", "image/jxl", "image/svg+xml",
    "video/mp4", "video/quicktime", "video/avi", "audio/mp4", "audio/mpeg", "audio/wav", "audio/flac", "application/pdf",
}  # fmt: skip
ZIPPED = "META-INF/content_credential.c2pa"


@lru_cache(maxsize=8)
def context(one: TrustList | None) -> Any:
    """A context for one list of trust, made in this process; it opens no connection whatever a file names."""
    import c2pa

    trust: dict[str, str] = {"trust_config": PURPOSES}
    if one is not None:
        trust["trust_anchors"] = one.anchors
        if one.allowed:
            trust["allowed_list"] = one.allowed
    settings = {
        "version": 1,
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
        "core": {"allowed_network_hosts": []},
        "trust": trust,
    }
    return c2pa.Context(c2pa.Settings.from_dict(settings))


def store(stream: BinaryIO, media_type: str, one: TrustList | None) -> dict[str, Any]:
    """The manifest store as the library reads it."""
    import c2pa

    with c2pa.Reader(media_type, stream, context=context(one)) as reader:
        made: dict[str, Any] = json.loads(reader.json())
        made["state"] = reader.get_validation_state()
    found = made.get("manifests") or {}
    order = graph.reachable(found, str(made.get("active_manifest", "")))
    made["manifests"] = {label: found[label] for label in (*order, *sorted(set(found) - set(order)))}  # the library has no order
    return made


THUMBNAILS, THUMBNAIL_LIMIT = 24, 1 << 20  # how many, and bytes of one as it stands in the credential
SMALL = 176, 132  # points of one as it comes out
SMALL_POINTS = 4_000_000  # points of one as it stands in the credential


def thumbnails(source: Source) -> dict[str, bytes]:
    """The small pictures that a credential holds of itself and of its ingredients, by the identifiers that the graph names: decoded and made anew as WebP, so
    that what a browser gets was written here. What cannot be decoded is left out."""
    import c2pa

    made: dict[str, bytes] = {}
    if not present(source):
        return made
    with source.open() as stream, c2pa.Reader(source.media_type, stream, context=context(None)) as reader:
        for node in graph.drawn(json.loads(reader.json()))["nodes"]:
            name = str(node["thumbnail"])
            if name and name not in made and len(made) < THUMBNAILS:
                out = BytesIO()
                reader.resource_to_stream(name, out)
                if out.tell() <= THUMBNAIL_LIMIT and (small := _small(out.getvalue())):
                    made[name] = small
    return made


def _small(data: bytes) -> bytes:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > SMALL_POINTS:
                return b""
            picture.draft("RGB", SMALL)
            plain = picture.convert("RGB")
            plain.thumbnail(SMALL)
            out = BytesIO()
            plain.save(out, "WEBP", quality=72, method=4)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""


class C2pa:
    """Images, video, audio, PDF; documents in stored ZIP archives."""

    name = "c2pa"
    version = "1"
    schemes = schemes.pick("c2pa", "cawg-training-mining", "iptc-digital-source-type", "iscc", "rights-metadata")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type in READ or (head.startswith(b"PK\x03\x04") and media_type != "application/zip")

    def read(self, source: Source) -> Iterable[Finding]:
        if not present(source):
            return
        options = of(source)
        lists: list[TrustList | None] = list(options.lists) or [None]
        trusted_by: TrustList | None = None
        made: dict[str, Any] = {}
        for one in lists:
            with source.open() as stream:
                try:
                    found = store(stream, source.media_type, one)
                except Exception as wrong:  # noqa: BLE001, RUF100 - the library has one class for all its refusals
                    refusal = _refusal(str(wrong))
                    if refusal is not None:
                        yield refusal
                    return
            made = made or found
            if one is not None and _trusted(found):
                made, trusted_by = found, one
                break
        yield from findings(made, options, trusted_by)


def _trusted(found: Mapping[str, Any]) -> bool:
    told = verdict.status((found.get("validation_results") or {}).get("activeManifest"))
    return "signingCredential.trusted" in told.success or verdict.revoked(told)  # a list is asked who revoked it as well as who vouches


def present(source: Source) -> bool:
    """Whether the file holds a manifest, or names one: asked cheaply, so that plain files need not be read by the library."""
    if source.media_type in ("application/pdf", "image/svg+xml"):
        return found_in(source, (b"C2PA", b"c2pa"))
    if source.head.startswith(b"PK"):
        return _zipped(source)
    walk = blocks(source)
    return (bool(walk.problems) and any(mark in source.head for mark in MARKS)) or any(block.kind == "c2pa" for block in walk.blocks)


def found_in(source: Source, marks: tuple[bytes, ...], step: int = 1 << 20) -> bool:
    """Whether one of the marks stands anywhere in the file; reads it in pieces."""
    with source.open() as stream:
        before = b""
        while piece := stream.read(step):
            piece = before + piece
            if any(mark in piece for mark in marks):
                return True
            before = piece[-16:]
    return False


def _zipped(source: Source) -> bool:
    import zipfile

    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            return ZIPPED in archive.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _refusal(text: str) -> Finding | None:
    """The library's refusal as a finding; "no manifest" and "unknown format" are none."""
    if "ManifestNotFound" in text or "NotSupported" in text:
        return None
    kind, _, rest = text.partition(":")
    if kind.strip() == "Remote" or "remote manifest" in text:
        address = text.rpartition(" ")[2]
        words = say("Names a C2PA manifest that is kept elsewhere: {address}. It was not fetched.", address=address[:300])
        return Finding(
            "c2pa",
            "the file's reference to a manifest",
            address,
            words,
            Claim.DESCRIBED,
            SELF,
            Validity.UNVERIFIABLE,
            (Reason("manifest.inaccessible", words),),
            "C2PA 2.2, 11.4",
            "remote-manifest",
        )
    return unreadable("c2pa", "C2PA manifest store", (rest or text).strip()[:300])


def _taken_back(found: verdict.Status, info: Mapping[str, Any], one: TrustList | None) -> tuple[verdict.Status, str]:
    """The status with what the trust list knows of revoked certificates, and that in words. What a trusted time stamp dates before it stands."""
    since = one.revoked_at(str(info.get("cert_serial_number", ""))) if one is not None and one.revoked else ""
    signed = str(info.get("time") or "")
    if not since or (signed and "timeStamp.trusted" in found.success and signed[:19] < since[:19]):
        return found, ""
    words = say("the list of revoked certificates beside “{name}” has it since {day}", name=one.name if one else "", day=since[:10])
    return replace(found, failure={**found.failure, verdict.REVOKED[1]: words}), words


def findings(made: Mapping[str, Any], options: Options, trusted_by: TrustList | None) -> Iterable[Finding]:
    """Everything a manifest store says, the credential itself first."""
    label = str(made.get("active_manifest", ""))
    manifests = graph.manifests(made)
    active: Mapping[str, Any] = manifests.get(label) or {}
    found = verdict.status((made.get("validation_results") or {}).get("activeManifest"))
    found, told = _taken_back(found, active.get("signature_info") or {}, trusted_by)
    who = claims.signer(active)
    asked = [(one.name, one.date) for one in options.lists]
    checks = (
        verdict.content(found),
        verdict.signature(found),
        verdict.signer(found, who or "the signer", asked, (trusted_by.name, trusted_by.date) if trusted_by else None),
        *filter(None, [verdict.revocation(found, told)]),
        verdict.time(found, str((active.get("signature_info") or {}).get("time", ""))),
        verdict.chain(graph.parts(made)),
    )
    valid = verdict.validity(found, trusted_by is not None)
    words = say(
        "Carries a content credential, signed by {who} with {program}.",
        who=who or "an unnamed signer",
        program=claims.program(active) or "an unnamed program",
    )
    data = {
        "graph": graph.drawn(made, verdict.standing(found)),
        "actions": claims.timeline(active),
        "state": str(made.get("state", "")),
        "instance": str(active.get("instance_id", "")),
    }
    yield Finding(
        "c2pa",
        f"JUMBF {label}",
        label,
        words,
        Claim.SIGNED,
        claims.asserter(active),
        valid,
        verdict.reasons(found),
        "C2PA 2.2, 15",
        "credential",
        (),
        "file",
        checks,
        data,
    )
    for name, about, inherited in graph.lineage(manifests, label):
        manifest = manifests[name]
        here = found if name == label else graph.recorded(made, name)
        state = valid if name == label else verdict.validity(here, trusted=False)
        if inherited and valid is Validity.INVALID:
            state = Validity.INVALID  # a statement reached through a broken credential is no better than that
        yield from claims.of_manifest(manifest, f"JUMBF {name}", about, state, verdict.reasons(here))
