"""Offers are answered on a page or lapse; the waiting list is called up by officers, never by itself (DOMAIN S8, S9; U18, U22, U37)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import neighbours
from interchange.network.selection.actions.release import make_offer
from interchange.network.selection.models import Offer, WaitingEntry
from interchange.network.selection.queries.files import file_of, locked
from interchange.network.selection.queries.waiting import next_in_line
from interchange.network.selection.vocabulary import Answer, offer_days, waiting_notice_days

_MOVE = {Answer.ACCEPTED: "accept-offer", Answer.DECLINED: "refuse-offer"}


def answer_offer(actor: Viewer, application_id: int, answer: str, *, at: datetime) -> Offer:
    """Accept or decline one's own offer. The same answer again is harmless; accepting makes a member.

    Raises `Refused` after the time to answer, or for the other answer once one is given.
    """
    see(actor, "offer.answer", pk=application_id)
    if answer not in (Answer.ACCEPTED, Answer.DECLINED):
        raise Refused.of("answer", _("Choose whether you accept or decline."))
    with transaction.atomic():
        application = locked(application_id)
        offer = Offer.objects.select_for_update().get(pk=application_id)
        if offer.answer == answer:
            return offer
        if offer.answer == Answer.LAPSED or (not offer.answer and offer.paused_at is None and at >= offer.lapses_at):
            raise Refused.of(
                "answer", _("The time to answer is over; the offer has lapsed."), _("Write to the Secretariat if you still want a place.")
            )
        if offer.answer:
            raise Refused.of("answer", _("You have answered this offer already."), _("Write to the Secretariat if that was a mistake."))
        _close(offer, Answer(answer), at)
        neighbours.advance(actor, application_id, _MOVE[Answer(answer)], at=at)
        record(actor, "offer.answered", application, at=at, after={"answer": answer})
        if answer == Answer.ACCEPTED:
            neighbours.admit(actor, application_id, at=at)
        else:
            _propose_next(application, at)
    return offer


def _close(offer: Offer, answer: Answer, at: datetime) -> None:
    offer.answer, offer.answered_at = answer, at
    offer.save(update_fields=["answer", "answered_at"])
    neighbours.settle("selection.offer", offer, at=at)


def _propose_next(application: "object", at: datetime) -> None:
    """Put the freed place before the officers; nobody is called by itself."""
    call_id, profile = application.call_id, application.main_profile  # type: ignore[attr-defined]
    entry = next_in_line(call_id, profile, at)
    if entry is not None:
        url = reverse("selection:offers", args=[entry.call.slug])
        neighbours.owe("selection.call-up", entry, at=at, role=Role.OFFICER, url=url)


def lapse_offers(actor: Viewer, *, at: datetime) -> int:
    """End every offer whose time is over and whose clock is not stopped; returns how many. Run by the schedule."""
    require(actor, "offer.manage")
    due = list(Offer.objects.filter(answer="", paused_at__isnull=True, lapses_at__lte=at).values_list("pk", flat=True))
    ended = 0
    for key in due:
        with transaction.atomic():
            application = locked(key)
            offer = Offer.objects.select_for_update().get(pk=key)
            if offer.answer or offer.paused_at is not None or application.state != ApplicationState.OFFERED:
                continue
            _close(offer, Answer.LAPSED, at)
            neighbours.advance(actor, key, "lapse", at=at)
            record(actor, "offer.lapsed", application, at=at)
            neighbours.send(
                actor,
                "selection.offer-lapsed",
                person_id=application.person_id,
                context={"name": application.name, "number": application.number},
                subject=application,
                key=f"selection.offer-lapsed:{key}",
                at=at,
            )
            _propose_next(application, at)
            ended += 1
    return ended


def pause_offer(actor: Viewer, application_id: int, *, at: datetime) -> Offer:
    """Stop the clock of an offer whose letter did not arrive (U36). Stopping a stopped one changes nothing."""
    require(actor, "offer.manage")
    if not actor.is_system:
        see(actor, "offer.manage", pk=application_id)
    with transaction.atomic():
        offer = Offer.objects.select_for_update().get(pk=application_id)
        if offer.answer:
            raise NotAMove("Offer", offer.answer, "pause")
        if offer.paused_at is None:
            offer.paused_at = at
            offer.save(update_fields=["paused_at"])
            record(actor, "offer.paused", ("calls.application", application_id), at=at)
            slug = locked(application_id).call.slug
            neighbours.owe("selection.bounced", offer, at=at, role=Role.OFFICER, url=reverse("selection:offers", args=[slug]))
    return offer


def resume_offer(actor: Viewer, application_id: int, *, at: datetime) -> Offer:
    """The applicant was reached: the clock runs on with the days that were left."""
    see(actor, "offer.manage", pk=application_id)
    with transaction.atomic():
        offer = Offer.objects.select_for_update().get(pk=application_id)
        if offer.paused_at is not None:
            left = offer.lapses_at - offer.paused_at
            # Where the time had run out before anybody noticed the returned letter, the whole time runs anew.
            offer.lapses_at = at + (left if left > timedelta(0) else clock.days(offer_days()))
            offer.paused_at, offer.reached_at = None, at
            offer.save(update_fields=["lapses_at", "paused_at", "reached_at"])
            neighbours.settle("selection.bounced", offer, at=at)
            record(actor, "offer.resumed", ("calls.application", application_id), at=at, after={"lapses_at": offer.lapses_at})
    return offer


def follow_bounces(actor: Viewer, *, bounced: "set[int]", at: datetime) -> int:
    """Stop the clock of open offers of people whose letters came back for good; `bounced` are application ids."""
    require(actor, "offer.manage")
    hit = Offer.objects.filter(pk__in=bounced, answer="", paused_at__isnull=True).values_list("pk", flat=True)
    return len([pause_offer(actor, key, at=at) for key in list(hit)])


def leave_waiting(actor: Viewer, application_id: int, *, at: datetime) -> WaitingEntry:
    """Leave the waiting list oneself. Leaving twice is harmless."""
    see(actor, "waiting.answer", pk=application_id)
    with transaction.atomic():
        entry = WaitingEntry.objects.select_for_update().get(pk=application_id)
        if entry.called_at is not None:
            raise Refused.of("", _("You were called up and have an offer."), _("Decline the offer instead."))
        if entry.left_at is None:
            entry.left_at = at
            entry.save(update_fields=["left_at"])
            neighbours.settle("selection.call-up", entry, at=at)
            record(actor, "waiting.left", ("calls.application", application_id), at=at)
    return entry


def call_up(actor: Viewer, application_id: int, *, reason: str, at: datetime) -> Offer:
    """Offer a freed place to somebody on the waiting list. Calling the same person again returns their offer, no second letter.

    Raises `Refused` without a reason, for an expired or left entry, or for anybody but the next of the profile.
    """
    require(actor, "waiting.manage")
    file_of(actor, application_id, "waiting.manage")
    if not reason.strip():
        raise Refused.of("reason", _("A call-up needs a reason."), _("Say whose place became free."))
    with transaction.atomic():
        application = locked(application_id)
        entry = WaitingEntry.objects.select_for_update().filter(pk=application_id).first()
        if entry is None:
            raise NotAllowed("waiting.manage")
        if entry.called_at is not None:
            return Offer.objects.get(pk=application_id)
        if entry.left_at is not None or entry.valid_until <= at:
            raise Refused.of("", _("This place on the waiting list is no longer good."), _("Call the next one."))
        first = next_in_line(entry.call_id, entry.profile, at)
        if first is None or first.pk != entry.pk:
            raise Refused.of("", _("Somebody of this profile stands before."), _("Call the first one."))
        entry.called_at = at
        entry.save(update_fields=["called_at"])
        offer = make_offer(actor, application, at=at, from_waiting_list=True)
        neighbours.settle("selection.call-up", entry, at=at)
        record(actor, "waiting.called-up", application, at=at, after={"profile": entry.profile, "rank": entry.rank}, reason=reason)
        neighbours.send(
            actor,
            "selection.call-up",
            person_id=application.person_id,
            context={
                "name": application.name,
                "number": application.number,
                "until": clock.in_words(offer.lapses_at, application.time_zone or None),
                "path": reverse("selection:offer", args=[application_id]),
            },
            subject=application,
            key=f"selection.call-up:{application_id}",
            at=at,
        )
    return offer


def notify_waiting(actor: Viewer, *, at: datetime) -> int:
    """Tell people on the list that their place ends soon, once. Run by the schedule."""
    require(actor, "waiting.manage")
    until = at + timedelta(days=waiting_notice_days())
    soon = WaitingEntry.objects.filter(
        notice_at__isnull=True, left_at__isnull=True, called_at__isnull=True, valid_until__gt=at, valid_until__lte=until
    )
    sent = 0
    for key in list(soon.values_list("pk", flat=True)):
        with transaction.atomic():
            entry = WaitingEntry.objects.select_for_update().get(pk=key)
            if entry.notice_at is not None:
                continue
            entry.notice_at = at
            entry.save(update_fields=["notice_at"])
            _tell(actor, entry, "selection.waiting-ends", at)
            sent += 1
    return sent


def expire_waiting(actor: Viewer, *, at: datetime) -> int:
    """Mark places on the list whose time is over, move the applications on, and say so. Run by the schedule."""
    require(actor, "waiting.manage")
    over = WaitingEntry.objects.filter(expired_at__isnull=True, left_at__isnull=True, called_at__isnull=True, valid_until__lte=at)
    ended = 0
    for key in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            application = locked(key)
            entry = WaitingEntry.objects.select_for_update().get(pk=key)
            if entry.expired_at is not None:
                continue
            entry.expired_at = at
            entry.save(update_fields=["expired_at"])
            if application.state == ApplicationState.DECIDED:
                neighbours.advance(SYSTEM, key, "lapse", at=at)
            neighbours.settle("selection.call-up", entry, at=at)
            record(actor, "waiting.expired", application, at=at)
            _tell(actor, entry, "selection.waiting-ended", at)
            ended += 1
    return ended


def _tell(actor: Viewer, entry: WaitingEntry, template: str, at: datetime) -> None:
    application = locked(entry.pk)
    neighbours.send(
        actor,
        template,
        person_id=application.person_id,
        context={
            "name": application.name,
            "number": application.number,
            "until": clock.in_words(entry.valid_until, application.time_zone or None),
            "path": reverse("selection:waiting", args=[entry.pk]),
        },
        subject=application,
        key=f"{template}:{entry.pk}",
        at=at,
    )
