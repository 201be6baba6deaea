"""Simple Dublin Core as OAI-PMH carries it (oai_dc; DCMI elements 1.1)."""

from collections.abc import Sequence

from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers import datacite_json as data
from interchange.knowledge.repository.exchange.writers.text import xml

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
LOCATION = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
TYPES = {"dataset": "Dataset", "software": "Software"}  # of the DCMI Type Vocabulary; all else is Text


def fragment(work: Work) -> str:
    """The `oai_dc:dc` element without an XML declaration."""
    values: list[tuple[str, str]] = [("title", work.title)]
    values += [("creator", name.inverted) for name in work.authors]
    values += [("subject", word) for word in dict.fromkeys((*work.subjects, *work.keywords))]
    values += [("description", work.abstract), ("publisher", work.publisher or work.repository), ("date", work.issued)]
    values += [("type", TYPES.get(work.kind, "Text")), ("type", data.types_of(work)[1])]
    values += [("format", kind) for kind in sorted({part.media_type for part in work.parts})]
    values += [("identifier", work.address), ("identifier", f"https://doi.org/{work.doi}" if work.doi else "")]
    values += [("source", work.venue), ("language", work.language)]
    values += [("relation", value) for _kind, _scheme, value in data.relations_of(work)]
    values += [("rights", work.licence), ("rights", data.ACCESS[work.access][0] if work.access in data.ACCESS else "")]
    body = "".join(f"<dc:{name}>{xml(value)}</dc:{name}>" for name, value in values if value)
    return (
        f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{OAI_DC} {LOCATION}">{body}</oai_dc:dc>'
    )


def write(works: Sequence[Work]) -> bytes:
    """The document of one work. Raises `ValueError` for another count."""
    if len(works) != 1:
        raise ValueError("oai_dc holds one work")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{fragment(works[0])}\n'.encode()
