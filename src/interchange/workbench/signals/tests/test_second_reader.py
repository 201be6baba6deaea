"""A second C2PA reader, which shares no code with the first, on what was written here: signature, hashes, trust and statements are the same to it.

`encypher-c2pa` is an implementation of its own of JUMBF, COSE, the bindings and the certificate profile (its list of parts names no c2pa-rs). It is a
tool of the tests only, asked without network and without telemetry. ZIP documents are left out: the
library that signs writes the hashes of their parts as a map, this reader wants an array, and neither gives way.
"""

import encypher_c2pa
import pytest

from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.model import Outcome
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing import credential, label
from interchange.workbench.signals.writing.credential import Statement
from interchange.workbench.signals.writing.label import Label

AI = f"{samples.SOURCE}trainedAlgorithmicMedia"


def second(data: bytes, kind: str, **more):
    """The other reader's report, with our test root as the only anchor."""
    return encypher_c2pa.verify(data, kind, trust_pem=samples.ca().root, no_default_trust=True, telemetry=False, online=False, **more)


WAVE = samples.riff(b"WAVE", (b"fmt ", b"\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0"), (b"data", b"\x80" * 400))
FILES = {
    "image/jpeg": samples.jpeg,
    "image/png": samples.png,
    "image/webp": samples.webp,
    "image/gif": lambda: samples.picture("GIF"),
    "image/tiff": lambda: samples.picture("TIFF"),
    "image/svg+xml": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>',
    "video/mp4": samples.mp4,
    "audio/wav": lambda: WAVE,
    "application/pdf": samples.pdf,
}


def signed(kind: str) -> bytes:
    """Created by AI, training refused; labelled first where the format allows it."""
    made = FILES[kind]()
    if kind in ("image/jpeg", "image/png", "image/webp"):
        made = label.write(made, Label(source_type="trainedAlgorithmicMedia", data_mining="DMI-PROHIBITED")).content
    said = Statement("harbour", "trainedAlgorithmicMedia", agent="A model", uses={"ai_generative_training": "notAllowed"})
    return credential.sign(made, kind, said, samples.ca().chain, samples.ca().key)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_signed_here_is_valid_to_another_reader(kind):
    told = second(signed(kind), kind)
    assert (told["integrity"], told["signature"], told["hard_binding"]) == ("valid", "valid", "match")
    assert told["trust"]["status"] == "valid_for_supplied_material"
    assert told["validation_results"]["failure"] == []
    active = told["manifest_report"]["manifests"][told["manifest_report"]["active_manifest"]]
    said = {one["label"]: one["data"] for one in active["assertions"]}
    assert active["title"] == "harbour"
    assert said["c2pa.actions.v2"]["actions"][0]["digitalSourceType"] == AI
    assert said["cawg.training-mining"]["entries"] == {"cawg.ai_generative_training": {"use": "notAllowed"}}


def test_only_the_right_root_is_trusted_by_it():
    told = encypher_c2pa.verify(samples.signed(), "image/jpeg", telemetry=False, online=False)
    assert (told["integrity"], told["trust"]["status"]) == ("valid", "not_valid_for_supplied_material")


def turned(data: bytes, at: int) -> bytes:
    made = bytearray(data)
    made[at] ^= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: turned(data, len(data) - 60), "assertion.dataHash.mismatch"),
        (lambda data: data + b"more", "assertion.dataHash.mismatch"),
        (lambda data: data.replace(b"notAllowed", b"NOTallowed"), "assertion.hashedURI.mismatch"),
        (lambda data: data.replace(b"harbour", b"Harbour"), "claimSignature.mismatch"),
    ],
)
def test_both_readers_see_the_same_change(change, code):
    data = change(signed("image/jpeg"))
    assert code in {one["code"] for one in second(data, "image/jpeg")["validation_results"]["failure"]}
    made = inspect(data, name="x.jpg", options=Options((samples.own_list(),)), isolated=False)
    checks = {check.name: check for one in made.findings if one.code == "credential" for check in one.checks}
    failed = {name for name, check in checks.items() if check.outcome is Outcome.NO and name in ("content-hash", "signature")}
    assert failed == ({"content-hash"} if code.startswith("assertion.dataHash") else {"signature"})


def test_a_chain_of_files_is_followed_by_both():
    parent = samples.signed("digitalCapture")
    said = Statement(
        "cropped", parent=parent, actions=({"action": "c2pa.cropped"},), parts=(("logo", samples.signed(kind="image/png"), "image/png"),)
    )
    told = second(credential.sign(parent, "image/jpeg", said, samples.ca().chain, samples.ca().key), "image/jpeg")
    assert told["integrity"] == "valid"
    assert len(told["manifest_report"]["manifests"]) == 3
