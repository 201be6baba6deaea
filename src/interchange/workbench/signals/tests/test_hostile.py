"""Bad input: every file here ends in a report that says what could not be read, in little time and memory, with nothing sent anywhere."""

import io
import json
import socket
import struct
import threading
import time
import zipfile
import zlib

import pytest
from PIL import Image

from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.model import Claim
from interchange.workbench.signals.pool import Pool
from interchange.workbench.signals.tests import samples

LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'


def jumbf(length: int) -> bytes:
    """A JPEG whose APP11 claims a JUMBF box of some length."""
    body = (
        b"JP\x00\x01\x00\x00\x00\x01"
        + struct.pack(">I", length)
        + b"jumb"
        + struct.pack(">I", length)
        + b"jumd"
        + b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03c2pa\x00"
        + b"\0" * 64
    )
    return b"\xff\xd8\xff\xeb" + (len(body) + 2).to_bytes(2, "big") + body + samples.jpeg()[2:]


def bomb_png() -> bytes:
    """30,000 by 30,000 points in a few bytes."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + samples.chunk(b"IHDR", head)
        + samples.chunk(b"IDAT", zlib.compress(b"\0" * 200_000))
        + samples.chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    data = b"parameters\x00\x00" + zlib.compress(b"a" * (64 << 20), 9)
    png = samples.png()
    return png[:33] + samples.chunk(b"zTXt", data) + png[33:]


def many_chunks() -> bytes:
    png = samples.png()
    return png[:33] + samples.chunk(b"tEXt", b"k\0v") * 30_000 + png[33:]


def huge_chunk() -> bytes:
    png = samples.png()
    return png[:33] + b"\x7f\xff\xff\xf0iTXt" + png[33:]


def megabytes() -> bytes:
    return samples.png(texts={"parameters": samples.PARAMETERS + "x" * (6 << 20)})


def deep_boxes() -> bytes:
    box = b""
    for _ in range(2000):
        box = samples.box(b"moov", box)
    return samples.box(b"ftyp", b"isom\0\0\0\0isom") + box


def looping_tiff() -> bytes:
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def nested_xmp() -> bytes:
    return samples.jpeg() and samples.png(b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + b"<a>" * 5000 + b"</a>" * 5000 + b"</x:xmpmeta>")


def zip_bomb() -> bytes:
    return samples.archive({"[Content_Types].xml": "<a/>", "docProps/core.xml": b"<a>" + b" " * (200 << 20) + b"</a>"})


def lying_zip() -> bytes:
    return samples.docx({}).replace(b"PK\x01\x02", b"PK\x01\x03", 1)


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(21_000):
            made.writestr(f"p{number}", b"")
    return out.getvalue()


HOSTILE: dict[str, tuple[str, bytes]] = {
    "entities in XMP": ("x.jpg", samples.jpeg(LAUGHS)),
    "an outside entity in XMP": ("x.png", samples.png(OUTSIDE)),
    "entities in SVG": ("x.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'),
    "entities in EPUB": ("x.epub", samples.epub(opf='<!DOCTYPE p [<!ENTITY a "b">]><package>&a;</package>')),
    "an EPUB that points outside": ("x.epub", samples.epub(container=samples.CONTAINER.replace("OEBPS/book.opf", "../../../etc/passwd"))),
    "an EPUB that points nowhere": ("x.epub", samples.epub(container="<container/>")),
    "a text that unpacks to 64 MB": ("x.png", text_bomb()),
    "30,000 chunks": ("x.png", many_chunks()),
    "a chunk longer than the file": ("x.png", huge_chunk()),
    "a truncated JPEG": ("x.jpg", samples.jpeg()[:-200]),
    "a truncated PNG": ("x.png", samples.png()[:-40]),
    "a truncated WebP": ("x.webp", samples.webp()[:-40]),
    "a truncated ZIP": ("x.docx", samples.docx({})[:-60]),
    "a PDF of nothing": ("x.pdf", b"%PDF-1.7\n" + b"\0" * 2000),
    "boxes in boxes": ("x.mp4", deep_boxes()),
    "a box longer than the file": ("x.mp4", samples.box(b"ftyp", b"isom\0\0\0\0") + b"\x7f\xff\xff\xffmoov"),
    "an ID3 tag longer than the file": ("x.mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 100),
    "a part that unpacks to 200 MB": ("x.docx", zip_bomb()),
    "a ZIP that lies": ("x.docx", lying_zip()),
    "21,000 parts": ("x.docx", many_parts()),
    "XMP that is no XML": ("x.jpg", samples.jpeg(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><unclosed>")),
    "elements nested 5,000 deep": ("x.png", nested_xmp()),
    "a forged JUMBF length": ("x.jpg", jumbf(0x7FFFFFFF)),
    "a JUMBF length of nothing": ("x.jpg", jumbf(1)),
    "nothing": ("x.jpg", b""),
}
QUIET: dict[str, tuple[str, bytes]] = {
    "30,000 by 30,000 points": ("x.png", bomb_png()),
    "megabytes of parameters": ("x.png", megabytes()),
    "a directory that points at itself": ("x.tif", looping_tiff()),
    "10,000 objects": ("x.pdf", samples.pdf({"/Author": "A"}, objects=10_000)),
    "random bytes": ("x.bin", bytes(range(256)) * 40),
}


@pytest.fixture(scope="module")
def pool():
    with Pool(Options(), memory=1024 << 20) as made:
        yield made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_report_says_what_could_not_be_read(name, pool):
    called, data = HOSTILE[name]
    outcome = pool.look(called, content=data)
    told = [one for one in outcome.findings if one.claim is Claim.UNREADABLE]
    assert told, name
    assert not outcome.failed
    assert all(run.outcome in ("read", "refused") for run in outcome.runs), outcome.runs
    assert "root:" not in json.dumps([one.meaning for one in outcome.findings])


@pytest.mark.parametrize("name", QUIET)
def test_large_things_are_read_or_left(name, pool):
    called, data = QUIET[name]
    began = time.process_time()
    outcome = pool.look(called, content=data)
    assert not outcome.failed
    assert all(run.outcome in ("read", "refused") for run in outcome.runs), outcome.runs
    assert sum(len(one.raw) for one in outcome.findings) < 20_000
    assert time.process_time() - began < 2  # of this process: the parsers' time is theirs


def test_the_long_raw_value_is_cut_and_its_length_told(pool):
    (made,) = [one for one in pool.look("x.png", content=megabytes()).findings if one.scheme == "generator-parameters"]
    assert len(made.raw) == 4000
    assert made.raw_length > 6 << 20


def test_a_renamed_file_is_read_as_what_it_is():
    packet = samples.xmp(Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "trainedAlgorithmicMedia")
    report = inspect(samples.png(packet), name="innocent.jpg", isolated=False)
    assert report.subject.media_type == "image/png"
    assert "renamed" in {one.code for one in report.findings}
    assert report.summary.origin == "says-ai"


@pytest.mark.parametrize("behind", [samples.docx({}), samples.pdf()])
@pytest.mark.parametrize("front", [samples.jpeg(), samples.png(), samples.webp()])
def test_two_files_in_one(front, behind):
    assert "polyglot" in {one.code for one in inspect(front + behind, name="x", isolated=False).findings}


def test_a_plain_picture_gets_no_remark():
    for data in (samples.jpeg(), samples.png(), samples.webp(), samples.picture("GIF", mode="P"), samples.pdf()):
        assert not [one for one in inspect(data, name="x", isolated=False).findings if one.scheme == "container"]


class Listener:
    """A server that counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()


