"""Build the set: choices with reasons, targets that warn, caps that block until two officers say otherwise (DOMAIN S7, U34)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls.vocabulary import ApplicationState, Outcome
from interchange.network.selection import neighbours
from interchange.network.selection.models import Cap, CapOverride, Choice, SelectionSet, Target
from interchange.network.selection.queries.balance import limits_of, over_caps
from interchange.network.selection.queries.candidates import some
from interchange.network.selection.queries.files import SCORED, file_of, files, locked
from interchange.network.selection.queries.wording import value_label
from interchange.network.selection.vocabulary import Dimension


def working_set(call_id: int, at: datetime) -> SelectionSet:
    """The call's set, locked; made at first use with the standing cap of two per organisation (S7). Runs inside a transaction."""
    made = SelectionSet.objects.filter(call_id=call_id).exists()
    if not made:
        new, fresh = SelectionSet.objects.get_or_create(call_id=call_id, defaults={"changed_at": at})
        if fresh:
            Cap.objects.create(set=new, dimension=Dimension.AFFILIATION, limit=2)
    return SelectionSet.objects.select_for_update().get(call_id=call_id)


def _touch(working: SelectionSet, at: datetime) -> None:
    working.revision, working.changed_at = working.revision + 1, at
    working.save(update_fields=["revision", "changed_at"])


class _Seats:
    """Who is in the set while choices are made: holds the caps without reading everybody anew for each choice."""

    def __init__(self, working: SelectionSet, coming: Collection[int]) -> None:
        accepted = set(Choice.objects.filter(set=working, outcome=Outcome.ACCEPTED).values_list("application_id", flat=True))
        self.known = {person.id: person.candidate for person in some(working.call_id, accepted | set(coming))}
        self.inside = accepted & set(self.known)
        self.limits = limits_of(working.caps.prefetch_related("overrides"))

    def take(self, application_id: int) -> None:
        """Give a place. Raises `Refused` where a cap is reached or there is no result yet."""
        if application_id not in self.known:
            raise Refused.of("", _("This application has no result yet."), _("Wait for its reviews."))
        others = [self.known[key] for key in self.inside if key != application_id]
        broken = over_caps(others, self.limits, self.known[application_id])
        if broken:
            raise Refused(
                *(
                    Problem(
                        "cap",
                        _("The cap is reached: %(label)s “%(value)s”, at most %(most)s.")
                        % {"label": Dimension(dimension).label, "value": value_label(dimension, value), "most": most},
                        _("It blocks until two different officers have each recorded a reason for one more."),
                    )
                    for dimension, value, most in broken
                )
            )
        self.inside.add(application_id)

    def leave(self, application_id: int) -> None:
        """Free a place, if one was held."""
        self.inside.discard(application_id)


def choose(actor: Viewer, application_id: int, outcome: str, *, reason: str, at: datetime, revision: int | None = None) -> Choice:
    """Intend an outcome for a scored application. The same choice again changes nothing.

    Raises `Refused` without a reason, for an unknown outcome, where the application is not scored, or where accepting would break a
    cap that two officers have not raised; `Stale` where `revision` is older than the set.
    """
    require(actor, "set.build")
    call_id = file_of(actor, application_id, "set.build").call_id
    made, refused = choose_many(actor, call_id, [application_id], outcome, reason=reason, at=at, revision=revision)
    if refused:
        raise Refused(*refused)
    return made[0]


def choose_many(
    actor: Viewer,
    call_id: int,
    application_ids: Collection[int],
    outcome: str,
    *,
    reason: str,
    at: datetime,
    revision: int | None = None,
    suggested: bool = False,
) -> tuple[list[Choice], list[Problem]]:
    """Intend one outcome for several applications of a call; also how a suggestion is taken over, which decides nothing yet.

    Returns the choices that stand now and a problem for each that a cap or its state forbids; the others are saved all the same.
    A suggestion passes over those for whom a choice was made meanwhile. Raises `Refused` without a reason, without anybody or for an
    unknown outcome; `Stale` where `revision` is older than the set.
    """
    require(actor, "set.build")
    problems = []
    if outcome not in Outcome.values:
        problems.append(Problem("outcome", _("Choose accepted, waiting list or not selected.")))
    if not reason.strip():
        problems.append(
            Problem("reason", _("A choice needs a reason."), _("Say in a sentence why; it becomes the reason of the decision."))
        )
    if not application_ids:
        problems.append(Problem("application", _("Nobody is ticked."), _("Tick the people whom the choice is for.")))
    if problems:
        raise Refused(*problems)
    wanted = set(application_ids)
    seen = files(actor).filter(call_id=call_id, pk__in=wanted).order_by("-result__points", "pk")
    numbers = dict(seen.values_list("pk", "number"))
    keys = list(numbers)
    made: list[Choice] = []
    fresh: list[int] = []
    refused: list[Problem] = []
    with transaction.atomic():
        working = working_set(call_id, at)
        if revision is not None and revision != working.revision:
            raise Stale(working)
        seats = _Seats(working, keys)
        chosen = set(Choice.objects.filter(application_id__in=keys).values_list("application_id", flat=True)) if suggested else set()
        for key in keys:
            if key in chosen:
                continue
            try:
                choice, changed = _choose(actor, working, seats, key, outcome, reason.strip(), suggested, at)
            except Refused as refusal:
                named = [Problem(one.field, f"{numbers[key]}: {one.rule}", one.remedy) for one in refusal.problems]
                refused += named if len(keys) > 1 else refusal.problems
            else:
                made.append(choice)
                fresh += [key] * changed
        if fresh:
            _touch(working, at)
        if fresh and suggested:
            record(actor, "suggestion.applied", working, at=at, after={"applications": sorted(fresh)})
    return made, refused


