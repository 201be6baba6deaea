"""Terms can be found: the agreed ones by everyone, the others by members."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.content import Content
from interchange.knowledge.lexicon.models import Concept
from interchange.knowledge.lexicon.vocabulary import ConceptState


def document(slug: str, content: Content) -> Document:
    """A concept's words: every label, the adopted definition, note and example."""
    adopted = content.adopted
    others = [label.text for label in content.labels if label.text != content.preferred]
    body = " · ".join(filter(None, [adopted.text if adopted else "", ", ".join(others), content.note, content.example]))
    return Document(content.preferred, body, f"/lexicon/{slug}")


def _document(concept: Concept) -> Document | None:
    return None if concept.state == ConceptState.REJECTED else document(concept.slug, store.content_of(concept))


define("term", label=_("Terms"), model=Concept, verb="term.view", document=_document)
