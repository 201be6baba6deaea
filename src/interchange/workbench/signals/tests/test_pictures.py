"""What stands in pictures, sound and video: XMP, EXIF, parameters of generators, the Chinese label, marks in pixels."""

import gzip
import json

import numpy as np
import pytest
from PIL import Image

from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.model import Claim, Use, Validity
from interchange.workbench.signals.readers import pixels
from interchange.workbench.signals.tests import samples

AI = samples.xmp(Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "trainedAlgorithmicMedia")


def found(data: bytes, name: str = "file", **more):
    return inspect(data, name=name, options=Options(**more), isolated=False).findings


def one(data: bytes, scheme: str, name: str = "file"):
    (made,) = [finding for finding in found(data, name) if finding.scheme == scheme]
    return made


def gif(packet: bytes) -> bytes:
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    data = samples.picture("GIF", mode="P")
    return data[:-1] + b"\x21\xff\x0bXMP DataXMP" + packet + trailer + b"\x3b"


HOMES = {
    "JPEG": samples.jpeg(AI),
    "PNG": samples.png(AI),
    "WebP": samples.webp(AI),
    "GIF": gif(AI),
    "TIFF": samples.picture("TIFF", tiffinfo={700: AI}),
    "MP4": samples.mp4() + samples.box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + AI),
    "WAV": samples.riff(b"WAVE", (b"fmt ", b"\0" * 16), (b"_PMX", AI), (b"data", b"\0" * 8)),
    "JPEG XL": b"\x00\x00\x00\x0cJXL \r\n\x87\n" + samples.box(b"ftyp", b"jxl \0\0\0\0jxl ") + samples.box(b"xml ", AI),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>' + AI + b"</metadata></svg>",
    "PDF": samples.pdf(packet=AI),
    "UTF-16": samples.jpeg(AI.decode().encode("utf-16-be")),
    "stray declaration": samples.png(b'<?xpacket begin=""?>' + b'<?xml version="1.0"?>' + AI),
    "AVIF": samples.picture("AVIF", xmp=AI),
}


@pytest.mark.parametrize("home", HOMES)
def test_the_source_type_is_found_wherever_a_format_keeps_xmp(home):
    made = one(HOMES[home], "iptc-digital-source-type")
    assert (made.claim, made.code, made.validity) == (Claim.MADE_BY_AI, "trainedAlgorithmicMedia", Validity.UNVERIFIABLE)
    assert "XMP" in made.place


def test_extended_xmp_of_a_jpeg_is_put_together():
    guid, half = b"A" * 32, len(AI) // 2
    segments = b""
    for at, part in ((half, AI[half:]), (0, AI[:half])):  # in the wrong order
        body = b"http://ns.adobe.com/xmp/extension/\x00" + guid + len(AI).to_bytes(4, "big") + at.to_bytes(4, "big") + part
        segments += b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    assert one(b"\xff\xd8" + segments + samples.jpeg()[2:], "iptc-digital-source-type").claim is Claim.MADE_BY_AI


def test_attributes_and_lists_are_properties_too():
    packet = AI.replace(b'rdf:about=""', b'rdf:about="" Iptc4xmpExt:AISystemUsed="Sys" ').replace(
        b"</rdf:Description>", b"<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator></rdf:Description>"
    )
    made = found(samples.jpeg(packet))
    assert [one.raw for one in made if one.code == "AISystemUsed"] == ["Sys"]
    assert [one.raw for one in made if one.code == "dc:creator"] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("value", "claim", "uses"),
    [
        (
            "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
            Claim.RESERVED,
            {Use.MINING, Use.AI_TRAINING, Use.GENERATIVE_TRAINING, Use.SEARCH},
        ),
        ("https://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING", Claim.RESERVED, {Use.GENERATIVE_TRAINING}),
        ("PROHIBITED-AIMLTRAINING", Claim.RESERVED, {Use.AI_TRAINING, Use.GENERATIVE_TRAINING}),
        ("DMI-PROHIBITED-SEELINKEDRIGHTSEXPR", Claim.LICENSED, {Use.MINING, Use.AI_TRAINING, Use.GENERATIVE_TRAINING}),
        ("DMI-ALLOWED", Claim.PERMITTED, {Use.MINING, Use.AI_TRAINING, Use.GENERATIVE_TRAINING}),
        ("DMI-UNSPECIFIED", Claim.DESCRIBED, set()),
        ("DMI-BANANA", Claim.DESCRIBED, set()),
    ],
)
def test_plus_data_mining(value, claim, uses):
    made = one(samples.jpeg(samples.xmp(plus_DataMining=value)), "plus-data-mining")
    assert (made.claim, set(made.uses)) == (claim, uses)


