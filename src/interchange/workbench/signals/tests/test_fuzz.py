"""Files broken at random, the same ones in each run: no crash, no hang, always a report. `benchmarks/signals.py` does many more."""

import random

import pytest

from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.tests import samples

SEEDS = {
    "x.jpg": samples.jpeg(samples.xmp(plus_DataMining="DMI-PROHIBITED"), exif=samples.CAMERA),
    "s.jpg": samples.signed(),
    "x.png": samples.png(samples.xmp(TC260_AIGC=samples.AIGC), {"parameters": samples.PARAMETERS, "prompt": samples.GRAPH}),
    "x.webp": samples.webp(samples.xmp(dc_title="t"), samples.CAMERA),
    "x.gif": samples.picture("GIF", mode="P"),
    "x.tif": samples.picture("TIFF"),
    "x.avif": samples.picture("AVIF", xmp=samples.xmp(dc_title="t")),
    "x.mp4": samples.mp4(value=samples.AIGC),
    "x.mp3": samples.mp3(value=samples.AIGC),
    "x.pdf": samples.pdf({"/Author": "A"}, samples.xmp(tdm_reservation="1"), signed=True),
    "x.docx": samples.docx({"AIGC": "{}"}),
    "x.epub": samples.epub('<meta property="tdm:reservation">1</meta>'),
    "x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>' + samples.xmp(dc_title="t") + b"</metadata></svg>",
    "x.html": b'<html><script type="application/ld+json">{"author": [{"name": "x"}], "digitalSourceType": "x"}</script><meta name="author" content="a">',
}


def broken(data: bytes, dice: random.Random) -> bytes:
    """Bytes turned, cut, doubled, or a length field made huge."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 20))):
        at = dice.randrange(len(made) or 1)
        how = dice.randrange(5)
        if how == 0 and made:
            made[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            del made[at : at + dice.randrange(1, 200)]
        elif how == 2:
            made[at:at] = made[at : at + dice.randrange(1, 200)]
        elif how == 3:
            made[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\x01"))
        else:
            made[at : at + 8] = dice.randbytes(8)
    return bytes(made)


@pytest.mark.parametrize("name", SEEDS)
def test_a_broken_file_always_gets_a_report(name):
    dice = random.Random(name)
    options = Options(codes=True)
    for _ in range(12):
        report = inspect(broken(SEEDS[name], dice), name=name, options=options)
        assert not [run for run in report.readers if run.outcome == "crashed"]
        assert report.summary.headline