def _choose(
    actor: Viewer, working: SelectionSet, seats: _Seats, application_id: int, outcome: str, reason: str, suggested: bool, at: datetime
) -> tuple[Choice, bool]:
    """One choice, and whether anything changed. Refuses before it writes anything, so that the choices beside it hold."""
    application = locked(application_id)
    if application.state not in SCORED:
        raise Refused.of(
            "", _("%(number)s is not scored yet, or decided already.") % {"number": application.number}, _("Open it to see where it is.")
        )
    held = Choice.objects.filter(application_id=application_id).first()
    if held is not None and (held.outcome, held.reason) == (outcome, reason):
        return held, False
    if outcome == Outcome.ACCEPTED:
        if held is None or held.outcome != Outcome.ACCEPTED:
            seats.take(application_id)
    else:
        seats.leave(application_id)
    rank = None
    if outcome == Outcome.WAITING:
        taken = Choice.objects.filter(set=working, profile=application.main_profile, outcome=Outcome.WAITING)
        same = held is not None and held.outcome == Outcome.WAITING
        rank = held.rank if held is not None and same else (taken.aggregate(most=Max("rank"))["most"] or 0) + 1
    before = {"outcome": held.outcome} if held else {}
    made, _fresh = Choice.objects.update_or_create(
        application_id=application_id,
        defaults={
            "set": working,
            "outcome": outcome,
            "profile": application.main_profile,
            "rank": rank,
            "reason": reason,
            "suggested": suggested,
            "chosen_by_id": actor.me,
            "chosen_at": at,
        },
    )
    _shortlist(actor, application, outcome != Outcome.DECLINED, at)
    after = {"outcome": outcome, "rank": rank, "suggested": suggested}
    record(actor, "choice.made", application, at=at, before=before, after=after, reason=reason)
    return made, True


def _shortlist(actor: Viewer, application: Any, wanted: bool, at: datetime) -> None:
    if wanted and application.state == ApplicationState.SCORED:
        neighbours.advance(actor, application.pk, "shortlist", at=at)
    elif not wanted and application.state == ApplicationState.SHORTLISTED:
        neighbours.advance(actor, application.pk, "take-off-shortlist", at=at)


def take_back(actor: Viewer, application_id: int, *, at: datetime) -> None:
    """Undo a choice. Undoing none changes nothing."""
    require(actor, "set.build")
    call_id = file_of(actor, application_id, "set.build").call_id
    with transaction.atomic():
        working = working_set(call_id, at)
        application = locked(application_id)
        if application.state not in SCORED:
            raise Refused.of("", _("This application is decided; the choice stands."))
        held = Choice.objects.filter(application_id=application_id).first()
        if held is None:
            return
        outcome = held.outcome
        held.delete()
        _shortlist(actor, application, False, at)
        _touch(working, at)
        record(actor, "choice.taken-back", application, at=at, before={"outcome": outcome})


def choose_rest(actor: Viewer, call_id: int, *, reason: str, at: datetime) -> int:
    """Intend "not selected" for every scored application without a choice; returns how many."""
    require(actor, "set.build")
    if not reason.strip():
        raise Refused.of("reason", _("A choice needs a reason."), _("Say in a sentence why."))
    with transaction.atomic():
        working = working_set(call_id, at)
        left = list(files(actor).filter(call_id=call_id, state__in=SCORED, choice__isnull=True))
        for application in left:
            Choice.objects.create(
                set=working,
                application=application,
                outcome=Outcome.DECLINED,
                profile=application.main_profile,
                reason=reason.strip(),
                chosen_by_id=actor.me,
                chosen_at=at,
            )
            record(actor, "choice.made", application, at=at, after={"outcome": "declined", "rank": None, "suggested": False}, reason=reason)
        if left:
            _touch(working, at)
    return len(left)


