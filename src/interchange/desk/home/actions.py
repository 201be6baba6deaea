"""Verbs of the desk: write to the Secretariat, say that the news was read."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.desk.home.vocabulary import CONTACT_LENGTH, CONTACT_WINDOW, CONTACTS_IN_ALL, CONTACTS_PER_SENDER
from interchange.ground.accounts.models import Person
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.post.models import Letter

TEMPLATE = "post.contact"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def write_to_secretariat(actor: Viewer, *, sender: str, text: str, at: datetime) -> Letter:
    """Write a letter to the Secretariat for anybody. The same words from the same sender make one letter, however often they are sent.

    Raises `Refused` naming `sender` or `text`, and, without a field, where too much was written in the last hour.
    """
    require(actor, "contact.write")
    address, words = sender.strip().lower(), text.replace("\r\n", "\n").strip()
    problems = []
    try:
        validate_email(address)
    except ValidationError:
        problems.append(Problem("sender", _("This is not an e-mail address."), _("It looks like name@example.org.")))
    if not words:
        problems.append(Problem("text", _("There is no message yet."), _("Write what we can do for you.")))
    elif len(words) > CONTACT_LENGTH:
        problems.append(
            Problem(
                "text",
                _("At most %(limit)s characters; there are %(count)s.") % {"limit": CONTACT_LENGTH, "count": len(words)},
                _("Shorten it."),
            )
        )
    if problems:
        raise Refused(*problems)
    key = f"contact:{_digest(address)}:{_digest(words)}"
    with transaction.atomic():
        known = Letter.objects.filter(key=key).first()
        if known is not None:
            return known
        lately = Letter.objects.filter(template=TEMPLATE, written_at__gt=at - CONTACT_WINDOW)
        if (
            lately.filter(key__startswith=f"contact:{_digest(address)}:").count() >= CONTACTS_PER_SENDER
            or lately.count() >= CONTACTS_IN_ALL
        ):
            raise Refused.of(
                "", _("Many messages came in within the last hour."), _("Your text is still below; please send it in an hour.")
            )
        draft = Draft(TEMPLATE, {"sender": address, "text": words}, address=settings.DEFAULT_FROM_EMAIL, key=key)
        letter = send(SYSTEM, draft, at=at)
        record(actor, "contact.written", letter, at=at, after={"characters": len(words)})
        return letter


def mark_news_read(actor: Viewer, *, at: datetime) -> None:
    """What happened up to now is no news to this person any more. Not in the journal: when somebody reads is nobody's business."""
    require(actor, "desk.view")
    Person.objects.filter(pk=actor.person_id or 0).update(last_seen_changes_at=at)
