"""What the Secretariat does: acknowledge, ask back, assign, set a new date; draft an answer, clear it, give it; reopen; say what became of a comment."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe_all
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.ground.threads.vocabulary import Disposition
from interchange.network.states import queries as states
from interchange.network.states.policy import states_of
from interchange.work.statements import linked, places
from interchange.work.statements.actions.common import (
    ACKNOWLEDGE,
    ANSWER,
    CLARIFY,
    CLEAR,
    DISPOSE,
    end_of,
    locked,
    move,
    owe_office,
    refuse,
    settle_all,
    tell,
    words,
)
from interchange.work.statements.models import Answer, Clarification, Link, Statement
from interchange.work.statements.vocabulary import OPEN_STATES, STATEMENT_MOVES, TEXT_LIMIT, Kind, RoundState, StatementState, answer_days

NOT_A_COMMENT = (
    _("A comment of a round is not answered by itself."),
    _("Say what became of it; the table is published with the final text."),
)


def acknowledge(actor: Viewer, pk: int, *, at: datetime) -> Statement:
    """Say, as a person, that it was read. The State is told. Again is harmless."""
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.acknowledged_at is not None:
            return found
        move(actor, found, "acknowledge", at=at, acknowledged_at=at)
        settle_all(found, ACKNOWLEDGE, at=at)
        tell(found, "acknowledged", "once", at=at, target=clock.in_words(found.target_at, None))
        return found


def ask_back(actor: Viewer, pk: int, *, text: str, at: datetime) -> Clarification:
    """Ask the State for a clarification. The clock of the answer stands still until it comes."""
    said = words("question", text, _("Say what is not clear."))
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.kind == Kind.COMMENT:
            raise Refused.of("", *NOT_A_COMMENT)
        open_one = found.clarifications.filter(answered_at__isnull=True).first()
        if open_one is not None and open_one.question == said:
            return open_one
        move(actor, found, "ask", at=at)
        made = Clarification.objects.create(statement=found, question=said, asked_at=at)
        settle_all(found, ANSWER, at=at)
        people = states.speakers([found.member_state_id], at).get(found.member_state_id, [])
        owe_all(CLARIFY, found, people, at=at, url=found.get_absolute_url())
        tell(found, "asked", str(made.pk), at=at)
        return made


def assign(actor: Viewer, pk: int, *, place: str, name: str, at: datetime) -> Link:
    """Assign a statement to where it matters: a session, a topic, a work item, a tool or challenge of the map, a term. The State is told.

    `place` is a key of `places.PLACES`, `name` how people call the thing there (its number, code or address). Again is harmless.
    """
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.kind == Kind.COMMENT:
            raise Refused.of("", *NOT_A_COMMENT)
        thing = places.find(actor, place, name)
        return attach(actor, found, *thing, at=at)


def attach(actor: Viewer, found: Statement, kind: str, key: str, label: str, url: str, *, at: datetime) -> Link:
    """Link a locked statement to a thing that the actor may see, and move it. In the caller's transaction."""
    held = found.links.filter(subject_kind=kind, subject_id=key).first()
    if held is not None and (found.state == StatementState.ASSIGNED or found.state not in OPEN_STATES):
        return held
    if found.acknowledged_at is None:
        found = move(actor, found, "acknowledge", at=at, acknowledged_at=at)
        settle_all(found, ACKNOWLEDGE, at=at)
    made = held or Link.objects.create(statement=found, subject_kind=kind, subject_id=key, label=label[:200], url=url[:300], made_at=at)
    linked.forget()
    transaction.on_commit(linked.forget)
    if STATEMENT_MOVES.possible("assign", found.state):
        move(actor, found, "assign", at=at, after={"to": kind, "key": key})
    else:
        record(actor, "statement.linked", found, at=at, after={"to": kind, "key": key})
    tell(found, "assigned", str(made.pk), at=at)
    return made


def set_target(actor: Viewer, pk: int, *, day: date, reason: str, at: datetime) -> Statement:
    """Promise the answer for a later day, with the reason that the State and every reader sees."""
    said = words("reason", reason, _("A later day needs a reason."), _("The State will ask why."))
    target = end_of(day)
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.state not in OPEN_STATES or found.kind == Kind.COMMENT:
            raise NotAMove("Statement", found.state, "set a new date")
        if target == found.target_at:
            return found
        if target < found.target_at or target <= at:
            raise Refused.of("day", _("The new day comes after the one that was promised."), _("Choose a later day."))
        before, found.target_at, found.target_reason = found.target_at, target, said
        found.save(update_fields=["target_at", "target_reason"])
        record(actor, "statement.target-set", found, at=at, before={"target_at": before}, after={"target_at": target}, reason=said)
        owe_office(ANSWER, found, at=at, due_at=target)
        tell(found, "later", target.date().isoformat(), at=at, target=clock.in_words(target, None))
        return found


