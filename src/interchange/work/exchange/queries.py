"""Reading questions, answers and offers; who could help."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from interchange.ground.accounts import names
from interchange.ground.accounts.models import Person
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import wishes
from interchange.ground.search import queries as search
from interchange.ground.search.words import tokens
from interchange.ground.text.render import plain
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.lexicon import queries as lexicon
from interchange.knowledge.repository.queries import papers_by
from interchange.network.membership import queries as membership
from interchange.work.exchange import matching
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.actions.common import barred
from interchange.work.exchange.models import Answer, Ask, Attachment, Offer, Question
from interchange.work.exchange.vocabulary import AskState

HELPERS = 8  # members proposed for one question
SHORT = 4  # words with fewer letters say nothing of a subject


def questions(viewer: Viewer) -> "QuerySet[Question]":
    """The questions that the viewer may see listed, with `answer_count` and whether one is `accepted`."""
    standing = Answer.objects.filter(question_id=OuterRef("pk"), removed_at__isnull=True).order_by().values("question_id")
    counted = Coalesce(Subquery(standing.annotate(n=Count("pk")).values("n")), 0)  # for the rows that are read only
    found = Question.objects.select_related("asker").annotate(answer_count=counted)
    return rows(viewer, "peer-question.list", found).order_by("-asked_at", "-pk")


def about(found: "QuerySet[Question]", kind: str, key: str) -> "QuerySet[Question]":
    """Those of the questions that name this thing."""
    return found.filter(named__subject_kind=kind, named__subject_id=key)


def put_to_me(viewer: Viewer) -> "QuerySet[Ask]":
    """The questions that the viewer is asked about and has not replied to."""
    return rows(viewer, "help-ask.reply", Ask.objects.select_related("question")).order_by("question__wanted_by", "pk")


@dataclass
class Said:
    """An answer as a page shows it to one viewer."""

    answer: Answer
    who: str
    may_edit: bool
    may_remove: bool
    files: list[tuple[str, str]]


def answers(viewer: Viewer, question: Question, *, keeps: bool) -> list[Said]:
    """The answers to a question that the viewer sees: accepted ones first, then in the order of giving. Two queries; one more for visitors' names."""
    files = Prefetch("files", Attachment.objects.select_related("stored"))
    found = list(question.answers.select_related("author").prefetch_related(files))
    people = names.shown(viewer, [one.author for one in found if one.author])
    officer = keeps and viewer.has(Role.OFFICER)
    said = []
    for one in found:
        one.question = question
        own = one.is_by(viewer)
        standing = one.removed_at is None
        said.append(
            Said(
                answer=one,
                who=people[one.author_id] if one.author_id else "",
                may_edit=standing and own and question.takes_answers and one.accepted_at is None,
                may_remove=standing and ((own and question.takes_answers) or officer),
                files=[(file.stored.name, f"/files/{file.stored_id}/") for file in one.files.all()] if standing else [],
            )
        )
    return sorted(said, key=lambda line: (line.answer.accepted_at is None, line.answer.said_at, line.answer.pk))


def named_by(viewer: Viewer, question: Question) -> tuple[list[subjects.Named], list[str]]:
    """What a question is about, as far as the viewer may see it, and the members whom it names. One query, and one for each kind."""
    found = list(question.named.select_related("person"))
    pairs = [(one.subject_kind, one.subject_id) for one in found if one.person is None]
    known = subjects.named(viewer, pairs) if pairs else {}
    people = names.shown(viewer, [one.person for one in found if one.person])
    return [known[pair] for pair in pairs if pair in known], list(people.values())


def offers(viewer: Viewer) -> "QuerySet[Offer]":
    """What members offer, newest first."""
    return rows(viewer, "help-offer.list", Offer.objects.select_related("person", "session__series").exclude(state=words.OfferState.ENDED))


def waiting(at: datetime) -> "QuerySet[Question]":
    """Open questions that nobody has answered for as long as the option says."""
    answered = Answer.objects.filter(question_id=OuterRef("pk"), removed_at__isnull=True)
    return Question.objects.filter(state=words.QuestionState.OPEN, asked_at__lte=at - timedelta(days=words.silent_days())).exclude(
        Exists(answered)
    )


def helpers(question: Question, *, at: datetime) -> list[matching.Fit]:
    """Members who could help, best first, with their names and what speaks for them.

    Left out are the asker (where the question has one), whoever has answered or been asked already, those with a conflict about the question or a thing
    that it names, those who want no such letters, those on leave, and those who owe as many replies as the option allows. A dozen queries, whatever the
    number of members.
    """
    out = {question.asker_id} | barred(question) | wishes.silent("exchange.asked")
    out |= set(question.asks.values_list("person_id", flat=True)) | set(
        question.answers.filter(author__isnull=False).values_list("author_id", flat=True)
    )
    people = [pk for pk in membership.active_ids(at) if pk not in out]
    entries = membership.entries(people)
    accepted = _accepted_on(question.topics)
    papers = papers_by(question.topics)
    worked = _worked_on(question)
    live = Ask.objects.filter(state=AskState.ASKED, question__state__in=words.LIVE)
    owed = Counter(live.values_list("person_id", flat=True))
    lately = Counter(Ask.objects.filter(asked_at__gt=at - timedelta(days=90)).values_list("person_id", flat=True))
    asked = {word for word in tokens(f"{question.title} {plain(question.text)}") if len(word) >= SHORT}
    known = []
    for pk in people:
        entry = entries.get(pk)
        shared = [code for code in question.topics if entry and code in entry.topics]
        own = asked & set(tokens(entry.expertise)) if entry else set()
        known.append(
            matching.Known(
                pk,
                topics=vocabulary.labels("topics", shared),
                things=sorted(worked.get(pk, ())),
                words=sorted(own)[:6],
                papers=papers.get(pk, 0),
                accepted=accepted.get(pk, 0),
                open_asks=owed.get(pk, 0),
                asked_lately=lately.get(pk, 0),
            )
        )
    found = matching.best(known, limit=HELPERS, open_asks=words.open_asks())
    called = {one.pk: one.name for one in Person.objects.filter(pk__in=[fit.person_id for fit in found])}
    return [
        replace(fit, name=called[fit.person_id], where=entries[fit.person_id].organisation if fit.person_id in entries else "")
        for fit in found
    ]


def _accepted_on(topics: Iterable[str]) -> Counter[int]:
    """How many accepted answers each person gave to questions on any of these topics. Sealed ones count for nobody."""
    named = Q(pk__in=[])
    for code in topics:
        named |= Q(question__topics__icontains=f'"{code}"')
    return Counter(Answer.objects.filter(named, accepted_at__isnull=False, author__isnull=False).values_list("author_id", flat=True))


def _worked_on(question: Question) -> dict[int, set[str]]:
    """The names of the terms that the question names, for each person who worked on them."""
    keys = question.named.filter(subject_kind="lexicon.concept").values_list("subject_id", flat=True)
    return lexicon.workers([int(key) for key in keys])


def alike(viewer: Viewer, title: str, *, but: int | None = None) -> "list[Question]":
    """Questions that read like this one, by the words of its title: to be looked at before asking again. Some queries at most."""
    asked = [word for word in dict.fromkeys(tokens(title)) if len(word) >= SHORT][:6]
    for kept in range(len(asked), max(1, len(asked) // 2), -1):  # the longest words say most
        found = search.things(viewer, " ".join(sorted(asked, key=len, reverse=True)[:kept]), ["question"], limit=5)
        known = [one.object_id for one in found if one.object_id != but]
        if known:
            return list(rows(viewer, "peer-question.list", Question.objects.filter(pk__in=known)))
    return []
