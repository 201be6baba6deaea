"""Verbs about an incident: open, name somebody, set what it reaches and list whom, note a measure, contain, decide, write and release the notice, close, reopen.

The order is that of NIST SP 800-61 (find and analyse; contain and recover; learn), with the decision to tell people and its clock beside it. Whoever
writes the notice does not release it. Words stay in the incident's own rows, never in the journal's remarks, which auditors can open.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.kinds import define
from interchange.ground.errors import NotAllowed, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.personal import REGISTER
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.privacy import queries
from interchange.ground.privacy.models import Handler, Incident, Measure, Touched
from interchange.ground.privacy.vocabulary import INCIDENT_MOVES, TEXT_LIMIT, TITLE_LIMIT, Decision, IncidentState, close_days, decide_hours
from interchange.ground.vocabulary.numbering import next_number

DECIDE, CLOSE = "privacy.decide", "privacy.close"
define(DECIDE, _("Decide whether people are told of {number}"))
define(CLOSE, _("Write the closing report of {number}"))


def _words(field: str, text: Any, rule: str, limit: int = TEXT_LIMIT) -> str:
    said = str(text or "").replace("\r\n", "\n").strip()
    if not said:
        raise Refused.of(field, rule, _("Say it in a few words."))
    if len(said) > limit:
        raise Refused.of(field, _("At most %(n)d characters.") % {"n": limit}, _("Shorten it."))
    return said


def _times(given: Mapping[str, Any], at: datetime) -> list[Problem]:
    noticed, began, ended = given.get("noticed_at"), given.get("began_at"), given.get("ended_at")
    problems = []
    if noticed is None or noticed > at:
        problems.append(Problem("noticed_at", _("Say when it was noticed; not later than now."), _("The clock runs from then.")))
    if began is not None and began > at:
        problems.append(Problem("began_at", _("That is still to come."), _("Leave it empty where it is not known.")))
    if ended is not None and (began is None or ended < began):
        problems.append(Problem("ended_at", _("It ends after it begins."), _("Give both, or leave the end empty.")))
    return problems


def _locked(actor: Viewer, pk: int, verb: str = "incident.handle") -> Incident:
    return see(actor, verb, Incident.objects.select_for_update(of=("self",)), pk=pk)


def _owe(found: Incident, person: int, at: datetime) -> None:
    if not found.decision:
        owe(DECIDE, found, at=at, due_at=found.decide_by, person_id=person, url=found.get_absolute_url())
    owe(CLOSE, found, at=at, due_at=found.close_by, person_id=person, url=found.get_absolute_url())


def _moved(actor: Viewer, found: Incident, move: str, at: datetime, **fields: Any) -> Incident:
    before, found.state = found.state, INCIDENT_MOVES.target(move, found.state)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    record(actor, f"incident.{move}", found, at=at, before={"state": before}, after={"state": found.state})
    return found


def open_incident(actor: Viewer, given: Mapping[str, Any], *, at: datetime) -> Incident:
    """Open an incident: title, what, noticed_at, began_at, ended_at. Whoever opens it is its first handler; its clocks run from `noticed_at`.

    Only handlers know of it from here on; the journal names its number. The same words noticed at the same moment again give the first one.
    Raises `Refused` naming "title", "what", "noticed_at", "began_at", "ended_at".
    """
    require(actor, "incident.open")
    title, what = " ".join(str(given.get("title", "")).split()), str(given.get("what", "")).replace("\r\n", "\n").strip()
    problems = _times(given, at)
    if not 1 <= len(title) <= TITLE_LIMIT:
        problems.append(
            Problem("title", _("It needs a title of at most %(n)d characters.") % {"n": TITLE_LIMIT}, _("Name no person in it."))
        )
    if not 1 <= len(what) <= TEXT_LIMIT:
        problems.append(
            Problem("what", _("Say what happened, in at most %(n)d characters.") % {"n": TEXT_LIMIT}, _("More can be added later."))
        )
    if problems:
        raise Refused(*problems)
    noticed = given["noticed_at"]
    with transaction.atomic():
        same = Incident.objects.filter(opened_by_id=actor.me, title=title, what=what, noticed_at=noticed).first()
        if same is not None:
            return same
        made = Incident.objects.create(
            number=next_number("INC", at.year, width=3), title=title, what=what, noticed_at=noticed, began_at=given.get("began_at"), ended_at=given.get("ended_at"),
            opened_at=at, opened_by_id=actor.me, decide_by=noticed + timedelta(hours=int(decide_hours())), close_by=noticed + timedelta(days=int(close_days())),
        )  # fmt: skip
        Handler.objects.create(incident=made, person_id=actor.me, named_by_id=actor.me, named_at=at)
        record(actor, "incident.opened", made, at=at, after={"state": made.state, "noticed_at": noticed})
        _owe(made, actor.me, at)
        return made


def name_handler(actor: Viewer, pk: int, *, address: str, at: datetime) -> Handler:
    """Name another officer or administrator for an incident, by e-mail address. Raises `Refused` naming "address" for anybody else."""
    with transaction.atomic():
        found = _locked(actor, pk)
        person = queries.can_handle(address, at)
        if person is None:
            raise Refused.of(
                "address",
                _("Nobody with that address is an officer or an administrator now."),
                _("Give the role first, or name somebody else."),
            )
        made, new = Handler.objects.get_or_create(incident=found, person=person, defaults={"named_by_id": actor.me, "named_at": at})
        if not new and made.ended_at is None:
            return made
        made.ended_at = None
        made.save(update_fields=["ended_at"])
        record(actor, "incident.handler-named", found, at=at, after={"person": person.pk})
        _owe(found, person.pk, at)
        return made


def end_handler(actor: Viewer, pk: int, handler_id: int, *, at: datetime) -> Handler:
    """Somebody has no part in it any more. Raises `Refused` for the last one."""
    with transaction.atomic():
        found = _locked(actor, pk)
        held = found.handlers.filter(ended_at__isnull=True)
        made = held.filter(pk=handler_id).first()
        if made is None:
            raise NotAllowed("incident.handle")
        if held.count() == 1:
            raise Refused.of("", _("This is the last one named for it."), _("Name somebody else first."))
        made.ended_at = at
        made.save(update_fields=["ended_at"])
        settle(DECIDE, found, at=at, person_id=made.person_id)
        settle(CLOSE, found, at=at, person_id=made.person_id)
        record(actor, "incident.handler-ended", found, at=at, after={"person": made.person_id})
        return made


def set_reach(actor: Viewer, pk: int, given: Mapping[str, Any], *, at: datetime) -> Incident:
    """Say which data (`keys` of the register), through whose account (`account`: an address, or ""), from when to when, with which likely consequences;
    then list the people touched. Listing again replaces the list; once people were told it only grows. `revision` notices another tab.

    Raises `Refused` naming "keys", "account", "began_at", "ended_at"; `Stale`.
    """
    keys = [key for key in dict.fromkeys(given.get("keys") or ()) if key in REGISTER.holdings]
    problems = [problem for problem in _times({**given, "noticed_at": at}, at) if problem.field != "noticed_at"]
    address = str(given.get("account") or "").strip().lower()
    account = Person.objects.filter(email=address).first() if address else None
    if address and account is None:
        problems.append(Problem("account", _("There is no account with that address."), _("Leave it empty where no account was misused.")))
    if not keys:
        problems.append(Problem("keys", _("Say which data."), _("Choose from the register.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        found = _locked(actor, pk)
        if given.get("revision") not in {None, found.revision}:
            raise Stale(found)
        found.keys, found.account, found.consequences = keys, account, str(given.get("consequences") or "").strip()[:TEXT_LIMIT]
        found.began_at, found.ended_at, found.counted_at, found.revision = (
            given.get("began_at"),
            given.get("ended_at"),
            at,
            found.revision + 1,
        )
        found.save()
        reached = queries.reach(keys, account=account.pk if account else None, began=found.began_at, ended=found.ended_at)
        _list(found, reached)
        after = {
            "keys": keys,
            "account": account.pk if account else None,
            "people": len(reached.people),
            "addresses": len(reached.addresses),
        }
        record(actor, "incident.reach-set", found, at=at, after=after)
        return found


def _list(found: Incident, reached: queries.Reach) -> None:
    """Keep who is touched; who was told already stays listed."""
    if found.told_at is None:
        found.touched.all().delete()
    held_people = set(found.touched.filter(person__isnull=False).values_list("person_id", flat=True))
    held_addresses = set(found.touched.exclude(address="").values_list("address", flat=True))
    Touched.objects.bulk_create(
        [
            *(Touched(incident=found, person_id=pk, keys=sorted(keys)) for pk, keys in reached.people.items() if pk not in held_people),
            *(
                Touched(incident=found, address=one, keys=sorted(keys))
                for one, keys in reached.addresses.items()
                if one not in held_addresses
            ),
        ],
        batch_size=500,
    )


def note_measure(actor: Viewer, pk: int, *, text: str, at: datetime) -> Measure:
    """Note what was done. The same words again give the first note."""
    said = _words("text", text, _("Say what was done."))
    with transaction.atomic():
        found = _locked(actor, pk)
        same = found.measures.filter(text=said, by_id=actor.me).first()
        if same is not None:
            return same
        made = Measure.objects.create(incident=found, text=said, at=at, by_id=actor.me)
        record(actor, "incident.measure", found, at=at, after={"measure": made.pk})
        return made


def contain(actor: Viewer, pk: int, *, at: datetime) -> Incident:
    """It goes on no more. Raises `Refused` where no measure says why; again is harmless."""
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.state == IncidentState.CONTAINED:
            return found
        if not found.measures.exists():
            raise Refused.of("", _("No measure says how it was contained."), _("Note first what was done."))
        return _moved(actor, found, "contain", at)


def decide(actor: Viewer, pk: int, *, decision: str, reason: str, at: datetime) -> Incident:
    """Decide whether the people touched are told, with the reason. It can be decided anew until they are. Raises `Refused` naming "decision", "reason"."""
    said = _words("reason", reason, _("The decision needs its reason."))
    if decision not in Decision.values:
        raise Refused.of("decision", _("Say whether they are told."), _("Choose one of the two."))
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.counted_at is None:
            raise Refused.of("", _("Nobody knows yet whom it touches."), _("Say which data it reached, so that the people are listed."))
        if found.told_at is not None:
            raise Refused.of("", _("They were told already."), _("Write further measures and the closing report."))
        if (found.decision, found.decision_reason) == (decision, said):
            return found
        before = found.decision
        found.decision, found.decision_reason, found.decided_by_id, found.decided_at = decision, said, actor.me, at
        found.save()
        settle(DECIDE, found, at=at)
        record(
            actor, "incident.decided", found, at=at, before={"decision": before}, after={"decision": decision, "late": at > found.decide_by}
        )
        return found


def write_notice(actor: Viewer, pk: int, *, text: str, at: datetime) -> Incident:
    """Write what the people touched will read. Another handler releases it. Raises `Refused` before the decision to tell, and after the release."""
    said = _words("text", text, _("Say what happened, which data, what was done, and what people can do."))
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.decision != Decision.TELL or found.told_at is not None:
            raise Refused.of("", _("There is nothing to write: people are told once that was decided, and once only."), _("Decide first."))
        found.notice, found.notice_by_id = said, actor.me
        found.save(update_fields=["notice", "notice_by"])
        record(actor, "incident.notice-written", found, at=at, after={"characters": len(said)})
        return found


def release_notice(actor: Viewer, pk: int, *, at: datetime) -> Incident:
    """Let the notice be read by everybody touched, and write to each: the letter holds the number and a link, the words stand behind a sign-in.

    By another handler than the one who wrote it. Raises `Refused` for that, for nobody to tell, and without a notice. Again is harmless.
    """
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.told_at is not None:
            return found
        if not found.notice or found.decision != Decision.TELL:
            raise Refused.of("", _("There is no notice yet."), _("Write it first."))
        if found.notice_by_id == actor.me:
            raise Refused.of(
                "", _("You wrote it; another officer named for the incident releases it."), _("Name somebody, where you are alone.")
            )
        people = list(found.touched.values_list("person_id", "address"))
        if not people:
            raise Refused.of("", _("Nobody is listed."), _("List the people touched, or decide that telling is not needed."))
        found.told_by_id, found.told_at = actor.me, at
        found.save(update_fields=["told_by", "told_at"])
        values = {"number": found.number, "url": f"/privacy/notices/{found.pk}/"}
        drafts = [
            Draft(
                "privacy.notice",
                values,
                person_id=person,
                address=address,
                subject=found,
                key=f"privacy.notice:{found.pk}:{person or address}",
            )
            for person, address in people
        ]
        send_all(SYSTEM, drafts, at=at)
        record(actor, "incident.people-told", found, at=at, after={"letters": len(drafts)})
        return found


def close(actor: Viewer, pk: int, *, report: str, at: datetime) -> Incident:
    """Close it with its report: cause, what was done, what is changed. Raises `Refused` while nothing is decided or people wait to be told, `NotAMove` before
    it is contained."""
    said = _words("report", report, _("A closing report says the cause, what was done, and what is changed."), 3 * TEXT_LIMIT)
    with transaction.atomic():
        found = _locked(actor, pk, "incident.view")
        if found.state == IncidentState.CLOSED and found.report == said:
            return found
        if not found.decision:
            raise Refused.of("", _("Nobody decided yet whether people are told."), _("Decide it first."))
        if found.decision == Decision.TELL and found.told_at is None:
            raise Refused.of("", _("People wait to be told."), _("Release the notice first."))
        settle(CLOSE, found, at=at)
        return _moved(actor, found, "close", at, report=said, closed_at=at, closed_by_id=actor.me)


def reopen(actor: Viewer, pk: int, *, reason: str, at: datetime) -> Incident:
    """Take it up again: it goes on, or more came to light. The report stays until another takes its place."""
    said = _words("reason", reason, _("Say why it is taken up again."))
    with transaction.atomic():
        found = _locked(actor, pk, "incident.view")
        found = _moved(actor, found, "reopen", at, close_by=at + timedelta(days=int(close_days())))
        Measure.objects.create(incident=found, text=_("Taken up again: %s") % said, at=at, by_id=actor.me)
        for handler in queries.handlers(found):
            _owe(found, handler.person_id, at)
        return found
