"""Ask a question, word it anew, accept answers, close, open again, withdraw."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock, sealing
from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.membership import queries as membership
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.actions.common import day_of, known_as, moment_of, need, tell
from interchange.work.exchange.models import Answer, Named, Question
from interchange.work.exchange.vocabulary import MOVES, QuestionState

Pair = tuple[str, str]


def ask(
    actor: Viewer, given: Mapping[str, Any], *, about: Sequence[Pair] = (), people: Sequence[int] = (), unattributed: bool = False, at: datetime,
) -> Question:  # fmt: skip
    """Ask the members. `given`: title, text, topics (codes), wanted_by (a day at the network's seat, or None for the option's days).

    `about` names things as (kind, key) pairs, `people` members who get a letter. Under the rule of non-attribution (`unattributed`, for good) no
    name is kept, in no row, no letter and not in the journal, and the time is that day's beginning. The same question asked twice by the same person
    is one. Raises `Refused` naming each field; nothing that the actor may not see can be named.
    """
    require(actor, "peer-question.ask")
    values, problems = _checked(given, at)
    wrong, things = _things(actor, about)
    problems += wrong
    problems += _wrong_people(people, actor, at)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        if not unattributed:
            first = Question.objects.filter(
                asker_id=actor.me, title=values["title"], text=values["text"], asked_at__gt=at - timedelta(days=1)
            )
            if (same := first.exclude(state=QuestionState.WITHDRAWN).first()) is not None:
                return same
        made = Question(number=next_number("Q", at.year), unattributed=unattributed, asked_at=day_of(at) if unattributed else at, **values)
        if unattributed:
            made.secret = sealing.new_secret()
            made.seal = sealing.seal(made.secret, actor.me)
        else:
            made.asker_id = actor.me
        made.save()
        Named.objects.bulk_create(
            [Named(question=made, subject_kind=kind, subject_id=key) for kind, key in things]
            + [Named(question=made, person_id=one) for one in dict.fromkeys(people)]
        )
        after = {"state": made.state, "unattributed": made.unattributed, "wanted_by": made.wanted_by}
        record(known_as(made, actor), "peer-question.asked", made, at=at, after=after)
        search.put(made)
        _tell(made, actor, people, at)
        return made


def edit(
    actor: Viewer, question_id: int, given: Mapping[str, Any], *, about: Sequence[Pair] = (), revision: int | None, at: datetime
) -> Question:
    """Word one's own question anew while it takes answers. Raises `Refused` naming each field, `Stale` where it was changed since `revision`."""
    values, problems = _checked(given, at)
    wrong, things = _things(actor, about)
    if problems or wrong:
        raise Refused(*problems, *wrong)
    with transaction.atomic():
        found = see(actor, "peer-question.own", Question.objects.select_for_update(of=("self",)), pk=question_id)
        if revision is not None and found.revision != revision:
            raise Stale(found)
        for name, value in values.items():
            setattr(found, name, value)
        found.revision += 1
        found.save()
        # what the actor may not see stays named: a form that could not show it does not take it away
        kept = [(one.subject_kind, one.subject_id) for one in found.named.filter(person__isnull=True)]
        shown = set(subjects.named(actor, kept))
        for kind, key in shown - set(things):
            found.named.filter(subject_kind=kind, subject_id=key).delete()
        Named.objects.bulk_create(
            [Named(question=found, subject_kind=kind, subject_id=key) for kind, key in things if (kind, key) not in kept]
        )
        record(known_as(found, actor), "peer-question.edited", found, at=at, after={"revision": found.revision})
        search.put(found)
        return found


def accept(actor: Viewer, answer_id: int, *, accepted: bool, at: datetime) -> Answer:
    """Mark an answer as one that works, or take the mark back: the asker, the chair or an officer. Several may be accepted; repeating it is harmless."""
    with transaction.atomic():
        answer = see(actor, "peer-answer.view", Answer.objects.select_for_update(of=("self",)).select_related("question"), pk=answer_id)
        question = see(actor, "peer-question.keep", Question.objects.select_for_update(of=("self",)), pk=answer.question_id)
        if (answer.accepted_at is not None) == accepted:
            return answer
        if answer.removed_at is not None:
            raise Refused.of("", _("This answer was removed."), _("Reload the page to see how things stand."))
        others = question.answers.filter(accepted_at__isnull=False).exclude(pk=answer.pk).exists()
        if accepted or not others:
            question.state = MOVES.target("accept" if accepted else "unaccept", question.state)
        answer.accepted_at = moment_of(question, at) if accepted else None
        answer.save(update_fields=["accepted_at"])
        question.save(update_fields=["state"])
        record(
            known_as(question, actor),
            "peer-answer.accepted" if accepted else "peer-answer.unaccepted",
            answer,
            at=at,
            after={"question": question.pk, "state": question.state},
        )
        if accepted and answer.author_id and answer.author_id != actor.person_id:
            tell("exchange.accepted", question, [answer.author_id], str(answer.pk), at=at)
        return answer


