"""Applying: start, save, submit, withdraw; and the gate through which every change of state goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts.actions import clean_address, update_person
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.files import actions as files
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.calls import steps
from interchange.network.calls.actions.declarations import accept_texts
from interchange.network.calls.models import (
    AccessNeeds,
    Application,
    ApplicationFile,
    ApplicationVersion,
    BalanceData,
    Call,
    Evidence,
    Invitation,
)
from interchange.network.calls.queries import accepted_texts, has_interests, invited, is_over, live_application
from interchange.network.calls.vocabulary import MOVES, REQUIRED_TEXTS, ApplicationState, CallState, FileKind, Gender

PURPOSE = {FileKind.CV: "cv", FileKind.LETTER: "nomination-letter"}
INVITATION_DAYS = 14


class Late(Refused):
    """The call is closed; the server's clock decides. Carries the call, so that the page can show both times."""

    def __init__(self, call: Call) -> None:
        self.call = call
        words = _("The call closed at %s.") % clock.in_words(call.closes_at, None)
        super().__init__(*Refused.of("", words, _("Your draft is kept as it is and can still be read.")).problems)


def start_application(actor: Viewer, call_id: int, *, at: datetime) -> Application:
    """Begin an application, or return the live one: one per person and call."""
    require(actor, "application.start")
    with transaction.atomic():
        call = see(actor, "call.view", Call.objects.select_for_update(), pk=call_id)
        existing = live_application(actor.person_id or 0, call_id)
        if existing is not None:
            return existing
        email = _person(actor).email
        by_invitation = invited(call, email, at)
        if call.state != CallState.PUBLISHED or at < call.opens_at:
            raise Refused.of("", _("The call is not open."), _("It opens at %s.") % clock.in_words(call.opens_at, actor.time_zone))
        if is_over(call, at) and not by_invitation:
            raise Late(call)
        person = _person(actor)
        application = Application.objects.create(
            call=call, person=person, started_at=at, saved_at=at, invited=by_invitation,
            given_name=person.given_name, family_name=person.family_name, publication_name=person.publication_name,
            country=person.country, time_zone=person.time_zone, languages=person.languages,
        )  # fmt: skip
        record(
            actor, "application.started", application, at=at, after={"state": application.state, "call": call_id, "invited": by_invitation}
        )
        return application


def _person(actor: Viewer) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=actor.me)


def _open_for_edit(actor: Viewer, application_id: int, step: str, revision: int | None, at: datetime) -> Application:
    """The application, locked, if this step of it may be edited now by this person with this revision."""
    application = Application.objects.select_for_update(of=("self",)).select_related("call").filter(pk=application_id).first()
    if application is None or application.person_id != actor.person_id:
        raise NotAllowed("application.edit")
    if application.state == ApplicationState.RETURNED:
        if step not in application.repair_parts:
            raise Refused.of("", _("This part was not returned to you."), _("Edit the parts named in the letter."))
        if application.repair_until and at > application.repair_until:
            raise Refused.of("", _("The time to complete the application is over."))
    elif application.state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED}:
        raise NotAMove("Application", application.state, "edit")
    elif is_over(application.call, at) and not _invited_still(application, at):
        raise Late(application.call)
    if revision is not None and revision != application.revision:
        raise Stale(application)
    return application


def _invited_still(application: Application, at: datetime) -> bool:
    return application.invited and invited(application.call, application.person.email, at)


def _saved(actor: Viewer, application: Application, step: str, at: datetime) -> Application:
    application.revision += 1
    application.saved_at = at
    application.save()
    record(actor, "application.saved", application, at=at, after={"step": step, "revision": application.revision})
    return application


def save_step(actor: Viewer, application_id: int, step: str, data: Mapping[str, Any], *, revision: int | None, at: datetime) -> Application:
    """Save one step of one's application. A draft may be incomplete. Raises `Stale` where another tab saved meanwhile, `Late` after closing."""
    with transaction.atomic():
        application = _open_for_edit(actor, application_id, step, revision, at)
        values = steps.read_step(step, data)
        if step == "text":
            application.answers = {**application.answers, **steps.read_answers(list(application.call.questions.all()), data)}
        for name, value in values.items():
            setattr(application, name, value)
        if step == "practical" and "access_needs" in data:
            needs = steps.tidy(data["access_needs"] or "")
            if needs:
                AccessNeeds.objects.update_or_create(application=application, defaults={"text": needs[:2000]})
            else:
                AccessNeeds.objects.filter(application=application).delete()
        if step == "identity":
            update_person(
                actor,
                {
                    name: values[name]
                    for name in ("given_name", "family_name", "publication_name", "country", "time_zone", "languages")
                    if values.get(name)
                },
                at=at,
            )
        return _saved(actor, application, step, at)


