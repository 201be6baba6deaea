"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define


class Disposition(models.TextChoices):
    """What became of a comment."""

    TAKEN_UP = "taken-up", _("Taken up")
    PARTLY = "partly", _("Taken up in part")
    NOT_TAKEN_UP = "not-taken-up", _("Not taken up")
    OUTSIDE = "outside-scope", _("Outside the scope")
    NOTED = "noted", _("Noted")


# A comment that was not (wholly) followed is answered with a reason, always.
REASONED = (Disposition.PARTLY, Disposition.NOT_TAKEN_UP, Disposition.OUTSIDE)
TEXT_LIMIT = 10_000
QUOTE_LIMIT = 300
ANCHOR_LIMIT = 120
REASON_LIMIT = 2_000
PER_PAGE = 60  # first comments of threads shown at once

edit_minutes = define(
    "threads.edit-minutes",
    30,
    _("Minutes in which a comment can be edited"),
    _("Long enough to mend a slip, short enough that answers fit what they answer; earlier versions stay to be read."),
    least=0,
    most=1440,
)
