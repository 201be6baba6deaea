"""The words of the room (DOMAIN F2-F6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class Kind(models.TextChoices):
    SUBMISSION = "submission", _("Written submission")
    QUESTION = "question", _("Question")
    TOPIC = "topic", _("Suggestion of a topic")
    BRIEFING = "briefing", _("Request for a briefing")
    COMMENT = "comment", _("Comment in a round")


class StatementState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLARIFYING = "clarifying", _("Waits for a clarification of the State")
    ASSIGNED = "assigned", _("Assigned")
    DRAFTED = "drafted", _("Answer drafted")
    CLEARED = "cleared", _("Answer cleared")
    ANSWERED = "answered", _("Answered")
    DISPOSED = "disposed", _("Treated in the round")
    WITHDRAWN = "withdrawn", _("Withdrawn by the State")


class Rendering(models.TextChoices):
    """What a text in another language is."""

    COURTESY = "courtesy", _("Courtesy translation, not official")
    MACHINE = "machine", _("Machine translation, not official")
    OFFICIAL = "official", _("Translation by the State itself")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    PUBLISHED = "published", _("Final text and dispositions published")


class ReleaseKind(models.TextChoices):
    OPENING = "opening", _("Papers of a round")
    EXTENSION = "extension", _("Longer time")
    FINAL = "final", _("Final text with the table of dispositions")


class BriefingState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    RELEASED = "released", _("Released")


S = StatementState
STATEMENT_MOVES = MoveTable(
    "Statement",
    {
        "acknowledge": ([S.RECEIVED], S.ACKNOWLEDGED),
        "ask": ([S.ACKNOWLEDGED, S.ASSIGNED], S.CLARIFYING),
        "clarify": ([S.CLARIFYING], S.ACKNOWLEDGED),
        "assign": ([S.ACKNOWLEDGED, S.ASSIGNED], S.ASSIGNED),
        "draft": ([S.ACKNOWLEDGED, S.ASSIGNED], S.DRAFTED),
        "send-back": ([S.DRAFTED], S.ASSIGNED),
        "clear": ([S.DRAFTED], S.CLEARED),
        "answer": ([S.CLEARED], S.ANSWERED),
        "reopen": ([S.ANSWERED], S.ASSIGNED),
        "dispose": ([S.RECEIVED, S.ACKNOWLEDGED, S.DISPOSED], S.DISPOSED),
        "withdraw": ([S.RECEIVED, S.ACKNOWLEDGED, S.CLARIFYING, S.ASSIGNED, S.DRAFTED], S.WITHDRAWN),
    },
)
R = RoundState
ROUND_MOVES = MoveTable("Round", {"open": ([R.DRAFT], R.OPEN), "extend": ([R.OPEN], R.OPEN), "publish": ([R.OPEN], R.PUBLISHED)})

BRIEFING_MOVES = MoveTable("Briefing", {"release": ([BriefingState.DRAFT], BriefingState.RELEASED)})

PUT_BEFORE = "question.put"  # what the journal calls a question to a session that was put before such questions became statements
TITLE_LIMIT, TEXT_LEAST, TEXT_LIMIT, REASON_LIMIT = 200, 20, 20_000, 2_000
FILES_MOST = 5
OPEN_STATES = [S.RECEIVED, S.ACKNOWLEDGED, S.CLARIFYING, S.ASSIGNED, S.DRAFTED, S.CLEARED]

acknowledge_days = define("statements.acknowledge-days", 5, _("Working days in which a person acknowledges what a Member State filed"), _("The receipt comes at once by itself; within a week somebody has read it."), least=1, most=30)  # fmt: skip
answer_days = define("statements.answer-days", 30, _("Days in which a Member State has its answer"), _("A month; where it takes longer, a new date is set with a reason. What is overdue is counted in public."), least=5, most=180)  # fmt: skip
round_days = define("statements.round-days", 30, _("Days that a round of comments is open at least"), _("Capitals need a month to consult."), least=7, most=180)  # fmt: skip
