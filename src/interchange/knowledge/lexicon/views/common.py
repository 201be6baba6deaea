"""What the pages of this room share."""

from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon import linking, queries
from interchange.knowledge.lexicon.content import Content
from interchange.knowledge.lexicon.lint import Remark, lint
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.recogniser.context import read


def crumb() -> tuple[str, str]:
    """The way back to the lexicon."""
    return (_("Lexicon"), "/lexicon/")


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back from a page below."""
    return [crumb(), *rest]


def advice(viewer: Viewer, content: Content) -> list[tuple[int, list[Remark]]]:
    """What the lint says of each definition: (number, remarks), those without a remark left out."""
    found = [(number, remarks_on(viewer, one.text, content)) for number, one in enumerate(content.definitions, 1)]
    return [(number, remarks) for number, remarks in found if remarks]


def remarks_on(viewer: Viewer, text: str, content: Content) -> list[Remark]:
    """The lint of one definition of a concept, with what the lexicon knows of the words in it."""
    book = linking.book()
    own = [label.text for label in content.labels if label.language == "en" and label.status in {"preferred", "admitted"}]
    own_keys = {f" {label_key(label)} " for label in own}
    hits = read(book.matcher, text, own=content.slug)
    circles = []
    for hit in hits:
        page = book.pages.get(hit.entry.concept)
        if page is not None and any(key in f" {label_key(page.definition)} " for key in own_keys):
            circles.append(page.label)
    genera = [label for label, _state in queries.names(viewer, content.broader).values()]
    return lint(text, own=own, genera=genera, hits=hits, defined_by=circles)


def spots(page: Any, slugs: list[str]) -> list[tuple[str, str, str]]:
    """(id, label, state) of neighbours, in the order of labels."""
    return sorted(((slug, *page.names[slug]) for slug in slugs if slug in page.names), key=lambda one: one[1].casefold())
