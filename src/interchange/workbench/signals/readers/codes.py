"""ISCC: codes that the file names, and, when asked, the codes of its content."""

import hashlib
import re
from collections.abc import Iterable

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks
from interchange.workbench.signals.make import SELF, metadata
from interchange.workbench.signals.model import Claim, Finding, Reason, Validity, say
from interchange.workbench.signals.options import of
from interchange.workbench.signals.reader import Source
from interchange.workbench.signals.readers.pixels import picture

CODE = re.compile(r"\bISCC:[A-Z2-7]{13,73}\b")
PIECE = 1 << 20


class Codes:
    """ISO 24138: Data-Code and Instance-Code of any file, Image-Code of pictures."""

    name = "codes"
    version = "1"
    schemes = schemes.pick("iscc")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return True

    def read(self, source: Source) -> Iterable[Finding]:
        for block in blocks(source).blocks:
            for code in CODE.findall(block.text[:20000])[:5]:
                yield metadata(
                    "iscc",
                    block.place,
                    code,
                    say("Carries the ISCC {code}.", code=code),
                    Claim.IDENTIFIED,
                    code="named",
                    spec="ISO 24138, 5",
                )
        if of(source).codes and source.size:
            yield computed(source)


def computed(source: Source) -> Finding:
    """The codes of the content, read in pieces; SHA-256 beside them."""
    import iscc_lib

    hasher, digest = iscc_lib.SumHasher(), hashlib.sha256()
    with source.open() as stream:
        while piece := stream.read(PIECE):
            hasher.update(piece)
            digest.update(piece)
    made = hasher.finalize(add_units=True)
    units = list(made["units"])
    image = image_code(source)
    whole = str(iscc_lib.gen_iscc_code_v0([image, *units])["iscc"]) if image else str(made["iscc"])
    words = say("The code of this content is {code}. Similar content has a similar code.", code=whole)
    data = {"iscc": whole, "units": [image, *units] if image else units, "datahash": str(made["datahash"]), "sha256": digest.hexdigest()}
    reason = Reason("computed", say("Computed here from the content."))
    return Finding(
        "iscc", "the whole content", whole, words, Claim.IDENTIFIED, SELF, Validity.VALID, (reason,), "ISO 24138, 5", "computed", data=data
    )


def image_code(source: Source) -> str:
    """The Image-Code: turned upright, flattened on white, 32 by 32 grey points; "" if it is no picture that can be decoded."""
    if not source.media_type.startswith("image/") or source.media_type in ("image/svg+xml", "image/heic", "image/heif", "image/jxl"):
        return ""  # no decoder under a permissive licence is at hand
    import iscc_lib
    from PIL import Image, ImageOps

    made = picture(source)
    if made is None:
        return ""
    upright = ImageOps.exif_transpose(made)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright)
    grey = upright.convert("L").resize((32, 32), Image.Resampling.BICUBIC)
    return str(iscc_lib.gen_image_code_v0(grey.tobytes())["iscc"])