def draft_answer(actor: Viewer, pk: int, *, text: str, at: datetime) -> Answer:
    """Write the answer. Another officer clears it. Only the Secretariat reads it until it is given."""
    said = words("text", text, _("Write the answer."), limit=TEXT_LIMIT)
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.kind == Kind.COMMENT:
            raise Refused.of("", *NOT_A_COMMENT)
        open_one = found.answers.filter(given_at__isnull=True, sent_back_at__isnull=True).first()
        if open_one is not None:
            if open_one.text == said:
                return open_one
            raise NotAMove("Statement", found.state, "draft")
        move(actor, found, "draft", at=at)
        made = Answer.objects.create(statement=found, text=said, drafted_by_id=actor.me, drafted_at=at)
        owe_office(CLEAR, found, at=at, due_at=found.target_at)
        return made


def _in_the_making(found: Statement) -> Answer:
    made = found.answers.select_for_update(of=("self",)).filter(given_at__isnull=True, sent_back_at__isnull=True).first()
    if made is None:
        raise NotAMove("Statement", found.state, "clear")
    return made


def clear_answer(actor: Viewer, pk: int, *, answer_id: int, at: datetime) -> Answer:
    """Clear the very draft that one has read (`answer_id`), as another officer than the one who wrote it.

    Where somebody else cleared it a moment before, `Refused` says so: nothing is left to be done. Raises it too where the draft was sent back meanwhile.
    """
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        made = found.answers.filter(pk=answer_id).first()
        if made is None or made.sent_back_at is not None:
            raise Refused.of("", _("This draft was sent back meanwhile."), _("Reload the page and read the new one."))
        if made.cleared_at is not None:
            if made.cleared_by_id == actor.me:
                return made
            when = clock.in_words(made.cleared_at, actor.time_zone)
            raise Refused.of("", _("Another officer cleared this answer already, on %s.") % when, _("Nothing is left for you to do."))
        if made.drafted_by_id == actor.me:
            raise Refused.of("", _("You wrote this answer; another officer clears it."), _("Ask a colleague."))
        move(actor, found, "clear", at=at)
        made.cleared_by_id, made.cleared_at = actor.me, at
        made.save()
        settle_all(found, CLEAR, at=at)
        return made


def send_back(actor: Viewer, pk: int, *, reason: str, at: datetime) -> Answer:
    """Send a draft back with a reason; it stays, and a new one is written."""
    said = words("reason", reason, _("Say what has to change."))
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        made = _in_the_making(found)
        move(actor, found, "send-back", at=at, reason=said)
        made.sent_back_at, made.sent_back_reason = at, said
        made.save()
        settle_all(found, CLEAR, at=at)
        return made


def give_answer(actor: Viewer, pk: int, *, at: datetime) -> Statement:
    """Give the cleared answer: whoever may read the statement reads it from this second on. Again is harmless."""
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.state == StatementState.ANSWERED:
            return found
        move(actor, found, "answer", at=at, answered_at=at)
        found.answers.filter(cleared_at__isnull=False, given_at__isnull=True).update(given_at=at)
        settle_all(found, ANSWER, CLEAR, at=at)
        tell(found, "answered", at.isoformat(), at=at)
        return found


def reopen(actor: Viewer, pk: int, *, reason: str, at: datetime) -> Statement:
    """Take an answered statement up again, by the State that is not content or by an officer, with a reason. It gets a new target date."""
    said = words("reason", reason, _("Say what is still open."))
    with transaction.atomic():
        require(actor, "statement.file" if states_of(actor) else "statement.handle")
        found = locked(actor, "statement.own" if states_of(actor) else "statement.handle", pk)
        day = at.astimezone(clock.network_zone()).date()
        target = end_of(date.fromordinal(day.toordinal() + int(answer_days())))
        move(actor, found, "reopen", at=at, reason=said, answered_at=None, target_at=target, target_reason="")
        owe_office(ANSWER, found, at=at, due_at=target)
        return found


def dispose(actor: Viewer, pk: int, *, code: str, reason: str, at: datetime) -> Statement:
    """Say what became of a comment of a round, and why. It can be changed until the table is published."""
    problems = []
    if code not in Disposition.values:
        problems.append(Problem("code", _("Say what became of it."), _("Choose one of the list.")))
    said = reason.replace("\r\n", "\n").strip()
    if not said:
        problems.append(Problem("reason", _("Each comment gets a reason."), _("Say why in a sentence or two; the State reads it.")))
    refuse(problems)
    with transaction.atomic():
        found = locked(actor, "statement.handle", pk)
        if found.round is None:
            raise NotAMove("Statement", found.state, "dispose")
        if found.round.state == RoundState.PUBLISHED:
            raise Refused.of("", _("The table is published."), "")
        before = found.disposition
        move(
            actor,
            found,
            "dispose",
            at=at,
            reason=said,
            after={"disposition": code, "was": before},
            disposition=code,
            disposition_reason=said,
            disposed_at=at,
        )
        settle_all(found, DISPOSE, ACKNOWLEDGE, at=at)
        return found
