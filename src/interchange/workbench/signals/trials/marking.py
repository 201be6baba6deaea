"""Puts signals into files: labels without touching the picture, the watermark into its pixels, a credential last of all."""

import io
import json

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals import work, xmp
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.readers.pixels import MARKS, SCALE, SMALLEST, votes
from interchange.workbench.signals.readers.pixels import agreement as agree
from interchange.workbench.signals.trials.interface import NotApplicable, Sample
from interchange.workbench.signals.writing import credential, images, packet
from interchange.workbench.signals.writing.testca import TestCa

BITS = MARKS["Stable Diffusion XL"][0]
AIGC = {"Label": "1", "ContentProducer": "001191110108MA01KP2T5U00001", "ProduceID": "laboratory"}
PARAMETERS = (
    "a harbour at dusk\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 384x288, Model: made-up"
)
VALUES = {
    "Iptc4xmpExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "plus:DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING",
    "TC260:AIGC": json.dumps(AIGC),
}


def labels(sample: Sample) -> Sample:
    """The three labels in XMP: source type, data mining, GB 45438. Written together, so that trying one of them tries the same file."""
    try:
        found = xmp.packets(work.source("", Options(), content=sample.content))
        made = images.embed(sample.content, sample.media_type, packet.set_properties(found[0].data if found else b"", VALUES))
    except (images.NotWritable, xmp.Refused) as wrong:
        raise NotApplicable(str(wrong)) from wrong
    return Sample(made, sample.media_type, sample.name)


def parameters(sample: Sample) -> Sample:
    """The parameters of an image generator: EXIF's UserComment in JPEG, a text chunk in PNG."""
    if sample.media_type == "image/png":
        import zlib

        body = b"tEXt" + b"parameters\x00" + PARAMETERS.encode("latin-1")
        chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
        return Sample(sample.content[:33] + chunk + sample.content[33:], sample.media_type, sample.name)
    if sample.media_type != "image/jpeg":
        raise NotApplicable("generators’ parameters are put into JPEG and PNG here")
    if b"Exif\x00\x00" in sample.content[:4096]:
        raise NotApplicable("it has EXIF data already, which is left alone")
    from PIL import Image

    made = Image.Exif()
    made.get_ifd(0x8769)[0x9286] = b"UNICODE\x00" + PARAMETERS.encode("utf-16-be")
    data = made.tobytes()
    data = data if data.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + data
    segment = b"\xff\xe1" + (len(data) + 2).to_bytes(2, "big") + data
    return Sample(b"\xff\xd8" + segment + sample.content[2:], sample.media_type, sample.name)


def front_matter(sample: Sample) -> Sample:
    """GB 45438's label at the head of a Markdown text."""
    if sample.content.startswith(b"---"):
        raise NotApplicable("it has front matter already, which is left alone")
    head = "---\nAIGC:\n" + "".join(f"  {name}: '{value}'\n" for name, value in AIGC.items()) + "---\n\n"
    return Sample(head.encode() + sample.content, "text/markdown", sample.name)


def watermark(sample: Sample) -> Sample:
    """dwtDct as the reference code writes it (scale 36, blue difference, one bit a block of the haar approximation)."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(sample.content)) as file:
        rgb = np.asarray(ImageOps.exif_transpose(file).convert("RGB"))
    if rgb.shape[0] * rgb.shape[1] < SMALLEST:
        raise NotApplicable("the reference code marks no picture of fewer than 65,536 points")
    out = io.BytesIO()
    made = Image.fromarray(_marked(rgb))
    if sample.media_type == "image/png":
        made.save(out, "PNG")
    elif sample.media_type == "image/webp":
        made.save(out, "WEBP", lossless=True)
    elif sample.media_type == "image/jpeg":
        made.save(out, "JPEG", quality=98, subsampling=0)
    else:
        raise NotApplicable("the mark is put into JPEG, PNG and WebP here")
    return Sample(out.getvalue(), sample.media_type, sample.name)


def _marked(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = rgb.shape[0] // 8 * 8, rgb.shape[1] // 8 * 8
    part = rgb[:rows, :columns].astype(np.float64)
    red, green, blue = part[..., 0], part[..., 1], part[..., 2]
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    u, v = (blue - luma) * 0.492 + 128, (red - luma) * 0.877 + 128
    low = (u[0::2, 0::2] + u[0::2, 1::2] + u[1::2, 0::2] + u[1::2, 1::2]) / 2
    high, wide = low.shape[0] // 4, low.shape[1] // 4
    blocks = low.reshape(high, 4, wide, 4).swapaxes(1, 2).reshape(-1, 16)
    largest = np.abs(blocks[:, 1:]).argmax(axis=1) + 1
    value = np.take_along_axis(blocks, largest[:, None], axis=1)[:, 0]
    bits = np.resize(BITS, len(value))
    # a bit is where in its interval of 36 the value lies: at a quarter or at three quarters
    target = (np.floor(np.abs(value) / SCALE) + np.where(bits, 0.75, 0.25)) * SCALE
    blocks = blocks.copy()
    np.put_along_axis(blocks, largest[:, None], (np.sign(value) * target)[:, None], axis=1)
    changed = blocks.reshape(high, wide, 4, 4).swapaxes(1, 2).reshape(high * 4, wide * 4)
    u = u + np.repeat(np.repeat((changed - low) / 2, 2, axis=0), 2, axis=1)
    blue_new = (u - 128) / 0.492 + luma
    red_new = (v - 128) / 0.877 + luma
    green_new = (luma - 0.299 * red_new - 0.114 * blue_new) / 0.587
    made = rgb.copy()
    made[:rows, :columns] = np.clip(np.rint(np.stack([red_new, green_new, blue_new], axis=-1)), 0, 255).astype(np.uint8)
    return made


def agreement(rgb: NDArray[np.uint8]) -> float:
    """Share of the mark's bits that the picture holds; 0 where it is too small for them."""
    if rgb.shape[0] < 8 or rgb.shape[1] < 8:
        return 0.0
    return agree(votes(rgb), BITS)


def sign(sample: Sample, ca: TestCa) -> Sample:
    """A credential that says the file was made by generative AI, signed by the laboratory."""
    said = credential.Statement("laboratory", "trainedAlgorithmicMedia", agent="The laboratory of the bench")
    try:
        made = credential.sign(sample.content, sample.media_type, said, ca.chain, ca.key)
    except Exception as wrong:  # the library's own error classes
        raise NotApplicable(f"it could not be signed: {type(wrong).__name__}") from wrong
    return Sample(made, sample.media_type, sample.name)
