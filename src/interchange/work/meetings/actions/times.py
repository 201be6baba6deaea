"""Usable hours, the search for a fair time, and reckoning anew when the rules of a zone change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.work.meetings import fairness
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import invitations, locked, write_to
from interchange.work.meetings.actions.convening import audience_of, set_time
from interchange.work.meetings.models import Candidate, Session, TimeProposal, UsableHours
from interchange.work.meetings.vocabulary import BEFORE_START, CALLED, SessionState

WEEK = range(168)
FARTHEST = 92  # days that one search may span


def mark_hours(actor: Viewer, hours: Iterable[int], *, zone: str, revision: int, at: datetime) -> UsableHours:
    """Mark the hours of a week at which one can meet, on the clock of one's own zone. Raises `Stale` where another tab was first."""
    require(actor, "hours.own")
    clock.zone(zone)
    chosen = sorted({int(hour) for hour in hours})
    if any(hour not in WEEK for hour in chosen):
        raise Refused.of("hours", _("That is no hour of the week."), _("Use the boxes of the table."))
    with transaction.atomic():
        kept = UsableHours.objects.select_for_update().filter(person_id=actor.me).first()
        if kept is None:
            kept = UsableHours.objects.create(person_id=actor.me, time_zone=zone, hours=chosen, changed_at=at)
        elif kept.revision != revision:
            raise Stale(kept)
        else:
            kept.time_zone, kept.hours, kept.changed_at = zone, chosen, at
            kept.revision += 1
            kept.save()
        record(actor, "hours.marked", kept, at=at, after={"hours": len(chosen), "zone": zone.lower()})
        return kept


def propose_times(actor: Viewer, session_id: int, *, first: date, last: date, at: datetime) -> TimeProposal:
    """Rank the possible starts of a session between two days for those who would be invited, and keep the result."""
    problems = []
    if first <= at.astimezone(clock.network_zone()).date():
        problems.append(Problem("first", _("The first day is not in the future."), _("Choose a later day.")))
    if last < first:
        problems.append(Problem("last", _("The last day lies before the first."), _("Choose a later day.")))
    if (last - first).days > FARTHEST:
        problems.append(Problem("last", _("That spans more than %s days.") % FARTHEST, _("Search in a shorter time.")))
    if problems:
        raise Refused(*problems)
    session = see(actor, "session.chair", Session.objects.select_related("series"), pk=session_id)
    if session.state not in (*BEFORE_START, SessionState.POSTPONED, SessionState.CANCELLED):
        raise NotAMove("Session", session.state, "propose-times")
    people = fairness.people_of(audience_of(session, at))
    if not people:
        raise Refused.of("", _("Nobody is invited yet."), _("Name the people first."))
    carried = fairness.carried(one for one in fairness.history(session.series_id) if one.pk != session.pk)
    ranked = fairness.rank(people, fairness.starts(first, last, session.time_zone), session.minutes, carried)
    if not ranked:
        raise Refused.of("last", _("There is no working day between these days."), _("Search in a longer time."))
    with transaction.atomic():
        made = TimeProposal.objects.create(
            session=session, made_at=at, made_by_id=actor.me, first_day=first, last_day=last, people=len(people),
            marked=sum(1 for one in people if one.hours is not None),
        )  # fmt: skip
        Candidate.objects.bulk_create(
            Candidate(
                proposal=made, rank=number, local_day=one.start.day, local_time=one.start.at, time_zone=one.start.zone,
                starts_at=one.start.instant, usable=one.usable, night=one.night, by_region=one.by_region, cost=one.cost,
            )
            for number, one in enumerate(ranked, 1)
        )  # fmt: skip
        record(actor, "session.times-proposed", session, at=at, after={"candidates": len(ranked), "people": len(people)})
        return made


def choose_time(actor: Viewer, candidate_id: int, *, reason: str = "", at: datetime) -> Session:
    """Give a session one of the times found for it."""
    with transaction.atomic():
        candidate = Candidate.objects.select_related("proposal").filter(pk=candidate_id).first()
        if candidate is None:
            raise Refused.of("", _("There is no such time."), _("Search again."))
        require(actor, "session.manage", candidate.proposal.session)
        session = set_time(
            actor, candidate.proposal.session_id, day=candidate.local_day, at_time=candidate.local_time, zone=candidate.time_zone,
            minutes=candidate.proposal.session.minutes, reason=reason, at=at,
        )  # fmt: skip
        candidate.proposal.candidates.filter(chosen_at__isnull=False).update(chosen_at=None)
        candidate.chosen_at = at
        candidate.save(update_fields=["chosen_at"])
        return session


@dataclass(frozen=True)
class Effect:
    """What new zone rules do to one session: its instant before and after, or why nobody can say (the hour is skipped or doubled)."""

    session: Session
    before: datetime
    after: datetime | None
    trouble: str = ""


def zone_effects(at: datetime) -> list[Effect]:
    """The sessions to come whose agreed wall clock now means another instant than the one kept. Nothing is changed. One query."""
    found = []
    coming = Session.objects.filter(state__in=BEFORE_START, starts_at__gt=at).select_related("series").order_by("starts_at")
    for session in coming:
        if session.local_day is None or session.local_time is None or session.starts_at is None:
            continue
        try:
            now = clock.local_instant(session.local_day, session.local_time, session.time_zone)
        except Refused as refused:
            found.append(Effect(session, session.starts_at, None, str(refused)))
            continue
        if now != session.starts_at:
            found.append(Effect(session, session.starts_at, now))
    return found


def reckon_times(actor: Viewer, *, at: datetime) -> Sequence[Effect]:
    """Keep the agreed wall clock where the rules of a zone have changed: reckon the instants anew, tell those invited, replace the entries.

    Sessions whose hour does not exist (or exists twice) under the new rules are left as they are and named, for a person to settle.
    """
    require(actor, "session.manage")
    effects = zone_effects(at)
    for effect in effects:
        if effect.after is None:
            continue
        with transaction.atomic():
            session = locked(actor, "session.manage", effect.session.pk)
            if session.starts_at != effect.before:
                continue
            session.starts_at, session.ends_at = effect.after, effect.after + timedelta(minutes=session.minutes)
            session.sequence, session.changed_at = session.sequence + 1, at
            session.revision += 1
            session.save()
            deadlines.write(session)
            record(actor, "session.time-reckoned", session, at=at, before={"starts_at": effect.before}, after={"starts_at": effect.after})
            if session.state in CALLED:
                reason = _("The clock rules of %s have changed; the hour on the wall there stays as agreed.") % clock.place(
                    session.time_zone
                )
                write_to(
                    session,
                    "changed",
                    invitations(session),
                    at=at,
                    method="REQUEST",
                    key=str(session.sequence),
                    reason=reason,
                    minutes=session.minutes,
                )
    return effects


__all__ = ["SYSTEM", "Effect", "choose_time", "mark_hours", "propose_times", "reckon_times", "zone_effects"]
