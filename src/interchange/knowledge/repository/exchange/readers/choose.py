"""Which reader a file needs: told by what stands in it, not by its name (a name only helps where the content leaves it open)."""

import re

from django.utils.translation import gettext as _

from interchange.knowledge.repository.exchange.readers import bibtex, json_files, ris
from interchange.knowledge.repository.exchange.readers.base import Reading

LARGEST = 150_000_000  # bytes


def read(data: bytes, name: str = "") -> Reading:
    """Read a file of bibliographic data. `name` may be empty. Never raises: what cannot be read is a trouble in the answer."""
    reading = Reading()
    if len(data) > LARGEST:
        reading.complain(
            0, _("The file is larger than %(limit)s MB.") % {"limit": LARGEST // 1_000_000}, _("Divide it into smaller files.")
        )
        return reading
    text = decode(data, reading)
    start = text.lstrip()
    if not start:
        reading.complain(0, _("The file is empty."), _("Choose the file that your reference manager exported."))
    elif start[0] in "[{":
        json_files.read(text, reading)
    elif re.search(r"^(?:\s*)TY {2}-", text, re.MULTILINE):
        ris.read(text, reading)
    elif re.search(r"@\s*\w+\s*[{(]", text):
        bibtex.read(text, reading)
    else:
        what = _("The file is none of: %(formats)s.") % {"formats": "BibTeX, RIS, CSL-JSON, Crossref JSON, DataCite JSON"}
        reading.complain(0, what, _("Export it anew in one of these formats."))
    reading.problems.sort(key=lambda trouble: trouble.line)
    return reading


def decode(data: bytes, reading: Reading) -> str:
    """The file as text: UTF-8, UTF-16 with its mark, else Windows-1252, which is said. Line ends become single."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        reading.complain(
            0, _("The file is not UTF-8; it was read as Windows-1252."), _("Check names with accents, or export it as UTF-8."), fatal=False
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
