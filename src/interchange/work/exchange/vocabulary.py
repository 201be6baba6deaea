"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class QuestionState(models.TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AskState(models.TextChoices):
    """What became of asking somebody."""

    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")


class OfferState(models.TextChoices):
    OPEN = "open", _("Open")
    PLANNED = "planned", _("A session is planned")
    ENDED = "ended", _("Ended")


S = QuestionState
LIVE = (S.OPEN, S.ANSWERED)  # questions that take answers
MOVES = MoveTable(
    "Question",
    {
        "accept": ([S.OPEN, S.ANSWERED], S.ANSWERED),
        "unaccept": ([S.ANSWERED], S.OPEN),
        "close": ([S.OPEN, S.ANSWERED], S.CLOSED),
        "reopen": ([S.CLOSED], S.OPEN),
        "withdraw": ([S.OPEN], S.WITHDRAWN),
    },
)
TITLE_LIMIT = 200
TEXT_LIMIT = 10_000
SOURCES = 10  # of one answer
NAMED = 8  # members whom one text may name
ABOUT = 12  # things that one question may be about
FILES = 5  # of one answer
FILE_BYTES = 10_000_000
ASKED_AT_ONCE = 3  # people asked about one question who have not replied
wanted_days = define(
    "exchange.wanted-days",
    10,
    _("Days until an answer is wanted, unless the asker says otherwise"),
    _("An expert gets a good answer within days; two working weeks leave room for travel."),
    least=1,
    most=90,
)
silent_days = define(
    "exchange.silent-days",
    5,
    _("Days without an answer after which a question lands on the officers’ desks"),
    _("Nothing stays silent: somebody looks who could help."),
    least=1,
    most=60,
)
open_asks = define(
    "exchange.open-asks",
    3,
    _("Open requests for help after which a member is not proposed any more"),
    _("The same few people are not to carry everything."),
    least=1,
    most=20,
)
