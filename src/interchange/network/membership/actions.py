"""The verbs of membership. Each state change opens or closes the member's role in the same transaction: access follows at the next request."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts.actions import update_person
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import end_role, grant_role
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer, in_force
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.ground.vocabulary.options import value
from interchange.network.calls import actions as calls
from interchange.network.calls import queries as call_queries
from interchange.network.membership.models import Leave, Membership, Proceeding, Profile, Renewal, Suspension
from interchange.network.membership.vocabulary import LIVE, MOVES, AuthorName, EndKind, MembershipState, ProceedingState

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
        made = Membership.objects.create(
            number=next_number("MEM", at.year), person_id=application.person_id, application=application, state=MembershipState.ACTIVE,
            starts_at=at, ends_at=add_months(at, value("membership.term-months")),
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
        _open_role(made, at, "Admitted to the network.")
        record(actor, "membership.admitted", made, at=at, after={"state": made.state, "number": made.number, "ends_at": made.ends_at})
        _write(made, "welcome", at, ends=clock.in_words(made.ends_at, application.time_zone))
        search.put(made)
        return made


def _open_role(membership: Membership, at: datetime, why: str) -> None:
    grant_role(SYSTEM, membership.person_id, Role.MEMBER, at=at, ends_at=None, reason=why)


def _close_roles(membership: Membership, at: datetime, why: str) -> None:
    for role in END_ROLES:
        end_role(SYSTEM, membership.person_id, role, at=at, reason=why)


def _write(membership: Membership, template: str, at: datetime, **values: Any) -> None:
    draft = Draft(
        f"membership.{template}",
        {"number": membership.number, **values},
        person_id=membership.person_id,
        subject=membership,
        key=f"membership.{template}:{membership.pk}:{at.isoformat()}",
    )
    send(SYSTEM, draft, at=at)


def _move(
    actor: Viewer, membership_id: int, move: str, *, at: datetime, verb: str = "membership.manage", reason: str, **fields: Any
) -> Membership:
    """One state change with its journal entry. Needs a reason."""
    if not reason.strip():
        raise Refused.of("reason", _("This needs a reason."), _("Say why in a few words."))
    membership: Membership = see(actor, verb, Membership.objects.select_for_update(), pk=membership_id)
    before = membership.state
    membership.state = MOVES.target(move, before)
    for name, new in fields.items():
        setattr(membership, name, new)
    membership.save()
    record(actor, f"membership.{move}", membership, at=at, before={"state": before}, after={"state": membership.state}, reason=reason)
    search.put(membership)
    return membership


def start_leave(actor: Viewer, membership_id: int, *, until: date, reason: str, at: datetime) -> Membership:
    """Go on leave until a day: the place is kept, access rests. By the member or an officer."""
    if until <= at.date():
        raise Refused.of("until", _("Leave would end before it begins."), _("Choose a later day."))
    with transaction.atomic():
        verb = "membership.own" if _is_own(actor, membership_id) else "membership.manage"
        membership = _move(actor, membership_id, "start-leave", at=at, verb=verb, reason=reason)
        Leave.objects.create(membership=membership, starts_at=at, until=until, reason=reason)
        _close_roles(membership, at, "On leave.")
        _write(membership, "leave", at, until=until.isoformat())
        return membership


def return_from_leave(actor: Viewer, membership_id: int, *, at: datetime) -> Membership:
    """Come back from leave."""
    with transaction.atomic():
        verb = "membership.own" if _is_own(actor, membership_id) else "membership.manage"
        membership = _move(actor, membership_id, "return", at=at, verb=verb, reason="Back from leave.")
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        _open_role(membership, at, "Back from leave.")
        return membership


def _is_own(actor: Viewer, membership_id: int) -> bool:
    return actor.person_id is not None and Membership.objects.filter(pk=membership_id, person_id=actor.person_id).exists()


def resign(actor: Viewer, membership_id: int, *, effective: datetime, letter: str, author_name: str, at: datetime) -> Membership:
    """Resign: the letter is kept, access ends at the effective moment, entries stay with or without name."""
    if author_name not in AuthorName.values:
        raise Refused.of("author_name", _("Say whether your entries keep your name."), _("Choose one of both."))
    if effective < at - timedelta(minutes=1):
        raise Refused.of("effective", _("The day is past."), _("Choose today or later."))
    with transaction.atomic():
        membership: Membership = see(actor, "membership.own", Membership.objects.select_for_update(), pk=membership_id)
        if membership.state == MembershipState.ENDED:
            return membership
        membership.resigns_at, membership.resignation_letter, membership.author_name = effective, letter.strip(), author_name
        membership.save()
        record(actor, "membership.resigned", membership, at=at, after={"effective": effective, "author_name": author_name})
        _write(membership, "resignation", at, effective=clock.in_words(effective, actor.time_zone))
        if effective <= at:
            return end(SYSTEM, membership.pk, EndKind.RESIGNED, reason="Resigned.", at=at)
        return membership


def end(actor: Viewer, membership_id: int, kind: EndKind, *, reason: str, at: datetime) -> Membership:
    """End a membership; every role of the network ends with it."""
    with transaction.atomic():
        membership = _move(actor, membership_id, "end", at=at, reason=reason, ended_at=at, end_kind=kind, end_reason=reason.strip())
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        membership.suspensions.filter(lifted_at__isnull=True).update(lifted_at=at)
        _close_roles(membership, at, f"Membership ended: {EndKind(kind).label}.")
        if kind != EndKind.DECEASED:
            _write(membership, "ended", at, kind=str(EndKind(kind).label))
        return membership


def suspend(actor: Viewer, membership_id: int, *, reason: str, at: datetime) -> Membership:
    """Suspend at once, with a reason; the next request of the member is refused."""
    with transaction.atomic():
        membership = _move(actor, membership_id, "suspend", at=at, reason=reason)
        Suspension.objects.create(membership=membership, at=at, by_id=actor.person_id, reason=reason)
        membership.leaves.filter(ended_at__isnull=True).update(ended_at=at)
        _close_roles(membership, at, "Suspended.")
        _write(membership, "suspended", at, reason=reason)
        return membership


def lift_suspension(actor: Viewer, membership_id: int, *, reason: str, at: datetime) -> Membership:
    """Lift a suspension."""
    with transaction.atomic():
        membership = _move(actor, membership_id, "lift-suspension", at=at, reason=reason)
        membership.suspensions.filter(lifted_at__isnull=True).update(lifted_at=at)
        _open_role(membership, at, "Suspension lifted.")
        _write(membership, "suspension-lifted", at)
        return membership


def open_removal(actor: Viewer, membership_id: int, *, grounds: str, at: datetime) -> Proceeding:
    """Begin a removal: the grounds go to the member in writing, with time to reply."""
    if len(grounds.strip()) < 20:
        raise Refused.of("grounds", _("Removal needs written grounds."), _("Say what happened, when, and which rule it broke."))
    with transaction.atomic():
        membership: Membership = see(actor, "membership.manage", Membership.objects.select_for_update(), pk=membership_id)
        if membership.state == MembershipState.ENDED:
            raise NotAMove("Membership", membership.state, "remove")
        running = membership.proceedings.filter(state__in=["notice", "proposed"]).first()
        if running is not None:
            return running
        until = at + timedelta(days=value("membership.reply-days"))
        made = Proceeding.objects.create(
            membership=membership, grounds=grounds.strip(), opened_at=at, opened_by_id=actor.me, reply_until=until
        )
        record(actor, "proceeding.opened", made, at=at, after={"state": made.state, "membership": membership.pk, "reply_until": until})
        _write(membership, "removal-grounds", at, grounds=made.grounds, until=clock.in_words(until, None))
        owe("membership.reply", made, at=at, due_at=until, person_id=membership.person_id, url=f"/members/proceedings/{made.pk}/")
        return made


def reply(actor: Viewer, proceeding_id: int, *, text: str, at: datetime) -> Proceeding:
    """The member's reply to the grounds, within the time."""
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.view", Proceeding.objects.select_for_update(), pk=proceeding_id)
        if proceeding.membership.person_id != actor.person_id:
            raise NotAllowed("proceeding.reply", known=True)
        if at > proceeding.reply_until:
            raise Refused.of("text", _("The time to reply is over."), _("Write to the Secretariat."))
        proceeding.reply, proceeding.replied_at = text.strip(), at
        proceeding.save()
        record(actor, "proceeding.replied", proceeding, at=at)
        settle("membership.reply", proceeding, at=at)
        return proceeding


