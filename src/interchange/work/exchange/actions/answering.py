"""Answer a question, word an answer anew, take it away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts import mentions
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.files import actions as files
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.replies import Incoming
from interchange.ground.search import actions as search
from interchange.ground.threads import telling
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.actions.common import (
    clean_sources,
    fingerprint,
    known_as,
    mark,
    moment_of,
    need,
    tell,
    wrong_sources,
)
from interchange.work.exchange.models import Answer, Ask, Attachment, Question
from interchange.work.exchange.vocabulary import MOVES, AskState


def answer(
    actor: Viewer, question_id: int, *, text: str, sources: Sequence[Mapping[str, str]] = (), uploads: Sequence["UploadedFile[Any]"] = (), by_mail: bool = False,
    at: datetime,
) -> Answer:  # fmt: skip
    """Answer a question that takes answers. `sources` are {"title", "url"}; `uploads` go through the file check.

    Under the rule of non-attribution no name is kept and no file taken (it would carry one). The same words said twice by one person are one answer.
    Raises `Refused` naming "text", "sources" or "files", `NotAllowed` where the question is hidden or closed.
    """
    require(actor, "peer-question.answer")
    question = see(actor, "peer-question.view", pk=question_id)
    require(actor, "peer-question.answer", question, known=True)
    problems = _wrong(text, sources)
    if question.unattributed and uploads:
        problems.append(
            Problem(
                "files",
                _("Files are not taken under the rule of non-attribution: they tell who made them."),
                _("Put it in words, or name a source."),
            )
        )
    if len(uploads) > words.FILES:
        problems.append(Problem("files", _("At most %(n)d files.") % {"n": words.FILES}, _("Put the rest behind a link.")))
    if problems:
        raise Refused(*problems)
    seal = mark(question, actor)
    print_ = fingerprint(question.pk, seal or str(actor.me), text)
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        first = question.answers.filter(fingerprint=print_, removed_at__isnull=True).first()
        if first is not None:
            return first
        if not question.takes_answers:
            raise NotAllowed("peer-question.answer", known=True)
        made = Answer.objects.create(
            question=question, author_id=None if seal else actor.me, seal=seal, text=text.strip(), sources=clean_sources(sources), by_mail=by_mail,
            said_at=moment_of(question, at), fingerprint=print_,
        )  # fmt: skip
        for upload in uploads:
            Attachment.objects.create(answer=made, stored=files.store(actor, upload, purpose="answer", field="files", at=at))
        # Under the rule an ask stays as it was: that somebody has answered is nobody's business.
        if not seal:
            for asked in Ask.objects.select_for_update().filter(question=question, person_id=actor.me, state=AskState.ASKED):
                asked.state, asked.replied_at = AskState.ANSWERED, at
                asked.save(update_fields=["state", "replied_at"])
                record(actor, "help-ask.answered", asked, at=at, after={"question": question.pk, "state": AskState.ANSWERED})
        record(
            known_as(question, actor),
            "peer-answer.given",
            made,
            at=at,
            after={"question": question.pk, "by_mail": by_mail, "files": len(uploads)},
        )
        search.put(question)
        _tell_named(question, made, actor, at)
        if question.asker_id and question.asker_id != actor.person_id:
            tell("exchange.answered", question, [question.asker_id], str(made.pk), at=at)
        return made


def edit_answer(actor: Viewer, answer_id: int, *, text: str, sources: Sequence[Mapping[str, str]] = (), at: datetime) -> Answer:
    """Word one's own answer anew while the question takes answers and it is not accepted. Raises `Refused` naming "text" or "sources"."""
    problems = _wrong(text, sources)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        found = see(actor, "peer-answer.edit", Answer.objects.select_for_update(of=("self",)).select_related("question"), pk=answer_id)
        if found.accepted_at is not None:
            raise Refused.of("", _("It is accepted: others build on it as it stands."), _("Give another answer that says what changed."))
        print_ = fingerprint(found.question_id, found.seal or str(found.author_id), text)
        if found.question.answers.filter(fingerprint=print_, removed_at__isnull=True).exclude(pk=found.pk).exists():
            raise Refused.of("text", _("You said the same here already."), _("Remove this answer instead."))
        found.text, found.sources, found.fingerprint = text.strip(), clean_sources(sources), print_
        found.edited_at = moment_of(found.question, at)
        found.save()
        _tell_named(found.question, found, actor, at)
        record(known_as(found.question, actor), "peer-answer.edited", found, at=at)
        search.put(found.question)
        return found


def remove_answer(actor: Viewer, answer_id: int, *, reason: str, at: datetime) -> Answer:
    """Take an answer away: its place stays, with the reason. An officer must give one. Repeating it is harmless. Raises `Refused` naming "reason"."""
    with transaction.atomic():
        found = see(actor, "peer-answer.view", Answer.objects.select_for_update(of=("self",)).select_related("question"), pk=answer_id)
        if found.removed_at is not None:
            return found
        require(actor, "peer-answer.remove", found)
        if not found.is_by(actor) and not reason.strip():
            raise Refused.of("reason", _("A removal needs a reason."), _("It stands in place of the answer: say in a few words why."))
        if found.accepted_at is not None:
            others = found.question.answers.filter(accepted_at__isnull=False).exclude(pk=found.pk).exists()
            if not others and found.question.state == "answered":
                found.question.state = MOVES.target("unaccept", found.question.state)
                found.question.save(update_fields=["state"])
        found.removed_at, found.accepted_at = moment_of(found.question, at), None
        found.removal_reason = reason.strip()[:2000] or _("Taken back by its author.")
        found.save()
        for file in found.files.select_related("stored"):
            files.remove(actor, file.stored, at=at)
        record(known_as(found.question, actor), "peer-answer.removed", found, at=at, after={"question": found.question_id}, reason=reason)
        search.put(found.question)
        return found


def _tell_named(question: Question, made: Answer, actor: Viewer, at: datetime) -> None:
    """Write to those whom an answer names. Under the rule nobody is: a letter's moment would tell when the answer was written."""
    if not question.unattributed:
        telling.mentioned(
            question,
            f"/exchange/questions/{question.pk}/#answer-{made.pk}",
            mentions.named(actor, made.text),
            key=f"answer:{made.pk}",
            at=at,
        )


def answer_by_mail(actor: Viewer, incoming: Incoming, *, at: datetime) -> Answer:
    """What a reply to a letter about a question does: it is an answer. Raises `Refused` in words that go back to the sender."""
    question = rows(actor, "peer-question.view").filter(pk=incoming.letter.subject_id or 0).first()
    if question is None:
        raise Refused.of("", _("The question is not open to you (any more)."))
    if question.unattributed:
        raise Refused.of(
            "", _("This question stands under the rule of non-attribution; a mail tells who sent it."), _("Answer on the page.")
        )
    if not question.takes_answers:
        raise Refused.of("", _("The question is closed."), _("You can still comment on its page."))
    return answer(actor, question.pk, text=incoming.text, uploads=incoming.files, by_mail=True, at=at)


def _wrong(text: str, sources: Sequence[Mapping[str, str]]) -> list[Problem]:
    return need("text", text, _("There are no words."), _("Write what you know."), words.TEXT_LIMIT) + wrong_sources(sources)
