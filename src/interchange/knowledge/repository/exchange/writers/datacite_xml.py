"""DataCite metadata 4.7 as XML (namespace kernel-4, which 4.6 and 4.7 share)."""

from collections.abc import Sequence

from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.exchange.writers import datacite_json as data
from interchange.knowledge.repository.exchange.writers.text import xml

LOCATION = "http://schema.datacite.org/meta/kernel-4.7/metadata.xsd"


def _creator(name: Name) -> str:
    kind = "Personal" if name.is_person else "Organizational"
    text = f'<creator><creatorName nameType="{kind}">{xml(name.inverted)}</creatorName>'
    if name.is_person:
        if name.given:
            text += f"<givenName>{xml(name.given)}</givenName>"
        text += f"<familyName>{xml(name.family)}</familyName>"
    if name.orcid:
        text += (
            '<nameIdentifier nameIdentifierScheme="ORCID" schemeURI="https://orcid.org">'
            f"https://orcid.org/{xml(name.orcid)}</nameIdentifier>"
        )
    if name.ror and not name.is_person:
        text += f'<nameIdentifier nameIdentifierScheme="ROR" schemeURI="https://ror.org">https://ror.org/{xml(name.ror)}</nameIdentifier>'
    if name.affiliation:
        known = (
            f' affiliationIdentifier="https://ror.org/{xml(name.ror)}" affiliationIdentifierScheme="ROR" schemeURI="https://ror.org"'
            if name.ror and name.is_person
            else ""
        )
        text += f"<affiliation{known}>{xml(name.affiliation)}</affiliation>"
    return text + "</creator>"


def _list(name: str, parts: Sequence[str]) -> str:
    return f"<{name}>{''.join(parts)}</{name}>" if parts else ""


def _rights(work: Work) -> list[str]:
    found = []
    if work.licence:
        uri = data.licence_uri(work.licence)
        found.append(
            f'<rights{f" rightsURI={chr(34)}{xml(uri)}{chr(34)}" if uri else ""} rightsIdentifier="{xml(work.licence)}"'
            f' rightsIdentifierScheme="SPDX" schemeURI="https://spdx.org/licenses/">{xml(work.licence)}</rights>'
        )
    if work.access in data.ACCESS:
        uri, words = data.ACCESS[work.access]
        found.append(f'<rights rightsURI="{uri}">{words}</rights>')
    return found


def fragment(work: Work) -> str:
    """The `resource` element without an XML declaration, as it also stands inside an OAI-PMH reply."""
    general, own = data.types_of(work)
    identifier, kind = (work.doi, "DOI") if work.doi else (work.address or work.url or work.key, "URL")
    subjects = dict.fromkeys((*work.subjects, *work.keywords))
    relations = [
        f'<relatedIdentifier relatedIdentifierType="{xml(scheme)}" relationType="{xml(relation)}">{xml(value)}</relatedIdentifier>'
        for relation, scheme, value in data.relations_of(work)
    ]
    container = f"{work.venue}{f' {work.volume}' if work.volume else ''}{f'({work.issue})' if work.issue else ''}"
    container += f", {work.pages}" if work.pages else ""
    descriptions = [f'<description descriptionType="Abstract">{xml(work.abstract)}</description>'] if work.abstract else []
    if work.venue:
        descriptions.append(f'<description descriptionType="SeriesInformation">{xml(container)}</description>')
    parts = [
        f'<resource xmlns="{data.KERNEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{data.KERNEL} {LOCATION}">',
        f'<identifier identifierType="{kind}">{xml(identifier)}</identifier>',
        _list("creators", [_creator(name) for name in data.creators_of(work)]),
        f"<titles><title>{xml(work.title)}</title></titles>",
        f"<publisher>{xml(data.publisher_of(work))}</publisher>",
        f"<publicationYear>{xml(work.issued[:4] or work.published[:4] or '1000')}</publicationYear>",
        f'<resourceType resourceTypeGeneral="{general}">{xml(own)}</resourceType>',
        _list("subjects", [f"<subject>{xml(word)}</subject>" for word in subjects]),
        _list("dates", [f'<date dateType="{kind}">{xml(date)}</date>' for kind, date in data.dates_of(work)]),
        f"<language>{xml(work.language)}</language>" if work.language else "",
        _list(
            "alternateIdentifiers",
            [f'<alternateIdentifier alternateIdentifierType="URL">{xml(work.address)}</alternateIdentifier>'] if work.address else [],
        ),
        _list("relatedIdentifiers", relations),
        _list("sizes", [f"<size>{part.size} bytes</size>" for part in work.parts if part.size]),
        _list("formats", [f"<format>{xml(kind)}</format>" for kind in sorted({part.media_type for part in work.parts})]),
        f"<version>{xml(work.version)}</version>" if work.version else "",
        _list("rightsList", _rights(work)),
        _list("descriptions", descriptions),
        "</resource>",
    ]
    return "".join(parts)


def write(works: Sequence[Work]) -> bytes:
    """The document of one work (the format holds one). Raises `ValueError` for another count."""
    if len(works) != 1:
        raise ValueError("DataCite XML holds one work")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{fragment(works[0])}\n'.encode()