def _move(actor: Viewer, question_id: int, move: str, at: datetime, *, note: str = "") -> Question:
    with transaction.atomic():
        found = see(actor, "peer-question.keep", Question.objects.select_for_update(of=("self",)), pk=question_id)
        target = MOVES.moves[move].target
        if found.state == target:
            return found
        before = found.state
        found.state = MOVES.target(move, found.state)
        if move == "reopen" and found.answers.filter(accepted_at__isnull=False).exists():
            found.state = QuestionState.ANSWERED
        ends = found.state in {QuestionState.CLOSED, QuestionState.WITHDRAWN}
        found.closed_at, found.closing_note = (moment_of(found, at), note.strip()) if ends else (None, "")
        found.save()
        record(
            known_as(found, actor),
            f"peer-question.{move}",
            found,
            at=at,
            before={"state": before},
            after={"state": found.state},
            reason=note,
        )
        search.put(found)
        return found


def close(actor: Viewer, question_id: int, *, note: str = "", at: datetime) -> Question:
    """Close a question: no more answers are taken; what was said stays to be found. `note` says what came of it (for everybody who reads it)."""
    if len(note) > words.TEXT_LIMIT:
        raise Refused.of("note", _("At most %(n)d characters.") % {"n": words.TEXT_LIMIT}, _("Shorten it."))
    return _move(actor, question_id, "close", at, note=note)


def reopen(actor: Viewer, question_id: int, *, at: datetime) -> Question:
    """Take answers again."""
    return _move(actor, question_id, "reopen", at)


def withdraw(actor: Viewer, question_id: int, *, at: datetime) -> Question:
    """Take a question back that nobody has answered. Raises `Refused` where somebody has."""
    if Answer.objects.filter(question_id=question_id, removed_at__isnull=True).exists():
        raise Refused.of("", _("Somebody has answered: the question stays."), _("Close it instead."))
    return _move(actor, question_id, "withdraw", at)


def _checked(given: Mapping[str, Any], at: datetime) -> tuple[dict[str, Any], list[Problem]]:
    title, text = " ".join(str(given.get("title") or "").split()), str(given.get("text") or "").strip()
    topics = list(dict.fromkeys(given.get("topics") or []))
    problems = need("title", title, _("Put the question in one sentence."), _("Lists and letters show it."), words.TITLE_LIMIT)
    problems += need("text", text, _("Say what you know and what you need to know."), _("A few sentences are enough."), words.TEXT_LIMIT)
    if not topics or set(topics) - set(vocabulary.codes("topics")):
        problems.append(Problem("topics", _("Choose at least one topic of the list."), _("By it members are found who could help.")))
    day: date | None = given.get("wanted_by")
    today = at.astimezone(clock.network_zone()).date()
    if day is None:
        day = today + timedelta(days=words.wanted_days())
    elif day <= today:
        problems.append(Problem("wanted_by", _("This day is over, or nearly."), _("Choose a day to come.")))
    elif day > today + timedelta(days=366):
        problems.append(Problem("wanted_by", _("That is more than a year away."), _("Choose an earlier day.")))
    if problems:
        return {}, problems
    return {"title": title, "text": text, "topics": topics, "wanted_by": clock.deadline(day, str(clock.network_zone()))}, []


def _things(actor: Viewer, about: Sequence[Pair]) -> tuple[list[Problem], list[Pair]]:
    """The things named that the actor may see, and a problem where one is not (or not there: both look alike)."""
    pairs = list(dict.fromkeys(about))
    if len(pairs) > words.ABOUT:
        return [Problem("about", _("At most %(n)d things.") % {"n": words.ABOUT}, _("Name the most important."))], []
    known = subjects.named(actor, pairs)
    if len(known) < len(pairs):
        return [Problem("about", _("One of the things is not there (any more)."), _("Look for it again."))], []
    return [], pairs


def _wrong_people(people: Sequence[int], actor: Viewer, at: datetime) -> list[Problem]:
    if len(set(people)) > words.NAMED:
        return [Problem("people", _("At most %(n)d members.") % {"n": words.NAMED}, _("Name those who are likely to know."))]
    if set(people) - set(membership.active_ids(at)) or actor.person_id in people:
        return [Problem("people", _("One of those named is not an active member, or you."), _("Look for them again."))]
    return []


def _tell(question: Question, actor: Viewer, people: Sequence[int], at: datetime) -> None:
    """Letters: to those who are named, and to members with a topic of the question (in their weekly digest unless they chose otherwise)."""
    named = set(people)
    tell("exchange.named", question, named, "named", at=at)
    # Under the rule the asker gets the letter like everybody else with its topics: who does not would be known by that.
    left_out = named if question.unattributed else named | {actor.me}
    tell("exchange.new", question, membership.with_topics(question.topics, at) - left_out, "new", at=at)
