"""Small things that several writers share."""

import re
import unicodedata
from xml.sax.saxutils import escape as _escape

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: object) -> str:
    """Text for an XML element or a double-quoted attribute; signs that XML 1.0 (section 2.2) does not allow are left out."""
    return _escape(_NOT_XML.sub("", str(text)), {'"': "&quot;"})


def ascii_word(text: str) -> str:
    """The letters and digits of a text without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", plain)


def one_line(text: str) -> str:
    """White space made single."""
    return " ".join(text.split())
