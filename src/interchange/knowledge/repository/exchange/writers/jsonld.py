"""schema.org as JSON-LD: in the page for search engines, and as a file."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from interchange.knowledge.repository.exchange.work import Name, Work

TYPES = {
    "paper": "ScholarlyArticle", "report": "Report", "standard": "TechArticle", "guideline": "TechArticle", "dataset": "Dataset",
    "software": "SoftwareSourceCode", "legal-text": "Legislation", "practice": "HowTo",
}  # fmt: skip


def _name(name: Name) -> dict[str, Any]:
    if not name.is_person:
        made: dict[str, Any] = {"@type": "Organization", "name": name.literal}
        return made | ({"@id": f"https://ror.org/{name.ror}"} if name.ror else {})
    made = {"@type": "Person", "name": name.spoken, "familyName": name.family}
    if name.given:
        made["givenName"] = name.given
    if name.orcid:
        made["@id"] = f"https://orcid.org/{name.orcid}"
    if name.affiliation:
        made["affiliation"] = {"@type": "Organization", "name": name.affiliation} | (
            {"@id": f"https://ror.org/{name.ror}"} if name.ror else {}
        )
    return made


def describe(work: Work) -> dict[str, Any]:
    """One work, without `@context`."""
    licence = f"https://spdx.org/licenses/{work.licence}" if work.licence and " " not in work.licence else work.licence
    identifiers = (
        [{"@type": "PropertyValue", "propertyID": "DOI", "value": work.doi, "url": f"https://doi.org/{work.doi}"}] if work.doi else []
    )
    if work.arxiv:
        identifiers.append(
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": work.arxiv, "url": f"https://arxiv.org/abs/{work.arxiv}"}
        )
    title = "name" if work.kind in {"dataset", "software", "legal-text", "practice"} else "headline"
    made: dict[str, Any] = {
        "@type": TYPES.get(work.kind, "CreativeWork"),
        "@id": work.link,
        "name": work.title,
        **({"headline": work.title[:110]} if title == "headline" else {}),
        "url": work.address or work.url,
        "identifier": identifiers,
        "author": [_name(name) for name in work.authors],
        "datePublished": work.issued,
        "dateModified": work.modified[:10],
        "description": work.abstract,
        "inLanguage": work.language,
        "keywords": list(dict.fromkeys((*work.subjects, *work.keywords))),
        "license": licence,
        "usageInfo": "{0.scheme}://{0.netloc}/uses/".format(urlsplit(work.address)) if work.address else "",
        "version": work.version,
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "isPartOf": {"@type": "PublicationVolume" if work.volume else "CreativeWork", "name": work.venue} if work.venue else None,
        "includedInDataCatalog" if work.kind == "dataset" else "provider": (
            {"@type": "DataCatalog" if work.kind == "dataset" else "Organization", "name": work.repository} if work.repository else None
        ),
        "isAccessibleForFree": True if work.access == "open" and work.parts else None,
        "sameAs": [address for address in (work.url,) if address and address != work.address],
        "encoding" if work.kind != "dataset" else "distribution": [
            {
                "@type": "MediaObject" if work.kind != "dataset" else "DataDownload",
                "contentUrl": part.url,
                "encodingFormat": part.media_type,
                **({"contentSize": f"{part.size} B"} if part.size else {}),
                **({"sha256": part.sha256} if part.sha256 else {}),
            }
            for part in work.parts
        ],
    }
    return {name: value for name, value in made.items() if value not in ("", [], None)}


def dumps(works: Sequence[Work]) -> str:
    """JSON-LD that may stand in a `script` element: no "<" in it (HTML, script data)."""
    made = [describe(work) for work in works]
    body = {"@context": "https://schema.org", **made[0]} if len(made) == 1 else {"@context": "https://schema.org", "@graph": made}
    return json.dumps(body, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def write(works: Sequence[Work]) -> bytes:
    """A `.jsonld` file."""
    return dumps(works).encode()