def set_target(
    actor: Viewer, call_id: int, dimension: str, value: str, *, minimum: int | None, aim: int | None, maximum: int | None, at: datetime
) -> Target:
    """Wish for at least, about, at most so many of a value. Raises `Refused` for an empty or contradictory wish."""
    require(actor, "set.build")
    if dimension not in Dimension.values or not value:
        raise Refused.of("value", _("Choose what is counted."), _("Name a dimension and a value."))
    if minimum is None and aim is None and maximum is None:
        raise Refused.of("aim", _("A target needs at least one number."), _("Fill in least, about or most."))
    if minimum is not None and maximum is not None and minimum > maximum:
        raise Refused.of("minimum", _("The least is above the most."), _("Exchange them."))
    with transaction.atomic():
        working = working_set(call_id, at)
        numbers = {"minimum": minimum, "aim": aim, "maximum": maximum}
        made, _fresh = Target.objects.update_or_create(set=working, dimension=dimension, value=value, defaults=numbers)
        _touch(working, at)
        record(actor, "target.set", working, at=at, after={"dimension": dimension, **numbers}, reason=f"{dimension}: {value}")
    return made


def remove_target(actor: Viewer, call_id: int, target_id: int, *, at: datetime) -> None:
    """Drop a target."""
    require(actor, "set.build")
    with transaction.atomic():
        working = working_set(call_id, at)
        if Target.objects.filter(set=working, pk=target_id).delete()[0]:
            _touch(working, at)
            record(actor, "target.removed", working, at=at, before={"target": target_id})


def set_cap(actor: Viewer, call_id: int, dimension: str, value: str, limit: int, *, at: datetime) -> Cap:
    """Limit a value, or with an empty value each value of a dimension by itself."""
    require(actor, "set.build")
    if dimension not in Dimension.values:
        raise Refused.of("dimension", _("Choose what is limited."))
    if limit < 1:
        raise Refused.of("limit", _("A cap is at least one."), _("Leave people out by choice, not by a cap of zero."))
    with transaction.atomic():
        working = working_set(call_id, at)
        made, _fresh = Cap.objects.update_or_create(set=working, dimension=dimension, value=value, defaults={"limit": limit})
        _touch(working, at)
        record(actor, "cap.set", working, at=at, after={"dimension": dimension, "limit": limit}, reason=value)
    return made


def remove_cap(actor: Viewer, call_id: int, cap_id: int, *, reason: str, at: datetime) -> None:
    """Drop a cap, with a reason. Raises `Refused` without one."""
    require(actor, "set.build")
    if not reason.strip():
        raise Refused.of("reason", _("Dropping a cap needs a reason."), _("Say why it no longer holds."))
    with transaction.atomic():
        working = working_set(call_id, at)
        if Cap.objects.filter(set=working, pk=cap_id).delete()[0]:
            _touch(working, at)
            record(actor, "cap.removed", working, at=at, before={"cap": cap_id}, reason=reason)


def override_cap(actor: Viewer, cap_id: int, value: str, *, reason: str, at: datetime) -> CapOverride:
    """Record one officer's reason for one more of a value. The first opens the matter, a second, different officer raises the limit.

    The same officer again changes nothing. Raises `Refused` without a reason.
    """
    require(actor, "set.build")
    if not reason.strip():
        raise Refused.of("reason", _("Passing a cap needs a reason."), _("Say why one more is right in this case."))
    with transaction.atomic():
        cap = Cap.objects.filter(pk=cap_id).first()
        if cap is None or (cap.value and cap.value != value) or not value:
            raise Refused.of("value", _("This cap does not speak of that."), _("Choose a value that it limits."))
        working = working_set(cap.set.call_id, at)
        waiting = cap.overrides.filter(value=value, second_officer__isnull=True).first()
        if waiting is None:
            raised = cap.overrides.filter(value=value).aggregate(most=Max("allowed"))["most"] or cap.limit
            waiting = CapOverride.objects.create(
                cap=cap,
                value=value,
                allowed=max(raised, cap.limit) + 1,
                first_officer_id=actor.me,
                first_reason=reason.strip(),
                first_at=at,
            )
            record(actor, "cap.first-reason", cap, at=at, after={"allowed": waiting.allowed}, reason=reason)
        elif waiting.first_officer_id != actor.person_id:
            waiting.second_officer_id, waiting.second_reason, waiting.second_at = actor.person_id, reason.strip(), at
            waiting.save(update_fields=["second_officer", "second_reason", "second_at"])
            record(actor, "cap.raised", cap, at=at, after={"allowed": waiting.allowed}, reason=reason)
            _touch(working, at)
    return waiting
