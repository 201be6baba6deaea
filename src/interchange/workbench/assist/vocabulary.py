"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define

TEXT_LIMIT = 40_000  # characters of one text
RESULT_LIMIT = 60_000


class Kind(models.TextChoices):
    """What help is asked for."""

    SUMMARY = "summary", _("A draft of a summary")
    PLAIN = "plain", _("The same in plainer words")
    TRANSLATION = "translation", _("A courtesy translation")
    TERMS = "terms", _("Terms that a lexicon should hold")


class Nature(models.TextChoices):
    """Who may read the text already."""

    OPEN = "open", _("Anybody may read it")
    MEMBERS = "members", _("Members only")
    CLOSED = "closed", _("Restricted, or said under the rule of non-attribution")


class RunState(models.TextChoices):
    """Where a run stands."""

    AIDS = "aids", _("Helped by the house itself")
    WAITING = "waiting", _("Being written")
    DONE = "done", _("Written by an AI system")
    FAILED = "failed", _("The service did not answer")


members_texts = define(
    "assist.members-texts",
    False,
    _("Texts that only members read may be sent to the AI service"),
    _("No, until somebody has read the service’s terms: what is sent there leaves the house."),
)
closed_texts = define(
    "assist.closed-texts",
    False,
    _("Restricted and non-attributed texts may be sent to the AI service"),
    _("No. Say yes only for a service that the organisation runs itself."),
)
run_days = define(
    "retention.assist-days",
    14,
    _("Days that texts given to the assistant are kept"),
    _("Long enough to come back for the result."),
    least=1,
    most=90,
)
