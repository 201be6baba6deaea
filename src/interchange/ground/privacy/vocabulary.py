"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.options import define

HANDLERS = (Role.OFFICER, Role.ADMINISTRATOR)  # who can be named for an incident
TITLE_LIMIT, TEXT_LIMIT = 200, 8_000


class IncidentState(models.TextChoices):
    OPEN = "open", _("Open")
    CONTAINED = "contained", _("Contained")
    CLOSED = "closed", _("Closed")


class Decision(models.TextChoices):
    """Whether those touched are told."""

    TELL = "tell", _("Tell the people touched")
    NOT_NEEDED = "not-needed", _("Telling them is not needed")


S = IncidentState
INCIDENT_MOVES = MoveTable(
    "Incident",
    {"contain": ([S.OPEN], S.CONTAINED), "close": ([S.CONTAINED], S.CLOSED), "reopen": ([S.CONTAINED, S.CLOSED], S.OPEN)},
)

decide_hours = define(
    "incidents.decide-hours",
    72,
    _("Hours from noticing an incident in which it is decided whether people are told"),
    _("A clock of our own. Article 33 of the European Union’s General Data Protection Regulation has 72 hours for telling an authority; it does not bind this organisation, and the number is a good habit."),
    least=4,
    most=720,
)  # fmt: skip
close_days = define(
    "incidents.close-days",
    30,
    _("Days from noticing an incident to its closing report"),
    _("A month to find the cause and to mend it, while people still remember."),
    least=5,
    most=365,
)

# The rooms of the register, those that hold most of people first.
ROOMS = {
    "accounts": _("Accounts and signing in"),
    "calls": _("Applications"),
    "selection": _("Selection"),
    "membership": _("Members"),
    "states": _("Who speaks for Member States"),
    "statements": _("Statements of Member States"),
    "meetings": _("Meetings"),
    "direction": _("Topics and rankings"),
    "exchange": _("Questions among members"),
    "threads": _("Comments"),
    "consensus": _("Calls for consensus"),
    "landscape": _("The map"),
    "lexicon": _("The lexicon"),
    "repository": _("The repository"),
    "bench": _("The workbench"),
    "making": _("How works were made"),
    "assist": _("Help with texts"),
    "registry": _("Register of works"),
    "lab": _("Laboratory"),
    "search": _("Search"),
    "post": _("Letters"),
    "duties": _("What people owe"),
    "policy": _("Roles and conflicts"),
    "files": _("Files"),
    "machines": _("Programs"),
    "journal": _("The journal"),
    "transparency": _("Reports"),
    "privacy": _("This register, the access log, incidents"),
}
