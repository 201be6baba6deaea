"""How one entry of CSL-JSON, Crossref JSON or DataCite JSON becomes a work."""

from typing import Any

from interchange.knowledge.repository.exchange.readers import base
from interchange.knowledge.repository.exchange.work import Name, Work

CSL_KINDS = {
    "report": "report", "standard": "standard", "dataset": "dataset", "software": "software", "legislation": "legal-text",
    "legal_case": "legal-text", "regulation": "legal-text", "treaty": "legal-text", "bill": "legal-text",
}  # fmt: skip
CROSSREF_KINDS = {
    "report": "report", "report-component": "report", "report-series": "report", "standard": "standard", "standard-series": "standard",
    "dataset": "dataset", "database": "dataset",
}  # fmt: skip
DATACITE_KINDS = {
    "Report": "report", "Standard": "standard", "Dataset": "dataset", "Software": "software", "DataPaper": "paper", "Other": "paper",
}  # fmt: skip


def _parts(value: Any) -> str:
    """A CSL date: {"date-parts": [[2024, 5, 17]]} or {"raw": "2024-05-17"} (CSL-JSON schema, date-variable)."""
    if not isinstance(value, dict):
        return base.issued_text(value) if isinstance(value, str) else ""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return base.issued(*parts[0][:3])
    return base.issued_text(str(value.get("raw") or value.get("literal") or ""))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> str:
    found = _list(value)
    return base.clean(found[0]) if found else ""


def _csl_name(one: dict[str, Any]) -> Name:
    literal = base.clean(one.get("literal") or one.get("name"))
    particle = " ".join(part for part in (base.clean(one.get("non-dropping-particle")), base.clean(one.get("dropping-particle"))) if part)
    family, given = base.clean(one.get("family")), base.clean(one.get("given"))
    places = [base.clean(place.get("name")) for place in _list(one.get("affiliation")) if isinstance(place, dict)]
    orcid = base.orcid(one.get("ORCID") or one.get("orcid"))
    place = places[0] if places else ""
    if literal or not family:
        return Name(literal=literal or given, orcid=orcid, affiliation=place)
    if not given:
        return Name(literal=f"{particle} {family}".strip(), orcid=orcid, affiliation=place)
    return Name(family=f"{particle} {family}".strip(), given=given, orcid=orcid, affiliation=place)


def _names(values: Any) -> tuple[Name, ...]:
    made = (_csl_name(one) for one in _list(values) if isinstance(one, dict))
    return tuple(name for name in made if name.inverted)


def of_csl(item: dict[str, Any]) -> Work:
    """One item of CSL-JSON (citation-style-language/schema, csl-data)."""
    kind = CSL_KINDS.get(str(item.get("type")), "paper")
    number = base.clean(item.get("number"))
    url = base.clean(item.get("URL"))
    return Work(
        title=_first(item.get("title")),
        kind=kind,
        authors=_names(item.get("author")),
        issued=_parts(item.get("issued")),
        venue=_first(item.get("container-title")) or base.clean(item.get("event-title")),
        volume=base.clean(item.get("volume")),
        issue=base.clean(item.get("issue")),
        pages=base.clean(item.get("page")).replace("–", "-"),
        publisher=base.clean(item.get("publisher")),
        number=number,
        doi=base.doi(item.get("DOI")),
        arxiv=base.arxiv(number if number.lower().startswith("arxiv") else url if "arxiv.org/" in url else ""),
        isbn=_first(item.get("ISBN")),
        url=url,
        abstract=base.paragraphs(item.get("abstract")),
        language=base.language(item.get("language")),
        licence=base.licence(item.get("license")),
        keywords=_words(item.get("keyword")),
        version=base.clean(item.get("version")),
    )


def _words(value: Any) -> tuple[str, ...]:
    found = value.replace(";", ",").split(",") if isinstance(value, str) else _list(value)
    return tuple(dict.fromkeys(word for one in found if (word := base.clean(one))))


def of_crossref(item: dict[str, Any]) -> Work:
    """One work as Crossref's REST interface gives it (`/works/{doi}`)."""
    terms = [base.licence(one.get("URL")) for one in _list(item.get("license")) if isinstance(one, dict)]
    title, subtitle = _first(item.get("title")), _first(item.get("subtitle"))
    work = of_csl({**item, "number": None, "license": None, "keyword": item.get("subject")})
    return work.but(
        title=f"{title}: {subtitle}" if title and subtitle and subtitle.lower() not in title.lower() else title,
        kind=CROSSREF_KINDS.get(str(item.get("type")), "paper"),
        issued=_parts(item.get("issued")) or _parts(item.get("published")) or _parts(item.get("created")),
        licence=next((code for code in terms if code), ""),
        url=base.clean(item.get("URL")),
    )


