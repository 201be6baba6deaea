"""The words of the room (DOMAIN F1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable

PLACES = 3  # one main focal point and two alternates (F1); the database holds it too
MAIN = 0  # the main one's place
REFERENCE_LIMIT, NAME_LIMIT, FUNCTION_LIMIT, REASON_LIMIT = 120, 100, 160, 2_000
GROUP_NAME_LIMIT = 120
LETTERS_OF_THE_OFFICE = ("states.", "statements.")  # what was written to somebody because they spoke for a State


class NoteState(models.TextChoices):
    RECEIVED = "received", _("Received, to be verified")
    VERIFIED = "verified", _("Verified, in force")
    REPLACED = "replaced", _("Replaced by a later note")
    REFUSED = "refused", _("Not accepted")


N = NoteState
NOTE_MOVES = MoveTable(
    "Note",
    {
        "verify": ([N.RECEIVED], N.VERIFIED),
        "refuse": ([N.RECEIVED], N.REFUSED),
        "replace": ([N.RECEIVED, N.VERIFIED], N.REPLACED),
    },
)
