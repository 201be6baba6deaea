"""Verbs: a note comes in, is verified or not accepted, a place ends; groups are kept."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts import actions as accounts
from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.kinds import define
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.files.actions import store
from interchange.ground.journal.actions import record
from interchange.ground.policy.actions import end_role, grant_role
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions as post
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.models import MemberState
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.states import changes, queries
from interchange.network.states.models import Group, NamedPerson, Note, Place
from interchange.network.states.vocabulary import (
    FUNCTION_LIMIT,
    GROUP_NAME_LIMIT,
    LETTERS_OF_THE_OFFICE,
    MAIN,
    NAME_LIMIT,
    NOTE_MOVES,
    PLACES,
    REASON_LIMIT,
    REFERENCE_LIMIT,
    NoteState,
)

DUTY = "states.note"
define(DUTY, _("Verify note {number} of a Member State"))
ROLE_OF = {True: Role.FOCAL_POINT, False: Role.ALTERNATE}


def _person(given: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: " ".join(str(given.get(name) or "").split()) for name in ("given_name", "family_name", "email", "function")}
    texts["email"] = texts["email"].lower()
    return texts


def _wrong_persons(people: Sequence[dict[str, str]]) -> list[Problem]:
    if len(people) > PLACES:
        return [
            Problem(
                "persons",
                _("A State names one main focal point and two alternates at most; the note names %(n)d persons.") % {"n": len(people)},
                _("Ask the mission which three are meant."),
            )
        ]
    if not people or not people[0]["email"]:
        return [Problem("email_0", _("A note names at least the main focal point."), _("Give the name and the e-mail address."))]
    problems = []
    for place, one in enumerate(people):
        if not one["given_name"] and not one["family_name"]:
            problems.append(Problem(f"given_name_{place}", _("A person needs a name."), _("Give it as the note has it.")))
        for name, limit in (("given_name", NAME_LIMIT), ("family_name", NAME_LIMIT), ("function", FUNCTION_LIMIT)):
            if len(one[name]) > limit:
                problems.append(Problem(f"{name}_{place}", _("At most %(n)d characters.") % {"n": limit}, _("Shorten it.")))
        try:
            accounts.clean_address(one["email"])
        except Refused as refused:
            problems += [Problem(f"email_{place}", problem.rule, problem.remedy) for problem in refused.problems]
    if len({one["email"] for one in people}) < len(people):
        problems.append(
            Problem("persons", _("The same e-mail address stands there twice."), _("Each person needs an address of their own."))
        )
    return problems


def enter_note(
    actor: Viewer, iso2: str, *, reference: str, dated: date, persons: Sequence[Mapping[str, Any]], file: "UploadedFile[Any]", at: datetime
) -> Note:
    """Give in a note that names who is to speak for a State: the first of `persons` is the main focal point, the others are alternates.

    By an officer, or by whoever speaks for the State now (U76). Nothing changes until another officer has verified it. The same reference of the
    same day gives the first note while it waits. Raises `Refused` naming "reference", "dated", "file", "persons" (a fourth person) and the fields of a person.
    """
    require(actor, "state-note.enter")
    state = see(actor, "state-note.enter", pk=iso2)
    reference = " ".join(reference.split())
    people = [one for one in map(_person, persons) if any(one.values())]
    problems = _wrong_persons(people)
    if not 1 <= len(reference) <= REFERENCE_LIMIT:
        problems.append(
            Problem(
                "reference",
                _("A note has a reference of at most %(n)d characters.") % {"n": REFERENCE_LIMIT},
                _("Give the one at its head."),
            )
        )
    if dated > at.astimezone(clock.network_zone()).date():
        problems.append(Problem("dated", _("This day is still to come."), _("Give the date at the note’s head.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        MemberState.objects.select_for_update().get(pk=iso2)  # one note of a State at a time
        same = Note.objects.filter(member_state=state, reference=reference, dated=dated, state=NoteState.RECEIVED).first()
        if same is not None:
            return same
        kept = store(actor, file, purpose="state-note", field="file", at=at)
        made = Note.objects.create(
            number=next_number("NV", at.year), member_state=state, reference=reference, dated=dated, file=kept, entered_by_id=actor.me, entered_at=at
        )  # fmt: skip
        NamedPerson.objects.bulk_create(NamedPerson(note=made, place=place, **one) for place, one in enumerate(people))
        record(actor, "state-note.received", made, at=at, after={"state": made.state, "member_state": iso2, "persons": len(people)})
        owe(DUTY, made, at=at, role=Role.OFFICER, url=made.get_absolute_url())
        return made


def _locked(actor: Viewer, note_id: int) -> Note:
    """A note and its State, held until the transaction ends."""
    found = see(actor, "state-note.settle", Note.objects.select_related("member_state"), pk=note_id)
    MemberState.objects.select_for_update().get(pk=found.member_state_id)
    return see(actor, "state-note.settle", Note.objects.select_for_update(of=("self",)).select_related("member_state"), pk=note_id)


def _settled(actor: Viewer, note: Note, move: str, at: datetime, reason: str = "") -> None:
    before = note.state
    note.state, note.settled_by_id, note.settled_at, note.reason = NOTE_MOVES.target(move, before), actor.me, at, reason
    note.save()
    settle(DUTY, note, at=at)
    record(actor, f"state-note.{move}", note, at=at, before={"state": before}, after={"state": note.state}, reason=reason)
    values = {
        "state": note.member_state.name,
        "note": note.number,
        "accepted": move == "verify",
        "reason": reason,
        "url": note.get_absolute_url(),
    }
    send(
        SYSTEM,
        Draft("states.note-settled", values, person_id=note.entered_by_id, subject=note, key=f"states.note-settled:{note.pk}"),
        at=at,
    )


def verify_note(actor: Viewer, note_id: int, *, at: datetime) -> Note:
    """Verify a note: those whom it names hold the places from this instant; whoever held one and is not named has no access in the same instant.

    By another officer than the one who entered it. Outstanding sign-in links, sessions and letters not sent yet of those replaced end at once; what
    they filed stays with the State. Raises `Refused` where a note of a later date is in force. Again is harmless.
    """
    with transaction.atomic():
        note = _locked(actor, note_id)
        if note.state == NoteState.VERIFIED:
            return note
        NOTE_MOVES.target("verify", note.state)
        others = Note.objects.filter(member_state=note.member_state)
        held = others.filter(state=NoteState.VERIFIED).first()
        if held is not None and held.dated > note.dated:
            words = {"number": held.number, "day": held.dated.isoformat()}
            raise Refused.of(
                "",
                _("A note of a later date is in force: %(number)s of %(day)s.") % words,
                _("Do not accept this one, or ask the mission."),
            )
        for old in others.filter(state__in=[NoteState.RECEIVED, NoteState.VERIFIED], entered_at__lte=note.entered_at).exclude(pk=note.pk):
            before, old.state = old.state, NOTE_MOVES.target("replace", old.state)
            old.save(update_fields=["state"])
            settle(DUTY, old, at=at)
            record(actor, "state-note.replace", old, at=at, before={"state": before}, after={"state": old.state, "by": note.pk})
        _settled(actor, note, "verify", at)
        _seat(actor, note, at)
        return note


def _seat(actor: Viewer, note: Note, at: datetime) -> None:
    """Make the places those of the note."""
    named = list(note.persons.all())
    people = {one.place: accounts.person_for(one.email, at=at) for one in named}
    if len({one.pk for one in people.values()}) < len(people):
        raise Refused.of("", _("Two of the addresses belong to one person."), _("Ask the mission for an address of each."))
    wanted = {(place, person.pk) for place, person in people.items()}
    held = list(Place.objects.select_for_update().filter(member_state=note.member_state, ends_at__isnull=True).select_related("person"))
    staying = {(one.place, one.person_id) for one in held} & wanted
    ending = [one for one in held if (one.place, one.person_id) not in staying]
    named_ids = {person.pk for person in people.values()}
    for one in ending:
        _end(actor, one, at, ended_by=note, leaves=one.person_id not in named_ids)
    for given in named:
        person = people[given.place]
        if (given.place, person.pk) in staying:
            continue
        if not person.given_name and not person.family_name and not person.publication_name:
            accounts.update_person(Viewer(person_id=person.pk), {"given_name": given.given_name, "family_name": given.family_name}, at=at)
        made = Place.objects.create(
            member_state=note.member_state, place=given.place, person=person, note=note, function=given.function, starts_at=at
        )
        grant_role(SYSTEM, person.pk, ROLE_OF[made.is_main], at=at, scope=f"state:{note.member_state_id}", reason=note.number)
        after = {"member_state": note.member_state_id, "place": made.place, "person": person.pk}
        record(actor, "state-place.taken", made, at=at, after=after)
        _write_to_named(made, at, key=f"states.named:{made.pk}")
    changes.tell(note.member_state_id, sorted(named_ids), at)


def _write_to_named(place: Place, at: datetime, key: str) -> None:
    state = place.member_state
    values = {"state": state.name, "main": place.is_main, "note": place.note.number, "url": f"/states/{state.pk}/"}
    send(SYSTEM, Draft("states.named", values, person_id=place.person_id, subject=place.note, key=key), at=at)


def _end(actor: Viewer, place: Place, at: datetime, *, ended_by: Note | None, leaves: bool, reason: str = "") -> None:
    place.ends_at, place.ended_by, place.reason = max(at, place.starts_at), ended_by, reason
    place.save(update_fields=["ends_at", "ended_by", "reason"])
    iso2 = place.member_state_id
    end_role(SYSTEM, place.person_id, ROLE_OF[place.is_main], at=at, scope=f"state:{iso2}", reason=ended_by.number if ended_by else reason)
    record(
        actor,
        "state-place.ended",
        place,
        at=at,
        after={"member_state": iso2, "place": place.place, "person": place.person_id},
        reason=reason,
    )
    if leaves:
        accounts.end_links(place.person_id, at=at)
        post.recall(SYSTEM, place.person_id, LETTERS_OF_THE_OFFICE, at=at)
        values = {"state": place.member_state.name, "note": ended_by.number if ended_by else ""}
        key = f"states.ended:{place.pk}"
        send(SYSTEM, Draft("states.ended", values, person_id=place.person_id, subject=place.note, key=key), at=at)


def refuse_note(actor: Viewer, note_id: int, *, reason: str, at: datetime) -> Note:
    """Do not accept a note, with a reason that whoever gave it in reads. Nothing changes for the State. Again is harmless."""
    words = reason.strip()
    if not words or len(words) > REASON_LIMIT:
        raise Refused.of("reason", _("Not accepting a note needs a reason."), _("Say what is missing, so that the mission can mend it."))
    with transaction.atomic():
        note = _locked(actor, note_id)
        if note.state != NoteState.REFUSED:
            _settled(actor, note, "refuse", at, reason=words)
        return note


def end_place(actor: Viewer, place_id: int, *, reason: str, at: datetime) -> Place:
    """End somebody's place without another note (they left; the account was misused). Access stops in that instant."""
    words = reason.strip()
    if not words or len(words) > REASON_LIMIT:
        raise Refused.of("reason", _("Ending a place without a note needs a reason."), _("Say in a few words why."))
    with transaction.atomic():
        place = see(
            actor,
            "state-place.end",
            Place.objects.select_for_update(of=("self",)).select_related("member_state", "note", "person"),
            pk=place_id,
        )
        _end(actor, place, at, ended_by=None, leaves=True, reason=words)
        left = (
            Place.objects.filter(member_state=place.member_state_id, ends_at__isnull=True)
            .order_by("place")
            .values_list("person_id", flat=True)
        )
        changes.tell(place.member_state_id, sorted(left), at)
        return place


