"""Outcomes of items: captured, adopted where a quorum is there, or offered for decision in writing (G7, U63, U64)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_under
from interchange.work.meetings.actions.documents import without_leave
from interchange.work.meetings.actions.room import sitting, touch
from interchange.work.meetings.models import AgendaItem, Outcome
from interchange.work.meetings.queries.room import quorum_of
from interchange.work.meetings.vocabulary import OUTCOME_MOVES, OutcomeKind, OutcomeState, SessionState

LONGEST = 2000
KINDS = [kind for kind in OutcomeKind.values if kind != OutcomeKind.ACTION]  # actions have an owner and a date: `points`


def _problems(kind: str, text: str, addressee: str) -> list[Problem]:
    found = []
    if kind not in KINDS:
        found.append(Problem("kind", _("Say what kind of outcome it is."), _("Choose an entry of the list.")))
    if not text or len(text) > LONGEST:
        found.append(Problem("text", _("An outcome needs words, up to %d characters.") % LONGEST, ""))
    if kind == OutcomeKind.REFERRAL and not addressee:
        found.append(Problem("addressee", _("Say to whom the matter is referred."), _("For example: Standing Committee on Copyright.")))
    return found


def propose_outcome(actor: Viewer, item_id: int, *, kind: str, text: str, addressee: str = "", at: datetime) -> Outcome:
    """Write down what may come of an item. The same words of the same kind on the same item are taken as sent twice."""
    words, to = text.replace("\r\n", "\n").strip(), addressee.strip()[:200]
    problems = _problems(kind, words, to)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        session = sitting(actor, "room.record", item.session_id)
        same = Outcome.objects.filter(item=item, kind=kind, text=words).exclude(state=OutcomeState.WITHDRAWN).first()
        if same is not None:
            return same
        number = next_under(f"{session.symbol}/OUT")
        made = Outcome.objects.create(
            number=number,
            session=session,
            item=item,
            kind=kind,
            text=words,
            addressee=to if kind == OutcomeKind.REFERRAL else "",
            proposed_at=at,
        )
        record(actor, "outcome.proposed", made, at=at, after={"item": item.pk, "kind": kind, "state": made.state})
        touch(session.pk, at)
        return made


def edit_outcome(actor: Viewer, outcome_id: int, *, text: str, revision: int, at: datetime) -> Outcome:
    """Word a proposed outcome anew. Raises `Stale` with the newer one where somebody changed it since; what is adopted is not changed."""
    words = text.replace("\r\n", "\n").strip()
    with transaction.atomic():
        found = _locked(actor, outcome_id)
        problems = _problems(found.kind, words, found.addressee)
        if problems:
            raise Refused(*problems)
        if found.state != OutcomeState.PROPOSED:
            raise NotAMove("Outcome", found.state, "edit")
        if found.revision != revision:
            if found.text == words:
                return found
            raise Stale(found)
        if found.text != words:
            found.text, found.revision = words, found.revision + 1
            found.save(update_fields=["text", "revision"])
            record(actor, "outcome.reworded", found, at=at, after={"revision": found.revision})
            touch(found.session_id, at)
        return found


def _locked(actor: Viewer, outcome_id: int) -> Outcome:
    found = see(actor, "outcome.view", Outcome.objects.select_related("item"), pk=outcome_id)
    sitting(actor, "room.record", found.session_id)
    return Outcome.objects.select_for_update(of=("self",)).select_related("item", "session__series").get(pk=outcome_id)


def adopt_outcome(actor: Viewer, outcome_id: int, *, revision: int, at: datetime) -> Outcome:
    """Adopt an outcome in the room, in the wording with that revision.

    Raises `Refused` without a quorum at this moment or where a paper of the item came late and has no leave of the chair, `NotAMove` where the
    session does not sit, `Stale` where the text was changed since. Adopting what is adopted is harmless.
    """
    with transaction.atomic():
        found = _locked(actor, outcome_id)
        if found.state == OutcomeState.ADOPTED:
            return found
        if found.session.state != SessionState.IN_SESSION:
            raise NotAMove("Session", found.session.state, "adopt")
        if found.state != OutcomeState.PROPOSED:
            raise NotAMove("Outcome", found.state, "adopt")
        if found.revision != revision:
            raise Stale(found)
        count = quorum_of(found.session, found.item, at)
        if not count.met:
            raise Refused.of(
                "",
                _("There is no quorum: %(present)d of %(needed)d members needed are present.")
                % {"present": count.present, "needed": count.needed},
                _("Discuss on, or offer the text for decision in writing."),
            )
        late = next(iter(without_leave(found.item)), None)
        if late is not None:
            raise Refused.of(
                "", _("%s came late and has no leave of the chair.") % late.number, _("Give leave on its page, or decide in writing.")
            )
        found.state = OUTCOME_MOVES.target("adopt", found.state)
        found.decided_at, found.present, found.quorum = at, count.present, count.needed
        found.save()
        after = {"state": found.state, "present": count.present, "quorum": count.needed}
        record(actor, "outcome.adopted", found, at=at, before={"state": OutcomeState.PROPOSED}, after=after)
        touch(found.session_id, at)
        return found


def withdraw_outcome(actor: Viewer, outcome_id: int, *, at: datetime) -> Outcome:
    """Take back an outcome that is not adopted. Harmless to repeat."""
    with transaction.atomic():
        found = _locked(actor, outcome_id)
        if found.state == OutcomeState.WITHDRAWN:
            return found
        before = found.state
        found.state = OUTCOME_MOVES.target("withdraw", before)
        found.decided_at = at
        found.save(update_fields=["state", "decided_at"])
        record(actor, "outcome.withdrawn", found, at=at, before={"state": before}, after={"state": found.state})
        touch(found.session_id, at)
        return found
