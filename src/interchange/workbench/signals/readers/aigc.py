"""GB 45438-2025, the mandatory implicit label of AI-generated content in China: one JSON string, wherever it stands."""

import json
import re
from collections.abc import Iterable

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.make import metadata, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source

SPEC = "GB 45438-2025, annex E"
LABELS = {
    "1": (Claim.MADE_BY_AI, say("The label says it is AI-generated content.")),
    "2": (Claim.DESCRIBED, say("The label says it may be AI-generated content.")),
    "3": (Claim.DESCRIBED, say("The label says it is suspected to be AI-generated content.")),
}
FIELDS = ("Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2")
CODE = re.compile(r"001(?P<kind>[12])(?P<company>[0-9A-Z]{18})(?P<service>\d{5})")


def finding(place: str, value: str) -> Finding:
    """The label as a finding; lenient about quotes and a wrapping {"AIGC": ...}."""
    try:
        data = json.loads(value)
    except (ValueError, RecursionError):
        return unreadable("gb-45438", place, "the AIGC label is not the JSON that the standard asks for")
    if isinstance(data, dict) and isinstance(data.get("AIGC"), dict):
        data = data["AIGC"]
    return of_fields(place, value, data if isinstance(data, dict) else {})


def of_fields(place: str, raw: str, data: dict[str, object]) -> Finding:
    """The label's fields as a finding."""
    label = str(data.get("Label", "")).strip().strip('"')
    claim, words = LABELS.get(label, (Claim.DESCRIBED, say("An AIGC label without one of the three values that the standard knows.")))
    kept = {name: str(data[name])[:300] for name in FIELDS if data.get(name) not in (None, "")}
    producer = kept.get("ContentProducer", "")
    code = CODE.fullmatch(producer)
    if code:
        kept["company"], kept["service"] = code["company"], code["service"]
    return metadata(
        "gb-45438", place, raw, words, claim, code=f"Label={label}" if label else "no-label", spec=SPEC, data=kept, name=producer
    )


class Aigc:
    """The label outside XMP: ID3, MP4 tags, PNG and EXIF texts, PDF properties, front matter of Markdown."""

    name = "aigc"
    version = "1"
    schemes = schemes.pick("gb-45438")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return not media_type.startswith("application/vnd")

    def read(self, source: Source) -> Iterable[Finding]:
        for block in blocks(source).blocks:
            if block.key.rpartition(":")[2].upper() == "AIGC" or (block.kind == "comment" and '"AIGC"' in block.text[:2000]):
                yield finding(block.place, block.text)
        if source.media_type in ("text/markdown", "text/plain") and (source.head.startswith(b"---") or source.head[3:6] == b"---"):
            yield from front_matter(source.head.decode("utf-8-sig", "replace"))


def front_matter(text: str) -> Iterable[Finding]:
    """`AIGC:` in the YAML front matter; read line by line, so that no YAML feature can do harm."""
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        end = lines.index("---", 1)
    except ValueError:
        return
    for number, line in enumerate(lines[1:end], start=2):
        if line.startswith("AIGC:"):
            rest = line[5:].strip().strip("'")
            place = f"front matter, line {number}"
            if rest.startswith("{"):
                yield finding(place, rest)
                return
            fields: dict[str, object] = {}
            for inner in lines[number : min(end, number + 20)]:
                if not inner.startswith((" ", "\t")):
                    break
                name, _, value = inner.strip().partition(":")
                fields[name] = value.strip().strip("\"'")
            if str(fields.get("Label", "")).upper() == "AIGC":
                fields["Label"] = "1"  # seen in the wild
            yield of_fields(place, "\n".join(lines[number - 1 : number + len(fields)]), fields)
            return
