"""EXIF fields and IPTC-IIM records: camera, software, credit, and what generators put there."""

from collections.abc import Iterable
from io import BytesIO

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks, tiff
from interchange.workbench.signals.containers.blocks import Broken
from interchange.workbench.signals.make import metadata, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source

MAKE, MODEL, SOFTWARE, ARTIST, COPYRIGHT, DESCRIPTION, COMMENT = 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x010E, 0x9286
TAKEN, EXPOSURE, APERTURE, ISO = 0x9003, 0x829A, 0x829D, 0x8827
NAMES = {
    MAKE: "Make",
    MODEL: "Model",
    SOFTWARE: "Software",
    ARTIST: "Artist",
    COPYRIGHT: "Copyright",
    DESCRIPTION: "ImageDescription",
    COMMENT: "UserComment",
}
IIM = {80: ("By-line", say("Names the creator: {value}.")), 110: ("Credit", say("Credit line: {value}.")), 115: ("Source", say("Source: {value}.")), 116: ("Copyright Notice", say("Rights: {value}."))}  # fmt: skip


def of(source: Source) -> tuple[list[tuple[str, dict[int, tiff.Entry]]], list[tuple[str, str]]]:
    """The EXIF fields of each block, (place, {tag: entry}), and the blocks that could not be read."""
    known = source.shared.get("exif")
    if known is None:
        found: list[tuple[str, dict[int, tiff.Entry]]] = []
        refused: list[tuple[str, str]] = []
        walk = blocks(source)
        own = walk.facts.get("entries")
        if isinstance(own, list):
            found.append(("TIFF directory", {entry.tag: entry for entry in own if entry.directory in ("0", "exif")}))
        for block in walk.blocks:
            if block.kind == "exif":
                fields: dict[int, tiff.Entry] = {}
                try:
                    for entry in tiff.entries(BytesIO(block.data)):
                        if entry.directory in ("0", "exif"):
                            fields.setdefault(entry.tag, entry)
                except (Broken, ValueError, OverflowError) as wrong:
                    refused.append((block.place, str(wrong)))
                found.append((block.place, fields))
        known = source.shared["exif"] = (found, refused)
    return known  # type: ignore[return-value]


def comment(entry: tiff.Entry) -> str:
    """UserComment without its eight bytes of character code (Exif 3.0, 4.6.6)."""
    code, data = entry.data[:8], entry.data[8:]
    if code.startswith(b"UNICODE"):
        best = [
            data.decode(name, "replace") for name in (("utf-16-le", "utf-16-be") if entry.order == "little" else ("utf-16-be", "utf-16-le"))
        ]
        return min(best, key=lambda text: sum(ord(letter) > 0x3000 for letter in text[:200])).strip("\x00 ")
    if code.startswith((b"ASCII", b"JIS", b"\x00")):
        return data.decode("utf-8", "replace").strip("\x00 ")
    return entry.data.decode("utf-8", "replace").strip("\x00 ")


class Exif:
    """Camera and rights fields; the generators' parameters in EXIF are `readers.generators`' matter."""

    name = "exif"
    version = "1"
    schemes = schemes.pick("exif", "rights-metadata", "gb-45438")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type.startswith(("image/", "audio/wav"))

    def read(self, source: Source) -> Iterable[Finding]:
        found, refused = of(source)
        for place, why in refused:
            yield unreadable("exif", place, why)
        for place, fields in found:
            yield from _camera(place, fields)
            for tag, words in (
                (ARTIST, say("Names the creator: {value}.")),
                (COPYRIGHT, say("Rights: {value}.")),
                (SOFTWARE, say("Saved with {value}.")),
            ):
                if tag in fields and fields[tag].text:
                    text = fields[tag].text.replace("\x00", "; ")
                    claim = Claim.DESCRIBED if tag == SOFTWARE else Claim.IDENTIFIED
                    yield metadata(
                        "exif",
                        f"{place}, {NAMES[tag]}",
                        text,
                        say(str(words), value=text[:300]),
                        claim,
                        code=NAMES[tag],
                        spec=f"Exif 3.0, {NAMES[tag]}",
                    )
        for block in blocks(source).blocks:
            if block.kind == "iptc":
                yield from iim(block.data, block.place)


def _camera(place: str, fields: dict[int, tiff.Entry]) -> Iterable[Finding]:
    make, model = (fields[tag].text if tag in fields else "" for tag in (MAKE, MODEL))
    shot = [tag for tag in (TAKEN, EXPOSURE, APERTURE, ISO) if tag in fields]
    if make.startswith(("workflow:", "prompt:")) or model.startswith(("workflow:", "prompt:")):
        return  # ComfyUI puts its graph here
    if (make or model) and len(shot) >= 2:
        camera = " ".join(
            part for part in (make, model if not model.startswith(make) or not make else model.removeprefix(make).strip()) if part
        )
        when = fields[TAKEN].text if TAKEN in fields else ""
        words = (
            say("Camera fields say it was taken with {camera}, {when}.", camera=camera[:100], when=when)
            if when
            else say("Camera fields say it was taken with {camera}.", camera=camera[:100])
        )
        yield metadata(
            "exif",
            f"{place}, Make, Model, exposure",
            f"{make} {model} {when}".strip(),
            words,
            Claim.CAPTURED,
            code="camera",
            spec="Exif 3.0, 4.6.5",
            data={"make": make, "model": model, "taken": when},
        )
    elif make or model:
        camera = f"{make} {model}".strip()
        yield metadata(
            "exif",
            f"{place}, Make, Model",
            camera,
            say("Names a device: {camera}. Without exposure fields that says little.", camera=camera[:100]),
            Claim.DESCRIBED,
            code="device",
            spec="Exif 3.0, 4.6.5",
        )


def iim(data: bytes, place: str) -> Iterable[Finding]:
    """IPTC-IIM 4.2 records in Photoshop's resource 0x0404, or bare."""
    at = data.find(b"8BIM\x04\x04")
    if at >= 0:
        name = data[at + 6] if at + 6 < len(data) else 0
        start = at + 6 + (name + 2 & ~1)
        data = data[start + 4 : start + 4 + int.from_bytes(data[start : start + 4], "big")]
    elif data[:1] != b"\x1c":
        return
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, number, length = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        value = data[at + 5 : at + 5 + length]
        if record == 2 and number in IIM and value:
            label, words = IIM[number]
            text = value.decode("utf-8", "replace")
            yield metadata(
                "rights-metadata",
                f"{place}, IIM 2:{number:03} {label}",
                text,
                say(str(words), value=text[:300]),
                Claim.IDENTIFIED,
                code=f"iim-{number}",
                spec=f"IPTC-IIM 4.2, 2:{number:03}",
            )
        at += 5 + length
