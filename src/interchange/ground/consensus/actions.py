"""Put a question, object, withdraw an objection or settle it (answered, accepted, stands with a reason), close a call."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground import clock
from interchange.ground.consensus import kinds
from interchange.ground.consensus.models import Asked, Call, Objection
from interchange.ground.consensus.vocabulary import (
    ANNEX_LIMIT,
    CALL_MOVES,
    LEAST_DAYS,
    MOST_DAYS,
    OBJECTION_MOVES,
    QUESTION_LIMIT,
    TEXT_LIMIT,
    CallState,
    ObjectionState,
)
from interchange.ground.consensus.vocabulary import (
    working_days as usual_days,
)
from interchange.ground.errors import NotAllowed, NotAMove, Problem, Refused
from interchange.ground.journal.actions import record, subject_of
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import allows, require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.vocabulary.workdays import working_deadline

NOBODY = Viewer()  # whom the journal names where an objection is not signed


def _text(field: str, text: str, limit: int, missing: str = "") -> list[Problem]:
    """What is wrong with a text: missing (said in the words given, if it is needed) or too long."""
    if missing and not text.strip():
        return [Problem(field, missing, _("Say it in a few words."))]
    if len(text) > limit:
        return [Problem(field, _("At most %(n)d characters.") % {"n": limit}, _("Shorten it."))]
    return []


def _subject(call: Call) -> models.Model | None:
    try:
        return subjects.get(SYSTEM, call.subject_kind, call.subject_id)
    except NotAllowed:  # the thing is gone
        return None


def open_call(actor: Viewer, subject: models.Model, *, question: str, at: datetime, working_days: int | None = None) -> Call:
    """Put a question about a thing to the people concerned, for so many working days (None: the option's number).

    Who is asked is fixed now: the kind's `asked`, as rows. The call ends at 23:59:59 of the network's zone. An open call with the same
    question is returned unchanged. Raises `Refused` naming "question", "working_days" or "" (nobody to ask), `NotAllowed` where the actor
    may not open one.
    """
    kind = kinds.of(subject)
    require(actor, "consensus.open")
    require(actor, subjects.of(subject).view, subject)
    require(actor, kind.open, subject, known=True)
    question, days = " ".join(question.split()), usual_days() if working_days is None else working_days
    problems = _text("question", question, QUESTION_LIMIT, _("A call needs a question."))
    if not LEAST_DAYS <= days <= MOST_DAYS:
        bounds = {"least": LEAST_DAYS, "most": MOST_DAYS}
        problems.append(Problem("working_days", _("A call is open for %(least)d to %(most)d working days.") % bounds))
    people = sorted(set(kind.asked(subject, at)))
    if not people:
        problems.append(Problem("", _("There is nobody to ask."), _("Say first whom this concerns.")))
    if problems:
        raise Refused(*problems)
    label, key = subject_of(subject)
    with transaction.atomic():
        same = Call.objects.filter(subject_kind=label, subject_id=key, question=question, state=CallState.OPEN)
        first = same.first()
        if first is not None:
            return first
        try:
            with transaction.atomic():
                call = Call.objects.create(
                    subject_kind=label,
                    subject_id=key,
                    question=question,
                    working_days=days,
                    opened_by_id=actor.person_id,
                    opened_at=at,
                    closes_at=working_deadline(at, days),
                    asked_count=len(people),
                )
        except IntegrityError:  # the same click, twice at once: the other one was first
            return same.get()
        Asked.objects.bulk_create(Asked(call=call, person_id=person) for person in people)
        after = {"state": call.state, "subject": label, "key": key.lower(), "closes_at": call.closes_at, "asked": len(people)}
        record(actor, "consensus.opened", call, at=at, after=after)
        return call


def _open_call(actor: Viewer, verb: str, call_id: int, *, at: datetime, said: str) -> Call:
    """The call, locked, if it is open at this moment. Raises `Refused` with both times where its moment is over, `NotAMove` where it is closed."""
    call = see(actor, verb, Call.objects.select_for_update(of=("self",)), pk=call_id)
    if call.state == CallState.WITHDRAWN:
        raise NotAMove("Call for consensus", call.state, said)
    if at > call.closes_at:
        times = {"closes": clock.in_words(call.closes_at, actor.time_zone), "at": clock.in_words(at, actor.time_zone)}
        raise Refused.of("", _("This call closed on %(closes)s; this came on %(at)s.") % times, _("Write to whoever opened it."))
    return call


def object_to(actor: Viewer, call_id: int, *, reason: str, at: datetime, annex: str = "", signed: bool = True) -> Objection:
    """Object, with a reason and, if wished, a text of one's own (annex). Without `signed` nobody else reads whose objection it is.

    Only those asked object, once each while the objection is not withdrawn; the same again is harmless. Raises `Refused` naming "reason",
    "annex" or "" (the closing moment is over: with both times; or there is another objection of theirs).
    """
    with transaction.atomic():
        call = _open_call(actor, "consensus.object", call_id, at=at, said="object")
        problems = _text("reason", reason, TEXT_LIMIT, _("An objection needs a reason.")) + _text("annex", annex, ANNEX_LIMIT)
        if problems:
            raise Refused(*problems)
        values = {"reason": reason.strip(), "annex": annex.strip(), "signed": signed}
        held = Objection.objects.filter(call=call, person_id=actor.me).exclude(state=ObjectionState.WITHDRAWN).first()
        if held is not None:
            if {name: getattr(held, name) for name in values} == values:
                return held
            raise Refused.of("", _("You have objected already."), _("Withdraw that objection to raise another."))
        made = Objection.objects.create(call=call, person_id=actor.me, raised_at=at, **values)
        after = {"state": made.state, "call": call.pk, "signed": signed, "annex": bool(made.annex)}
        record(actor if signed else NOBODY, "objection.raised", made, at=at, after=after)
        return made


def withdraw_objection(actor: Viewer, objection_id: int, *, at: datetime) -> Objection:
    """Take one's own objection back, before the call closes. Repeating it is harmless. Raises `Refused` where the moment is over."""
    with transaction.atomic():
        found = see(actor, "objection.own", pk=objection_id)
        if found.state == ObjectionState.WITHDRAWN:
            return found
        _open_call(actor, "consensus.object", found.call_id, at=at, said="withdraw an objection")
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
        before = objection.state
        objection.state = OBJECTION_MOVES.target("withdraw", objection.state)
        objection.settled_at = at
        objection.save(update_fields=["state", "settled_at"])
        who = actor if objection.signed else NOBODY
        record(who, "objection.withdrawn", objection, at=at, before={"state": before}, after={"state": objection.state})
        return objection


def meet_objection(actor: Viewer, objection_id: int, *, how: str, at: datetime) -> Objection:
    """Answer an objection: its point was dealt with, whether or not it was followed. Before the call closes.

    For those who may put questions about the subject, and for nobody's own objection. Raises `Refused` naming "how" or "".
    """
    return _settle(actor, objection_id, "meet", how, _("How the objection is met must be said."), at=at)


def accept_objection(actor: Viewer, objection_id: int, *, how: str, at: datetime) -> Objection:
    """Accept an objection: what it asks for is done; `how` says what is changed. Otherwise as `meet_objection`."""
    return _settle(actor, objection_id, "accept", how, _("What is changed must be said."), at=at)


def let_stand(actor: Viewer, objection_id: int, *, how: str, at: datetime) -> Objection:
    """Record that an objection was weighed and stands, with the written reason why the work goes on nevertheless (rough consensus: RFC 7282, section 3).

    Said before the closing it leaves the call with rough consensus; where the call ended without, it completes the register and changes no outcome.
    Otherwise as `meet_objection`.
    """
    return _settle(actor, objection_id, "let-stand", how, _("An objection stands with a reason only."), at=at)


def _settle(actor: Viewer, objection_id: int, move: str, how: str, missing: str, *, at: datetime) -> Objection:
    with transaction.atomic():
        found = see(actor, "objection.meet", Objection.objects.select_related("call"), pk=objection_id)
        if move != "let-stand" or found.call.state != CallState.NO_CONSENSUS:
            _open_call(actor, "consensus.lead", found.call_id, at=at, said=f"{move} an objection")
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
        if objection.state == OBJECTION_MOVES.moves[move].target and objection.how_met == how.strip():
            return objection
        problems = _text("how", how, TEXT_LIMIT, missing)
        if objection.person_id == actor.person_id:
            problems.append(Problem("", _("This objection is your own."), _("Withdraw it, or let somebody else say how it is met.")))
        if problems:
            raise Refused(*problems)
        before = objection.state
        objection.state = OBJECTION_MOVES.target(move, objection.state)
        objection.how_met, objection.met_by_id, objection.settled_at = how.strip(), actor.me, at
        objection.save(update_fields=["state", "how_met", "met_by", "settled_at"])
        record(actor, f"objection.{objection.state}", objection, at=at, before={"state": before}, after={"state": objection.state})
        return objection


def result_of(asked: int, objections: list[Objection]) -> str:
    """The outcome in words (Markdown): how many were asked, each objection and how it was met. No names."""
    lines = [ngettext("%(n)d person was asked.", "%(n)d people were asked.", asked) % {"n": asked}]
    if not objections:
        return f"{lines[0]} {_('Nobody objected.')}"
    lines[0] += " " + ngettext("%(n)d objection was raised.", "%(n)d objections were raised.", len(objections)) % {"n": len(objections)}
    for one in objections:
        reason, how = " ".join(one.reason.split()), " ".join(one.how_met.split())
        words = {
            ObjectionState.STANDS: _("Stands: %(reason)s") % {"reason": reason},
            ObjectionState.WITHDRAWN: _("Withdrawn by its author: %(reason)s") % {"reason": reason},
            ObjectionState.MET: _("Answered: %(reason)s How: %(how)s") % {"reason": reason, "how": how},
            ObjectionState.ACCEPTED: _("Accepted: %(reason)s What is changed: %(how)s") % {"reason": reason, "how": how},
            ObjectionState.REASONED: _("Stands: %(reason)s Why the work goes on: %(how)s") % {"reason": reason, "how": how},
        }
        lines.append(f"- {words[ObjectionState(one.state)]}")
    return "\n\n".join([lines[0], "\n".join(lines[1:])])


def close_call(actor: Viewer, call_id: int, *, at: datetime) -> Call:
    """Close a call whose moment is over: consensus where no objection stands, rough consensus where each that stands has a written reason, else none.
    A closed call is returned unchanged.

    The kind's `on_close` runs in the same transaction. Raises `Refused` before the moment is over, with both times.
    """
    with transaction.atomic():
        call = see(actor, "consensus.lead", Call.objects.select_for_update(of=("self",)), pk=call_id)
        if call.state != CallState.OPEN:
            return call
        if at <= call.closes_at:
            times = {"closes": clock.in_words(call.closes_at, actor.time_zone), "at": clock.in_words(at, actor.time_zone)}
            raise Refused.of("", _("This call is open until %(closes)s; it is %(at)s now.") % times, _("Objections may still come."))
        objections = list(call.objections.all())
        standing = sum(one.state == ObjectionState.STANDS for one in objections)
        reasoned = sum(one.state == ObjectionState.REASONED for one in objections)
        call.state = CALL_MOVES.target("disagree" if standing else "agree-roughly" if reasoned else "agree", call.state)
        call.closed_at, call.result = at, result_of(call.asked_count, objections)
        call.save(update_fields=["state", "closed_at", "result"])
        after = {"state": call.state, "objections": len(objections), "standing": standing, "reasoned": reasoned}
        record(actor, "consensus.closed", call, at=at, before={"state": CallState.OPEN}, after=after)
        subject, kind = _subject(call), kinds.KINDS.get(call.subject_kind)
        if kind is not None and kind.on_close is not None and subject is not None:
            kind.on_close(call, subject, at)
        return call


def withdraw_call(actor: Viewer, call_id: int, *, reason: str, at: datetime) -> Call:
    """Take a question back before its moment, with a reason. Repeating it is harmless. Raises `Refused` naming "reason"."""
    with transaction.atomic():
        call = see(actor, "consensus.lead", Call.objects.select_for_update(of=("self",)), pk=call_id)
        if call.state == CallState.WITHDRAWN:
            return call
        problems = _text("reason", reason, TEXT_LIMIT, _("Withdrawing a call needs a reason."))
        if problems:
            raise Refused(*problems)
        before = call.state
        call.state = CALL_MOVES.target("withdraw", call.state)
        call.closed_at, call.withdrawal_reason = at, reason.strip()
        call.save(update_fields=["state", "closed_at", "withdrawal_reason"])
        record(actor, "consensus.withdrawn", call, at=at, before={"state": before}, after={"state": call.state}, reason=reason)
        return call


def may_open(viewer: Viewer, subject: models.Model) -> bool:
    """Whether the viewer may put a question about a thing. No query for whoever may not say the verb at all."""
    kind = kinds.KINDS.get(subject._meta.label_lower)
    return kind is not None and viewer.is_signed_in and allows(viewer, kind.open) and allows(viewer, kind.open, subject)
