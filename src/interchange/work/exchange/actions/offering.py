"""Offer help, end an offer, make a learning session of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.actions.common import need
from interchange.work.exchange.models import Offer
from interchange.work.exchange.vocabulary import OfferState
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.vocabulary import Audience, SessionKind


def offer(actor: Viewer, *, title: str, text: str, topics: Sequence[str], at: datetime) -> Offer:
    """Offer help: office hours, a talk, a look at somebody's work. The same offer twice is one. Raises `Refused` naming each field."""
    require(actor, "help-offer.make")
    title, text = " ".join(title.split()), text.strip()
    problems = need(
        "title", title, _("Say in a few words what you offer."), _("For example: office hours on watermarks."), words.TITLE_LIMIT
    )
    problems += need(
        "text", text, _("Say what people can bring, and when you have time."), _("Two sentences are enough."), words.TEXT_LIMIT
    )
    if not topics or set(topics) - set(vocabulary.codes("topics")):
        problems.append(Problem("topics", _("Choose at least one topic of the list."), _("By it you are found.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        made, new = Offer.objects.get_or_create(
            person_id=actor.me, title=title, state=OfferState.OPEN, defaults={"text": text, "topics": list(topics), "made_at": at}
        )
        if new:
            record(actor, "help-offer.made", made, at=at, after={"state": made.state})
        return made


def end_offer(actor: Viewer, offer_id: int, *, at: datetime) -> Offer:
    """Take an offer back: whoever made it, or an officer."""
    with transaction.atomic():
        found = see(actor, "help-offer.keep", Offer.objects.select_for_update(of=("self",)), pk=offer_id)
        found.state = OfferState.ENDED
        found.save(update_fields=["state"])
        record(actor, "help-offer.ended", found, at=at, before={"state": OfferState.OPEN}, after={"state": found.state})
        return found


def plan(actor: Viewer, offer_id: int, series_id: int, values: Mapping[str, Any], *, at: datetime) -> Offer:
    """Make a learning session of an offer, in a series of meetings: its day and hour (`local_day`, `local_time`, `minutes`) are the meetings room's.

    Raises what `meetings.plan_session` raises, in whose terms the day is checked; invitations are sent there.
    """
    with transaction.atomic():
        found = see(actor, "help-offer.plan", Offer.objects.select_for_update(of=("self",)), pk=offer_id)
        words_ = {"title": found.title[:160], "about": found.text, "topics": found.topics}
        kind = {"kind": SessionKind.LEARNING, "audience": Audience.MEMBERS, "level": Level.MEMBERS}
        found.session = meetings.plan_session(actor, series_id, {**words_, **kind, **values}, at=at)
        found.state = OfferState.PLANNED
        found.save(update_fields=["session", "state"])
        record(
            actor,
            "help-offer.planned",
            found,
            at=at,
            before={"state": OfferState.OPEN},
            after={"state": found.state, "session": found.session_id},
        )
        return found
