"""Stepping aside from an item: whoever does may speak, but counts for no quorum, answers no poll on a decision and gets no action."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings.actions.room import touch
from interchange.work.meetings.models import AgendaItem, Invitation, PollAnswer, Recusal, Session
from interchange.work.meetings.vocabulary import RecusalSource


def step_aside(actor: Viewer, item_id: int, *, person_id: int | None = None, at: datetime) -> Recusal:
    """Step aside from deciding an item; a rapporteur notes it for somebody. An answer to an open poll on it is taken out. Harmless to repeat."""
    with transaction.atomic():
        item = see(actor, "item.view", AgendaItem.objects.filter(dropped_at__isnull=True), pk=item_id)
        who = actor.me if person_id is None else person_id
        if who != actor.person_id:
            require(actor, "session.record", Session(pk=item.session_id))
        if not Invitation.objects.filter(session_id=item.session_id, person_id=who, withdrawn_at__isnull=True).exists():
            raise Refused.of("person", _("This person is not invited."), _("Choose somebody of the list."))
        row, made = Recusal.objects.get_or_create(
            item=item, person_id=who, withdrawn_at=None, defaults={"source": RecusalSource.OWN, "at": at}
        )
        if made:
            PollAnswer.objects.filter(poll__item=item, poll__closed_at__isnull=True, person_id=who).delete()
            record(actor, "item.stepped-aside", item, at=at, after={"person": who})
            touch(item.session_id, at)
        return row


def come_back(actor: Viewer, item_id: int, *, at: datetime) -> int:
    """Take part again, where one stepped aside by one's own word; an assessment stays until the Secretariat changes it."""
    with transaction.atomic():
        item = see(actor, "item.view", pk=item_id)
        mine = Recusal.objects.filter(item=item, person_id=actor.me, withdrawn_at__isnull=True)
        if mine.filter(source=RecusalSource.ASSESSMENT).exists():
            raise Refused.of("", _("The assessment of your interests says that you step aside here."), _("Ask the Secretariat."))
        count = mine.update(withdrawn_at=at)
        if count:
            record(actor, "item.came-back", item, at=at, after={"person": actor.me})
            touch(item.session_id, at)
        return count
