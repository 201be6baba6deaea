"""What the room that stands beside this one learns from it: the terms whose definitions rest on a record of the repository."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon.linking import book
from interchange.knowledge.lexicon.models import Concept, Definition, Label
from interchange.knowledge.lexicon.vocabulary import PUBLISHED, LabelStatus


def _sources() -> Iterator[tuple[str, str]]:
    """(address, slug) of every source of the definitions of published terms."""
    found = Definition.objects.filter(concept__state__in=PUBLISHED).order_by("pk")
    for slug, sources in found.values_list("concept__slug", "sources"):
        for source in sources:
            yield source.get("url") or "", slug


def _uses(mentions: Any) -> Callable[[Viewer, Any], list[tuple[str, str]]]:
    def uses(viewer: Viewer, record: Any) -> list[tuple[str, str]]:
        """(term, address) of the terms whose definitions rest on a record, as far as the viewer may see them."""
        slugs = mentions.of(record)
        if not slugs:
            return []
        seen = rows(viewer, "term.list", Concept.objects.filter(slug__in=slugs)).order_by().values("pk")
        named = Label.objects.filter(concept__in=seen, status=LabelStatus.PREFERRED, language="en").order_by("key")
        return [(text, f"/lexicon/{slug}") for text, slug in named.values_list("text", "concept__slug")]

    return uses


def introduce() -> None:
    """Register with the repository, where it is there."""
    name = "interchange.knowledge.repository"
    if apps.is_installed(name) and find_spec(f"{name}.links"):
        links = import_module(f"{name}.links")
        links.used_in(_uses(links.Mentions(book, _sources)))
