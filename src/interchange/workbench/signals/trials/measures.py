"""The signals that are tried: how each is put into a file, and when it counts as kept.

Labels and credentials are read by the bench's own readers; a code counts as kept while it is near enough to the code of the file before. Their versions
are those of the reader and of the library that computes them, so that a result says what was really tried.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version as installed
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals.model import Finding, Validity
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.registry import readers
from interchange.workbench.signals.trials import marking
from interchange.workbench.signals.trials.interface import BROKEN, KEPT, LOST, Looked, Media, NotApplicable, Sample, Sort
from interchange.workbench.signals.trials.sounds import decoded, resampled
from interchange.workbench.signals.trust import TrustList
from interchange.workbench.signals.writing import testca


def _reader(name: str) -> str:
    """The version of one of the bench's readers."""
    return next(one.version for one in readers(others=False) if one.name == name)


class Label:
    """Words in the metadata: kept while the bench's reader finds the very value that was written."""

    sort: Sort = "label"
    order = 20

    def __init__(self, name: str, label: str, tool: str, reader: str, scheme: str, code: str, write: Callable[[Sample], Sample], media: tuple[Media, ...] = ("image",)) -> None:  # fmt: skip
        self.id, self.label, self.tool, self.reader, self.scheme, self.code, self.write, self.media = (
            name,
            label,
            tool,
            reader,
            scheme,
            code,
            write,
            media,
        )
        self.version = _reader(reader)
        self.rule = "Found by the bench's reader, with the value that was written"

    def mark(self, sample: Sample) -> Sample:
        """Written into the metadata."""
        return self.write(sample)

    def refer(self, looked: Looked) -> str:
        """None: it is put in."""
        return ""

    def measure(self, looked: Looked, reference: str) -> tuple[str, float | None]:
        """Whether the reader finds it."""
        return (KEPT if any(self._is(one) for one in looked.findings(self.reader)) else LOST), None

    def near(self, one: str, other: str) -> bool:
        """Not a code."""
        return False

    def _is(self, one: Finding) -> bool:
        return one.scheme == self.scheme and (not self.code or one.code == self.code)


@lru_cache(maxsize=1)
def authority() -> testca.TestCa:
    """The laboratory's own authority: made anew in each process, trusted nowhere else."""
    return testca.make(datetime.now(UTC) - timedelta(minutes=5), signer="Laboratory of the bench")


@lru_cache(maxsize=1)
def options() -> Options:
    """How files of the laboratory are read: its own authority is the only list."""
    return Options((TrustList("the laboratory", "", authority().root),), added=False)


class Credential:
    """A C2PA manifest, signed here: kept while content, signature and signer are right; broken where one is not."""

    id, label, tool, version = "c2pa", "Content credential (C2PA)", "c2pa", f"{_reader('c2pa')} (c2pa-python {installed('c2pa-python')})"
    sort: Sort = "credential"
    media: tuple[Media, ...] = ("image", "audio")
    rule = "Present, content unchanged, signature right, signer on the laboratory's own list"
    order = 90

    def mark(self, sample: Sample) -> Sample:
        """Signed, last of all."""
        return marking.sign(sample, authority())

    def refer(self, looked: Looked) -> str:
        """None: it is put in."""
        return ""

    def measure(self, looked: Looked, reference: str) -> tuple[str, float | None]:
        """The verdict of the bench's reader on the credential itself."""
        found = [one for one in looked.findings("c2pa") if one.code == "credential"]
        if not found:
            return (BROKEN if looked.findings("c2pa") else LOST), None
        return (KEPT if found[0].validity is Validity.VALID else BROKEN), None

    def near(self, one: str, other: str) -> bool:
        """Not a code."""
        return False


class Watermark:
    """The dwtDct mark of the reference code, as Stable Diffusion XL's pipelines wrote it."""

    id, label, tool, version = "dwt-dct", "Invisible watermark (dwtDct, SDXL’s bits)", "", "1"
    sort: Sort = "watermark"
    media: tuple[Media, ...] = ("image",)
    rule = "At least 90 % of its 48 bits agree"
    order = 10

    def mark(self, sample: Sample) -> Sample:
        """Put into the pixels; the picture is saved anew without halving its colours."""
        return marking.watermark(sample)

    def refer(self, looked: Looked) -> str:
        """None: it is put in."""
        return ""

    def measure(self, looked: Looked, reference: str) -> tuple[str, float | None]:
        """Share of bits that do not agree, and whether it is small enough."""
        share = marking.agreement(looked.rgb())
        return (KEPT if share >= 0.9 else LOST), round(1 - share, 4)

    def near(self, one: str, other: str) -> bool:
        """Not a code."""
        return False


