"""The release as a booklet to print (A5 PDF, made by typst). Text is passed as data, never as markup."""

import unicodedata
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.text import papers
from interchange.knowledge.lexicon.content import Content
from interchange.knowledge.lexicon.exports.skos import TITLE, Edition

_SHEET = Path(__file__).parent.parent / "data" / "booklet.typ"


def letter_of(label: str) -> str:
    """Under which letter a label stands: A to Z, "0-9", or its own first character."""
    first = unicodedata.normalize("NFKD", label.strip())[:1].upper()
    return "0–9" if first.isdigit() else first or "?"


def write(entries: Mapping[str, tuple[Content, str]], edition: Edition, progress: Callable[[int], None] = lambda done: None) -> bytes:
    """All agreed terms in alphabetical order, with other labels, definition, note, labels to avoid and sources."""
    agreed = [content for content, state in entries.values() if state == "agreed"]
    ordered = sorted(agreed, key=lambda one: (letter_of(one.preferred), one.preferred.casefold()))
    parts = [
        {"letter": letter, "terms": [_term(content) for content in several]}
        for letter, several in groupby(ordered, key=lambda one: letter_of(one.preferred))
    ]
    data = {
        "title": TITLE,
        "release": _("Release %(n)s, %(day)s") % {"n": edition.number, "day": edition.at.date().isoformat()},
        "note": _("%(count)s terms. Each has a lasting address: %(address)s")
        % {"count": len(ordered), "address": f"{edition.base}/lexicon/"},
        "parts": parts,
    }
    progress(len(entries))
    return papers.paper(_SHEET.read_bytes(), data, papers.Said(str(TITLE)))


def _term(content: Content) -> dict[str, Any]:
    adopted = content.adopted
    others = [label.text for label in content.labels_of("admitted")]
    avoid = [f"{label.text} ({label.condition})" if label.condition else label.text for label in content.labels_of("deprecated")]
    return {
        "label": content.preferred,
        "domain": content.domain,
        "others": ", ".join(others),
        "definition": adopted.text if adopted else "",
        "note": content.note,
        "avoid": _("Avoid: %s") % "; ".join(avoid) if avoid else "",
        "sources": "; ".join(source.title for source in adopted.sources) if adopted else "",
    }
