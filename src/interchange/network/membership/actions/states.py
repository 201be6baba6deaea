"""Becoming a member, going on leave, resigning, being suspended, ending.

Each change opens, moves or closes the roles of the member in the same transaction, and a role ends by itself with the term or on the day
of a resignation: access follows at the next request, whether or not the worker has run.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import settle
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import end_role, grant_role, set_role_end
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.ground.vocabulary.options import value
from interchange.network.calls import queries as call_queries
from interchange.network.membership.models import Leave, Membership, Profile, Suspension
from interchange.network.membership.vocabulary import LIVE, MOVES, AuthorName, EndKind, MembershipState

END_ROLES = (Role.MEMBER, Role.CHAIR, Role.RAPPORTEUR, Role.WORK_ITEM_LEAD)


def add_months(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of that month."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month)


def first_term_ends(at: datetime) -> datetime:
    """When the term of somebody admitted now ends. In the network's first year every second member serves longer, so that never all
    places come free at once (staggered halves, M1)."""
    stagger, months = value("membership.stagger-months"), value("membership.term-months")
    founding = stagger and not Membership.objects.filter(starts_at__lt=add_months(at, -12)).exists()
    return add_months(at, months + (stagger if founding and Membership.objects.count() % 2 else 0))


def admit(actor: Viewer, application_id: int, *, at: datetime) -> Membership:
    """Make a member of somebody whose accepted application is confirmed: profile, role and welcome letter. Repeating it is harmless."""
    require(actor, "membership.admit")
    application = call_queries.full_application(SYSTEM, pk=application_id)
    if not actor.is_system and actor.person_id != application.person_id and not actor.has(Role.OFFICER):
        raise NotAllowed("membership.admit")
    if application.state != "confirmed":
        raise NotAMove("Application", application.state, "admit")
    with transaction.atomic():
        existing = Membership.objects.select_for_update().filter(person_id=application.person_id, state__in=LIVE).first()
        if existing is not None:
            return existing
        number = next_number("MEM", at.year)  # locks the count, so that two admissions at once do not count alike
        made = Membership.objects.create(
            number=number, person_id=application.person_id, application=application, state=MembershipState.ACTIVE,
            starts_at=at, ends_at=first_term_ends(at),
        )  # fmt: skip
        Profile.objects.update_or_create(
            person_id=application.person_id,
            defaults={
                "profile": application.main_profile, "organisation": application.organisation, "organisation_kind": application.organisation_kind,
                "country": application.country, "region": vocabulary.region_of(application.country), "sectors": application.sectors,
                "topics": application.topics, "languages": application.languages, "time_zone": application.time_zone,
                "expertise": application.other_expertise, "public": application.consent_to_be_named,
            },
        )  # fmt: skip
        open_role(made, at, "Admitted to the network.")
        record(actor, "membership.admitted", made, at=at, after={"state": made.state, "number": made.number, "ends_at": made.ends_at})
        write(made, "welcome", at, ends=clock.in_words(made.ends_at, application.time_zone))
        search.put(made)
        return made


def open_role(membership: Membership, at: datetime, why: str) -> None:
    """Give the member's role, to the end of the term or of the membership."""
    ends = min(membership.ends_at, membership.resigns_at or membership.ends_at)
    grant_role(SYSTEM, membership.person_id, Role.MEMBER, at=at, ends_at=ends, reason=why)


def close_roles(membership: Membership, at: datetime, why: str) -> None:
    """End every role that hangs on the membership; staff roles are no part of it."""
    for role in END_ROLES:
        end_role(SYSTEM, membership.person_id, role, at=at, reason=why)


def write(membership: Membership, template: str, at: datetime, **values: Any) -> None:
    """A letter of this room to the member."""
    draft = Draft(
        f"membership.{template}",
        {"number": membership.number, **values},
        person_id=membership.person_id,
        subject=membership,
        key=f"membership.{template}:{membership.pk}:{at.isoformat()}",
    )
    send(SYSTEM, draft, at=at)


def move(actor: Viewer, membership_id: int, name: str, *, at: datetime, verb: str = "", reason: str, **fields: Any) -> Membership:
    """One state change with its journal entry. Needs a reason."""
    if not reason.strip():
        raise Refused.of("reason", _("This needs a reason."), _("Say why in a few words."))
    found: Membership = see(actor, verb or "membership.manage", Membership.objects.select_for_update(), pk=membership_id)
    before = found.state
    found.state = MOVES.target(name, before)
    for field, new in fields.items():
        setattr(found, field, new)
    found.save()
    record(actor, f"membership.{name}", found, at=at, before={"state": before}, after={"state": found.state}, reason=reason)
    search.put(found)
    return found


