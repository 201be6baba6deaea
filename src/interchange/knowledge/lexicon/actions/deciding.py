"""From proposed to agreed, or not: discussion, the curator's check, the call for consensus, the decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus import queries as consensus_reading
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.actions.writing import keep_version, turn_page
from interchange.knowledge.lexicon.models import Concept
from interchange.knowledge.lexicon.vocabulary import MOVES, PUBLISHED, ConceptState


def _take(actor: Viewer, slug: str) -> Concept:
    concept: Concept = see(actor, "term.curate", Concept.objects.select_for_update(of=("self",)), slug=slug)
    return concept


def _move(actor: Viewer, concept: Concept, verb: str, *, reason: str, at: datetime) -> Concept:
    """Carry a move out on a locked concept: state, version, journal, search, edition."""
    before = concept.state
    concept.state = MOVES.target(verb, concept.state)
    concept.state_at, concept.decision_reason = at, reason.strip()
    concept.revision += 1
    concept.save()
    keep_version(actor, concept, store.content_of(concept), at=at, changed=["state"], reason=reason)
    record(
        actor,
        f"term.{verb}",
        concept,
        at=at,
        before={"state": before},
        after={"state": concept.state, "revision": concept.revision},
        reason=reason,
    )
    search.put(concept)
    if before in PUBLISHED or concept.state in PUBLISHED:
        turn_page()
    return concept


def discuss(actor: Viewer, slug: str, *, at: datetime) -> Concept:
    """Open the discussion of a proposal. Said twice, it is harmless."""
    with transaction.atomic():
        concept = _take(actor, slug)
        if concept.state == ConceptState.UNDER_DISCUSSION:
            return concept
        settle("lexicon.proposal", concept, at=at)
        return _move(actor, concept, "discuss", reason="", at=at)


def check(actor: Viewer, slug: str, *, at: datetime) -> Concept:
    """A curator, not its proposer, looked at labels, definition and sources and finds them in order."""
    with transaction.atomic():
        concept = _take(actor, slug)
        if concept.proposed_by_id is not None and concept.proposed_by_id == actor.person_id:
            raise Refused.of("", _("You proposed this entry yourself."), _("Let another curator check it."))
        if concept.checked_at is not None and concept.checked_by_id == actor.person_id:
            return concept
        _ready(concept)
        concept.checked_by_id, concept.checked_at = actor.person_id, at
        concept.save(update_fields=["checked_by", "checked_at"])
        record(actor, "term.checked", concept, at=at, after={"revision": concept.revision})
        settle("lexicon.check", concept, at=at)
        return concept


def _ready(concept: Concept, *, checked: bool = False) -> None:
    """Raise `Refused` where the entry lacks what an agreed one needs."""
    adopted = store.content_of(concept).adopted
    found = []
    if adopted is None:
        found.append(Problem("definitions", _("No definition is adopted."), _("Write one with its source, and adopt it.")))
    if checked and concept.checked_at is None:
        found.append(Problem("", _("No curator has checked this text."), _("Check labels, definition and sources first.")))
    if found:
        raise Refused(*found)


def open_call(actor: Viewer, slug: str, *, at: datetime) -> Concept:
    """Call for consensus on the entry as it stands; who objects gives a reason. The call's rules are those of `ground.consensus`."""
    with transaction.atomic():
        concept = _take(actor, slug)
        MOVES.target("agree", concept.state)
        _ready(concept, checked=True)
        consensus.open_call(actor, concept, question=question_on(concept), at=at)
        return concept


def question_on(concept: Concept) -> str:
    """The question of the call that decides about a concept; the answers to other questions decide nothing."""
    return _("Shall “%s” be agreed as it stands?") % store.preferred(concept)


