"""Reading statements, rounds and releases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.text.render import plain
from interchange.network.states.policy import states_of
from interchange.work.meetings.names import Finding
from interchange.work.meetings.queries import for_rooms
from interchange.work.statements.models import (
    Answer,
    Attachment,
    Backing,
    Briefing,
    Clarification,
    Release,
    ReleaseLine,
    Round,
    RoundPaper,
    Statement,
)
from interchange.work.statements.vocabulary import OPEN_STATES, Kind, StatementState


@dataclass(frozen=True)
class Clocks:
    """How the Secretariat keeps its times, counted over all statements but comments, confidential ones too: numbers only."""

    open: int
    late_to_acknowledge: int
    late_to_answer: int
    answered: int
    in_time: int


def listed(viewer: Viewer) -> "QuerySet[Statement]":
    """The statements of which the viewer may know, newest first. What was withdrawn is listed by its number (`readable` is false)."""
    readable = rows(viewer, "statement.read").filter(pk=OuterRef("pk"))
    return rows(viewer, "statement.view", Statement.objects.select_related("member_state").annotate(readable=Exists(readable))).order_by(
        "-filed_at", "-pk"
    )


def late_acknowledgement(at: datetime) -> Q:
    """Not acknowledged by a person in time."""
    return Q(state=StatementState.RECEIVED, acknowledge_by__lt=at) & ~Q(kind=Kind.COMMENT)


def late_answer(at: datetime) -> Q:
    """Not answered in time; while the State is asked something the clock stands still."""
    return Q(state__in=OPEN_STATES, target_at__lt=at) & ~Q(state=StatementState.CLARIFYING) & ~Q(kind=Kind.COMMENT)


def clocks(at: datetime) -> Clocks:
    """The public count. One query."""
    found = Statement.objects.exclude(kind=Kind.COMMENT).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        late_to_acknowledge=Count("pk", filter=late_acknowledgement(at)),
        late_to_answer=Count("pk", filter=late_answer(at)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(answered_at__isnull=False, answered_at__lte=F("target_at"))),
    )
    return Clocks(**found)


def is_overdue(found: Statement, at: datetime) -> bool:
    """Whether the Secretariat is late with it."""
    if found.kind == Kind.COMMENT:
        return False
    late = found.state == StatementState.RECEIVED and found.acknowledge_by < at
    return late or (found.state in OPEN_STATES and found.state != StatementState.CLARIFYING and found.target_at < at)


@dataclass(frozen=True)
class Shown:
    """A statement as a page shows it to one viewer."""

    found: Statement
    readable: bool
    own: bool
    office: bool
    overdue: bool
    backings: list[Backing]
    answers: list[Answer]
    clarifications: list[Clarification]
    attachments: list[Attachment]


def statement(viewer: Viewer, pk: int, at: datetime) -> Shown:
    """One statement with what hangs on it, as the viewer may read it. Raises `NotAllowed`."""
    found = see(
        viewer, "statement.view", Statement.objects.select_related("member_state", "round").prefetch_related("links", "translations"), pk=pk
    )
    own = found.member_state_id in states_of(viewer)
    office = allows(viewer, "statement.handle")
    readable = found.withdrawn_at is None or own or office or allows(viewer, "statement.read", found)
    inside = own or office
    answers = rows(viewer, "answer.view", found.answers.select_related("drafted_by", "cleared_by")) if readable else Answer.objects.none()
    return Shown(
        found=found,
        readable=readable,
        own=own,
        office=office,
        overdue=is_overdue(found, at),
        backings=list(found.backings.select_related("member_state")),
        answers=list(answers),
        clarifications=list(found.clarifications.all()) if inside else [],
        attachments=list(found.attachments.select_related("file")) if readable else [],
    )


def rounds(viewer: Viewer) -> "QuerySet[Round]":
    """The rounds that the viewer may see, newest first, with how many comments each has."""
    counted = Count("comments", filter=~Q(comments__state=StatementState.WITHDRAWN))
    return rows(viewer, "consultation.view", Round.objects.annotate(said=counted)).order_by("-made_at", "-pk")


def round_(viewer: Viewer, pk: int) -> Round:
    """One round with its papers. Raises `NotAllowed`, before its opening for everybody but the Secretariat."""
    papers = Prefetch("papers", RoundPaper.objects.select_related("file"))
    return see(viewer, "consultation.view", Round.objects.prefetch_related(papers), pk=pk)


def comments(viewer: Viewer, found: Round) -> "QuerySet[Statement]":
    """The comments of a round that the viewer may read, by State. Confidential ones are counted by `kept_back`."""
    readable = rows(viewer, "statement.read", found.comments.select_related("member_state"))
    return readable.order_by("member_state__name", "filed_at", "pk")


def with_words(shown: Iterable[Statement]) -> list[Statement]:
    """Statements with their words for a table: without Markdown's marks."""
    made = list(shown)
    for one in made:
        one.words = plain(one.text)  # type: ignore[attr-defined]
    return made