@pytest.mark.parametrize(
    ("value", "policy", "claim"),
    [
        ("1", "", Claim.RESERVED),
        ("1", "https://x.example/p.json", Claim.RESERVED),
        ("0", "", Claim.PERMITTED),
        ("yes", "", Claim.DESCRIBED),
    ],
)
def test_tdm_reservation_in_xmp(value, policy, claim):
    packet = samples.xmp(tdm_reservation=value, tdm_policy=policy) if policy else samples.xmp(tdm_reservation=value)
    made = [one for one in found(samples.pdf(packet=packet)) if one.scheme == "tdmrep"]
    assert made[0].claim is claim
    assert [one.raw for one in made if one.code == "pointer"] == [policy] * bool(policy)


def test_the_camera_fields_and_what_they_do_not_prove():
    report = inspect(samples.jpeg(exif=samples.CAMERA), name="x.jpg", isolated=False)
    (made,) = report.findings
    assert (made.claim, made.data["make"], made.data["taken"]) == (Claim.CAPTURED, "Testcam", "2026:05:01 10:00:00")
    assert report.summary.origin == "says-captured"
    assert "anybody could have written it" in report.summary.lines[0]


def test_a_device_without_exposure_claims_nothing():
    (made,) = found(samples.jpeg(exif=samples.exif({0x010F: "Testcam"})))
    assert made.claim is Claim.DESCRIBED


def user_comment(text: str) -> bytes:
    return samples.exif({}, {0x9286: b"UNICODE\x00" + text.encode("utf-16-be")})


GENERATORS = {
    "Stable Diffusion WebUI": samples.png(texts={"parameters": samples.PARAMETERS}),
    "Fooocus": samples.png(texts={"parameters": json.dumps({"base_model": "x", "prompt": "p"}), "fooocus_scheme": "fooocus"}),
    "ComfyUI": samples.png(texts={"prompt": samples.GRAPH, "workflow": '{"nodes": [], "links": []}'}),
    "NovelAI": samples.png(texts={"Software": "NovelAI", "Source": "NAI 3", "Comment": '{"prompt": "p", "steps": 28}'}),
    "InvokeAI": samples.png(texts={"invokeai_metadata": '{"app_version": "4", "positive_prompt": "p"}'}),
    "Midjourney": samples.png(texts={"Description": "a cat --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef"}),
    "Easy Diffusion": samples.png(texts={"prompt": "a cat", "seed": "7", "use_stable_diffusion_model": "x"}),
}
IN_EXIF = {
    "Stable Diffusion WebUI": samples.jpeg(exif=user_comment(samples.PARAMETERS)),
    "ComfyUI": samples.webp(exif=samples.exif({0x010F: 'workflow:{"nodes": [], "links": []}', 0x0110: "prompt:" + samples.GRAPH})),
    "grok": samples.jpeg(exif=samples.exif({0x013B: "01234567-89ab-cdef-0123-456789abcdef"}, {0x9286: b"ASCII\0\0\0Signature: abc="})),
}


@pytest.mark.parametrize(("program", "data"), [*GENERATORS.items(), *IN_EXIF.items()])
def test_generators_are_told_by_what_they_leave(program, data):
    made = one(data, "generator-parameters")
    assert made.claim is Claim.MADE_BY_AI
    assert program.lower() in (str(made.data.get("program", "")).lower(), made.code)


def test_parameters_are_taken_apart():
    assert one(GENERATORS["Stable Diffusion WebUI"], "generator-parameters").data["Seed"] == "42"
    made = one(GENERATORS["ComfyUI"], "generator-parameters").data
    assert (made["models"], made["texts"]) == (["sdxl.safetensors"], ["a harbour"])


@pytest.mark.parametrize("texts", [{"parameters": "my parameters"}, {"prompt": '{"a": 1}'}, {"Description": "a cat"}, {"Comment": "x", "Software": "GIMP"}, {"workflow": "[1]"}, {"Title": "AI is discussed here"}])  # fmt: skip
def test_other_texts_are_no_generator(texts):
    assert not [one for one in found(samples.png(texts=texts)) if one.claim is Claim.MADE_BY_AI]


LABELLED = {
    "XMP": samples.png(samples.xmp(TC260_AIGC=samples.AIGC)),
    "MP3": samples.mp3(value=samples.AIGC),
    "MP4": samples.mp4(value=samples.AIGC),
    "PNG text": samples.png(texts={"AIGC": samples.AIGC}),
    "PDF": samples.pdf({"/AIGC": samples.AIGC}),
    "DOCX": samples.docx({"AIGC": samples.AIGC.replace('"', "&quot;")}),
    "Markdown": b"---\r\ntitle: x\r\nAIGC:\r\n  Label: '1'\r\n  ContentProducer: 001191110108MA01KP2T5U00001\r\n---\r\ntext",
    "Markdown with a mark of order": b"\xef\xbb\xbf---\nAIGC: " + samples.AIGC.encode() + b"\n---\n",
}


