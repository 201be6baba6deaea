"""Labels written here are read back by another reader, and the picture's bytes are the same."""

import io
import json
import shutil
import subprocess

import pytest
from PIL import Image

from interchange.workbench.signals import inspect
from interchange.workbench.signals.model import Claim
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing import images, label, packet
from interchange.workbench.signals.writing.images import NotWritable
from interchange.workbench.signals.writing.label import Label

LABEL = Label(
    source_type="trainedAlgorithmicMedia",
    ai_system="Système <1>",
    prompt="日本語 & more",
    aigc={"Label": "1", "ContentProducer": "p"},
    data_mining="DMI-PROHIBITED",
    tdm_reservation="1",
    tdm_policy="https://x.example/p",
)
FILES = {
    "jpeg": samples.jpeg(exif=samples.CAMERA, icc_profile=b"x" * 200),
    "jpeg with XMP": samples.jpeg(samples.xmp(dc_title="T", Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "digitalCapture")),
    "png": samples.png(texts={"Comment": "kept"}),
    "png with XMP": samples.png(samples.xmp(dc_title="T")),
    "webp": samples.picture("WEBP"),
    "webp lossless with alpha": samples.picture("WEBP", mode="RGBA", lossless=True),
    "webp with XMP and EXIF": samples.webp(samples.xmp(dc_title="T"), samples.CAMERA),
}


@pytest.mark.parametrize("name", FILES)
def test_a_label_is_written_and_nothing_else_changes(name):
    before = FILES[name]
    made = label.write(before, LABEL)
    codes = {one.code for one in inspect(made.content, name="x", isolated=False).findings}
    assert {"trainedAlgorithmicMedia", "AISystemUsed", "Label=1", "DMI-PROHIBITED", "tdm-reservation=1"} <= codes
    assert ("dc:title" in codes) == ("with XMP" in name)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(made.content)) as new:
        assert old.convert("RGBA").tobytes() == new.convert("RGBA").tobytes()
        assert old.getexif().tobytes() == new.getexif().tobytes()
        # an independent reader: Pillow's own idea of where XMP stands
        assert "Système &lt;1&gt;" in (new.info["xmp"] if isinstance(new.info["xmp"], str) else new.info["xmp"].decode())
    kind = inspect(before, name="x", isolated=False).subject.media_type
    assert images.media(before, kind) == images.media(made.content, kind) == made.media_sha256


def test_the_preview_is_what_is_written():
    data = FILES["jpeg with XMP"]
    shown = label.preview(data, LABEL)
    assert shown[0].before == samples.SOURCE + "digitalCapture"
    made = label.write(data, LABEL)
    assert made.changes == shown
    assert label.preview(made.content, LABEL) == ()
    assert label.write(made.content, LABEL).content == made.content


def test_a_label_is_taken_away_again():
    made = label.write(label.write(FILES["png"], LABEL).content, Label(source_type="-", data_mining="-"))
    codes = {one.code for one in inspect(made.content, name="x", isolated=False).findings}
    assert "trainedAlgorithmicMedia" not in codes
    assert "AISystemUsed" in codes


@pytest.mark.parametrize(
    "wrong",
    [
        Label(source_type="banana"),
        Label(data_mining="DMI-NO"),
        Label(tdm_reservation="yes"),
        Label(aigc={"Label": "9"}),
        Label(aigc={"Label": "1", "Maker": "x"}),
    ],
)
def test_what_the_standards_do_not_know_is_not_written(wrong):
    with pytest.raises(ValueError, match=r"."):
        label.preview(FILES["png"], wrong)


def test_a_signed_file_is_not_labelled_unless_one_insists():
    with pytest.raises(NotWritable, match="label first, then sign"):
        label.write(samples.signed(), LABEL)
    made = label.write(samples.signed(), LABEL, break_credential=True)
    report = inspect(made.content, name="x.jpg", isolated=False)
    assert report.findings[0].validity.value == "invalid"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0\x00",
        samples.png()[:60],
        samples.png()[:8] + samples.png()[33:],
        samples.riff(b"WEBP", (b"ABCD", b""))[:-2],
        b"GIF89a" + b"\0" * 20,
        samples.jpeg(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken>"),
        samples.riff(b"WEBP", (b"ABCD", b"")),
    ],
)
def test_broken_files_are_refused(data):
    with pytest.raises(NotWritable):
        label.write(data, LABEL)


def test_too_much_for_one_segment():
    with pytest.raises(NotWritable, match="65502"):
        label.write(FILES["jpeg"], Label(prompt="x" * 70_000))


def test_attributes_of_the_same_name_go():
    old = samples.xmp().replace(b'rdf:about=""', b'rdf:about="" plus:DataMining="DMI-ALLOWED"')
    made = packet.set_properties(old, {"plus:DataMining": "DMI-PROHIBITED"})
    assert b"DMI-ALLOWED" not in made


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed (Debian: libimage-exiftool-perl)")
def test_exiftool_reads_every_label(tmp_path):
    """A reader of other hands finds each property that was written, with its value, in its namespace."""
    for name in ("jpeg", "png", "webp"):
        (tmp_path / f"x.{name}").write_bytes(label.write(FILES[name], LABEL).content)
    asked = ["exiftool", "-G1", "-n", "-j", "-api", "struct=1", "-XMP:all", *map(str, sorted(tmp_path.iterdir()))]
    told = json.loads(subprocess.run(asked, capture_output=True, timeout=60, check=True).stdout)
    assert len(told) == 3
    for one in told:
        assert json.loads(one.pop("XMP-TC260:Aigc"))["Label"] == "1"
        assert {name: str(value) for name, value in one.items() if name != "SourceFile"} == {
            "XMP-iptcExt:DigitalSourceType": f"{samples.SOURCE}trainedAlgorithmicMedia",
            "XMP-iptcExt:AISystemUsed": "Système <1>",
            "XMP-iptcExt:AIPromptInformation": "日本語 & more",
            "XMP-plus:DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
            "XMP-tdm:Reservation": "1",
            "XMP-tdm:Policy": "https://x.example/p",
        }


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed (Debian: libimage-exiftool-perl)")
def test_what_exiftool_writes_is_read_here(tmp_path):
    path = tmp_path / "x.jpg"
    path.write_bytes(samples.jpeg())
    source = f"{samples.SOURCE}compositeWithTrainedAlgorithmicMedia"
    subprocess.run(["exiftool", f"-XMP-iptcExt:DigitalSourceType={source}", "-XMP-dc:Rights=R", "-XMP-xmpRights:WebStatement=https://x.example/t", str(path)],
                   capture_output=True, timeout=60, check=True)  # fmt: skip
    found = {one.code: one.raw for one in inspect(path, isolated=False).findings}
    assert found["compositeWithTrainedAlgorithmicMedia"] == source
    assert (found["dc:rights"], found["xmpRights:WebStatement"]) == ("R", "https://x.example/t")


def test_claims_of_a_label():
    claims = {one.claim for one in inspect(label.write(FILES["webp"], LABEL).content, name="x", isolated=False).findings}
    assert {Claim.MADE_BY_AI, Claim.RESERVED, Claim.LICENSED} <= claims
