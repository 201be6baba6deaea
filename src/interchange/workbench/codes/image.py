"""Codes of pictures: ISCC Image-Codes with two ways of cutting the border, asked in eight orientations; sixteen parts to say where two pictures differ."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from interchange.workbench.codes.model import Code, NoCode, Scheme, distance

Grey = NDArray[np.uint8]
SMALLEST = 48  # points of the shorter side
LARGEST = 120_000_000  # points in all
TOLERANCE = 24  # grey levels that a border may differ from its corner, where it is cut tolerantly
UNSTEADY = 8  # bits that may turn when two grey levels of noise are added
FLATTEST = 4.0  # standard deviation in grey levels
CELLS = 4  # parts on a side
NOISE = np.random.default_rng(24138).integers(-3, 4, (32, 32)).astype(np.int16)


def opened(source: str | Path | bytes) -> Image.Image:
    """The picture, upright, without transparency, in grey, at most 1024 points wide. Raises `NoCode`."""
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            if image.width * image.height > LARGEST:
                raise NoCode("too-large", points=image.width * image.height)
            if min(image.size) < SMALLEST:
                raise NoCode("too-small", width=image.width, height=image.height, least=SMALLEST)
            image.draft("L", (1024, 1024))
            return flattened(image)
    except NoCode:
        raise
    except Image.DecompressionBombError as wrong:
        raise NoCode("too-large", points="-") from wrong
    except Exception as wrong:  # decoders raise whatever they like
        raise NoCode("unreadable", what=type(wrong).__name__) from wrong


def flattened(image: Image.Image) -> Image.Image:
    """One picture in grey on white."""
    small = image.copy()
    small.thumbnail((1024, 1024), Image.Resampling.BILINEAR, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(small)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    return upright.convert("L")


def cut(image: Image.Image, tolerance: int) -> Image.Image:
    """Without a border of one colour; as it is where nothing or next to nothing would be left."""
    points = np.asarray(image, np.int16)
    inside = np.abs(points - points[0, 0]) > tolerance
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows) or rows[-1] - rows[0] < SMALLEST / 2 or columns[-1] - columns[0] < SMALLEST / 2:
        return image
    return image.crop((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))


def squares(image: Image.Image) -> list[Grey]:
    """32 by 32 points, border cut exactly and tolerantly: what the codes are made from."""
    return [np.asarray(cut(image, tolerance).resize((32, 32), Image.Resampling.BICUBIC)) for tolerance in (0, TOLERANCE)]


def image_bits(square: Grey) -> int:
    """The 64 bits of the ISCC Image-Code (ISO 24138, 5.4)."""
    import iscc_lib

    code = str(iscc_lib.gen_image_code_v0(np.ascontiguousarray(square).tobytes())["iscc"])
    return unit_bits(code)


def unit_bits(iscc: str) -> int:
    """The first 64 bits of the body of one ISCC unit: base32 behind "ISCC:", two bytes of header (ISO 24138, 6)."""
    text = iscc.removeprefix("ISCC:")
    return int.from_bytes(base64.b32decode(text + "=" * (-len(text) % 8))[2:10], "big")


def checked(square: Grey) -> int:
    """The code of a square that says something. Raises `NoCode` for what is blank, or so even that a trace of noise gives another code."""
    if float(square.std()) < FLATTEST:
        raise NoCode("blank")
    bits = image_bits(square)
    noisy = np.clip(square.astype(np.int16) + NOISE, 0, 255).astype(np.uint8)
    if distance(bits, image_bits(noisy)) > UNSTEADY:
        raise NoCode("featureless")
    return bits


def codes(image: Image.Image, start: int = 0, end: int = 0) -> list[Code]:
    """What is registered: two codes, or one where both cuts agree."""
    exact, tolerant = squares(image)
    made = [Code(Scheme.IMAGE, checked(exact), 0, start, end)]
    bits = image_bits(tolerant)
    return made if bits == made[0].bits else [*made, Code(Scheme.IMAGE, bits, 1, start, end)]


def turned(square: Grey) -> Iterator[Grey]:
    """The eight orientations, as it is first."""
    for mirrored in (square, square[:, ::-1]):
        for quarters in range(4):
            yield np.rot90(mirrored, quarters)


def asked(image: Image.Image, start: int = 0, end: int = 0) -> list[Code]:
    """What is asked: both cuts in eight orientations."""
    made = []
    for variant, square in enumerate(squares(image)):
        if not variant:
            checked(square)
        made += [Code(Scheme.IMAGE, image_bits(one), variant + 2 * turn, start, end) for turn, one in enumerate(turned(square))]
    return made


def cells(image: Image.Image) -> tuple[int, ...]:
    """Sixteen parts, row by row; each bit of a part says whether a point of its four by four is lighter than the part. -1: the part is flat."""
    square = squares(image)[0].astype(np.float32)
    small = square.reshape(16, 2, 16, 2).mean(axis=(1, 3))
    parts = small.reshape(CELLS, 4, CELLS, 4).swapaxes(1, 2).reshape(16, 16)
    weights = 1 << np.arange(16)
    return tuple(int(((one > one.mean()) * weights).sum()) if one.std() >= 3 else -1 for one in parts)


def turned_cells(found: tuple[int, ...], turn: int) -> tuple[int, ...]:
    """The parts of a picture as they lie once it is brought into orientation `turn` of `turned`."""
    if len(found) != 16 or not turn:
        return found
    flat = np.array([one < 0 for one in found]).reshape(4, 4)
    bits = (np.array([max(one, 0) for one in found])[:, None] >> np.arange(16)) & 1
    whole = bits.reshape(4, 4, 4, 4).swapaxes(1, 2).reshape(16, 16).astype(np.uint8)
    whole, flat = list(turned(whole))[turn], list(turned(flat))[turn]  # type: ignore[arg-type]
    parts = whole.reshape(4, 4, 4, 4).swapaxes(1, 2).reshape(16, 16)
    weights = 1 << np.arange(16)
    return tuple(-1 if even else int((one * weights).sum()) for one, even in zip(parts, flat.reshape(-1), strict=True))


def differing(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """(parts that agree, parts that differ), numbered row by row from 0; flat parts are in neither."""
    alike, unlike = [], []
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one >= 0 and other >= 0:
            (alike if (one ^ other).bit_count() <= 4 else unlike).append(place)
    return alike, unlike