@pytest.fixture(scope="module")
def listener():
    made = Listener()
    yield made
    made.socket.close()


@pytest.mark.parametrize("isolated", [True, False])
def test_addresses_in_a_file_are_named_and_never_visited(listener, isolated, pool):
    address = f"http://127.0.0.1:{listener.port}/manifest.c2pa"
    packet = samples.xmp(dcterms_provenance=address, tdm_reservation="1", tdm_policy=address)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{address}"/><metadata>{packet.decode()}</metadata></svg>'
    html = f'<html><head><link rel="license" href="{address}"><script src="{address}"></script></head></html>'
    for name, data in (
        ("x.jpg", samples.jpeg(packet)),
        ("x.png", samples.png(packet)),
        ("x.pdf", samples.pdf(packet=packet)),
        ("x.svg", svg.encode()),
        ("x.html", html.encode()),
        ("y.jpg", samples.signed("digitalCapture", packet)),
    ):
        findings = pool.look(name, content=data).findings if isolated else inspect(data, name=name, isolated=False).findings
        assert address in json.dumps([one.raw for one in findings]), name
    # the library itself, asked about a file that only names its manifest
    from interchange.workbench.signals.readers.c2pa import reading

    with pytest.raises(Exception, match=r"(?i)remote|manifest"):
        reading.store(io.BytesIO(samples.jpeg(packet)), "image/jpeg", None)
    assert listener.visits == 0
    with socket.create_connection(("127.0.0.1", listener.port)):  # and the counter does count
        time.sleep(0.05)
    assert listener.visits == 1
    listener.visits = 0


def test_pictures_with_many_points_are_not_decoded(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    inspect(bomb_png(), name="x.png", isolated=False)
