"""Questions among members and offers of help, for programs. Under the rule of non-attribution nobody is named here either, and times are days."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.accounts import names
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import Viewer
from interchange.work.exchange import queries
from interchange.work.exchange.models import Offer, Question

router = room("exchange", _("Questions among members"), "Questions that members put to each other, their answers, offers of help.")


class PeerQuestionLine(Schema):
    """A question. `asker` is empty under the rule of non-attribution; `asked_at` is then the beginning of the day."""

    id: int
    number: str
    title: str
    state: str
    topics: list[str]
    unattributed: bool
    asker: str
    answers: int
    asked_at: datetime
    wanted_by: datetime
    closed_at: datetime | None
    url: str


class PeerSource(Schema):
    """What an answer rests on, or what a question is about."""

    title: str
    url: str


class PeerAnswer(Schema):
    """An answer (Markdown). Of one that was removed only the reason is left."""

    id: int
    author: str
    text: str
    sources: list[PeerSource]
    said_at: datetime
    accepted: bool
    removed_because: str | None


class PeerQuestionWhole(PeerQuestionLine):
    """A question with its answers, accepted ones first. `about`: the things of the house that it names and that you may see."""

    text: str
    closing_note: str
    about: list[PeerSource]
    given: list[PeerAnswer]


class HelpOffer(Schema):
    """Help that a member offers. `session` is the number of the session that it became."""

    id: int
    title: str
    text: str
    topics: list[str]
    state: str
    by: str
    made_at: datetime
    session: str | None


class PeerQuestionFilter(Window):
    """`state` and `topic` are codes."""

    state: str = Field(default="", max_length=10)
    topic: str = Field(default="", max_length=60)


def _here(path: str) -> str:
    return path if "://" in path else f"{settings.BASE_URL}{path}"


def _question(viewer: Viewer, one: Question, answers: int) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "state": one.state, "topics": one.topics, "unattributed": one.unattributed,
        "asker": names.shown(viewer, [one.asker])[one.asker.pk] if one.asker else "", "answers": answers, "asked_at": one.asked_at, "wanted_by": one.wanted_by,
        "closed_at": one.closed_at, "url": _here(f"/exchange/questions/{one.pk}/"),
    }  # fmt: skip


def _answer(line: queries.Said) -> dict[str, Any]:
    one = line.answer
    if one.removed_at is not None:
        return {
            "id": one.pk,
            "author": "",
            "text": "",
            "sources": [],
            "said_at": one.said_at,
            "accepted": False,
            "removed_because": one.removal_reason,
        }
    return {
        "id": one.pk, "author": line.who, "text": one.text, "sources": [{"title": source["title"], "url": source["url"]} for source in one.sources],
        "said_at": one.said_at, "accepted": one.accepted_at is not None, "removed_because": None,
    }  # fmt: skip


def _offer(viewer: Viewer, one: Offer) -> dict[str, Any]:
    return {
        "id": one.pk, "title": one.title, "text": one.text, "topics": one.topics, "state": one.state, "by": names.shown(viewer, [one.person])[one.person.pk],
        "made_at": one.made_at, "session": one.session.symbol if one.session and allows(viewer, "session.view", one.session) else None,
    }  # fmt: skip


@router.get("/questions", response=Page[PeerQuestionLine], summary="Questions, the newest first", operation_id="peer_questions")
@door("peer-question.list")
def peer_questions(request: HouseRequest, asked: Query[PeerQuestionFilter]) -> dict[str, Any]:
    """The questions that you may see listed."""
    found = queries.questions(request.viewer)
    wanted = {"state": asked.state, "topics__icontains": f'"{asked.topic}"' if asked.topic else ""}
    narrowed = found.filter(**{name: value for name, value in wanted.items() if value})
    return page(request, asked, narrowed, lambda one: _question(request.viewer, one, one.answer_count))


@router.get("/questions/{int:pk}", response=PeerQuestionWhole, summary="One question", operation_id="peer_question")
@door("peer-question.view")
def peer_question(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A question with its answers."""
    viewer = request.viewer
    one: Question = see(viewer, "peer-question.view", Question.objects.select_related("asker"), pk=pk)
    given = queries.answers(viewer, one, keeps=False)
    about, _people = queries.named_by(viewer, one)
    return {
        **_question(viewer, one, sum(line.answer.removed_at is None for line in given)),
        "text": one.text, "closing_note": one.closing_note, "about": [{"title": str(named.title), "url": _here(named.url)} for named in about],
        "given": [_answer(line) for line in given],
    }  # fmt: skip


@router.get("/offers", response=Page[HelpOffer], summary="Offers of help, the newest first", operation_id="help_offers")
@door("help-offer.list")
def help_offers(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """What members offer."""
    found = queries.offers(request.viewer).order_by("-made_at", "-pk")
    return page(request, window, found, lambda one: _offer(request.viewer, one))