def write_again(actor: Viewer, place_id: int, *, at: datetime) -> Place:
    """Write to somebody who holds a place once more how they come in; once an hour at most."""
    require(actor, "state-place.end")
    with transaction.atomic():
        place = see(actor, "state-place.end", Place.objects.select_related("member_state", "note"), pk=place_id)
        _write_to_named(place, at, key=f"states.named:{place.pk}:{at:%Y%m%d%H}")
        record(actor, "state-place.written-to", place, at=at)
        return place


def set_group(
    actor: Viewer, code: str, *, name: str = "", states: Sequence[str] = (), coordinator: str, since: date | None, reason: str, at: datetime, new: bool = False
) -> Group:  # fmt: skip
    """Keep a group: which State coordinates it (""; none), and for groups that are not regional its name and its States.

    The States of a regional group are those that stand in it (`vocabulary.set_state`). Raises `Refused` naming "code", "name", "states", "coordinator",
    "since" or "reason". What was filed on behalf of the group before keeps the States that it named.
    """
    require(actor, "state-group.edit")
    code = code.strip().lower()
    regional = code in vocabulary.codes("regions")
    known = dict(vocabulary.member_states())
    problems = [] if reason.strip() else [Problem("reason", _("A change needs a reason."), _("Say in a few words why."))]
    name, chosen = " ".join(name.split()), sorted(set(states))
    now = queries.group(code)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 60 or code == "new":
        problems.append(Problem("code", _("A code is made of small letters, digits and hyphens."), _("For example: g-90.")))
    elif new and now is not None:
        problems.append(Problem("code", _("There is a group of that code."), _("Open it, or choose another code.")))
    elif not new and now is None:
        raise NotAllowed("state-group.edit")
    if regional:
        name, chosen = "", []
    else:
        if not 1 <= len(name) <= GROUP_NAME_LIMIT:
            problems.append(Problem("name", _("A group needs a name of at most %(n)d characters.") % {"n": GROUP_NAME_LIMIT}))
        if len(chosen) < 2 or not set(chosen) <= set(known):
            problems.append(Problem("states", _("A group has at least two Member States."), _("Choose them from the list.")))
    members = set(now.states) if regional and now else set(chosen)
    if coordinator and coordinator not in members:
        problems.append(Problem("coordinator", _("The coordinator is a State of the group."), _("Choose one of its States, or none.")))
    if since is not None and since > at.astimezone(clock.network_zone()).date():
        problems.append(Problem("since", _("This day is still to come."), _("Enter the change when it is in force.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        held = Group.objects.select_for_update().filter(pk=code).first()
        before = {"states": held.states, "coordinator": held.coordinator_id, "since": held.since} if held else {}
        after = {"states": chosen, "coordinator": coordinator or None, "since": since}
        if held is not None and before == after and held.name == name:
            return held
        made, _made = Group.objects.update_or_create(
            pk=code, defaults={"name": name, "states": chosen, "coordinator_id": coordinator or None, "since": since, "changed_at": at}
        )
        record(actor, "state-group.set", made, at=at, before=before, after=after, reason=reason)
        return made


def forget_person(person_id: int, emails: Sequence[str], at: datetime) -> int:
    """Take somebody's name and address out of the notes that named them (erasure); the notes, their files and what was filed stay."""
    with transaction.atomic():
        found = NamedPerson.objects.filter(email__in=list(emails)).exclude(email="")
        notes = set(found.values_list("note_id", flat=True))
        done = found.update(given_name="", family_name="", email="", function="")
        Place.objects.filter(person_id=person_id).update(function="")
        for pk in sorted(notes):
            record(SYSTEM, "state-note.name-erased", ("states.note", pk), at=at)
        return done


__all__ = ["MAIN", "end_place", "enter_note", "forget_person", "refuse_note", "set_group", "verify_note", "write_again"]
