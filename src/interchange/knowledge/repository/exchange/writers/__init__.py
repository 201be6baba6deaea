"""Writing works for other systems. `FORMATS` names what a record, a search and a list can be taken away as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers import bibtex, csl, datacite_json, datacite_xml, dublin_core, jsonld, ris

__all__ = ["FORMATS", "Format", "by_suffix", "for_accept"]


@dataclass(frozen=True)
class Format:
    """One format: its code and address suffix, its name for people, its media type, how works become bytes.

    `profile` is the name under which Signposting announces it; `many` is false where the format holds one work only.
    """

    code: str
    suffix: str
    label: str | Promise
    media_type: str
    write: Callable[[Sequence[Work]], bytes]
    profile: str = ""
    many: bool = True
    accept: tuple[str, ...] = ()


FORMATS: dict[str, Format] = {
    one.code: one
    for one in (
        Format("bibtex", "bib", "BibTeX", "application/x-bibtex", bibtex.write, accept=("text/x-bibtex",)),
        Format("ris", "ris", "RIS", "application/x-research-info-systems", ris.write),
        Format("csl-json", "csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
        Format(
            "datacite-xml", "datacite.xml", "DataCite XML", "application/vnd.datacite.datacite+xml", datacite_xml.write,
            profile="http://datacite.org/schema/kernel-4", many=False,
        ),
        Format(
            "datacite-json", "datacite.json", "DataCite JSON", "application/vnd.datacite.datacite+json", datacite_json.write,
            profile="http://datacite.org/schema/kernel-4",
        ),
        Format("dublin-core", "dc.xml", "Dublin Core", "application/xml", dublin_core.write, profile=dublin_core.OAI_DC, many=False),
        Format("jsonld", "jsonld", _("schema.org JSON-LD"), "application/ld+json", jsonld.write, profile="https://schema.org/"),
    )
}  # fmt: skip


def by_suffix(suffix: str) -> Format | None:
    """The format of an address suffix ("bib", "datacite.xml")."""
    return next((one for one in FORMATS.values() if one.suffix == suffix), None)


def for_accept(accept: str) -> Format | None:
    """The format that an Accept header asks for before HTML (RFC 9110 section 12.5.1); None: the page for people.

    Only a type named in full counts: browsers send wildcards, and a wildcard wants the page.
    """
    best, weight = None, 0.0
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if quality > weight and media in {"text/html", "application/xhtml+xml"}:
            best, weight = None, quality
        elif quality > weight:
            found = next((one for one in FORMATS.values() if media == one.media_type or media in one.accept), None)
            if found is not None:
                best, weight = found, quality
    return best
