"""Words, moves and limits of the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class Kind(models.TextChoices):
    """What sort of work."""

    IMAGE = "image", _("Picture")
    AUDIO = "audio", _("Sound")
    VIDEO = "video", _("Film")
    TEXT = "text", _("Text")


class Use(models.TextChoices):
    """Uses that can be reserved: those of the workbench's signals."""

    ALL = "all", _("Every use by machines")
    AI_TRAINING = "ai-training", _("Training of AI")
    GENERATIVE_TRAINING = "generative-training", _("Training of generative AI")
    AI_INPUT = "ai-input", _("Input of AI (retrieval, grounding)")
    MINING = "mining", _("Text and data mining")
    SEARCH = "search", _("Search engines")


class Visibility(models.TextChoices):
    """Who may find a registration."""

    PUBLIC = "public", _("Everybody, and it stands in the index")
    PRIVATE = "private", _("Only me")


class WorkState(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    DISPUTED = "disputed", _("Disputed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WORK_MOVES = MoveTable(
    "Work",
    {
        "dispute": ([WorkState.REGISTERED, WorkState.DISPUTED], WorkState.DISPUTED),
        "settle": ([WorkState.DISPUTED], WorkState.REGISTERED),
        "withdraw": ([WorkState.REGISTERED, WorkState.DISPUTED], WorkState.WITHDRAWN),
    },
)


class Outcome(models.TextChoices):
    """How a dispute ended. The house weighs no rights: it notes what the parties or a court said."""

    AGREED = "agreed", _("Both agreed that both stand")
    WITHDRAWN = "withdrawn", _("One registration was withdrawn")
    DECIDED = "decided", _("Decided elsewhere, as the reason says")


class BatchState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


CASE_MOVES = MoveTable("Case", {"close": ([CaseState.OPEN], CaseState.CLOSED), "reopen": ([CaseState.CLOSED], CaseState.OPEN)})


class Verdict(models.TextChoices):
    """What a person found a candidate to be."""

    SAME = "same", _("The same work")
    DERIVED = "derived", _("Made from it")
    DIFFERENT = "different", _("Another work")
    LICENSED = "licensed", _("The same or made from it, and licensed")


class Stamp(models.TextChoices):
    """What became of the time-stamp of a bundle."""

    OFF = "off", _("No time-stamping authority is set up")
    HELD = "held", _("Time-stamped")
    AWAY = "away", _("The time-stamping authority did not answer")
    WRONG = "wrong", _("The time-stamping authority’s answer did not hold")


class Letter(models.TextChoices):
    """Letters that are drafted, never sent."""

    TAKEDOWN = "takedown", _("Ask for the copy to be taken down")
    LICENCE = "licence", _("Offer a licence")


FILES_AT_ONCE = 8
FOLDER = 200  # files of one upload
LOOKUPS = 5000  # lines of one question
NEAR_LOOKUPS = 50  # lines of one question that asks for near codes
file_mb = define("registry.file-mb", 200, _("Largest file from which codes are made here, in megabytes"), _("Larger files get their codes with the command `interchange registry codes`, where they are."), least=1, most=4000)  # fmt: skip
works_each = define("registry.works-each", 200_000, _("Works that one person may have registered"), _("Enough for an archive; more after talking to the Secretariat."), least=10, most=50_000_000)  # fmt: skip
case_months = define("retention.case-months", 60, _("Months that a closed case of the register is kept"), _("Claims come late; evidence is needed until they cannot come any more."), least=6, most=240)  # fmt: skip
