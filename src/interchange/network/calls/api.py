"""Calls for programs: what is asked of applicants. Applications are personal data and have no door here."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from interchange.ground import clock
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.network.calls import queries
from interchange.network.calls.models import Call

router = room("calls", _("Calls"), "Calls for experts: dates, profiles, criteria, questions, texts to accept.")


class CallLine(Schema):
    """A call as a list shows it. `phase`: coming, open, closed, or the state of one that is not published."""

    slug: str
    number: str
    title: str
    summary: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    places: int
    profiles: list[str]
    url: str


class Criterion(Schema):
    """What reviewers mark, with its weight in percent and what each mark stands for."""

    key: str
    title: str
    description: str
    weight: int
    anchors: dict[str, str]


class Question(Schema):
    """A question of the call's own."""

    key: str
    label: str
    help: str
    kind: str
    required: bool
    choices: list[dict[str, str]]


class Text(Schema):
    """A text that applicants accept, in one version (Markdown)."""

    kind: str
    title: str
    version: int
    language: str
    body: str


class CallWhole(CallLine):
    """A call with everything that an applicant reads. `body` is Markdown."""

    body: str
    criteria: list[Criterion]
    questions: list[Question]
    texts: list[Text]


def _line(call: Call, at: datetime) -> dict[str, Any]:
    return {
        "slug": call.slug, "number": call.number, "title": call.title, "summary": call.summary, "phase": str(queries.phase(call, at)),
        "opens_at": call.opens_at, "closes_at": call.closes_at, "time_zone": call.time_zone, "places": call.places, "profiles": call.profiles,
        "url": f"{settings.BASE_URL}/calls/{call.slug}/",
    }  # fmt: skip


@router.get("", response=Page[CallLine], summary="Calls, newest first", operation_id="calls")
@public
def calls(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The calls that you may see."""
    at = clock.now()
    return page(request, window, queries.calls(request.viewer), lambda call: _line(call, at))


@router.get("/{slug}", response=CallWhole, summary="One call", operation_id="call")
@public
def call(request: HouseRequest, slug: str) -> dict[str, Any]:
    """A call with its criteria, questions and texts."""
    found = queries.full_call(request.viewer, slug)
    return {
        **_line(found, clock.now()),
        "body": found.body,
        "criteria": [
            {"key": one.key, "title": one.title, "description": one.description, "weight": one.weight, "anchors": one.anchors}
            for one in found.criteria.all()
        ],
        "questions": [
            {"key": one.key, "label": one.label, "help": one.help, "kind": one.kind, "required": one.required, "choices": one.choices}
            for one in found.questions.all()
        ],
        "texts": [
            {"kind": one.kind, "title": one.title, "version": one.version, "language": one.language, "body": one.body}
            for one in found.texts.all()
            if one.published_at is not None
        ],
    }