def _verb(actor: Viewer, membership_id: int) -> str:
    """Members do some things for themselves, officers for others."""
    own = actor.person_id is not None and Membership.objects.filter(pk=membership_id, person_id=actor.person_id).exists()
    return "membership.own" if own else "membership.manage"


def start_leave(actor: Viewer, membership_id: int, *, until: date, reason: str, at: datetime) -> Membership:
    """Go on leave until a day: the place is kept, access rests. By the member or an officer."""
    if until <= at.astimezone(clock.network_zone()).date():
        raise Refused.of("until", _("Leave would end before it begins."), _("Choose a later day."))
    with transaction.atomic():
        membership = move(actor, membership_id, "start-leave", at=at, verb=_verb(actor, membership_id), reason=reason)
        Leave.objects.create(membership=membership, starts_at=at, until=until, reason=reason.strip())
        close_roles(membership, at, "On leave.")
        write(membership, "leave", at, until=until.isoformat())
        return membership


def return_from_leave(actor: Viewer, membership_id: int, *, at: datetime) -> Membership:
    """Come back from leave."""
    with transaction.atomic():
        membership = move(actor, membership_id, "return", at=at, verb=_verb(actor, membership_id), reason="Back from leave.")
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        open_role(membership, at, "Back from leave.")
        return membership


def resign(actor: Viewer, membership_id: int, *, effective: datetime, letter: str, author_name: str, at: datetime) -> Membership:
    """Resign: the letter is kept, access ends at the effective moment, entries stay with or without name. Saying it twice is harmless."""
    if author_name not in AuthorName.values:
        raise Refused.of("author_name", _("Say whether your entries keep your name."), _("Choose one of both."))
    if effective < at - timedelta(minutes=1):
        raise Refused.of("effective", _("The day is past."), _("Choose today or later."))
    with transaction.atomic():
        membership: Membership = see(actor, "membership.own", Membership.objects.select_for_update(), pk=membership_id)
        wanted = (effective, letter.strip(), author_name)
        if membership.state == MembershipState.ENDED or wanted == (
            membership.resigns_at,
            membership.resignation_letter,
            membership.author_name,
        ):
            return membership
        before = membership.resigns_at
        membership.resigns_at, membership.resignation_letter, membership.author_name = wanted
        membership.save()
        after = {"effective": effective, "author_name": author_name}
        record(actor, "membership.resigned", membership, at=at, before={"effective": before}, after=after)
        write(membership, "resignation", at, effective=clock.in_words(effective, actor.time_zone))
        if effective <= at:
            return end(SYSTEM, membership.pk, EndKind.RESIGNED, reason="Resigned.", at=at)
        if membership.state == MembershipState.ACTIVE:
            ends = min(effective, membership.ends_at)
            set_role_end(SYSTEM, membership.person_id, [Role.MEMBER], ends_at=ends, at=at, later=True, reason="Resigned.")
            set_role_end(SYSTEM, membership.person_id, END_ROLES, ends_at=ends, at=at, later=False, reason="Resigned.")
        return membership


def end(actor: Viewer, membership_id: int, kind: EndKind, *, reason: str, at: datetime) -> Membership:
    """End a membership; every role of the network ends with it, and nothing about it waits on anybody's desk any more."""
    with transaction.atomic():
        membership = move(actor, membership_id, "end", at=at, reason=reason, ended_at=at, end_kind=kind, end_reason=reason.strip())
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        membership.suspensions.filter(lifted_at__isnull=True).update(lifted_at=at)
        close_roles(membership, at, f"Membership ended: {EndKind(kind).label}.")
        for renewal in membership.renewals.filter(decided_at__isnull=True):
            settle("membership.renewal", renewal, at=at)
        settle("calls.declare-interests", membership.person, at=at)
        settle("calls.accept-texts", membership.person, at=at)
        if kind != EndKind.DECEASED:
            write(membership, "ended", at, kind=str(EndKind(kind).label))
        return membership


def suspend(actor: Viewer, membership_id: int, *, reason: str, at: datetime) -> Membership:
    """Suspend at once, with a reason; the next request of the member is refused."""
    with transaction.atomic():
        membership = move(actor, membership_id, "suspend", at=at, reason=reason)
        Suspension.objects.create(membership=membership, at=at, by_id=actor.person_id, reason=reason.strip())
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        close_roles(membership, at, "Suspended.")
        write(membership, "suspended", at, reason=reason)
        return membership


def lift_suspension(actor: Viewer, membership_id: int, *, reason: str, at: datetime) -> Membership:
    """Lift a suspension."""
    with transaction.atomic():
        membership = move(actor, membership_id, "lift-suspension", at=at, reason=reason)
        membership.suspensions.filter(lifted_at__isnull=True).update(lifted_at=at)
        open_role(membership, at, "Suspension lifted.")
        write(membership, "suspension-lifted", at)
        return membership
