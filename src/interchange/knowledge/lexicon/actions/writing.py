"""Propose, edit, undo: every save is a version."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from interchange.ground.consensus import queries as consensus
from interchange.ground.duties.actions import owe
from interchange.ground.errors import Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search import actions as search
from interchange.knowledge.lexicon import checks, store
from interchange.knowledge.lexicon.content import Content, as_data, changes, from_data, with_fields, words
from interchange.knowledge.lexicon.models import Concept, Edition, Version
from interchange.knowledge.lexicon.policy import curator
from interchange.knowledge.lexicon.vocabulary import PUBLISHED, ConceptState, Origin


def propose(actor: Viewer, content: Content, *, at: datetime, origin: Origin = Origin.MEMBER) -> Concept:
    """Propose a concept. The id comes from the preferred label where none is given. The same proposal by the same person twice is one.

    Raises `Refused` with everything to mend: labels, homographs without domain, sources, circles.
    """
    require(actor, "term.propose")
    wanted = checks.tidy(content)
    if not wanted.slug:
        wanted = replace(wanted, slug=checks.slug_of(wanted.preferred))
    with transaction.atomic():
        known = Concept.objects.select_for_update().filter(slug=wanted.slug).first()
        if known is not None:
            if known.proposed_by_id == actor.person_id and store.content_of(known) == wanted:
                return known
            raise Refused.of("slug", _("There is an entry “%s” already.") % wanted.slug, _("Discuss or amend it, or choose another id."))
        _hold(wanted)
        concept = Concept.objects.create(
            slug=wanted.slug, state=ConceptState.PROPOSED, state_at=at, origin=origin, proposed_by_id=actor.person_id, proposed_at=at,
            domain=wanted.domain, topics=list(wanted.topics), note=wanted.note, example=wanted.example,
        )  # fmt: skip
        store.write_parts(concept, wanted)
        keep_version(actor, concept, wanted, at=at, changed=changes(Content(wanted.slug), wanted))
        record(actor, "term.proposed", concept, at=at, after={"state": concept.state, "slug": concept.slug, "origin": origin})
        owe("lexicon.proposal", concept, at=at, role=Role.OFFICER, url=f"/lexicon/{concept.slug}")
        search.put(concept)
        return concept


def _hold(content: Content) -> None:
    found = checks.problems(content, store.shelf_for(content))
    if found:
        raise Refused(*found)


def edit(actor: Viewer, slug: str, content: Content, *, revision: int | None, reason: str = "", at: datetime) -> Concept:
    """Change a concept: proposers while it is open, curators always. An edit over a newer one raises `Stale` and harms nothing.

    An edit of an open concept takes the curator's check back; saving without a change is harmless.
    """
    with transaction.atomic():
        concept: Concept = see(actor, "term.edit", Concept.objects.select_for_update(of=("self",)), slug=slug)
        if revision is not None and revision != concept.revision:
            raise Stale(concept)
        return write(actor, concept, content, reason=reason, at=at)


def write(
    actor: Viewer,
    concept: Concept,
    content: Content,
    *,
    reason: str,
    at: datetime,
    verb: str = "term.edited",
    undoes: Version | None = None,
) -> Concept:
    """Write a content over a locked concept inside the caller's transaction: check, rows, version, journal, search, edition."""
    before, after = store.content_of(concept), checks.tidy(replace(content, slug=concept.slug))
    changed = changes(before, after)
    if not changed:
        return concept
    _hold(after)
    if concept.state == ConceptState.UNDER_DISCUSSION and consensus.open_about(concept):
        raise Refused.of("", _("A call for consensus on this very text is open."), _("Wait until it closes, or withdraw it first."))
    if concept.state == ConceptState.AGREED and after.adopted is None:
        raise Refused.of("definitions", _("An agreed concept keeps an adopted definition."), _("Adopt one of the definitions."))
    concept.domain, concept.topics, concept.note, concept.example = after.domain, list(after.topics), after.note, after.example
    concept.replaced_by_id = store.ids_of([after.replaced_by]).get(after.replaced_by) if after.replaced_by else None
    if concept.state in PUBLISHED:
        if curator(actor) and actor.person_id is not None:
            concept.checked_by_id, concept.checked_at = actor.person_id, at
    else:
        concept.checked_by, concept.checked_at = None, None
    concept.revision += 1
    concept.save()
    store.write_parts(concept, after)
    keep_version(actor, concept, after, at=at, changed=changed, reason=reason, undoes=undoes)
    record(
        actor,
        verb,
        concept,
        at=at,
        before={"revision": concept.revision - 1},
        after={"revision": concept.revision, "fields": changed},
        reason=reason,
    )
    search.put(concept)
    if concept.state in PUBLISHED:
        turn_page()
    return concept


def keep_version(
    actor: Viewer,
    concept: Concept,
    content: Content,
    *,
    at: datetime,
    changed: list[str],
    reason: str = "",
    undoes: Version | None = None,
) -> Version:
    """Keep the whole content as the version of the concept's present revision."""
    return Version.objects.create(
        concept=concept, number=concept.revision, at=at, by_id=actor.person_id, state=concept.state, content=as_data(content),
        changed=changed, reason=reason.strip(), undoes=undoes,
    )  # fmt: skip


def turn_page() -> None:
    """What the recogniser knows has changed: every process reads it anew."""
    Edition.objects.get_or_create(pk=1)
    Edition.objects.filter(pk=1).update(number=F("number") + 1)
    from interchange.knowledge.lexicon import linking

    linking.forget()
    transaction.on_commit(linking.forget)


def undo(actor: Viewer, slug: str, number: int, *, reason: str, at: datetime) -> Concept:
    """Take back what one version changed, field by field, and nothing else. Raises `Refused` where later versions changed those fields again."""
    with transaction.atomic():
        concept: Concept = see(actor, "term.edit", Concept.objects.select_for_update(of=("self",)), slug=slug)
        version = concept.versions.filter(number=number).first()
        earlier = concept.versions.filter(number__lt=number).order_by("-number").first()
        if version is None or earlier is None:
            raise Refused.of("", _("There is nothing before this version."), _("Edit the entry instead."))
        fields = [name for name in version.changed if name != "state"]
        if not fields:
            raise Refused.of("", _("This version changed the state, not the text."), _("Use the verbs of the state."))
        then, old, now = from_data(version.content), from_data(earlier.content), store.content_of(concept)
        later = [name for name in fields if words(now, name) != words(then, name)]
        if later:
            raise Refused.of("", _("Changed again since: %s.") % ", ".join(later), _("Undo the later version first, or edit the entry."))
        restored = with_fields(now, old, fields)
        return write(actor, concept, restored, reason=reason, at=at, verb="term.undone", undoes=version)
