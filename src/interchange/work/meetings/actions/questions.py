"""Questions of Member States to a session: put by a focal point, taken up as an item, or declined with a reason (F2, F3, U71)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary.numbering import next_number
from interchange.ground.vocabulary.workdays import working_deadline
from interchange.network.states.policy import states_of
from interchange.work.meetings import sources
from interchange.work.meetings.actions.common import locked, need_reason, when
from interchange.work.meetings.models import AgendaItem, Session, StateQuestion
from interchange.work.meetings.sources import Offer
from interchange.work.meetings.vocabulary import CALLED, QUESTION_MOVES, QuestionState, question_days

DUTY = "meetings.question"
LEVELS = (Level.PUBLIC, Level.STATES, Level.RESTRICTED)


def put_question(actor: Viewer, session_id: int, values: Mapping[str, Any], *, at: datetime) -> StateQuestion:
    """Put a question to a session to come: `values` are title, text, level, member_state (needed where one speaks for several).

    Gives it a number; the State has its receipt at once, the Secretariat a duty. The same words again give the first question.
    """
    require(actor, "question.put")
    title, text = str(values.get("title", "")).strip(), str(values.get("text", "")).strip()
    mine = states_of(actor)
    state = str(values.get("member_state") or (mine[0] if len(mine) == 1 else ""))
    problems = []
    if not 1 <= len(title) <= 200:
        problems.append(
            Problem("title", _("A question needs a title of at most 200 characters."), _("Say in a few words what it is about."))
        )
    if not 20 <= len(text) <= 4000:
        problems.append(Problem("text", _("A question has from 20 to 4,000 characters."), _("Say what your State asks, and why.")))
    if values.get("level") not in LEVELS:
        problems.append(Problem("level", _("Say who may read it."), _("Choose one of the list.")))
    if state not in mine:
        problems.append(Problem("member_state", _("You do not speak for this State."), _("Choose one of yours.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = locked(actor, "session.view", session_id)
        if session.state not in CALLED or session.starts_at is None or at >= session.starts_at:
            raise Refused.of("", _("The session takes no questions now."), _("Put it to the next one."))
        same = session.questions.filter(member_state=state, title=title, text=text).exclude(state=QuestionState.WITHDRAWN).first()
        if same is not None:
            return same
        made = StateQuestion.objects.create(
            number=next_number("MS", at.year, width=3), session=session, member_state=state, by_id=actor.me, title=title, text=text,
            level=values["level"], asked_at=at,
        )  # fmt: skip
        record(actor, "question.put", made, at=at, after={"state": made.state, "session": session.pk, "by": state, "level": made.level})
        owe(DUTY, made, at=at, role=Role.OFFICER, due_at=working_deadline(at, question_days()), url=made.get_absolute_url())
        _write(made, "question", at, when=when(session, actor.time_zone))
        return made


def _write(question: StateQuestion, template: str, at: datetime, **values: Any) -> None:
    session = question.session
    context = {
        "symbol": session.symbol, "title": session.title, "number": question.number, "url": question.get_absolute_url(), **values,
    }  # fmt: skip
    key = f"meetings.{template}:{question.pk}:{question.state}:{question.item_id or 0}"
    send(SYSTEM, Draft(f"meetings.{template}", context, person_id=question.by_id, subject=session, key=key), at=at)


def took_question(actor: Viewer, question_id: int, item: AgendaItem, *, at: datetime) -> StateQuestion:
    """The question has become an item: called by `add_from_source`, in its transaction."""
    question = see(
        actor, "question.settle", StateQuestion.objects.select_for_update(of=("self",)).select_related("session__series"), pk=question_id
    )
    before = question.state
    question.state, question.item, question.settled_at = QUESTION_MOVES.target("take", before), item, at
    question.save()
    record(actor, "question.take", question, at=at, before={"state": before}, after={"state": question.state, "item": item.pk})
    settle(DUTY, question, at=at)
    _write(question, "question-settled", at, taken=True, reason="")
    return question


def decline_question(actor: Viewer, question_id: int, *, reason: str, at: datetime) -> StateQuestion:
    """Do not take a question up, with a reason that the State reads. Harmless to repeat."""
    reason = need_reason(reason, _("The State will ask why."), _("Say it in a few words; it stands in the letter."))
    with transaction.atomic():
        question = see(
            actor,
            "question.settle",
            StateQuestion.objects.select_for_update(of=("self",)).select_related("session__series"),
            pk=question_id,
        )
        if question.state == QUESTION_MOVES.moves["decline"].target:
            return question
        question.state, question.reason, question.settled_at = QUESTION_MOVES.target("decline", question.state), reason, at
        question.save()
        record(actor, "question.decline", question, at=at, before={"state": "received"}, after={"state": question.state}, reason=reason)
        settle(DUTY, question, at=at)
        _write(question, "question-settled", at, taken=False, reason=reason)
        return question


def withdraw_question(actor: Viewer, question_id: int, *, at: datetime) -> StateQuestion:
    """The State takes its question back, by whoever speaks for it now, before it is on the agenda. Harmless to repeat."""
    with transaction.atomic():
        question = see(actor, "question.own", StateQuestion.objects.select_for_update(of=("self",)), pk=question_id)
        if question.state == QUESTION_MOVES.moves["withdraw"].target:
            return question
        question.state, question.settled_at = QUESTION_MOVES.target("withdraw", question.state), at
        question.save()
        record(actor, "question.withdraw", question, at=at, before={"state": "received"}, after={"state": question.state})
        settle(DUTY, question, at=at)
        return question


def _offers(viewer: Viewer, session: Session) -> Iterable[Offer]:
    """Questions that wait, and those whose item was dropped. The words of one that only the Secretariat and the chair may read stay out."""
    waiting = Q(state=QuestionState.RECEIVED) | Q(state=QuestionState.ON_AGENDA, item__dropped_at__isnull=False)
    for one in rows(viewer, "question.settle", session.questions.filter(waiting)).order_by("asked_at", "pk")[:50]:
        shown = one.title if one.level != Level.RESTRICTED else _("Question of a Member State")
        about = one.text if one.level != Level.RESTRICTED else ""
        yield Offer("meetings.statequestion", str(one.pk), f"{one.number}: {shown}"[:200], one.get_absolute_url(), about)


sources.define(
    "questions",
    gettext_lazy("Questions of Member States"),
    _offers,
    taken=lambda actor, offer, item, at: took_question(actor, int(offer.key), item, at=at),
)
