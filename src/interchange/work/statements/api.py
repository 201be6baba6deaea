"""What Member States say, for programs. Who typed a statement, drafts of answers and clarifications have no door here."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground import clock
from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.work.statements import queries
from interchange.work.statements.models import Briefing, Round, Statement
from interchange.work.statements.vocabulary import RoundState

router = room("statements", _("Statements of Member States"), "Statements with their answers, rounds of comments, briefings, how the Secretariat keeps its times.")  # fmt: skip


class StatementLine(Schema):
    """A statement. Where `readable` is false (withdrawn by the State) the number, the State and the days are left and the words are empty."""

    id: int
    number: str
    kind: str
    member_state: str
    group: str
    title: str
    level: str
    state: str
    readable: bool
    filed_at: datetime
    answered_at: datetime | None
    overdue: bool
    url: str


class StatementTranslation(Schema):
    """A statement's words in another language; `rendering` says what it is: courtesy, machine, official."""

    language: str
    rendering: str
    title: str
    text: str


class StatementAnswer(Schema):
    """An answer that was given (Markdown)."""

    text: str
    given_at: datetime


class StatementPlace(Schema):
    """Where a statement matters."""

    label: str
    url: str


class StatementWhole(StatementLine):
    """A statement (Markdown) with the States behind it (codes), its answers and places. `disposition` is given once the round's table is published."""

    language: str
    text: str
    about: str
    round: str | None
    late: bool
    acknowledged_at: datetime | None
    target_at: datetime
    target_reason: str
    states: list[str]
    translations: list[StatementTranslation]
    answers: list[StatementAnswer]
    files: list[StatementPlace]
    places: list[StatementPlace]
    disposition: str
    disposition_reason: str


class ConsultationLine(Schema):
    """A round of comments of Member States."""

    id: int
    number: str
    title: str
    level: str
    state: str
    opens_at: datetime | None
    closes_at: datetime
    published_at: datetime | None
    url: str


class ConsultationComment(Schema):
    """A comment that you may read; what became of it is given once the final text is published."""

    number: str
    member_state: str
    about: str
    title: str
    text: str
    late: bool
    disposition: str
    disposition_reason: str


class ConsultationWhole(ConsultationLine):
    """A round with its texts (Markdown), papers and comments. `kept_back`: how many comments you do not read."""

    note: str
    template: str
    final_text: str
    papers: list[StatementPlace]
    comments: list[ConsultationComment]
    kept_back: int


class BriefingLine(Schema):
    """A briefing for Member States over some days."""

    id: int
    number: str
    title: str
    level: str
    first_day: date
    last_day: date
    released_at: datetime | None
    url: str


class BriefingWhole(BriefingLine):
    """A briefing with its words (Markdown)."""

    text: str


class StatementClocks(Schema):
    """How the Secretariat keeps its times, over all statements but comments, confidential ones too."""

    open: int
    late_to_acknowledge: int
    late_to_answer: int
    answered: int
    answered_in_time: int


class StatementFilter(Window):
    """`kind` and `state` are codes, `member_state` is ISO 3166-1 alpha-2; `since` and `until` hold the day of filing."""

    kind: str = Field(default="", max_length=12)
    state: str = Field(default="", max_length=14)
    member_state: str = Field(default="", max_length=2)
    since: datetime | None = None
    until: datetime | None = None


def _here(path: str) -> str:
    return path if "://" in path else f"{settings.BASE_URL}{path}"


def _line(one: Statement, readable: bool, at: datetime) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "kind": one.kind, "member_state": one.member_state_id, "group": one.group_name if readable else "",
        "title": one.title if readable else "", "level": one.level, "state": one.state, "readable": readable, "filed_at": one.filed_at,
        "answered_at": one.answered_at, "overdue": queries.is_overdue(one, at), "url": _here(one.get_absolute_url()),
    }  # fmt: skip


def _treated(one: Statement, published: bool) -> dict[str, str]:
    return {"disposition": one.disposition if published else "", "disposition_reason": one.disposition_reason if published else ""}


def _round(one: Round) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "level": one.level, "state": one.state, "opens_at": one.opens_at, "closes_at": one.closes_at,
        "published_at": one.published_at, "url": _here(one.get_absolute_url()),
    }  # fmt: skip


def _briefing(one: Briefing) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "level": one.level, "first_day": one.first_day, "last_day": one.last_day,
        "released_at": one.released_at, "url": _here(one.get_absolute_url()),
    }  # fmt: skip


