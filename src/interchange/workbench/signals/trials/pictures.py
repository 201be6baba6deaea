"""What happens to pictures on their way: saved anew, made smaller, cut, turned, photographed from a screen, printed, stripped."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from interchange.workbench.signals.readers.pixels import PIXEL_LIMIT
from interchange.workbench.signals.trials.interface import Media, NotApplicable, Sample
from interchange.workbench.signals.writing import images, packet

Made = Mapping[str, tuple[float, float, float]]
APPLICATION = range(0xE1, 0xF0)  # JPEG's segments of programs but JFIF's
CHUNKS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"caBX", b"tIME"}


class Edit:
    """A step made of a function on the decoded picture, or on the bytes."""

    version = "1"
    media: Media = "image"

    def __init__(
        self, name: str, label: str, change: Callable[..., Any], parameters: Made | None = None, *, by_bytes: bool = False
    ) -> None:
        self.id, self.label, self.change, self.by_bytes = name, label, change, by_bytes
        self.parameters: Made = dict(parameters or {})

    def apply(self, sample: Sample, seed: int, **given: float) -> Sample:
        """The picture after it; what only changes points is handed on as PNG, so that nothing else is lost on the way."""
        values = {name: given.get(name, usual) for name, (usual, _least, _most) in self.parameters.items()}
        if self.by_bytes:
            made: Sample = self.change(sample, **values)
            return made
        picture = self.change(opened(sample), np.random.default_rng(seed), **values)
        return picture if isinstance(picture, Sample) else saved(picture, "PNG")


def opened(sample: Sample) -> Any:
    """The decoded picture, upright, in red, green and blue."""
    from PIL import Image, ImageOps

    if not sample.media_type.startswith("image/"):
        raise NotApplicable("it is no picture")
    Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
    with Image.open(io.BytesIO(sample.content)) as file:
        return ImageOps.exif_transpose(file).convert("RGB")


def saved(picture: Any, kind: str, **more: Any) -> Sample:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **({"compress_level": 1} | more if kind == "PNG" else more))
    return Sample(out.getvalue(), f"image/{kind.lower()}")


def _scaled(picture: Any, width: float, height: float) -> Any:
    from PIL import Image

    return picture.resize((max(8, round(width)), max(8, round(height))), Image.Resampling.LANCZOS)


def _resize(picture: Any, draw: Any, percent: float) -> Any:
    return _scaled(picture, picture.width * percent / 100, picture.height * percent / 100)


def _fit(picture: Any, draw: Any, longest: float) -> Any:
    share = longest / max(picture.size)
    return picture if share >= 1 else _scaled(picture, picture.width * share, picture.height * share)


def _crop(picture: Any, draw: Any, percent: float) -> Any:
    x, y = round(picture.width * percent / 100), round(picture.height * percent / 100)
    return picture.crop((x, y, picture.width - x, picture.height - y))


def _rotate(picture: Any, draw: Any, degrees: float) -> Any:
    from PIL import Image

    return picture.rotate(-degrees, Image.Resampling.BICUBIC, expand=degrees % 90 == 0)


def _mirror(picture: Any, draw: Any) -> Any:
    from PIL import ImageOps

    return ImageOps.mirror(picture)


def _grey(picture: Any, draw: Any) -> Any:
    return picture.convert("L").convert("RGB")


def _brightness(picture: Any, draw: Any, percent: float) -> Any:
    from PIL import ImageEnhance

    return ImageEnhance.Brightness(picture).enhance(percent / 100)


def _blur(picture: Any, draw: Any, radius: float) -> Any:
    from PIL import ImageFilter

    return picture.filter(ImageFilter.GaussianBlur(radius))


def _noise(picture: Any, draw: np.random.Generator, strength: float) -> Any:
    from PIL import Image

    points = np.asarray(picture, dtype=np.float64)
    return Image.fromarray(np.clip(points + draw.normal(0, strength, points.shape), 0, 255).astype(np.uint8))


def _border(picture: Any, draw: Any, percent: float) -> Any:
    from PIL import ImageOps

    return ImageOps.expand(picture, round(max(picture.size) * percent / 100), "white")


def _logo(picture: Any, draw: Any, percent: float) -> Any:
    from PIL import ImageDraw

    made = picture.copy()
    wide, high = round(picture.width * percent / 100), round(picture.height * percent / 200)
    ImageDraw.Draw(made).rectangle(
        (picture.width - wide - 4, picture.height - high - 4, picture.width - 4, picture.height - 4), fill="white"
    )
    return made


def _screen(picture: Any, draw: Any, percent: float) -> Any:
    """As a picture of the screen: scaled to it, in a window with a bar, nothing but points is left."""
    from PIL import Image

    shown = _scaled(picture, picture.width * percent / 100, picture.height * percent / 100)
    window = Image.new("RGB", (shown.width, shown.height + 28), (238, 238, 238))
    window.paste(shown, (0, 28))
    return window


def _print(picture: Any, draw: Any, dpi: float) -> Any:
    """Put on a page of a PDF at 100 dpi, margins around it, and turned into points again."""
    import pypdfium2
    from PIL import Image

    margin = round(max(picture.size) * 0.08)
    page = Image.new("RGB", (picture.width + 2 * margin, picture.height + 3 * margin), "white")
    page.paste(picture, (margin, margin))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=100, quality=90)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        return document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def _jpeg(picture: Any, draw: Any, quality: float, colour: float) -> Sample:
    return saved(picture, "JPEG", quality=round(quality), subsampling=0 if colour else 2)


def _webp(picture: Any, draw: Any, quality: float) -> Sample:
    return saved(picture, "WEBP", quality=round(quality))


def _avif(picture: Any, draw: Any, quality: float) -> Sample:
    return saved(picture, "AVIF", quality=round(quality), speed=8, max_threads=1)


def _png(picture: Any, draw: Any) -> Sample:
    return saved(picture, "PNG")


def _copy(sample: Sample) -> Sample:
    return sample


def _strip(sample: Sample) -> Sample:
    """All that programs wrote beside the picture taken out; not a point of the picture is touched."""
    content, kind = sample.content, sample.media_type
    if kind == "image/jpeg":
        parts = [segment for marker, segment in images._jpeg(content) if marker not in APPLICATION and marker != 0xFE]
        return Sample(b"\xff\xd8" + b"".join(parts), kind, sample.name)
    if kind == "image/png":
        return Sample(content[:8] + b"".join(chunk for name, chunk in images._png(content) if name not in CHUNKS), kind, sample.name)
    raise NotApplicable("metadata is taken out of JPEG and PNG here")


def _retitle(sample: Sample) -> Sample:
    """One word of the metadata changed after the file was signed."""
    from interchange.workbench.signals import work, xmp
    from interchange.workbench.signals.options import Options

    found = xmp.packets(work.source("", Options(), content=sample.content))
    try:
        changed = packet.set_properties(found[0].data if found else b"", {"Iptc4xmpExt:AISystemVersionUsed": "edited"})
        made = images.embed(sample.content, sample.media_type, changed)
    except (images.NotWritable, xmp.Refused) as wrong:
        raise NotApplicable(str(wrong)) from wrong
    return Sample(made, sample.media_type, sample.name)


STEPS = (
    Edit("copy", "Copied", _copy, by_bytes=True),
    Edit("strip", "Metadata taken out", _strip, by_bytes=True),
    Edit("retitle", "One field of the metadata edited", _retitle, by_bytes=True),
    Edit("jpeg", "Saved as JPEG, quality {quality}", _jpeg, {"quality": (75, 5, 100), "colour": (0, 0, 1)}),
    Edit("webp", "Saved as WebP, quality {quality}", _webp, {"quality": (80, 5, 100)}),
    Edit("avif", "Saved as AVIF, quality {quality}", _avif, {"quality": (60, 5, 100)}),
    Edit("png", "Saved as PNG", _png),
    Edit("resize", "Resized to {percent} %", _resize, {"percent": (50, 5, 300)}),
    Edit("fit", "Made no longer than {longest} points", _fit, {"longest": (1080, 32, 8000)}),
    Edit("crop", "Cut by {percent} % on each side", _crop, {"percent": (10, 0.5, 40)}),
    Edit("rotate", "Turned by {degrees} degrees", _rotate, {"degrees": (90, -180, 180)}),
    Edit("mirror", "Mirrored", _mirror),
    Edit("grey", "Made grey", _grey),
    Edit("brightness", "Brightness {percent} %", _brightness, {"percent": (130, 20, 300)}),
    Edit("blur", "Blurred, radius {radius}", _blur, {"radius": (2, 0.2, 20)}),
    Edit("noise", "Noise of strength {strength}", _noise, {"strength": (8, 0.5, 80)}),
    Edit("border", "White border of {percent} %", _border, {"percent": (5, 0.5, 40)}),
    Edit("logo", "A white box over {percent} % of the width", _logo, {"percent": (28, 2, 90)}),
    Edit("screen", "Picture of the screen at {percent} %", _screen, {"percent": (100, 20, 300)}),
    Edit("print", "Printed to PDF and read at {dpi} dpi", _print, {"dpi": (150, 50, 300)}),
)
