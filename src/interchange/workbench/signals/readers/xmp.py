"""XMP: source type, AI fields, reservations, credit and rights."""

from collections.abc import Callable, Iterable

from interchange.workbench.signals import schemes, xmp
from interchange.workbench.signals.make import metadata, source_type, unreadable
from interchange.workbench.signals.model import Claim, Finding, say
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers import aigc
from interchange.workbench.signals.reservations import embedded
from interchange.workbench.signals.reservations.findings import findings_of

IPTC = "IPTC Photo Metadata 2025.1"
AI_FIELDS = {
    "Iptc4xmpExt:AISystemUsed": say("Names the AI system that was used: {value}."),
    "Iptc4xmpExt:AISystemVersionUsed": say("Names the version of the AI system: {value}."),
    "Iptc4xmpExt:AIPromptInformation": say("Holds the prompt or how it was made: {value}."),
    "Iptc4xmpExt:AIPromptWriterName": say("Names who wrote the prompt: {value}."),
}
RIGHTS = {
    "dc:creator": say("Names the creator: {value}."),
    "dc:title": say("Gives the title: {value}."),
    "dc:rights": say("Rights: {value}."),
    "photoshop:Credit": say("Credit line: {value}."),
    "photoshop:Source": say("Source: {value}."),
    "xmpRights:UsageTerms": say("Terms of use: {value}."),
    "xmpRights:WebStatement": say("Points to a statement of rights: {value}."),
    "xmpRights:Marked": say("Says whether it is protected by copyright: {value}."),
    "plus:LicensorURL": say("Points to where a licence can be had: {value}."),
    "plus:OtherConstraints": say("Other constraints: {value}."),
    "dc:identifier": say("Carries an identifier: {value}."),
    "iscc:iscc": say("Carries the ISCC {value}."),
}
LICENCES = {"cc:license", "dcterms:license", "xmpRights:WebStatement"}


class Xmp:
    """Every packet of XMP, wherever the format keeps it."""

    name = "xmp"
    version = "1"
    schemes = schemes.pick(
        "iptc-digital-source-type", "iptc-ai", "plus-data-mining", "tdmrep", "rights-metadata", "gb-45438", "iscc", "c2pa"
    )

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type.startswith(("image/", "video/", "audio/")) or media_type == "application/pdf"

    def read(self, source: Source) -> Iterable[Finding]:
        found, refused = xmp.of(source)
        for place, why in refused:
            yield unreadable("rights-metadata", place, why)
        yield from findings_of(embedded.from_xmp(found), inside=True)
        for one in found:
            place = f"{one.place}, XMP {one.path + '/' if one.path else ''}{one.name}"
            if one.name == "dcterms:provenance" and one.value.startswith("self#"):
                continue  # points into the file's own credential
            make = HANDLERS.get(one.name)
            if make is not None:
                yield make(place, one.value)
            elif one.name in AI_FIELDS:
                yield _ai(place, one.name, one.value)
            elif one.name in LICENCES and ("creativecommons.org" in one.value or one.name != "xmpRights:WebStatement"):
                words = say("Offers it under a licence: {value}.", value=one.value[:300])
                yield metadata(
                    "rights-metadata", place, one.value, words, Claim.LICENSED, code=one.name, spec="XMP Rights Management; ccREL"
                )
            elif one.name in RIGHTS and not one.path.startswith("xmpMM") and (one.name != "dc:rights" or one.lang in ("", "x-default")):
                words = say(str(RIGHTS[one.name]), value=one.value[:300])
                scheme = "iscc" if one.name.startswith("iscc:") or one.value.startswith("ISCC:") else "rights-metadata"
                yield metadata(scheme, place, one.value, words, Claim.IDENTIFIED, code=one.name, spec=IPTC)


def _ai(place: str, name: str, value: str) -> Finding:
    # a named AI system says that AI had a part, not how large it was
    claim = Claim.EDITED_WITH_AI if name == "Iptc4xmpExt:AISystemUsed" else Claim.DESCRIBED
    return metadata(
        "iptc-ai",
        place,
        value,
        say(str(AI_FIELDS[name]), value=value[:300]),
        claim,
        code=name.partition(":")[2],
        spec=f"{IPTC}, {name.partition(':')[2]}",
    )


def _source(place: str, value: str) -> Finding:
    return source_type("iptc-digital-source-type", place, value, f"{IPTC}, Digital Source Type")


def _remote(place: str, value: str) -> Finding:
    words = say("Names a C2PA manifest that is kept elsewhere: {value}. It was not fetched.", value=value[:300])
    return metadata("c2pa", place, value, words, Claim.DESCRIBED, code="remote-manifest", spec="C2PA 2.2, 11.4")


HANDLERS: dict[str, Callable[[str, str], Finding]] = {
    "Iptc4xmpExt:DigitalSourceType": _source,
    "TC260:AIGC": aigc.finding,
    "dcterms:provenance": _remote,
}