def save_evidence(
    actor: Viewer, application_id: int, rows: Sequence[Mapping[str, Any]], *, revision: int | None, at: datetime
) -> Application:
    """Put the pieces of evidence in place of the saved ones."""
    with transaction.atomic():
        application = _open_for_edit(actor, application_id, "evidence", revision, at)
        found = steps.read_evidence(rows, at.year)
        application.evidence.all().delete()
        Evidence.objects.bulk_create([Evidence(application=application, **row) for row in found])
        return _saved(actor, application, "evidence", at)


def save_balance(
    actor: Viewer, application_id: int, *, gender: str, early_career: bool | None, revision: int | None, at: datetime
) -> Application:
    """Save the optional balance data, apart from what reviewers see."""
    with transaction.atomic():
        application = _open_for_edit(actor, application_id, "balance", revision, at)
        if gender and gender not in Gender.values:
            raise Refused.of("gender", _("That is not one of the choices."), _("Choose an entry of the list."))
        BalanceData.objects.update_or_create(application=application, defaults={"gender": gender, "early_career": early_career})
        return _saved(actor, application, "balance", at)


def give_file(actor: Viewer, application_id: int, kind: FileKind, upload: "UploadedFile[Any]", *, at: datetime) -> Application:
    """Add or replace a file. Checked by content and size; after closing nothing is stored."""
    with transaction.atomic():
        application = _open_for_edit(actor, application_id, "files", None, at)
        stored = files.store(actor, upload, purpose=PURPOSE[kind], field=str(kind), at=at)
        old = application.files.filter(kind=kind).select_related("file").first()
        ApplicationFile.objects.update_or_create(application=application, kind=kind, defaults={"file": stored, "added_at": at})
        if old is not None:
            files.remove(actor, old.file, at=at)
        return _saved(actor, application, "files", at)


def remove_file(actor: Viewer, application_id: int, kind: FileKind, *, at: datetime) -> Application:
    """Take a file out of one's application."""
    with transaction.atomic():
        application = _open_for_edit(actor, application_id, "files", None, at)
        for entry in application.files.filter(kind=kind).select_related("file"):
            entry.delete()
            files.remove(actor, entry.file, at=at)
        return _saved(actor, application, "files", at)


def problems_of(application: Application, at: datetime) -> list[tuple[str, Any]]:
    """What stands between the application and its submission."""
    kinds = {entry.kind for entry in application.files.all()}
    asked = {text.pk for text in application.call.texts.all() if text.kind in REQUIRED_TEXTS}
    return steps.missing(
        application,
        has_interests=has_interests(application.person_id),
        unaccepted=len(asked - accepted_texts(application.person_id)),
        has_cv=FileKind.CV in kinds,
        has_letter=FileKind.LETTER in kinds,
    )


def submit(actor: Viewer, application_id: int, *, at: datetime, accepted: list[int] | None = None) -> Application:
    """Submit: the server's time decides. A second click, or submitting what was edited, makes no second application. Refuses with everything that is missing."""
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).select_related("call", "person").filter(pk=application_id).first()
        if application is None or application.person_id != actor.person_id:
            raise NotAllowed("application.submit")
        newest = application.versions.first()
        if application.state == ApplicationState.SUBMITTED and newest is not None and newest.content == steps.snapshot(application):
            return application
        if application.state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED}:
            raise NotAMove("Application", application.state, "submit")
        if application.state == ApplicationState.RETURNED:
            if application.repair_until and at > application.repair_until:
                raise Refused.of("", _("The time to complete the application is over."))
        elif is_over(application.call, at) and not _invited_still(application, at):
            raise Late(application.call)
        if accepted:
            accept_texts(actor, accepted, at=at)
        wrong = problems_of(application, at)
        if wrong:
            raise Refused(*(problem for _step, problem in wrong))
        before = application.state
        first = application.number is None
        if first:
            application.number = next_number("APP", at.year)
            application.submitted_at = at
        if before != ApplicationState.SUBMITTED:
            application.state = MOVES.target("resubmit" if before == ApplicationState.RETURNED else "submit", before)
        application.saved_at = at
        application.save()
        version = ApplicationVersion.objects.create(
            application=application, number=(newest.number if newest else 0) + 1, taken_at=at, content=steps.snapshot(application)
        )
        record(
            actor,
            "application.submitted",
            application,
            at=at,
            before={"state": before},
            after={"state": application.state, "number": application.number, "version": version.number},
        )
        values = {
            "number": application.number,
            "call": application.call.title,
            "at": clock.in_words(at, application.time_zone),
            "url": f"/applications/{application.pk}/",
            "version": version.number,
        }
        send(
            SYSTEM,
            Draft(
                "calls.receipt",
                values,
                person_id=application.person_id,
                subject=application,
                key=f"calls.receipt:{application.pk}:{version.number}",
            ),
            at=at,
        )
        return application


