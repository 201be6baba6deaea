"""Making an item of what a source offers: an open action, something of another room."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.meetings import sources
from interchange.work.meetings.actions.agenda import add_item
from interchange.work.meetings.models import AgendaItem, Session
from interchange.work.meetings.vocabulary import ItemKind


def add_from_source(actor: Viewer, session_id: int, *, kind: str, key: str, at: datetime) -> AgendaItem:
    """Put what a source offers on the agenda, linked to it; the source is told. Raises `Refused` where it is not offered (any more)."""
    with transaction.atomic():
        session = see(actor, "session.chair", Session.objects.select_for_update(of=("self",)).select_related("series"), pk=session_id)
        for source, offers in sources.offered(actor, session):
            for one in offers:
                if (one.kind, one.key) == (kind, key):
                    link = {"kind": one.kind, "key": one.key, "label": one.title[:200], "url": one.url}
                    values = {"title": one.title[:200], "kind": ItemKind.DISCUSS, "minutes": 10, "about": one.about}
                    item = add_item(actor, session.pk, values, links=[link], at=at)
                    if source.taken is not None:
                        source.taken(actor, one, item, at)
                    return item
    raise Refused.of("", _("This is on the agenda already, or no longer open."), "")