def _creator(one: dict[str, Any]) -> Name:
    orcid = ror = ""
    for known in _list(one.get("nameIdentifiers")):
        scheme = str(known.get("nameIdentifierScheme", "")).upper()
        if scheme == "ORCID":
            orcid = base.orcid(known.get("nameIdentifier"))
        elif scheme == "ROR":
            ror = base.clean(known.get("nameIdentifier")).rsplit("/", 1)[-1]
    place = next(iter(_list(one.get("affiliation"))), "")
    if isinstance(place, dict):
        identifier = base.clean(place.get("affiliationIdentifier"))
        ror = ror or (identifier.rsplit("/", 1)[-1] if str(place.get("affiliationIdentifierScheme", "")).upper() == "ROR" else "")
        place = place.get("name", "")
    place, family, given = base.clean(place), base.clean(one.get("familyName")), base.clean(one.get("givenName"))
    name = base.clean(one.get("name"))
    if one.get("nameType") == "Organizational" or (not family and "," not in name):
        return Name(literal=name, ror=ror, affiliation=place)
    if family and given:
        return Name(family=family, given=given, orcid=orcid, ror=ror, affiliation=place)
    made = Name.of(name)
    return Name(family=made.family, given=made.given, literal=made.literal, orcid=orcid, ror=ror, affiliation=place)


def of_datacite(item: dict[str, Any]) -> Work:
    """The `attributes` of a DOI as DataCite's REST interface gives them (metadata schema 4)."""
    types = item.get("types") or {}
    dates = {one.get("dateType"): base.issued_text(str(one.get("date"))) for one in _list(item.get("dates"))}
    publisher = item.get("publisher")
    container = item.get("container") or {}
    titles = [one for one in _list(item.get("titles")) if isinstance(one, dict)]
    main = next((one for one in titles if not one.get("titleType")), titles[0] if titles else {})
    others = [base.clean(one.get("title")) for one in titles if one.get("titleType") == "Subtitle"]
    abstracts = [one.get("description") for one in _list(item.get("descriptions")) if one.get("descriptionType") == "Abstract"]
    related = [one for one in _list(item.get("relatedIdentifiers")) if one.get("relatedIdentifierType") == "arXiv"]
    also = [
        one.get("alternateIdentifier") for one in _list(item.get("alternateIdentifiers")) if one.get("alternateIdentifierType") == "arXiv"
    ]
    rights = _list(item.get("rightsList"))
    first = base.clean(container.get("firstPage"))
    title = base.clean(main.get("title"))
    same = [one.get("relatedIdentifier") for one in related if one.get("relationType") in {"IsIdenticalTo", "IsVersionOf"}]
    return Work(
        title=f"{title}: {others[0]}" if title and others else title,
        kind=DATACITE_KINDS.get(str(types.get("resourceTypeGeneral")), "paper"),
        authors=tuple(_creator(one) for one in _list(item.get("creators")) if isinstance(one, dict) and base.clean(one.get("name"))),
        issued=dates.get("Issued") or base.issued(item.get("publicationYear") or ""),
        venue=base.clean(container.get("title")),
        volume=base.clean(container.get("volume")),
        issue=base.clean(container.get("issue")),
        pages=f"{first}-{base.clean(container.get('lastPage'))}".rstrip("-") if first else "",
        publisher=base.clean(publisher.get("name") if isinstance(publisher, dict) else publisher),
        doi=base.doi(item.get("doi")),
        arxiv=base.arxiv(next((value for value in [*also, *same] if value), "")),
        url=base.clean(item.get("url")),
        abstract=base.paragraphs(abstracts[0]) if abstracts else "",
        language=base.language(item.get("language")),
        licence=next((code for one in rights if (code := _spdx(one))), ""),
        keywords=tuple(dict.fromkeys(word for one in _list(item.get("subjects")) if (word := base.clean(one.get("subject"))))),
        version=base.clean(item.get("version")),
    )


def _spdx(rights: dict[str, Any]) -> str:
    if str(rights.get("rightsIdentifierScheme", "")).upper() == "SPDX":
        return _spelled(base.licence(rights.get("rightsIdentifier")))
    return base.licence(rights.get("rightsUri"))


def _spelled(code: str) -> str:
    """SPDX identifiers as SPDX writes them: DataCite gives them in lower case."""
    from license_expression import get_spdx_licensing

    known = {key.lower(): key for key in get_spdx_licensing().known_symbols}
    return known.get(code.lower(), code)