def withdraw(actor: Viewer, application_id: int, *, at: datetime, reason: str = "") -> Application:
    """Take one's application back, at any time before a decision; reviewers lose it at once."""
    application = see(actor, "application.own", pk=application_id)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    with transaction.atomic():
        done = advance(actor, application_id, "withdraw", at=at, reason=reason)
        if done.number:
            send(
                SYSTEM,
                Draft(
                    "calls.withdrawn",
                    {"number": done.number, "call": done.call.title},
                    person_id=done.person_id,
                    subject=done,
                    key=f"calls.withdrawn:{done.pk}",
                ),
                at=at,
            )
        return done


def advance(
    actor: Viewer,
    application_id: int,
    move: str,
    *,
    at: datetime,
    reason: str = "",
    outcome: str = "",
    fields: Mapping[str, Any] | None = None,
) -> Application:
    """Move an application on: the gate for every change of state. `fields` are set with it; deciding needs an outcome and a reason."""
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application_id)
        require(actor, f"application.{move}", application)
        before = application.state
        application.state = MOVES.target(move, before)
        for name, value in (fields or {}).items():
            setattr(application, name, value)
        if move == "decide":
            if not reason.strip() or not outcome:
                raise Refused.of("reason", _("A decision needs an outcome and a reason."), _("Give both."))
            application.outcome, application.decision_reason = outcome, reason.strip()
            application.decided_at, application.decided_by_id = at, actor.person_id
        elif outcome:
            application.outcome = outcome
        if move == "reopen-review":
            application.outcome = ""
        application.save()
        record(
            actor,
            f"application.{move}",
            application,
            at=at,
            before={"state": before},
            after={"state": application.state, "outcome": application.outcome},
            reason=reason,
        )
        return application


def invite(actor: Viewer, call_id: int, email: str, *, at: datetime) -> Invitation:
    """Ask somebody to apply, to fill a gap: the same form, marked, open to them for fourteen days whatever the call's closing."""
    address = clean_address(email)
    with transaction.atomic():
        call = see(actor, "call.invite", pk=call_id)
        invitation, _made = Invitation.objects.update_or_create(
            call=call,
            email=address,
            defaults={"invited_by_id": actor.me, "invited_at": at, "expires_at": at + timedelta(days=INVITATION_DAYS)},
        )
        record(actor, "call.invited", invitation, at=at, after={"call": call_id, "expires_at": invitation.expires_at})
        values = {"call": call.title, "url": f"/calls/{call.slug}/apply/", "until": clock.in_words(invitation.expires_at, None)}
        send(SYSTEM, Draft("calls.invitation", values, address=address, key=f"calls.invitation:{invitation.pk}:{at.isoformat()}"), at=at)
        return invitation


def lapse_repairs(at: datetime) -> int:
    """Returned applications whose time is over become ineligible, with reason and letter; returns how many."""
    count = 0
    for application in Application.objects.filter(state=ApplicationState.RETURNED, repair_until__lt=at).select_related("call"):
        with transaction.atomic():
            reason = "Returned for completion; not completed in time."
            done = advance(SYSTEM, application.pk, "find-ineligible", at=at, reason=reason)
            values = {"number": done.number, "call": done.call.title}
            send(
                SYSTEM,
                Draft("calls.not-completed", values, person_id=done.person_id, subject=done, key=f"calls.not-completed:{done.pk}"),
                at=at,
            )
            count += 1
    return count