def decide_removal(actor: Viewer, proceeding_id: int, *, remove: bool, reason: str, at: datetime) -> Proceeding:
    """Decide a removal after the time to reply: two different officers say yes, or one says no."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), _("The member reads it."))
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.decide", Proceeding.objects.select_for_update(), pk=proceeding_id)
        before = proceeding.state
        if before not in {ProceedingState.NOTICE, ProceedingState.PROPOSED}:
            raise NotAMove("Proceeding", before, "decide")
        if proceeding.replied_at is None and at <= proceeding.reply_until:
            raise Refused.of("", _("The member may still reply."), _("Decide after %s.") % clock.in_words(proceeding.reply_until, None))
        if not remove:
            proceeding.state, proceeding.decided_at = ProceedingState.DISMISSED, at
        elif before == ProceedingState.NOTICE:
            proceeding.state, proceeding.first_officer_id = ProceedingState.PROPOSED, actor.person_id
        elif proceeding.first_officer_id == actor.person_id:
            raise Refused.of("", _("Two officers decide; you were the first."), _("Ask another officer."))
        else:
            proceeding.state, proceeding.second_officer_id, proceeding.decided_at = ProceedingState.UPHELD, actor.person_id, at
        proceeding.decision_reason = reason.strip()
        proceeding.save()
        record(actor, "proceeding.decided", proceeding, at=at, before={"state": before}, after={"state": proceeding.state}, reason=reason)
        if proceeding.state == ProceedingState.UPHELD:
            end(SYSTEM, proceeding.membership_id, EndKind.REMOVED, reason=reason, at=at)
        if proceeding.state in {ProceedingState.UPHELD, ProceedingState.DISMISSED}:
            _write(proceeding.membership, "removal-decided", at, outcome=str(ProceedingState(proceeding.state).label), reason=reason)
        return proceeding


def ask_review(actor: Viewer, proceeding_id: int, *, ground: str, at: datetime) -> Proceeding:
    """The removed person asks for a review, within thirty days."""
    with transaction.atomic():
        proceeding: Proceeding = see(actor, "proceeding.view", Proceeding.objects.select_for_update(), pk=proceeding_id)
        if (
            proceeding.membership.person_id != actor.person_id
            or proceeding.state != ProceedingState.UPHELD
            or proceeding.decided_at is None
        ):
            raise NotAllowed("proceeding.review", known=True)
        last = proceeding.decided_at + timedelta(days=30)
        if at > last:
            raise Refused.of("ground", _("A review could be asked for until %s.") % clock.in_words(last, None))
        if proceeding.review_asked_at is None:
            proceeding.review_asked_at, proceeding.review_ground = at, ground.strip()
            proceeding.save()
            record(actor, "proceeding.review-asked", proceeding, at=at)
            owe(
                "membership.review",
                proceeding,
                at=at,
                due_at=at + timedelta(days=30),
                role=Role.ADMINISTRATOR,
                url=f"/members/proceedings/{proceeding.pk}/",
            )
        return proceeding


def ask_renewal(actor: Viewer, membership_id: int, *, note: str, at: datetime) -> Renewal:
    """Ask for another term. Refused without a declaration of interests of the last 90 days, or where terms are used up."""
    with transaction.atomic():
        membership: Membership = see(actor, "membership.own", Membership.objects.select_for_update(), pk=membership_id)
        problems = []
        if membership.state not in LIVE:
            raise NotAMove("Membership", membership.state, "renew")
        if membership.term > value("membership.renewals"):
            problems.append(Problem("", _("The term has been renewed as often as the rules allow."), _("Apply to the next call.")))
        interests = call_queries.latest_interests(membership.person_id)
        if interests is None or interests.declared_at < at - timedelta(days=90):
            problems.append(Problem("", _("A renewal needs a fresh declaration of interests."), _("Save it anew, then come back.")))
        if not note.strip():
            problems.append(Problem("note", _("Say in a few words what you did in this term."), ""))
        if problems:
            raise Refused(*problems)
        asked, made = Renewal.objects.get_or_create(
            membership=membership, decided_at=None, defaults={"asked_at": at, "note": note.strip()[:2000]}
        )
        if made:
            record(actor, "renewal.asked", asked, at=at, after={"membership": membership.pk})
            owe("membership.renewal", asked, at=at, due_at=membership.ends_at, role=Role.OFFICER, url=f"/members/manage/{membership.pk}/")
        return asked


def decide_renewal(actor: Viewer, renewal_id: int, *, grant: bool, reason: str, at: datetime) -> Renewal:
    """Grant or refuse another term."""
    if not reason.strip():
        raise Refused.of("reason", _("A decision needs a reason."), "")
    with transaction.atomic():
        asked: Renewal = see(actor, "renewal.decide", Renewal.objects.select_for_update(), pk=renewal_id)
        asked.decided_at, asked.decided_by_id, asked.granted = at, actor.person_id, grant
        asked.save()
        membership = asked.membership
        if grant:
            membership.term += 1
            membership.ends_at = add_months(membership.ends_at, value("membership.term-months"))
            membership.save()
        record(actor, "renewal.decided", asked, at=at, after={"granted": grant, "ends_at": membership.ends_at}, reason=reason)
        settle("membership.renewal", asked, at=at)
        _write(
            membership,
            "renewal-decided",
            at,
            outcome=_("granted") if grant else _("not granted"),
            ends=clock.in_words(membership.ends_at, None),
            reason=reason,
        )
        return asked


def update_profile(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> Profile:
    """Change one's entry in the directory. A new organisation asks for interests anew within thirty days."""
    with transaction.atomic():
        profile: Profile = see(actor, "profile.edit", Profile.objects.select_for_update(), person_id=actor.person_id)
        problems = []
        for name, limit in {"organisation": 200, "expertise": 2000}.items():
            if len(str(values.get(name, ""))) > limit:
                problems.append(
                    Problem(
                        name,
                        _("At most %(limit)s characters; there are %(count)s.") % {"limit": limit, "count": len(str(values[name]))},
                        _("Shorten it."),
                    )
                )
        for name, scheme in {"sectors": "sectors", "topics": "topics"}.items():
            wrong = set(values.get(name, [])) - vocabulary.codes(scheme)
            if wrong:
                problems.append(Problem(name, _("Not in the list: %s.") % ", ".join(sorted(wrong)), _("Choose entries of the list.")))
        if values.get("organisation_kind") and values["organisation_kind"] not in vocabulary.codes("organisation-kinds"):
            problems.append(Problem("organisation_kind", _("Not in the list."), _("Choose an entry of the list.")))
        if problems:
            raise Refused(*problems)
        moved = "organisation" in values and values["organisation"].strip().casefold() != profile.organisation.casefold()
        changed = [
            name
            for name in ("organisation", "organisation_kind", "sectors", "topics", "expertise")
            if name in values and values[name] != getattr(profile, name)
        ]
        for name in changed:
            setattr(profile, name, values[name])
        profile.save()
        update_person(actor, {name: values[name] for name in ("time_zone", "languages", "country") if name in values}, at=at)
        for name in ("time_zone", "languages"):
            if name in values:
                setattr(profile, name, values[name])
        if values.get("country"):
            profile.country, profile.region = values["country"], vocabulary.region_of(values["country"])
        profile.save()
        record(actor, "profile.updated", profile, at=at, after={"fields": changed})
        membership = Membership.objects.filter(person_id=actor.me, state__in=LIVE).first()
        if moved and membership is not None:
            owe(
                "calls.declare-interests",
                profile.person,
                at=at,
                due_at=at + timedelta(days=30),
                person_id=actor.person_id,
                url="/calls/my-interests/",
            )
        if membership is not None:
            search.put(membership)
        return profile


