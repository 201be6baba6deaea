"""DataCite metadata 4.7 as JSON: the `attributes` that DataCite's REST interface takes and gives."""

import json
import re
from collections.abc import Sequence
from typing import Any

from interchange.knowledge.repository.exchange.work import Name, Work

KERNEL = "http://datacite.org/schema/kernel-4"
TYPES = {
    "paper": ("Text", "Paper"), "report": ("Report", "Report"), "standard": ("Standard", "Standard"), "guideline": ("Text", "Guideline"),
    "dataset": ("Dataset", "Dataset"), "software": ("Software", "Software"), "legal-text": ("Text", "Legal text"),
    "practice": ("Text", "Practice card"),
}  # fmt: skip
ACCESS = {
    "open": ("info:eu-repo/semantics/openAccess", "Open access"),
    "embargoed": ("info:eu-repo/semantics/embargoedAccess", "Embargoed access"),
    "restricted": ("info:eu-repo/semantics/restrictedAccess", "Restricted access"),
    "metadata-only": ("info:eu-repo/semantics/closedAccess", "Metadata only"),
}


def types_of(work: Work) -> tuple[str, str]:
    """General and own resource type. A paper with a journal is a JournalArticle, at a conference a ConferencePaper, on arXiv only a Preprint."""
    if work.kind == "paper":
        if re.search(r"conference|proceedings|symposium|workshop", work.venue, re.IGNORECASE):
            return "ConferencePaper", "Paper"
        if work.venue and "arxiv" not in work.venue.lower():
            return "JournalArticle", "Paper"
        return ("Preprint", "Paper") if work.arxiv else ("Text", "Paper")
    return TYPES.get(work.kind, ("Other", work.kind))


def publisher_of(work: Work) -> str:
    """The publisher is required: the work's own, else where it appeared, else the repository that gives it out."""
    return work.publisher or work.venue or work.repository or "(:unkn)"


def licence_uri(code: str) -> str:
    """The SPDX page of a single licence; an expression of several has none."""
    return f"https://spdx.org/licenses/{code}.html" if re.fullmatch(r"[A-Za-z0-9.+-]+", code) else ""


def dates_of(work: Work) -> list[tuple[str, str]]:
    """Kind and date: when it came out, when it can be read, when it was last changed here."""
    found = [
        ("Issued", work.issued),
        ("Available", work.embargo_until),
        ("Submitted", work.published[:10]),
        ("Updated", work.modified[:10]),
    ]
    return [(kind, date) for kind, date in found if date]


def relations_of(work: Work) -> list[tuple[str, str, str]]:
    """Relation type, identifier type, identifier. The same work elsewhere is `IsIdenticalTo`; our page of a work with a DOI too."""
    found = [(one.kind, one.scheme, one.identifier) for one in work.relations]
    if work.arxiv:
        found.append(("IsIdenticalTo" if not work.doi else "IsVersionOf", "arXiv", f"arXiv:{work.arxiv}"))
    if work.url and work.url != work.address:
        found.append(("IsIdenticalTo", "URL", work.url))
    return list(dict.fromkeys(found))


def _creator(name: Name) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name.inverted, "nameType": "Personal" if name.is_person else "Organizational"}
    if name.is_person:
        made["familyName"] = name.family
        if name.given:
            made["givenName"] = name.given
    known = []
    if name.orcid:
        known.append(
            {"nameIdentifier": f"https://orcid.org/{name.orcid}", "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        )
    if name.ror and not name.is_person:
        known.append({"nameIdentifier": f"https://ror.org/{name.ror}", "nameIdentifierScheme": "ROR", "schemeUri": "https://ror.org"})
    if known:
        made["nameIdentifiers"] = known
    if name.affiliation:
        place = {"name": name.affiliation}
        if name.ror and name.is_person:
            place |= {
                "affiliationIdentifier": f"https://ror.org/{name.ror}", "affiliationIdentifierScheme": "ROR", "schemeUri": "https://ror.org",
            }  # fmt: skip
        made["affiliation"] = [place]
    return made


def creators_of(work: Work) -> tuple[Name, ...]:
    """At least one creator is required; where none is known, DataCite's own word for that (appendix 3 of the schema's documentation)."""
    return work.authors or (Name(literal="(:unav)"),)


def attributes(work: Work) -> dict[str, Any]:
    """One work."""
    general, own = types_of(work)
    made: dict[str, Any] = {
        "doi": work.doi,
        "url": work.address or work.url,
        "types": {"resourceTypeGeneral": general, "resourceType": own},
        "creators": [_creator(name) for name in creators_of(work)],
        "titles": [{"title": work.title}],
        "publisher": {"name": publisher_of(work)},
        "publicationYear": work.issued[:4] or work.published[:4],
        "dates": [{"date": date, "dateType": kind} for kind, date in dates_of(work)],
        "language": work.language,
        "version": work.version,
        "schemaVersion": KERNEL,
    }
    if work.address:
        made["alternateIdentifiers"] = [{"alternateIdentifier": work.address, "alternateIdentifierType": "URL"}]
    made["subjects"] = [{"subject": word} for word in dict.fromkeys((*work.subjects, *work.keywords))]
    rights: list[dict[str, str]] = []
    if work.licence:
        one = {
            "rights": work.licence,
            "rightsIdentifier": work.licence,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
        rights.append(one | ({"rightsUri": licence_uri(work.licence)} if licence_uri(work.licence) else {}))
    if work.access in ACCESS:
        uri, words = ACCESS[work.access]
        rights.append({"rights": words, "rightsUri": uri})
    made["rightsList"] = rights
    if work.abstract:
        made["descriptions"] = [{"description": work.abstract, "descriptionType": "Abstract"}]
    made["relatedIdentifiers"] = [
        {"relationType": kind, "relatedIdentifierType": scheme, "relatedIdentifier": identifier}
        for kind, scheme, identifier in relations_of(work)
    ]
    container = {"type": "Series", "title": work.venue, "volume": work.volume, "issue": work.issue}
    first, _dash, last = work.pages.partition("-")
    container |= {"firstPage": first, "lastPage": last}
    if work.venue:
        made["container"] = {name: value for name, value in container.items() if value}
    made["formats"] = sorted({part.media_type for part in work.parts})
    made["sizes"] = [f"{part.size} bytes" for part in work.parts if part.size]
    return {name: value for name, value in made.items() if value not in ("", [], {})}


def write(works: Sequence[Work]) -> bytes:
    """One work as an object, several as a list."""
    made = [attributes(work) for work in works]
    return json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=1).encode()
