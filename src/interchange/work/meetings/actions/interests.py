"""Interests asked for before a session (U53): one click where nothing has changed, a new declaration where something has."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe_all, settle
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send_all
from interchange.network.calls import queries as calls
from interchange.network.membership import queries as membership
from interchange.work.meetings.models import InterestRefresh, Session
from interchange.work.meetings.queries.barred import unanswered
from interchange.work.meetings.vocabulary import CALLED, refresh_days

DUTY = "meetings.interests"


def ask_interests(session_id: int, *, at: datetime) -> int:
    """Ask those invited to a session, as far as they were not asked before, whether their interests still stand. Returns how many."""
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).select_related("series").get(pk=session_id)
        if session.state not in CALLED or session.starts_at is None or session.starts_at <= at:
            return 0
        asked = set(session.refreshes.values_list("person_id", flat=True))
        active = set(membership.active_ids(at)) - asked
        rows = session.invitations.filter(withdrawn_at__isnull=True, person_id__in=active).select_related("person").order_by("person_id")
        url = f"{session.get_absolute_url()}interests/"
        InterestRefresh.objects.bulk_create(InterestRefresh(session=session, person_id=row.person_id, asked_at=at) for row in rows)
        drafts = []
        for row in rows:
            when = clock.in_words(session.starts_at, row.person.time_zone or None)
            values = {"session": session.symbol, "url": url, "when": when}
            key = f"meetings.interests:{session.pk}:{row.person_id}"
            drafts.append(Draft("meetings.interests", values, person_id=row.person_id, subject=row, key=key))
        send_all(SYSTEM, drafts, at=at)
        owe_all(DUTY, session, [row.person_id for row in rows], at=at, due_at=session.starts_at, url=url)
        if rows:
            record(SYSTEM, "session.interests-asked", session, at=at, after={"asked": len(rows)})
        return len(rows)


def ask_due(at: datetime) -> int:
    """Ask before every session that begins within the option's days; the schedule's. Whoever declared since then is taken off the duty."""
    near = Session.objects.filter(state__in=CALLED, starts_at__gt=at, starts_at__lte=at + timedelta(days=refresh_days()))
    count = 0
    for session in near.order_by("pk"):
        count += ask_interests(session.pk, at=at)
        open_ones = set(session.refreshes.filter(answered_at__isnull=True).values_list("person_id", flat=True))
        settle(DUTY, session, at=at, person_ids=open_ones - unanswered(session.pk))
    return count


def confirm_interests(actor: Viewer, session_id: int, *, at: datetime) -> InterestRefresh:
    """Say that one's declared interests still stand. Harmless to repeat. Raises `Refused` where nothing was ever declared."""
    with transaction.atomic():
        row = see(
            actor, "refresh.own", InterestRefresh.objects.select_for_update(of=("self",)).select_related("session"), session_id=session_id
        )
        if row.answered_at is not None:
            return row
        newest = calls.latest_interests(actor.me)
        if newest is None:
            raise Refused.of("", _("You have not declared your interests yet."), _("Declare them first, or that there are none."))
        row.answered_at, row.declaration = at, newest
        row.save(update_fields=["answered_at", "declaration"])
        record(actor, "interests.confirmed", row, at=at, after={"session": session_id, "declaration": newest.pk})
        settle(DUTY, row.session, at=at, person_id=actor.me)
        return row