def set_public(actor: Viewer, *, yes: bool, at: datetime) -> Profile:
    """Agree to be named in public, or take it back; the page is gone from public view at once."""
    with transaction.atomic():
        profile: Profile = see(actor, "profile.edit", Profile.objects.select_for_update(), person_id=actor.person_id)
        calls.set_consent(actor, yes=yes, at=at)
        profile.public = yes
        profile.save(update_fields=["public"])
        record(actor, "profile.public-set", profile, at=at, after={"public": yes})
        return profile


def appoint(actor: Viewer, person_id: int, role: Role, *, starts: datetime, ends: datetime, reason: str, at: datetime) -> RoleGrant:
    """Give a member an office of the network for a time. Chairs: at most two, of different profile and region, and not a fourth term running."""
    require(actor, "role.appoint")
    if role not in {Role.CHAIR, Role.RAPPORTEUR, Role.WORK_ITEM_LEAD}:
        raise Refused.of("role", _("This office is not given here."), _("Staff roles are given by an administrator."))
    if not Membership.objects.filter(person_id=person_id, state=MembershipState.ACTIVE).exists():
        raise Refused.of("person", _("Only an active member can hold an office."), "")
    if role == Role.CHAIR:
        _check_chair(person_id, starts, ends)
    return grant_role(SYSTEM, person_id, role, at=starts, ends_at=ends, reason=reason)


