"""Amendments: how an agreed concept changes while everybody goes on reading what was agreed."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.lexicon import checks, store
from interchange.knowledge.lexicon.actions.writing import write
from interchange.knowledge.lexicon.content import Content, as_data, changes, from_data, with_fields, words
from interchange.knowledge.lexicon.models import Amendment, Concept
from interchange.knowledge.lexicon.vocabulary import AMENDMENT_MOVES, AmendmentState


def amend(actor: Viewer, slug: str, content: Content, *, reason: str, at: datetime) -> Amendment:
    """Propose a change of an agreed concept, with a reason. The same change by the same person while it waits is one amendment."""
    if not reason.strip():
        raise Refused.of("reason", _("An amendment needs a reason."), _("Say what is wrong today, or what it makes clearer."))
    with transaction.atomic():
        concept: Concept = see(actor, "term.amend", Concept.objects.select_for_update(of=("self",)), slug=slug)
        wanted = checks.tidy(replace(content, slug=slug))
        now = store.content_of(concept)
        if not changes(now, wanted):
            raise Refused.of("", _("Nothing is changed."), _("Change something, or close the page."))
        found = checks.problems(wanted, store.shelf_for(wanted))
        if found:
            raise Refused(*found)
        data = as_data(wanted)
        for waiting in concept.amendments.filter(state=AmendmentState.OPEN, by_id=actor.me):
            if from_data(waiting.content) == wanted:
                return waiting
        amendment = Amendment.objects.create(
            concept=concept, content=data, base_revision=concept.revision, reason=reason.strip(), by_id=actor.me, at=at
        )
        record(
            actor,
            "amendment.proposed",
            amendment,
            at=at,
            after={"state": amendment.state, "concept": slug, "fields": changes(now, wanted)},
            reason=reason,
        )
        owe("lexicon.amendment", amendment, at=at, role=Role.OFFICER, url=f"/lexicon/{slug}/amendments/{amendment.pk}/")
        return amendment


def merged(amendment: Amendment, now: Content) -> tuple[Content, list[str]]:
    """The concept as it would be, and the fields that were changed both here and meanwhile (those keep the amendment's text)."""
    wanted = from_data(amendment.content)
    base_row = amendment.concept.versions.filter(number__lte=amendment.base_revision).order_by("-number").first()
    base = from_data(base_row.content) if base_row else now
    ours = changes(base, wanted)
    clashes = [name for name in ours if words(base, name) != words(now, name) and words(now, name) != words(wanted, name)]
    return with_fields(now, wanted, ours), clashes


def adopt_amendment(actor: Viewer, amendment_id: int, *, reason: str = "", over: bool = False, at: datetime) -> Amendment:
    """Adopt an amendment: only the fields that it changes. Raises `Refused` where they were changed meanwhile too, unless `over`."""
    with transaction.atomic():
        amendment: Amendment = see(
            actor, "amendment.decide", Amendment.objects.select_for_update(of=("self",)).select_related("concept"), pk=amendment_id
        )
        if amendment.state == AmendmentState.ADOPTED:
            return amendment
        concept = Concept.objects.select_for_update().get(pk=amendment.concept_id)
        content, clashes = merged(amendment, store.content_of(concept))
        if clashes and not over:
            raise Refused.of(
                "over",
                _("Changed meanwhile as well: %s.") % ", ".join(clashes),
                _("Compare both, and say whether the amendment shall stand."),
            )
        _close(actor, amendment, "adopt", reason=reason, at=at)
        write(actor, concept, content, reason=amendment.reason, at=at, verb="term.amended")
        return amendment


def refuse_amendment(actor: Viewer, amendment_id: int, *, reason: str, at: datetime) -> Amendment:
    """Turn an amendment down, with a reason."""
    if not reason.strip():
        raise Refused.of("reason", _("A refusal needs a reason."), _("Give it in a few words."))
    with transaction.atomic():
        amendment: Amendment = see(actor, "amendment.decide", Amendment.objects.select_for_update(of=("self",)), pk=amendment_id)
        return _close(actor, amendment, "refuse", reason=reason, at=at)


def withdraw_amendment(actor: Viewer, amendment_id: int, *, at: datetime) -> Amendment:
    """Its author takes it back."""
    with transaction.atomic():
        amendment: Amendment = see(actor, "amendment.withdraw", Amendment.objects.select_for_update(of=("self",)), pk=amendment_id)
        if amendment.state == AmendmentState.WITHDRAWN:
            return amendment
        return _close(actor, amendment, "withdraw", reason="", at=at)


def _close(actor: Viewer, amendment: Amendment, verb: str, *, reason: str, at: datetime) -> Amendment:
    before = amendment.state
    amendment.state = AMENDMENT_MOVES.target(verb, amendment.state)
    amendment.decided_at, amendment.decision_reason = at, reason.strip()
    amendment.decided_by_id = None if verb == "withdraw" else actor.person_id
    amendment.save()
    record(actor, f"amendment.{verb}", amendment, at=at, before={"state": before}, after={"state": amendment.state}, reason=reason)
    settle("lexicon.amendment", amendment, at=at)
    return amendment