@router.get("", response=Page[StatementLine], summary="Statements, the newest first", operation_id="statements")
@public
def statements(request: HouseRequest, asked: Query[StatementFilter]) -> dict[str, Any]:
    """The statements of which you may know."""
    at = clock.now()
    wanted = {
        "kind": asked.kind, "state": asked.state, "member_state": asked.member_state.upper(), "filed_at__gte": asked.since, "filed_at__lt": asked.until,
    }  # fmt: skip
    found = queries.listed(request.viewer).filter(**{name: value for name, value in wanted.items() if value})
    return page(request, asked, found, lambda one: _line(one, one.readable, at))


@router.get("/clocks", response=StatementClocks, summary="How the Secretariat keeps its times", operation_id="statement_clocks")
@public
def statement_clocks(request: HouseRequest) -> dict[str, int]:
    """Open, late and answered statements, counted now."""
    found = queries.clocks(clock.now())
    return {
        "open": found.open, "late_to_acknowledge": found.late_to_acknowledge, "late_to_answer": found.late_to_answer, "answered": found.answered,
        "answered_in_time": found.in_time,
    }  # fmt: skip


@router.get("/rounds", response=Page[ConsultationLine], summary="Rounds of comments, the newest first", operation_id="consultations")
@public
def consultations(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The rounds that you may see."""
    return page(request, window, queries.rounds(request.viewer), _round)


@router.get("/rounds/{int:pk}", response=ConsultationWhole, summary="One round of comments", operation_id="consultation")
@public
def consultation(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A round with its papers and the comments that you may read, by State."""
    viewer = request.viewer
    found = queries.round_(viewer, pk)
    shown = queries.comments(viewer, found)
    published = found.state == RoundState.PUBLISHED or allows(viewer, "statement.handle")
    papers = [
        {"label": one.title, "url": _here(f"/statements/rounds/{found.pk}/papers/{one.pk}/")}
        for one in found.papers.all()
        if one.file.removed_at is None
    ]
    comments = [
        {
            "number": one.number, "member_state": one.member_state_id, "about": one.about, "title": one.title, "text": one.text, "late": one.late,
            **_treated(one, published),
        }
        for one in shown
    ]  # fmt: skip
    return {
        **_round(found), "note": found.note, "template": found.template, "final_text": found.final_text, "papers": papers, "comments": comments,
        "kept_back": queries.kept_back(viewer, found),
    }  # fmt: skip


@router.get("/briefings", response=Page[BriefingLine], summary="Briefings, the newest first", operation_id="briefings")
@public
def briefings(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The briefings that you may read."""
    return page(request, window, queries.briefings(request.viewer), _briefing)


@router.get("/briefings/{int:pk}", response=BriefingWhole, summary="One briefing", operation_id="briefing")
@public
def briefing(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A briefing with its words."""
    found: Briefing = see(request.viewer, "briefing.view", pk=pk)
    return {**_briefing(found), "text": found.text}


@router.get("/{int:pk}", response=StatementWhole, summary="One statement", operation_id="statement")
@public
def statement(request: HouseRequest, pk: int) -> dict[str, Any]:
    """A statement as you may read it."""
    at = clock.now()
    shown = queries.statement(request.viewer, pk, at)
    one, readable = shown.found, shown.readable
    published = (one.round is not None and one.round.state == RoundState.PUBLISHED) or shown.office
    files = [
        {"label": file.file.name, "url": _here(f"/statements/{one.pk}/files/{file.pk}/")}
        for file in shown.attachments
        if file.file.removed_at is None
    ]
    return {
        **_line(one, readable, at),
        "language": one.language, "text": one.text if readable else "", "about": one.about if readable else "", "round": one.round.number if one.round else None,
        "late": one.late, "acknowledged_at": one.acknowledged_at, "target_at": one.target_at, "target_reason": one.target_reason,
        "states": [backing.member_state_id for backing in shown.backings] if readable else [],
        "translations": [
            {"language": other.language, "rendering": other.rendering, "title": other.title, "text": other.text}
            for other in one.translations.all()
            if readable
        ],
        "answers": [{"text": answer.text, "given_at": answer.given_at} for answer in shown.answers if answer.given_at],
        "files": files,
        "places": [{"label": link.label, "url": _here(link.url)} for link in one.links.all() if readable],
        **_treated(one, readable and published),
    }  # fmt: skip
