"""Labels a picture in XMP: source type, AI fields, GB 45438, reservations. Preview first, then bytes with their proof."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from interchange.workbench.signals import sourcetypes, work, xmp
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.model import say
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.readers.aigc import FIELDS
from interchange.workbench.signals.reservations.embedded import DATA_MINING
from interchange.workbench.signals.writing import images, packet
from interchange.workbench.signals.writing.images import NotWritable


@dataclass(frozen=True, slots=True)
class Label:
    """What to write; an empty text leaves the property as it is, "-" removes it."""

    source_type: str = ""  # a concept of the IPTC's list, "trainedAlgorithmicMedia"
    ai_system: str = ""
    ai_version: str = ""
    prompt: str = ""
    prompt_writer: str = ""
    aigc: Mapping[str, str] = field(default_factory=dict)  # fields of GB 45438-2025
    data_mining: str = ""  # "DMI-PROHIBITED-GENAIMLTRAINING"
    tdm_reservation: str = ""  # "1" or "0"
    tdm_policy: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One property: what stands there now and what will."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """The new file, what changed, and the SHA-256 of everything but the XMP, equal before and after."""

    content: bytes
    changes: tuple[Change, ...]
    media_sha256: str


def properties(label: Label) -> dict[str, str]:
    """The XMP properties of a label. ValueError names what the standards do not know."""
    if label.source_type not in ("", "-") and not (code := sourcetypes.code_of(label.source_type)):
        raise ValueError(say("“{value}” is not in the IPTC's list of digital source types.", value=label.source_type))
    if label.data_mining not in ("", "-") and label.data_mining not in DATA_MINING:
        raise ValueError(say("“{value}” is not in the PLUS list of data mining values.", value=label.data_mining))
    if label.tdm_reservation not in ("", "-", "0", "1"):
        raise ValueError(say("A TDM reservation is 0 or 1."))
    if unknown := set(label.aigc) - set(FIELDS):
        raise ValueError(say("GB 45438 has no field {names}.", names=", ".join(sorted(unknown))))
    if label.aigc and label.aigc.get("Label") not in ("1", "2", "3"):
        raise ValueError(say("The Label of GB 45438 is 1, 2 or 3."))
    made = {
        "Iptc4xmpExt:DigitalSourceType": f"{sourcetypes.BASE}{code}" if label.source_type not in ("", "-") else label.source_type,
        "Iptc4xmpExt:AISystemUsed": label.ai_system,
        "Iptc4xmpExt:AISystemVersionUsed": label.ai_version,
        "Iptc4xmpExt:AIPromptInformation": label.prompt,
        "Iptc4xmpExt:AIPromptWriterName": label.prompt_writer,
        "TC260:AIGC": json.dumps({name: label.aigc.get(name, "") for name in FIELDS}, ensure_ascii=False) if label.aigc else "",
        "plus:DataMining": f"http://ns.useplus.org/ldf/vocab/{label.data_mining}"
        if label.data_mining not in ("", "-")
        else label.data_mining,
        "tdm:reservation": label.tdm_reservation,
        "tdm:policy": label.tdm_policy,
    }
    return {name: "" if value == "-" else value for name, value in made.items() if value}


def is_signed(content: bytes) -> bool:
    """Whether the file carries a content credential."""
    return any(block.kind == "c2pa" for block in blocks(work.source("", Options(), content=content)).blocks)


def preview(content: bytes, label: Label) -> tuple[Change, ...]:
    """What `write` would change."""
    source = work.source("", Options(), content=content)
    known = {one.name: one.value for one in xmp.of(source)[0] if not one.path}
    wanted = properties(label)
    return tuple(Change(name, known.get(name, ""), value) for name, value in wanted.items() if known.get(name, "") != value)


def write(content: bytes, label: Label, *, break_credential: bool = False) -> Labelled:
    """The labelled file. `NotWritable` for a file with a C2PA credential, which the label would break, unless that is wanted."""
    source = work.source("", Options(), content=content)
    walk = blocks(source)
    if any(block.kind == "c2pa" for block in walk.blocks) and not break_credential:
        raise NotWritable(say("It carries a content credential, which any change would break: label first, then sign."))
    packets = [block for block in walk.blocks if block.kind == "xmp"]
    if len(packets) > 1:
        raise NotWritable(say("It holds more than one XMP packet; writing one would hide the other."))
    changes = preview(content, label)
    try:
        made = images.embed(content, source.media_type, packet.set_properties(packets[0].data if packets else b"", properties(label)))
    except xmp.Refused as wrong:
        raise NotWritable(say("Its XMP cannot be read safely: {why}.", why=wrong)) from wrong
    before, after = images.media(content, source.media_type), images.media(made, source.media_type)
    if before != after:
        raise NotWritable(say("The picture's bytes would change; nothing was written."))
    if preview(made, label):
        raise NotWritable(say("The label could not be read back; nothing was written."))
    return Labelled(made, changes, after)