@pytest.mark.parametrize("home", LABELLED)
def test_the_chinese_label_everywhere_it_is_written(home):
    made = one(LABELLED[home], "gb-45438", "notes.md" if home.startswith("Mark") else "file")
    assert (made.claim, made.code, made.data["company"]) == (Claim.MADE_BY_AI, "Label=1", "91110108MA01KP2T5U")


@pytest.mark.parametrize(
    ("value", "claim"),
    [
        ('{"Label": "3"}', Claim.DESCRIBED),
        ('{"AIGC": {"Label": "1"}}', Claim.MADE_BY_AI),
        ("not json", Claim.UNREADABLE),
        ("[1]", Claim.DESCRIBED),
        ("[" * 100_000, Claim.UNREADABLE),
    ],
)
def test_the_chinese_label_says_no_more_than_it_says(value, claim):
    assert one(samples.png(texts={"AIGC": value}), "gb-45438").claim is claim


def test_iscc_named_and_computed():
    code = "ISCC:KEAYG46HZ47DBYGEBT4IQ6OVIQHMRCRRJJ3RPW6WFA"
    assert [one.raw for one in found(samples.png(texts={"iscc": code})) if one.scheme == "iscc"] == [code]
    (made,) = [one for one in found(samples.jpeg(), codes=True) if one.scheme == "iscc"]
    assert len(made.data["units"]) == 3
    report = inspect(samples.jpeg(), options=Options(codes=True), isolated=False)
    assert report.subject.sha256 == made.data["sha256"]


def marked(rgb: np.ndarray, bits: np.ndarray) -> np.ndarray:
    """The reference code's way of writing, for the test: quantise the largest of fifteen values in each block."""
    made = rgb.astype(np.float64)
    luma = np.rint(made @ [0.299, 0.587, 0.114])
    u = (made[..., 2] - luma) * 0.492 + 128
    low = (u[0::2, 0::2] + u[0::2, 1::2] + u[1::2, 0::2] + u[1::2, 1::2]) / 2
    number = 0
    for y in range(0, low.shape[0] // 4 * 4, 4):
        for x in range(0, low.shape[1] // 4 * 4, 4):
            block = low[y : y + 4, x : x + 4]
            at = np.unravel_index(np.argmax(np.abs(block.flatten()[1:])) + 1, (4, 4))
            wanted = (block[at] // 36 + 0.25 + 0.5 * bits[number % len(bits)]) * 36
            change = (wanted - block[at]) / 2
            for dy in (0, 1):
                for dx in (0, 1):
                    made[(y + at[0]) * 2 + dy, (x + at[1]) * 2 + dx, 2] += change / 0.492 / (1 - 0.114)
            number += 1
    return np.clip(np.rint(made), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def canvas() -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 2, (512, 512, 3))
    ramp = np.linspace(90, 150, 512)[:, None, None]
    return np.clip(ramp + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("who", ["Stable Diffusion XL", "FLUX", "Stable Diffusion 1"])
def test_the_mark_of_the_reference_code_is_read(who, canvas, tmp_path):
    path = tmp_path / "m.png"
    Image.fromarray(marked(canvas, pixels.MARKS[who][0])).save(path)
    made = one(path.read_bytes(), "dwt-dct")
    assert (made.code, made.claim) == (who, Claim.MADE_BY_AI)
    Image.open(path).save(tmp_path / "m.jpg", quality=95)  # colour halved: nothing is looked for, and nothing is claimed
    assert not found((tmp_path / "m.jpg").read_bytes())


def test_a_picture_without_a_mark_has_none(canvas):
    assert max(pixels.agreement(pixels.votes(canvas), mark) for mark, _ in pixels.MARKS.values()) < 0.8


@pytest.mark.parametrize(("alpha", "packed"), [(True, False), (True, True), (False, True)])
def test_words_hidden_in_the_lowest_bits(alpha, packed, tmp_path):
    text = samples.PARAMETERS.encode()
    data = gzip.compress(text) if packed else text
    mark = ("stealth_png" if alpha else "stealth_rgb") + ("comp" if packed else "info")
    bits = np.unpackbits(np.frombuffer(mark.encode() + (len(data) * 8).to_bytes(4, "big") + data, np.uint8))
    rgba = np.full((300, 300, 4), 254, np.uint8)
    layer = np.swapaxes(rgba, 0, 1)[..., 3:] if alpha else np.swapaxes(rgba, 0, 1)[..., :3]
    flat = layer.reshape(-1)
    flat[: len(bits)] |= bits
    layer[...] = flat.reshape(layer.shape)
    Image.fromarray(rgba).save(tmp_path / "h.png")
    made = one((tmp_path / "h.png").read_bytes(), "hidden-parameters")
    assert made.data["Seed"] == "42"
