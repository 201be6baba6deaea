"""IPTC Digital Source Type: each concept as a claim and in plain words.

NewsCodes of 2025 with their retired names; values come with http or https, with or without the address, and as schema.org members.
"""

from interchange.workbench.signals.model import Claim, say

BASE = "http://cv.iptc.org/newscodes/digitalsourcetype/"

TYPES: dict[str, tuple[Claim, str]] = {
    "trainedAlgorithmicMedia": (Claim.MADE_BY_AI, say("made by a trained algorithm (generative AI)")),
    "compositeWithTrainedAlgorithmicMedia": (Claim.EDITED_WITH_AI, say("put together or changed with the help of generative AI")),
    "algorithmicallyEnhanced": (Claim.EDITED, say("improved by an algorithm, without generating anything new")),
    "algorithmicMedia": (Claim.MADE_BY_PROGRAM, say("made by an algorithm that was not trained on data")),
    "dataDrivenMedia": (Claim.MADE_BY_PROGRAM, say("drawn from data by a program")),
    "virtualRecording": (Claim.MADE_BY_PROGRAM, say("recorded from a virtual event, such as a game")),
    "screenCapture": (Claim.MADE_BY_PROGRAM, say("a capture of a screen")),
    "digitalCapture": (Claim.CAPTURED, say("captured by a digital camera or recorder")),
    "computationalCapture": (Claim.CAPTURED, say("captured from a real scene, with several exposures or corrections computed together")),
    "negativeFilm": (Claim.CAPTURED, say("digitised from a film negative")),
    "positiveFilm": (Claim.CAPTURED, say("digitised from film positive")),
    "print": (Claim.CAPTURED, say("digitised from a print")),
    "minorHumanEdits": (Claim.EDITED, say("changed a little by a person, without generative tools")),
    "humanEdits": (Claim.EDITED, say("changed by a person, without generative tools")),
    "composite": (Claim.EDITED, say("put together of several parts, any of which may or may not be made by generative AI")),
    "compositeCapture": (Claim.CAPTURED, say("put together of captured parts")),
    "compositeSynthetic": (Claim.EDITED_WITH_AI, say("put together of parts, at least one of which was made by generative AI")),
    "digitalCreation": (Claim.MADE_BY_PERSON, say("made by a person with digital tools that generate nothing")),
    "digitalArt": (Claim.MADE_BY_PERSON, say("made by a person with digital tools that generate nothing")),
    "softwareImage": (Claim.MADE_BY_PROGRAM, say("made by software")),
    "empty": (Claim.DESCRIBED, say("an empty start")),
}  # fmt: skip

MEMBERS = {  # schema.org, IPTCDigitalSourceEnumeration
    "AlgorithmicallyEnhancedDigitalSource": "algorithmicallyEnhanced",
    "AlgorithmicMediaDigitalSource": "algorithmicMedia",
    "CompositeCaptureDigitalSource": "compositeCapture",
    "CompositeDigitalSource": "composite",
    "CompositeSyntheticDigitalSource": "compositeSynthetic",
    "CompositeWithTrainedAlgorithmicMediaDigitalSource": "compositeWithTrainedAlgorithmicMedia",
    "DataDrivenMediaDigitalSource": "dataDrivenMedia",
    "DigitalArtDigitalSource": "digitalArt",
    "DigitalCaptureDigitalSource": "digitalCapture",
    "MinorHumanEditsDigitalSource": "minorHumanEdits",
    "MultiFrameComputationalCaptureDigitalSource": "computationalCapture",
    "NegativeFilmDigitalSource": "negativeFilm",
    "PositiveFilmDigitalSource": "positiveFilm",
    "PrintDigitalSource": "print",
    "ScreenCaptureDigitalSource": "screenCapture",
    "TrainedAlgorithmicMediaDigitalSource": "trainedAlgorithmicMedia",
    "VirtualRecordingDigitalSource": "virtualRecording",
}
RENAMED = {"minorHumanEdits": "humanEdits", "digitalArt": "digitalCreation", "softwareImage": "algorithmicMedia"}
_C2PA = {
    "http://c2pa.org/digitalsourcetype/empty": "empty",
    "http://c2pa.org/digitalsourcetype/trainedAlgorithmicData": "trainedAlgorithmicMedia",
}


def code_of(value: str) -> str:
    """The concept's name in `TYPES`, or "" if the value is no known concept."""
    value = value.strip()
    if value in _C2PA:
        return _C2PA[value]
    last = value.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    name = MEMBERS.get(last, last)
    if name in TYPES:
        return name
    return next((known for known in TYPES if known.lower() == name.lower()), "")
