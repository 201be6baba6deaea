"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define


class LetterState(models.TextChoices):
    HELD = "held", _("Held for release")
    QUEUED = "queued", _("Waiting to be sent")
    CLAIMED = "claimed", _("Taken up by a worker")
    HANDING_OVER = "handing-over", _("Being handed to the mail server")
    SENT = "sent", _("Sent")
    SOFT_BOUNCE = "soft-bounce", _("Not taken for now, tried again later")
    BOUNCED = "bounced", _("Refused for good")
    FAILED = "failed", _("Given up")
    UNCONFIRMED = "unconfirmed", _("Perhaps sent: a person must look")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped: the address bounced before")


class BatchState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    RELEASED = "released", _("Released")
    CANCELLED = "cancelled", _("Cancelled")


S = LetterState
DUE_STATES = [S.QUEUED, S.SOFT_BOUNCE]
BACK_OFF_MINUTES = [5, 30, 120, 480, 1440]  # after the last, a letter is given up
CLAIM_MINUTES = 5  # a claim older than this was left by a dead worker
NOWHERE = "erased@invalid.example"  # stands where an address was (RFC 2606: leads nowhere)
letter_kept_months = define(
    "retention.letter-months",
    24,
    _("Months that the words of letters are kept"),
    _("For people who hold no role any more; numbers, kinds and dates stay for ever."),
    least=6,
    most=120,
)