class Code:
    """A code computed from the content; near means at most so many bits apart."""

    sort: Sort = "code"
    order = 0

    def __init__(
        self, name: str, label: str, tool: str, version: str, media: Media, most: float, of: float, compute: Callable[[Looked], str]
    ) -> None:
        self.id, self.label, self.tool, self.version, self.media, self.most, self.compute = (
            name,
            label,
            tool,
            version,
            (media,),
            most,
            compute,
        )
        self.rule = f"At most {most:g} of {of:g} bits differ from the code of the file before"

    def mark(self, sample: Sample) -> Sample:
        """Nothing is put in."""
        return sample

    def refer(self, looked: Looked) -> str:
        """The code, in hexadecimal figures."""
        return self.compute(looked)

    def measure(self, looked: Looked, reference: str) -> tuple[str, float | None]:
        """How many bits differ."""
        far = apart(reference, self.compute(looked))
        return (KEPT if far <= self.most else LOST), float(far)

    def near(self, one: str, other: str) -> bool:
        """Whether two files would be taken for one."""
        return apart(one, other) <= self.most


def apart(one: str, other: str) -> int:
    """Bits that differ between two codes of one length. ValueError for others."""
    if len(one) != len(other):
        raise ValueError("codes of different length")
    return (int(one or "0", 16) ^ int(other or "0", 16)).bit_count()


def _unit(code: str) -> str:
    """The body of an ISCC unit of 64 bits (ISO 24138, 5.3: two bytes of header before it)."""
    letters = code.removeprefix("ISCC:")
    return base64.b32decode(letters + "=" * (-len(letters) % 8))[2:].hex()


def _iscc_image(looked: Looked) -> str:
    from interchange.workbench.signals.readers.codes import image_code

    looked.picture()
    code = image_code(looked.source)
    if not code:
        raise NotApplicable("no Image-Code can be computed")
    return _unit(code)


def _iscc_text(looked: Looked) -> str:
    import iscc_lib

    words = looked.text()
    if len(words.strip()) < 40:
        raise NotApplicable("the text is too short for a code")
    return _unit(str(iscc_lib.gen_text_code_v0(words)["iscc"]))


def _cosines(size: int) -> NDArray[np.float64]:
    rows, columns = np.mgrid[0:size, 0:size]
    return np.cos(np.pi * rows * (2 * columns + 1) / (2 * size))


def _phash(looked: Looked) -> str:
    """The widely used perceptual hash: 32 by 32 grey points, cosine transform, signs of the 8 by 8 lowest against their median."""
    from PIL import Image

    grey = np.asarray(looked.picture().convert("L").resize((32, 32), Image.Resampling.LANCZOS), dtype=np.float64)
    turn = _cosines(32)
    low = (turn @ grey @ turn.T)[:8, :8]
    if float(np.ptp(grey)) < 2:
        raise NotApplicable("the picture is blank")
    return np.packbits((low > np.median(low)).reshape(-1)).tobytes().hex()


BANDS, FRAMES = 17, 64


def _sound_print(looked: Looked) -> str:
    """Rises and falls of energy between neighbouring bands and moments (after Haitsma and Kalker 2002), in 64 pieces over the whole length.

    Made relative to the length, so that it can be compared with a file that is a little longer or shorter. Our own; no standard.
    """
    sound, rate = decoded(looked.sample.content)
    if float(np.abs(sound).max()) < 1e-3:
        raise NotApplicable("it is silent")
    narrow = resampled(sound, rate, 8000)
    size = 2048
    starts = np.linspace(0, max(0, len(narrow) - size), FRAMES + 1).astype(int)
    frames = np.stack([np.pad(narrow[start : start + size], (0, max(0, size - len(narrow[start : start + size])))) for start in starts])
    power = np.abs(np.fft.rfft(frames * np.hanning(size))) ** 2
    edges = np.geomspace(200, 2000, BANDS + 1) * size / 8000
    energy = np.stack([np.log(power[:, int(a) : max(int(a) + 1, int(b))].sum(axis=1) + 1e-9) for a, b in pairwise(edges)], axis=1)
    bands = np.diff(energy, axis=1)
    return np.packbits((np.diff(bands, axis=0) > 0).reshape(-1)).tobytes().hex()


_LIBRARY = f"1 (iscc-lib {installed('iscc-lib')})"
SIGNALS = (
    Credential(),
    Label("iptc-source-type", "IPTC Digital Source Type (XMP)", "iptc-digital-source-type", "xmp", "iptc-digital-source-type", "trainedAlgorithmicMedia", marking.labels),
    Label("plus-data-mining", "PLUS Data Mining (XMP)", "plus-ldf", "xmp", "plus-data-mining", "DMI-PROHIBITED-GENAIMLTRAINING", marking.labels),
    Label("gb-45438", "GB 45438 label (XMP)", "china-aigc-labelling", "xmp", "gb-45438", "Label=1", marking.labels),
    Label("generator-parameters", "Generator’s parameters", "", "generators", "generator-parameters", "", marking.parameters),
    Watermark(),
    Code("iscc-image", "ISCC Image-Code", "iscc", _LIBRARY, "image", 8, 64, _iscc_image),
    Code("phash", "Perceptual hash (DCT)", "", "1", "image", 10, 64, _phash),
    Label("gb-45438-text", "GB 45438 label (front matter)", "china-aigc-labelling", "aigc", "gb-45438", "Label=1", marking.front_matter, ("text",)),
    Code("iscc-text", "ISCC Text-Code", "iscc", _LIBRARY, "text", 8, 64, _iscc_text),
    Code("sound-print", "Sound print of bands (our own)", "", "1", "audio", 358, 1024, _sound_print),
)  # fmt: skip
