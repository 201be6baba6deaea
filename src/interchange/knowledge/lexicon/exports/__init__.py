"""The lexicon written down: SKOS in four syntaxes, TBX-Basic, CSV, JSON and a booklet. Each writer takes contents, none asks the database."""

import csv
import io
import json
from collections.abc import Callable, Mapping

from django.conf import settings

from interchange.ground.shell.exports import cell
from interchange.knowledge.lexicon.content import Content, as_data, from_data
from interchange.knowledge.lexicon.exports import booklet, skos, tbx
from interchange.knowledge.lexicon.models import Release
from interchange.knowledge.lexicon.vocabulary import RDF_FORMATS, ConceptState

Entries = Mapping[str, tuple[Content, str]]
Progress = Callable[[int], None]
COLUMNS = [
    "id",
    "address",
    "state",
    "label",
    "language",
    "status",
    "kind",
    "domain",
    "topics",
    "definition",
    "sources",
    "note",
    "example",
    "broader",
    "related",
]


def contents_of(release: Release) -> dict[str, tuple[Content, str]]:
    """Every concept of a release with its state then, by id; concepts that the release does not hold are not named."""
    rows = release.versions.order_by("concept__slug").values_list("content", "state")
    found = [(from_data(data), state) for data, state in rows.iterator(chunk_size=1000)]
    known = {content.slug for content, _state in found}
    return {content.slug: (content.within(known), state) for content, state in found}


def write(kind: str, release: Release, entries: Entries, progress: Progress = lambda done: None) -> bytes:
    """A release in one format. Raises `KeyError` for a format that there is not."""
    edition = skos.Edition(number=release.number, title=release.title, at=release.at, base=settings.BASE_URL)
    if kind in RDF_FORMATS:
        return skos.write(entries, edition, kind, progress)
    writers: dict[str, Callable[[], bytes]] = {
        "tbx": lambda: tbx.write(entries, edition, progress),
        "csv": lambda: table(entries, progress),
        "json": lambda: data(entries, edition, progress),
        "pdf": lambda: booklet.write(entries, edition, progress),
    }
    return writers[kind]()


def table(entries: Entries, progress: Progress = lambda done: None) -> bytes:
    """CSV, one line a label (RFC 4180, UTF-8 with a mark, safe in spreadsheets)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for done, (slug, (content, state)) in enumerate(entries.items()):
        adopted = content.adopted
        for label in content.labels:
            row = [
                slug, f"{settings.BASE_URL}/lexicon/{slug}", state, label.text, label.language, label.status, label.kind, content.domain, "; ".join(content.topics),
                adopted.text if adopted else "", "; ".join(source.url for source in adopted.sources) if adopted else "",
                content.note, content.example, "; ".join(content.broader), "; ".join(content.related),
            ]  # fmt: skip
            writer.writerow([cell(value) for value in row])
        progress(done)
    return ("\ufeff" + buffer.getvalue()).encode()


def data(entries: Entries, edition: skos.Edition, progress: Progress = lambda done: None) -> bytes:
    """JSON: everything that the house itself keeps of each concept."""
    body = {
        "release": edition.number,
        "title": edition.title,
        "released": edition.at.isoformat(),
        "concepts": [{**as_data(content), "state": state} for content, state in entries.values()],
    }
    progress(len(entries))
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def one_concept(content: Content, state: str, narrower: list[str], kind: str) -> bytes:
    """One concept in an RDF syntax, at its own address."""
    graph = skos.new_graph(settings.BASE_URL)
    skos.add(graph, content, state, settings.BASE_URL, narrower=narrower)
    return skos.serialized(graph, kind)


def is_retired(state: str) -> bool:
    """Whether a state means that the concept should no longer be used."""
    return state == ConceptState.DEPRECATED