def kept_back(viewer: Viewer, found: Round) -> int:
    """How many comments the viewer does not see. One query."""
    readable = rows(viewer, "statement.read", found.comments.all()).order_by().values("pk")
    return found.comments.exclude(state=StatementState.WITHDRAWN).exclude(pk__in=readable).count()


def earlier(viewer: Viewer) -> list[Statement]:
    """What the viewer's State filed before, to be used again (U73)."""
    return list(rows(viewer, "statement.own", Statement.objects.all()).exclude(state=StatementState.WITHDRAWN).order_by("-filed_at")[:20])


def releases(found: Round) -> list[Release]:
    """The releases of a round with the line of each State, for the log. Two queries."""
    lines = Prefetch("lines", ReleaseLine.objects.select_related("member_state").order_by("member_state__name"))
    return list(found.releases.prefetch_related(lines))


def about(viewer: Viewer, kind: str, key: str) -> "QuerySet[Statement]":
    """The statements about a thing that the viewer may read; of a Member State: what it stands behind."""
    found = rows(viewer, "statement.read", Statement.objects.select_related("member_state"))
    if kind == "vocabulary.memberstate":
        return found.filter(pk__in=Backing.objects.filter(member_state=key).values("statement_id")).order_by("-filed_at", "-pk")
    linked = Q(links__subject_kind=kind, links__subject_id=key)
    return found.filter(linked).order_by("-filed_at", "-pk")


def waiting(viewer: Viewer) -> "QuerySet[Statement]":
    """What could become an item of an agenda: acknowledged or assigned, not answered, not confidential in its words (those show their number only)."""
    states = [StatementState.ACKNOWLEDGED, StatementState.ASSIGNED]
    found = rows(
        viewer, "statement.view", Statement.objects.filter(state__in=states).exclude(kind=Kind.COMMENT).exclude(level=Level.RESTRICTED)
    )
    return found.select_related("member_state").order_by("filed_at", "pk")


def put_to_session(viewer: Viewer, session_id: int) -> "QuerySet[Statement]":
    """What Member States put to a session and nobody answered yet, the first first; confidential ones for those who handle them."""
    linked = Q(links__subject_kind="meetings.session", links__subject_id=str(session_id))
    open_ones = Q(state__in=[StatementState.RECEIVED, StatementState.ACKNOWLEDGED, StatementState.ASSIGNED])
    found = rows(viewer, "statement.view", Statement.objects.filter(linked, open_ones)).exclude(kind=Kind.COMMENT)
    return found.select_related("member_state").order_by("filed_at", "pk")


def briefings(viewer: Viewer) -> "QuerySet[Briefing]":
    """The briefings that the viewer may read, newest first."""
    return rows(viewer, "briefing.view").order_by("-made_at", "-pk")


def names_left(found: Briefing) -> list[Finding]:
    """The places of a draft that may tell who took part, but those left in with a reason."""
    kept = set(found.left_in.values_list("excerpt", flat=True))
    return [one for one in for_rooms.names_in(found.text, ordinary=(found.title,)) if one.text[:300] not in kept]


def briefing_pdf(found: Briefing) -> bytes:
    """The briefing as a paper."""
    head = _("Original: English. Date: %s") % date_format((found.released_at or found.changed_at).astimezone(clock.network_zone()), "j F Y")
    body = _("Briefing for Member States")
    return for_rooms.set_paper(title=found.title, number=found.number, level=found.level, head=head, body=body, text=found.text)
