"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class CallState(models.TextChoices):
    OPEN = "open", _("Open")
    CONSENSUS = "consensus", _("Consensus")
    ROUGH = "rough", _("Rough consensus")
    NO_CONSENSUS = "no-consensus", _("No consensus")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ObjectionState(models.TextChoices):
    STANDS = "stands", _("Stands")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    MET = "met", _("Answered")
    ACCEPTED = "accepted", _("Accepted")
    REASONED = "reasoned", _("Stands, with a written reason")


C, S = CallState, ObjectionState
CALL_MOVES = MoveTable(
    "Call for consensus",
    {
        "agree": ([C.OPEN], C.CONSENSUS),
        "agree-roughly": ([C.OPEN], C.ROUGH),
        "disagree": ([C.OPEN], C.NO_CONSENSUS),
        "withdraw": ([C.OPEN], C.WITHDRAWN),
    },
)
OBJECTION_MOVES = MoveTable(
    "Objection",
    {
        "withdraw": ([S.STANDS, S.MET, S.ACCEPTED, S.REASONED], S.WITHDRAWN),
        "meet": ([S.STANDS], S.MET),
        "accept": ([S.STANDS], S.ACCEPTED),
        "let-stand": ([S.STANDS], S.REASONED),
    },
)
REACHED = [C.CONSENSUS, C.ROUGH]  # outcomes on which what was asked goes ahead
OUTCOMES = [*REACHED, C.NO_CONSENSUS]
SETTLED = [S.MET, S.ACCEPTED, S.REASONED]  # by those who lead, each with words
QUESTION_LIMIT = 400
TEXT_LIMIT = 5_000
ANNEX_LIMIT = 20_000
LEAST_DAYS, MOST_DAYS = 1, 60

working_days = define(
    "consensus.working-days",
    10,
    _("Working days that a call for consensus is open"),
    _("Two weeks leave time to read and to ask at home; silence counts as agreement, so it must not be short."),
    least=LEAST_DAYS,
    most=MOST_DAYS,
)
