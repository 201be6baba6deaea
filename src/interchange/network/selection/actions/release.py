"""Decide together: one officer prepares every letter, another looks them through and releases (DOMAIN S8, S9; U35)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import Outcome
from interchange.network.selection import neighbours
from interchange.network.selection.actions.setbuilding import working_set
from interchange.network.selection.models import Choice, Offer, Release, WaitingEntry
from interchange.network.selection.queries.files import SCORED, files
from interchange.network.selection.vocabulary import offer_days, request_days, waiting_days

LETTER = {Outcome.ACCEPTED: "selection.accepted", Outcome.WAITING: "selection.waiting", Outcome.DECLINED: "selection.declined"}


def prepare_release(actor: Viewer, call_id: int, *, at: datetime) -> Release:
    """Write every letter of the working set and hold them for a second officer. A release in preparation is returned as it is.

    Raises `Refused` where a scored application has no choice or nothing is chosen.
    """
    require(actor, "release.prepare")
    with transaction.atomic():
        working = working_set(call_id, at)
        waiting = Release.objects.filter(call_id=call_id, released_at__isnull=True, discarded_at__isnull=True).first()
        if waiting is not None:
            return waiting
        problems = []
        model = files(actor).model
        open_files = model._default_manager.filter(call_id=call_id, state__in=SCORED, choice__isnull=True).count()
        if open_files:
            problems.append(
                Problem(
                    "",
                    _("%(open_files)s scored applications have no choice yet.") % {"open_files": open_files},
                    _("Choose for each, or for the rest together."),
                )
            )
        choices = list(pending(call_id))
        if not choices:
            problems.append(Problem("", _("There is nothing to release."), _("Build the set first.")))
        if problems:
            raise Refused(*problems)
        made = Release.objects.create(call_id=call_id, prepared_by_id=actor.me, prepared_at=at, set_revision=working.revision)
        drafts = [
            neighbours.draft(
                LETTER[Outcome(choice.outcome)],
                person_id=choice.application.person_id,
                context=letter_context(choice),
                subject=choice.application,
                key=f"selection.decision:{choice.application_id}:{made.pk}",
            )
            for choice in choices
        ]
        batch = neighbours.prepare_batch(actor, title=f"Decisions {choices[0].application.call.number}", drafts=drafts, subject=made, at=at)
        made.batch_id = batch.pk
        made.save(update_fields=["batch_id"])
        after = {"letters": len(drafts), "revision": working.revision}
        record(actor, "release.prepared", made, at=at, after=after)
        url = reverse("selection:release", args=[choices[0].application.call.slug])
        neighbours.owe("selection.release", made, at=at, role=Role.OFFICER, url=url)
    return made


def pending(call_id: int) -> Any:
    """The choices of a call that are not decided yet."""
    return Choice.objects.filter(set__call_id=call_id, application__state__in=SCORED).select_related("application__call").order_by("pk")


def letter_context(choice: Choice) -> dict[str, Any]:
    """What a decision letter says: name, number, profile's waiting list, days, and the page to go to. Never a mark."""
    page = {
        Outcome.ACCEPTED: reverse("selection:offer", args=[choice.application_id]),
        Outcome.WAITING: reverse("selection:waiting", args=[choice.application_id]),
        Outcome.DECLINED: reverse("selection:review_request", args=[choice.application_id]),
    }
    days = {Outcome.ACCEPTED: offer_days, Outcome.WAITING: waiting_days, Outcome.DECLINED: request_days}
    return {
        "name": choice.application.name,
        "number": choice.application.number,
        "call": choice.application.call.title,
        "path": page[Outcome(choice.outcome)],
        "days": days[Outcome(choice.outcome)](),
    }


def discard_release(actor: Viewer, release_id: int, *, at: datetime) -> Release:
    """Drop a release in preparation, letters and all; the set can be changed again."""
    found = see(actor, "release.prepare", pk=release_id)
    with transaction.atomic():
        found = Release.objects.select_for_update().get(pk=found.pk)
        if found.released_at is not None:
            raise NotAMove("Release", "released", "discard")
        if found.discarded_at is None:
            found.discarded_at = at
            found.save(update_fields=["discarded_at"])
            if found.batch_id is not None:
                neighbours.cancel_batch(actor, found.batch_id, at=at)
            neighbours.settle("selection.release", found, at=at)
            record(actor, "release.discarded", found, at=at)
    return found


def release(actor: Viewer, release_id: int, *, at: datetime) -> Release:
    """A second officer releases: decisions, offers, waiting list and letters, all or nothing. Repeating it sends nothing twice.

    Raises `Refused` for the officer who prepared it, or where the set was changed since; the letters then must be made anew.
    """
    found = see(actor, "release.prepare", pk=release_id)
    with transaction.atomic():
        found = Release.objects.select_for_update().select_related("call").get(pk=found.pk)
        if found.prepared_by_id == actor.person_id:
            raise Refused.of("", _("You prepared these letters."), _("Another officer must release them."))
        require(actor, "release.release", found)
        if found.released_at is not None:
            if found.batch_id is not None:
                neighbours.release_batch(actor, found.batch_id, at=at)
            return found
        if found.discarded_at is not None:
            raise NotAMove("Release", "discarded", "release")
        working = working_set(found.call_id, at)
        if working.revision != found.set_revision:
            raise Refused.of("", _("The set was changed after the letters were made."), _("Discard them and prepare them again."))
        choices = list(pending(found.call_id))
        found.released_by_id, found.released_at = actor.person_id, at
        found.save(update_fields=["released_by", "released_at"])
        for choice in choices:
            decide(actor, choice, at)
        if found.batch_id is not None:
            neighbours.release_batch(actor, found.batch_id, at=at)
        neighbours.settle("selection.release", found, at=at)
        record(actor, "release.released", found, at=at, after={"letters": len(choices)})
    return found


def decide(actor: Viewer, choice: Choice, at: datetime) -> None:
    """Turn a choice into the decision, and open the offer or the place on the waiting list."""
    key = choice.application_id
    neighbours.advance(actor, key, "decide", at=at, reason=choice.reason, outcome=choice.outcome)
    if choice.outcome == Outcome.ACCEPTED:
        make_offer(actor, choice.application, at=at, from_waiting_list=False)
    elif choice.outcome == Outcome.WAITING:
        WaitingEntry.objects.create(
            call_id=choice.application.call_id,
            application_id=key,
            profile=choice.profile,
            rank=choice.rank or 1,
            valid_until=at + clock.days(waiting_days()),
        )


def make_offer(actor: Viewer, application: Any, *, at: datetime, from_waiting_list: bool) -> Offer:
    """Offer a place and put the answer on the applicant's desk. Runs inside a transaction."""
    made = Offer.objects.create(
        application_id=application.pk, made_at=at, lapses_at=at + clock.days(offer_days()), from_waiting_list=from_waiting_list
    )
    neighbours.advance(actor, application.pk, "offer", at=at)
    url = reverse("selection:offer", args=[application.pk])
    neighbours.owe("selection.offer", made, at=at, due_at=made.lapses_at, person_id=application.person_id, url=url)
    return made