def _check_chair(person_id: int, starts: datetime, ends: datetime) -> None:
    if ends > add_months(starts, value("membership.chair-months")):
        raise Refused.of("ends", _("A chair serves %s months at most.") % value("membership.chair-months"), _("Choose an earlier end."))
    running = RoleGrant.objects.filter(in_force(starts), role=Role.CHAIR).exclude(person_id=person_id).select_related("person__profile")
    if len(running) >= 2:
        raise Refused.of("role", _("There are two chairs already."), _("End one of the offices first."))
    mine = Profile.objects.filter(person_id=person_id).first()
    for other in running:
        theirs = getattr(other.person, "profile", None)
        if mine and theirs and (mine.profile == theirs.profile or mine.region == theirs.region):
            raise Refused.of("role", _("Two chairs differ in profile and in region."), _("Choose somebody else."))
    earlier = RoleGrant.objects.filter(
        person_id=person_id, role=Role.CHAIR, starts_at__lt=starts, ends_at__gt=add_months(starts, -12 * value("membership.chair-terms"))
    ).count()
    if earlier >= value("membership.chair-terms"):
        raise Refused.of("role", _("This person has served as often in a row as the rules allow."), _("Choose somebody else."))


def write_to(actor: Viewer, membership_id: int, *, text: str, at: datetime) -> None:
    """Write to a member through the house; no address is shown to either."""
    if not text.strip() or len(text) > 5000:
        raise Refused.of("text", _("A message has 1 to 5,000 characters."), "")
    with transaction.atomic():
        membership: Membership = see(actor, "member.write-to", pk=membership_id)
        sender = Membership.objects.filter(person_id=actor.me, state__in=LIVE).select_related("person").first()
        values = {
            "sender": sender.person.name if sender else _("The Secretariat"),
            "text": text.strip(),
            "reply_url": f"/members/{sender.pk}/" if sender else "/contact/",
        }
        send(actor, Draft("post.member-message", values, person_id=membership.person_id), at=at)
        record(actor, "member.written-to", membership, at=at)
