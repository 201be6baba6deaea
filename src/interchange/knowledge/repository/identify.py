"""Identifiers: recognised in what people paste, normalised, and their check digits reckoned. Nothing here asks the network.

DOI: ISO 26324 and the DOI Handbook, 2.2 (prefix "10.", a registrant code, a suffix; there is no check digit). arXiv: identifiers since April
2007 and before. ORCID: ISO 7064 MOD 11-2. ROR: Crockford base 32 with ISO 7064 MOD 97-10. ISBN: ISO 2108. ISCC: ISO 24138.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from interchange.knowledge.repository.vocabulary import Scheme

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`]+")
_ARXIV_NEW = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5})(v\d+)?", re.IGNORECASE)
_ARXIV_OLD = re.compile(r"(?:arxiv:)?([a-z-]+(?:\.[a-z]{2})?/\d{7})(v\d+)?", re.IGNORECASE)
_ARXIV_URL = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(.+?)(?:\.pdf)?/?", re.IGNORECASE)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_RESOLVERS = ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "doi ", "info:doi/", "urn:doi:")


@dataclass(frozen=True)
class Found:
    """What a pasted text is: scheme and value as kept and shown; `problem` says what is wrong with it (empty: nothing)."""

    scheme: str
    value: str
    problem: str = ""


def doi(text: str) -> Found:
    """A DOI in any of its dresses."""
    bare = text.strip()
    for start in _RESOLVERS:
        if bare.lower().startswith(start):
            bare = unquote(bare[len(start) :]) if start.startswith("http") else bare[len(start) :]
            break
    bare = bare.strip().rstrip(".,;")
    if len(bare) <= 250 and _DOI.fullmatch(bare):
        return Found(Scheme.DOI, bare)
    if not bare.startswith("10."):
        return Found(Scheme.DOI, bare[:250], _("A DOI begins with “10.”."))
    if "/" not in bare:
        return Found(Scheme.DOI, bare[:250], _("A DOI has a slash after its prefix, as in 10.1000/182."))
    if re.search(r"\s", bare):
        return Found(Scheme.DOI, bare[:250], _("A DOI has no blanks in it."))
    return Found(Scheme.DOI, bare[:250], _("This is not the form of a DOI (10.prefix/suffix)."))


def arxiv(text: str) -> Found:
    """An arXiv identifier; a version at its end is taken off, since the work is meant."""
    bare = text.strip()
    address = _ARXIV_URL.fullmatch(bare.split("?")[0].split("#")[0])
    if address:
        bare = address.group(1)
    found = _ARXIV_NEW.fullmatch(bare)
    if found:
        month = int(found.group(1)[2:4])
        if 1 <= month <= 12:
            return Found(Scheme.ARXIV, found.group(1))
        return Found(Scheme.ARXIV, found.group(1), _("An arXiv number begins with year and month; there is no month %02d.") % month)
    found = _ARXIV_OLD.fullmatch(bare)
    if found:
        return Found(Scheme.ARXIV, found.group(1).lower())
    return Found(Scheme.ARXIV, bare[:60], _("An arXiv number looks like 2301.10226."))


def isbn(text: str) -> Found:
    """An ISBN of 10 or 13 digits, kept as 13 digits without hyphens."""
    bare = re.sub(r"^isbn(?:-1[03])?:?\s*|[\s-]", "", text.strip(), flags=re.IGNORECASE).upper()
    if not re.fullmatch(r"\d{9}[\dX]|\d{13}", bare):
        return Found(Scheme.ISBN, bare[:40], _("An ISBN has 10 or 13 digits."))
    import idutils  # a third of a second, for which no process waits that reads no identifier

    if not idutils.is_isbn(bare):
        return Found(Scheme.ISBN, bare, _("The check digit of the ISBN is wrong: one of its digits is mistyped."))
    if len(bare) == 10:
        body = "978" + bare[:9]
        total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
        bare = f"{body}{-total % 10}"
    return Found(Scheme.ISBN, bare)


def iscc(text: str) -> Found:
    """An ISCC, kept with its prefix "ISCC:". Its length must be that of its header (ISO 24138, 5.3)."""
    bare = re.sub(r"^iscc:", "", text.strip(), flags=re.IGNORECASE).replace("-", "").upper()
    broken = Found(Scheme.ISCC, f"ISCC:{bare[:100]}", _("This is not the form of an ISCC (ISCC: and letters A to Z, digits 2 to 7)."))
    if not re.fullmatch(r"[A-Z2-7]{10,120}", bare):
        return broken
    try:
        code = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (binascii.Error, ValueError):
        return broken
    return Found(Scheme.ISCC, f"ISCC:{bare}") if len(code) > 2 and code[0] >> 4 <= 5 else broken


def url(text: str) -> Found:
    """A web address: http or https with a host, no credentials."""
    bare = text.strip()
    try:
        parts = urlsplit(bare)
        host = parts.hostname or ""
        good = parts.scheme in {"http", "https"} and "." in host and not parts.username and not re.search(r"\s", bare) and len(bare) <= 500
    except ValueError:
        good = False
    return (
        Found(Scheme.URL, bare[:500]) if good else Found(Scheme.URL, bare[:500], _("A web address looks like https://example.org/paper."))
    )


READERS = {Scheme.DOI: doi, Scheme.ARXIV: arxiv, Scheme.ISBN: isbn, Scheme.ISCC: iscc, Scheme.URL: url}


def recognise(text: str) -> Found | None:
    """What somebody pasted: a DOI, an arXiv identifier, an ISBN, an ISCC or a web address; None where it is none of them."""
    bare = text.strip()
    low = bare.lower()
    if not bare:
        return None
    if low.startswith(("10.", *_RESOLVERS)):
        return doi(bare)
    if low.startswith("arxiv") or _ARXIV_URL.fullmatch(bare.split("?")[0]) or _ARXIV_NEW.fullmatch(bare) or _ARXIV_OLD.fullmatch(bare):
        found = arxiv(bare)
        if low.startswith("arxiv") or not found.problem:
            return found
    if low.startswith("iscc:"):
        return iscc(bare)
    if low.startswith(("http://", "https://")):
        inside = re.search(r"/(10\.\d{4,9}/[^?#\s]+)", unquote(bare))
        if inside and not doi(inside.group(1)).problem:
            return doi(inside.group(1).removesuffix(".pdf").removesuffix("/full").removesuffix("/pdf"))
        return url(bare)
    if low.startswith("isbn") or re.fullmatch(r"(?:97[89])?[\d\s-]{9,17}[\dXx]", bare):
        return isbn(bare)
    return None


def key(scheme: str, value: str) -> str:
    """The value by which two writings of one identifier are found to be the same."""
    text = value.strip()
    if scheme == Scheme.URL:
        return re.sub(r"^https?://(www\.)?", "", text).rstrip("/")[:500]
    return text.upper()[:500] if scheme == Scheme.ISCC else text.lower()[:500]


def address(scheme: str, value: str) -> str:
    """Where an identifier leads on the web, empty where nowhere."""
    starts = {Scheme.DOI: "https://doi.org/", Scheme.ARXIV: "https://arxiv.org/abs/", Scheme.URL: ""}
    return f"{starts[Scheme(scheme)]}{value}" if scheme in starts else ""


def orcid(text: str) -> Found:
    """An ORCID iD as four blocks of four; the last character is checked (ISO 7064 MOD 11-2)."""
    bare = re.sub(r"^https?://(www\.)?orcid\.org/|[\s-]", "", text.strip(), flags=re.IGNORECASE).upper()
    if not re.fullmatch(r"\d{15}[\dX]", bare):
        return Found("orcid", text.strip()[:40], _("An ORCID iD looks like 0000-0002-1825-0097."))
    shown = "-".join(bare[index : index + 4] for index in range(0, 16, 4))
    import idutils

    if not idutils.is_orcid(shown):
        return Found("orcid", shown, _("The check digit of the ORCID iD %s is wrong: one of its digits is mistyped.") % shown)
    return Found("orcid", shown)


def ror(text: str) -> Found:
    """A ROR ID as its web address; its two check digits are reckoned."""
    bare = re.sub(r"^(https?://)?ror\.org/", "", text.strip(), flags=re.IGNORECASE).lower()
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", bare):
        return Found("ror", text.strip()[:60], _("A ROR ID looks like https://ror.org/05dxps055."))
    number = 0
    for character in bare[1:7]:
        number = number * 32 + _CROCKFORD.index(character)
    if 98 - number * 100 % 97 != int(bare[7:]):
        return Found(
            "ror", f"https://ror.org/{bare}", _("The check digits of the ROR ID %s are wrong: something in it is mistyped.") % bare
        )
    return Found("ror", f"https://ror.org/{bare}")
