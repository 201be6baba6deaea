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
    GATHERED = "gathered", _("Kept for the next digest")
    IN_DIGEST = "in-digest", _("Told in a digest")


class Rhythm(models.TextChoices):
    """How often somebody wants to hear of one kind of thing."""

    INSTANT = "instant", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class Outcome(models.TextChoices):
    """What became of a mail that came in."""

    TAKEN = "taken", _("Taken")
    REFUSED = "refused", _("Not taken; the sender was told why")
    OTHER_SENDER = "other-sender", _("From another address; the owner was told")
    FORGED = "forged", _("No reply address of ours")
    EXPIRED = "expired", _("The reply address is too old; refused at the door")
    TOO_LARGE = "too-large", _("Too large; refused at the door")
    AUTOMATIC = "automatic", _("Automatic; not answered")
    LOOP = "loop", _("Goes round in circles; refused at the door")
    RETURNED = "returned", _("A returned mail")


class BatchState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    RELEASED = "released", _("Released")
    CANCELLED = "cancelled", _("Cancelled")


S = LetterState
DUE_STATES = [S.QUEUED, S.SOFT_BOUNCE]
BACK_OFF_MINUTES = [5, 30, 120, 480, 1440]  # after the last, a letter is given up
CLAIM_MINUTES = 5  # a claim older than this was left by a dead worker
NOWHERE = "erased@invalid.example"  # stands where an address was (RFC 2606: leads nowhere)
GATHER_HOUR = 6  # the hour of the network's day at which digests are made up
MAIL_BYTES = 15_000_000  # of a mail that comes in: a file of 10 MB as base64, and its words
HOPS = 40  # Received lines after which a mail goes round in circles (RFC 5321, 6.3: a large number, at least 100 where nothing else tells; here something does)
reply_days = define(
    "post.reply-days",
    30,
    _("Days for which a letter can be answered by mail"),
    _("Long enough for a holiday; then the address of the reply is worth nothing to whoever finds it."),
    least=1,
    most=180,
)
letter_kept_months = define(
    "retention.letter-months",
    24,
    _("Months that the words of letters are kept"),
    _("For people who hold no role any more; numbers, kinds and dates stay for ever."),
    least=6,
    most=120,
)