def agree(actor: Viewer, slug: str, *, reason: str, at: datetime, by_consensus: bool = False) -> Concept:
    """The entry is agreed: from now on it works in every text. Needs a curator's check and an adopted definition; by hand also a reason."""
    if not reason.strip():
        raise Refused.of("reason", _("An agreement needs its reason."), _("Say where and how it was reached."))
    with transaction.atomic():
        concept = _take(actor, slug)
        if concept.state == ConceptState.AGREED:
            return concept
        if consensus_reading.open_about(concept):
            raise Refused.of("", _("A call for consensus is open."), _("Wait until it closes, or withdraw it with a reason."))
        _ready(concept, checked=True)
        concept.agreed_at, concept.by_consensus = at, by_consensus
        _move(actor, concept, "agree", reason=reason, at=at)
        _tell(actor, concept, at)
        return concept


def call_closed(concept: Concept, *, reached: bool, unopposed: bool = True, at: datetime, actor: Viewer) -> None:
    """What follows when a call for consensus on a concept closes: agreement (`unopposed`: no objection stood, with or without a reason), or the discussion
    goes on and a curator sees to it."""
    if concept.state != ConceptState.UNDER_DISCUSSION:
        return
    if reached and concept.checked_at is not None:
        reason = "Call for consensus closed without a standing objection."
        if not unopposed:
            reason = "Call for consensus closed with rough consensus: each objection that stands has a written reason."
        agree(actor, concept.slug, reason=reason, at=at, by_consensus=unopposed)
    else:
        owe("lexicon.check", concept, at=at, due_at=at + clock.days(10), role=Role.OFFICER, url=f"/lexicon/{concept.slug}")


def reject(actor: Viewer, slug: str, *, reason: str, at: datetime) -> Concept:
    """Turn a proposal down, with the reason that its proposer reads."""
    return _decide(actor, slug, "reject", reason=reason, at=at)


def reopen(actor: Viewer, slug: str, *, reason: str, at: datetime) -> Concept:
    """Take a rejected proposal up again."""
    return _decide(actor, slug, "reopen", reason=reason, at=at)


def _decide(actor: Viewer, slug: str, verb: str, *, reason: str, at: datetime) -> Concept:
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("Give it in a few words."))
    with transaction.atomic():
        concept = _take(actor, slug)
        if concept.state == MOVES.moves[verb].target and concept.decision_reason == reason.strip():
            return concept
        settle("lexicon.proposal", concept, at=at)
        settle("lexicon.check", concept, at=at)
        _move(actor, concept, verb, reason=reason, at=at)
        if verb == "reject":
            _tell(actor, concept, at)
        return concept


def deprecate(actor: Viewer, slug: str, *, reason: str, replaced_by: str = "", at: datetime) -> Concept:
    """Retire an agreed concept: its address stays and names the successor; texts that say it are flagged."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("Give it in a few words."))
    with transaction.atomic():
        concept = _take(actor, slug)
        if concept.state == ConceptState.DEPRECATED:
            return concept
        if replaced_by:
            other = Concept.objects.filter(slug=replaced_by, state=ConceptState.AGREED).exclude(pk=concept.pk).first()
            if other is None:
                raise Refused.of("replaced_by", _("“%s” is not another agreed concept.") % replaced_by, _("Choose one that is."))
            concept.replaced_by = other
        return _move(actor, concept, "deprecate", reason=reason, at=at)


def reinstate(actor: Viewer, slug: str, *, reason: str, at: datetime) -> Concept:
    """Bring a deprecated concept back."""
    with transaction.atomic():
        concept = _take(actor, slug)
        concept.replaced_by = None
        return _move(actor, concept, "reinstate", reason=reason or "Reinstated.", at=at)


def _tell(actor: Viewer, concept: Concept, at: datetime) -> None:
    if concept.proposed_by_id is None:
        return
    values = {
        "term": store.preferred(concept),
        "outcome": str(ConceptState(concept.state).label).lower(),
        "reason": concept.decision_reason,
        "url": f"/lexicon/{concept.slug}",
    }
    key = f"lexicon.decided:{concept.pk}:{concept.revision}"
    send(actor, Draft("lexicon.decided", values, person_id=concept.proposed_by_id, subject=concept, key=key), at=at)
