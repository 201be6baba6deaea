"""Terms can be found: the agreed ones by everyone, the others by members."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.index import Answer, Document, answers, codes, define
from interchange.knowledge.lexicon import queries, store
from interchange.knowledge.lexicon.content import Content
from interchange.knowledge.lexicon.models import Concept, Label
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.vocabulary import ConceptState, LabelStatus


def document(slug: str, content: Content, state: str = "") -> Document:
    """A concept's words: every label, the adopted definition, note and example."""
    adopted = content.adopted
    others = [label.text for label in content.labels if label.text != content.preferred]
    body = " · ".join(filter(None, [adopted.text if adopted else "", ", ".join(others), content.note, content.example]))
    return Document(content.preferred, body, f"/lexicon/{slug}", codes("topic", content.topics) + codes("is", [state]))


def _document(concept: Concept) -> Document | None:
    return None if concept.state == ConceptState.REJECTED else document(concept.slug, store.content_of(concept), concept.state)


define("term", label=_("Terms"), model=Concept, verb="term.view", document=_document, states=ConceptState.choices)


@answers
def terms(viewer: Viewer, words: str) -> list[Answer]:
    """The concepts that the words name, with their adopted definitions: in any inflected form, but not by labels to avoid; agreed ones first. One query."""
    named = Label.objects.filter(key=label_key(words), status__in=[LabelStatus.PREFERRED, LabelStatus.ADMITTED]).values("concept_id")
    found = sorted(
        queries.concepts(viewer).filter(pk__in=named).exclude(state=ConceptState.REJECTED)[:5],
        key=lambda one: one.state != ConceptState.AGREED,
    )
    return [
        Answer(
            one.label or one.slug,
            one.definition,
            " · ".join(str(part) for part in (one.get_state_display(), one.domain) if part),
            f"/lexicon/{one.slug}",
        )
        for one in found
        if one.definition
    ]
