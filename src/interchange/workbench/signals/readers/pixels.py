"""Marks in the pixels that can be read without a model: dwtDct of the reference code, and words hidden in the lowest bits."""

import gzip
import io
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.make import SELF
from interchange.workbench.signals.model import Claim, Finding, Reason, Validity, say
from interchange.workbench.signals.options import of
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers.generators import a1111

PIXEL_LIMIT = 24_000_000  # pictures larger than this are not decoded
USED = 1_000_000  # pixels that suffice for the mark: every bit then has more than a hundred votes
SMALLEST = 256 * 256  # the reference code marks nothing smaller
SCALE = 36
THRESHOLD = 0.9


def _bits(number: int, length: int) -> NDArray[np.bool_]:
    return np.array([letter == "1" for letter in f"{number:0{length}b}"])


# who writes it: bits, least agreement (a short mark needs all of them)
MARKS: dict[str, tuple[NDArray[np.bool_], float]] = {
    "Stable Diffusion 1": (_bits(int.from_bytes(b"StableDiffusionV1", "big"), 136), THRESHOLD),
    "Stable Diffusion 2": (_bits(int.from_bytes(b"SDV2", "big"), 32), 1.0),
    "Stable Diffusion XL": (_bits(0xB3EC907BB19E, 48), THRESHOLD),
    "FLUX": (_bits(0x2AFE879CF52E, 46), THRESHOLD),  # 46 bits in practice: its code drops the leading zeros
    "FLUX (48 bits)": (_bits(0x2AFE879CF52E, 48), THRESHOLD),
}


class Undecodable(Exception):
    """The picture's data is broken."""


def picture(source: Source) -> Any | None:
    """The decoded picture, once; None when it is too large or no picture."""
    if "picture" not in source.shared:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
        made: Any = None
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            try:
                with source.open() as stream, Image.open(stream) as opened:
                    if opened.width * opened.height <= PIXEL_LIMIT:
                        opened.load()
                        made = opened.copy()
            except (Image.DecompressionBombWarning, Image.DecompressionBombError):
                made = None
            except (OSError, ValueError, SyntaxError, EOFError) as wrong:
                raise Undecodable("the picture cannot be decoded") from wrong
        source.shared["picture"] = made
    return source.shared["picture"]


def blue_difference(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """U of YUV as the reference code computes it, rounded to whole numbers."""
    red, green, blue = (rgb[..., number].astype(np.float32) for number in range(3))
    luma = np.rint(0.299 * red + 0.587 * green + 0.114 * blue)
    return np.clip(np.rint((blue - luma) * 0.492 + 128), 0, 255)


def votes(rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """One vote of every block, in the order in which the mark was written: whole rows from the top."""
    rows, columns = rgb.shape[0] // 4 * 4, rgb.shape[1] // 4 * 4
    rows = min(rows, max(8, USED // max(columns, 1) // 8 * 8))
    u = blue_difference(rgb[:rows, :columns, :3])
    low = (u[0::2, 0::2] + u[0::2, 1::2] + u[1::2, 0::2] + u[1::2, 1::2]) / 2  # haar, approximation
    high, wide = low.shape[0] // 4, low.shape[1] // 4
    parts = low[: high * 4, : wide * 4].reshape(high, 4, wide, 4).swapaxes(1, 2).reshape(-1, 16)
    largest = np.abs(parts[:, 1:]).argmax(axis=1) + 1
    value = np.abs(np.take_along_axis(parts, largest[:, None], axis=1)[:, 0])
    return np.asarray((value % SCALE) > SCALE / 2)


def agreement(found: NDArray[np.bool_], mark: NDArray[np.bool_]) -> float:
    """Share of the mark's bits that the blocks' majority gives."""
    length = len(mark)
    if len(found) < length * 4:
        return 0.0
    whole = found[: len(found) // length * length].reshape(-1, length)
    return float(((whole.mean(axis=0) * 255 > 127) == mark).mean())


class Pixels:
    """Decodes pictures, so it comes last and keeps to those in which a mark can have survived."""

    name = "pixels"
    version = "1"
    schemes = schemes.pick("dwt-dct", "hidden-parameters")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return media_type in ("image/png", "image/webp", "image/jpeg")

    def read(self, source: Source) -> Iterable[Finding]:
        facts = blocks(source).facts
        # one compression with halved colour destroys the mark, so nothing is looked for there
        if not of(source).pixels or facts.get("subsampled") or (source.media_type == "image/jpeg" and "subsampled" not in facts):
            return
        made = picture(source)
        if made is None or made.width * made.height < SMALLEST:
            return
        if made.mode in ("RGBA", "RGB"):
            yield from hidden(np.asarray(made))
        if made.mode in ("RGB", "RGBA"):
            yield from _marks(np.asarray(made))


def _marks(rgb: NDArray[np.uint8]) -> Iterator[Finding]:
    found = votes(rgb)
    for who, (mark, least) in MARKS.items():
        share = agreement(found, mark)
        if share >= least:
            name = who.partition(" (")[0]
            words = say(
                "The pixels carry the invisible mark of the reference code of {who}; {share} % of its bits agree.",
                who=name,
                share=round(share * 100),
            )
            reason = Reason("unsigned", say("The mark is public: anybody can put it into any picture."))
            yield Finding(
                "dwt-dct",
                "pixels, blue difference",
                "".join("01"[int(bit)] for bit in mark),
                words,
                Claim.MADE_BY_AI,
                SELF,
                Validity.UNVERIFIABLE,
                (reason,),
                "dwtDct, scale 36",
                name,
                data={"agreement": round(share, 4), "bits": len(mark)},
            )
            return


SIGNATURES = {
    "stealth_pnginfo": (True, False),
    "stealth_pngcomp": (True, True),
    "stealth_rgbinfo": (False, False),
    "stealth_rgbcomp": (False, True),
}


def hidden(pixels: NDArray[np.uint8]) -> Iterator[Finding]:
    """Words in the lowest bits, column by column: in the alpha channel, or in red, green and blue."""
    for alpha in (True, False):
        if alpha and pixels.shape[2] < 4:
            continue
        columns = np.swapaxes(pixels, 0, 1)
        layer = columns[..., 3] if alpha else columns[..., :3]
        first = np.packbits(layer[: 1 + 120 // pixels.shape[0]].reshape(-1)[:120] & 1).tobytes() if pixels.shape[0] else b""
        mark = first.decode("latin-1")
        if SIGNATURES.get(mark, (None, False))[0] is not alpha:
            continue
        bits = layer.reshape(-1) & 1
        length = int.from_bytes(np.packbits(bits[120:152]).tobytes(), "big")
        data = np.packbits(bits[152 : 152 + min(length, 8 << 20)]).tobytes()
        try:
            text = (gzip.GzipFile(fileobj=io.BytesIO(data)).read(1 << 20) if SIGNATURES[mark][1] else data[: 1 << 20]).decode(
                "utf-8", "replace"
            )
        except (OSError, EOFError):
            continue
        words = say("Words are hidden in the lowest bits of the pixels, as NovelAI and others write their parameters.")
        yield Finding(
            "hidden-parameters",
            f"pixels, lowest bits of {'alpha' if alpha else 'red, green and blue'}",
            text,
            words,
            Claim.MADE_BY_AI,
            SELF,
            Validity.UNVERIFIABLE,
            (Reason("unsigned", say("Anybody can write it.")),),
            "No standard",
            mark,
            data=a1111(text),
        )
