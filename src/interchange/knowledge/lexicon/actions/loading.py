"""Put the starter collection on the shelf: what is missing is added in a few bulk writes; what is there is never touched."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from interchange.ground.journal.actions import record_many
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.search import actions as search
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.actions.releasing import make_release
from interchange.knowledge.lexicon.actions.writing import turn_page
from interchange.knowledge.lexicon.content import Content, as_data
from interchange.knowledge.lexicon.models import Concept, Definition, Label, Relation, Release, Version
from interchange.knowledge.lexicon.search import document
from interchange.knowledge.lexicon.vocabulary import ConceptState, Origin

REASON = "Starter collection, prepared by the Secretariat; members amend it like every other entry."


def load_starter(contents: Iterable[Content], *, at: datetime) -> int:
    """Add the concepts whose ids are not known yet, as agreed; make the first release where there is none. Returns how many were added."""
    wanted = {content.slug: content for content in contents}
    known = set(Concept.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    new = {slug: content for slug, content in wanted.items() if slug not in known}
    if not new and Release.objects.exists():
        return 0
    with transaction.atomic():
        _write(new, at)
        if not Release.objects.exists():
            make_release(SYSTEM, title="Starter collection", note=REASON, at=at)
        return len(new)


def _write(new: dict[str, Content], at: datetime) -> None:
    if not new:
        return
    Concept.objects.bulk_create(
        [
            Concept(
                slug=slug, state=ConceptState.AGREED, state_at=at, origin=Origin.STARTER, proposed_at=at, agreed_at=at, domain=one.domain,
                topics=list(one.topics), note=one.note, example=one.example, decision_reason=REASON,
            )
            for slug, one in new.items()
        ]
    )  # fmt: skip
    made = {concept.slug: concept for concept in Concept.objects.filter(slug__in=new)}
    ids = dict(Concept.objects.values_list("slug", "pk"))
    labels: list[Label] = []
    definitions: list[Definition] = []
    relations: dict[tuple[int, int, str], Relation] = {}
    for slug, one in new.items():
        labels += store.label_rows(made[slug].pk, one, ids)
        definitions += store.definition_rows(made[slug].pk, one)
        for row in store.relation_rows(made[slug].pk, one, ids):
            relations[row.source_id, row.target_id, row.kind] = row
    Label.objects.bulk_create(labels)
    Definition.objects.bulk_create(definitions)
    Relation.objects.bulk_create(relations.values(), ignore_conflicts=True)
    Version.objects.bulk_create(
        [
            Version(concept=made[slug], number=1, at=at, state=ConceptState.AGREED, content=as_data(one), changed=[], reason=REASON)
            for slug, one in new.items()
        ]
    )
    record_many(SYSTEM, "term.loaded", list(made.values()), at=at, after={"state": ConceptState.AGREED, "origin": Origin.STARTER})
    search.put_many("term", [(made[slug].pk, document(slug, one, ConceptState.AGREED)) for slug, one in new.items()])
    turn_page()
