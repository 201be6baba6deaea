"""Public corpora, only where `INTERCHANGE_C2PA_CORPUS` names a folder that holds copies of them: what each file's own name or manifest promises is found.

Expected below the folder (any may be missing): `public-testfiles/` of c2pa-org, `example-assets/` of contentauth, `ComfyUI_examples/`,
`iptc/` (photo-metadata-userguide), `exiv2/` and `exiftool/` (hostile and odd files), `trust/` (trust lists). None is kept here.
"""

import os
import re
from pathlib import Path

import encypher_c2pa
import pytest

from interchange.workbench.signals import Options, inspect_many, trust
from interchange.workbench.signals.inspecting import files
from interchange.workbench.signals.model import Outcome

CORPUS = Path(os.environ.get("INTERCHANGE_C2PA_CORPUS", "/nonexistent"))
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="INTERCHANGE_C2PA_CORPUS names no folder")


def reports(*folders: str):
    found = [CORPUS / folder for folder in folders if (CORPUS / folder).is_dir()]
    if not found:
        pytest.skip("this corpus is not here")
    lists = trust.folder(CORPUS / "trust") if (CORPUS / "trust").is_dir() else ()
    return [
        (path, report)
        for path, report in inspect_many(files(found), options=Options(lists, pixels=False))
        if not report.subject.name.startswith(".")
    ]


def checks(report) -> dict[str, Outcome]:
    return {check.name: check.outcome for one in report.findings if one.code == "credential" for check in one.checks}


def expected(name: str) -> dict[str, Outcome] | None:
    """What the file's name encodes: E-sig, E-uri, E-clm, E-dat and X break the outermost credential, inside they break an ingredient; I and A bring none."""
    code = re.sub(r"^adobe-\d+-|\.jpg$", "", name)
    if code in ("A", "I"):
        return {}
    if code == "E-uri-CIE-sig-CA":  # both errors are in the ingredient, as the corpus's own manifest says
        return {"content-hash": Outcome.YES, "signature": Outcome.YES, "chain": Outcome.NO}
    broken = {"E-sig": "signature", "E-uri": "signature", "E-clm": "signature", "E-dat": "content-hash", "X": "content-hash"}
    for mark, check in broken.items():
        if code.startswith(mark):
            return {check: Outcome.NO}
    made = {"content-hash": Outcome.YES, "signature": Outcome.YES}
    return {**made, "chain": Outcome.NO} if "E-" in code else made


def test_the_public_test_files_say_what_their_names_promise():
    seen = 0
    for path, report in reports("public-testfiles/image/jpeg"):
        if path.parent.name == "jpeg" and path.name.startswith("adobe-"):
            seen += 1
            told = checks(report)
            wanted = expected(path.name)
            if "E-clm" in path.name and not told:
                assert any(one.scheme == "c2pa" and one.claim == "unreadable" for one in report.findings)
            else:
                assert {name: told.get(name) for name in wanted} == wanted, path.name
    assert seen == 22


def test_real_output_of_generators_says_so():
    said = {path.name: report.summary.origin for path, report in reports("example-assets/images") if path.parent.name == "images"}
    assert said["ChatGPT_Image.png"] == said["Firefly_tabby_cat.jpg"] == "says-ai"


def test_pictures_of_comfyui_say_so():
    for path, report in reports("ComfyUI_examples"):
        graphs = [one for one in report.findings if one.code == "comfyui"]
        assert bool(graphs) == (report.summary.origin == "says-ai"), path


def test_the_iptc_example():
    found = [report.summary.origin for path, report in reports("iptc") if path.name == "generative-ai-example.jpg"]
    assert set(found) == {"says-ai"}


def test_a_hash_that_leaves_out_too_much_is_not_called_a_changed_picture():
    told = [
        checks(report)
        for path, report in reports("public-testfiles/image/jpeg")
        if path.parent.name == "jpeg" and path.name.startswith("truepic-")
    ]
    assert [(one["content-hash"], one["signature"]) for one in told] == [(Outcome.UNKNOWN, Outcome.YES)] * 3


def test_hostile_files_of_other_projects_bring_nothing_down():
    made = reports("exiv2", "exiftool", "c2pa-rs")
    assert len(made) > 100
    assert not [(path.name, run) for path, report in made for run in report.readers if run.outcome == "crashed"]


# Files of which the two readers say something else, and why
OTHERWISE = {
    "legacy.mp4": "its hash is of the first version of BMFF hashes, which the second reader does not know",
    "update_manifest.jpg": "an update manifest with a claim that the second reader takes for malformed",
}


def test_a_second_reader_comes_to_the_same_for_every_credential():
    """`encypher-c2pa` shares no code with the library that reads here: whole or not whole is the same to both."""
    differing, seen = [], 0
    for path, report in reports("public-testfiles", "example-assets", "c2pa-ts", "c2pa-rs"):
        told = checks(report)
        if not told or path.name in OTHERWISE:
            continue
        other = encypher_c2pa.verify(path.read_bytes(), report.subject.media_type, telemetry=False, online=False)
        ours = told["content-hash"] is Outcome.YES and told["signature"] is Outcome.YES
        seen += 1
        if ours is not (other["integrity"] == "valid"):
            differing.append((path.name, told, [one["code"] for one in other["validation_results"]["failure"]]))
    assert seen > 40
    assert differing == []
