"""The scope check by members, what follows from it, the parked list, and splitting what is mixed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.search import actions as search
from interchange.knowledge.landscape.actions.common import need, refuse
from interchange.knowledge.landscape.atlas import turn
from interchange.knowledge.landscape.content import clean, values
from interchange.knowledge.landscape.models import Address, Challenge, Parked, Revision, ScopeAnswer, ScopeCheck
from interchange.knowledge.landscape.scoping import result
from interchange.knowledge.landscape.vocabulary import QUESTIONS, Character, CheckState, EntryState, scope_days, scope_least

NAMES = [name for name, _words, _policy in QUESTIONS]


def open_check(actor: Viewer, challenge_id: int, *, at: datetime) -> ScopeCheck:
    """Put the five questions about a challenge to the members. Opening it while it is open returns it."""
    with transaction.atomic():
        found: Challenge = see(actor, "map-scope.steer", Challenge.objects.select_for_update(), pk=challenge_id)
        running = found.checks.filter(state=CheckState.OPEN).first()
        if running is not None:
            return running
        last = found.checks.order_by("-round").values_list("round", flat=True).first() or 0
        made = ScopeCheck.objects.create(
            challenge=found, round=last + 1, revision=found.revision, opened_at=at, opened_by_id=actor.person_id, closes_at=at + clock.days(int(scope_days()))
        )  # fmt: skip
        record(actor, "scope.opened", made, at=at, after={"state": made.state, "challenge": found.code, "closes_at": made.closes_at})
        return made


def answer(actor: Viewer, check_id: int, given: Mapping[str, bool | None], *, reason: str = "", at: datetime) -> ScopeAnswer:
    """Answer the five questions, by oneself: nobody sees the others' answers before the end. Answering again replaces one's answer.

    Raises `Refused` where a question is not answered or the check is over.
    """
    missing = [Problem(name, _("Not answered."), _("Say yes or no.")) for name in NAMES if given.get(name) not in {True, False}]
    refuse(missing)
    with transaction.atomic():
        found: ScopeCheck = see(actor, "map-scope.answer", ScopeCheck.objects.select_for_update(), pk=check_id)
        if at > found.closes_at:
            raise Refused.of("", _("The check is over."), _("It closed at %s.") % clock.in_words(found.closes_at, actor.time_zone))
        said = {**{name: bool(given[name]) for name in NAMES}, "reason": reason.strip()[:1000], "at": at}
        made, new = ScopeAnswer.objects.update_or_create(check_of=found, person_id=actor.me, defaults=said)
        record(actor, "scope.answered" if new else "scope.answered-anew", found, at=at, after={"state": found.state})
        return made


def close_check(actor: Viewer, check_id: int, *, at: datetime) -> ScopeCheck:
    """Close a check whose time is over: reckon the result, set the character, park what is policy. A closed check is returned unchanged.

    Raises `Refused` before its time, `NotAllowed` for whoever does not steer.
    """
    with transaction.atomic():
        found: ScopeCheck = see(
            actor, "map-scope.close", ScopeCheck.objects.select_for_update(of=("self",)).select_related("challenge"), pk=check_id
        )
        if found.state != CheckState.OPEN:
            return found
        if at < found.closes_at:
            raise Refused.of(
                "", _("The check is open until %s.") % clock.in_words(found.closes_at, actor.time_zone), _("Members count on that time.")
            )
        outcome, spread = result(found.answers.values(*NAMES), int(scope_least()))
        found.state, found.closed_at, found.outcome, found.spread = CheckState.CLOSED, at, outcome, spread
        found.save()
        record(actor, "scope.closed", found, at=at, after={"state": found.state, "outcome": outcome, "answers": spread["answers"]})
        if outcome and outcome != found.challenge.character:
            _set_character(found.challenge, outcome, at)
        if outcome == Character.POLICY:
            _park(
                SYSTEM,
                found.challenge,
                _("Members found that an answer would need a decision of policy (scope check, round %d).") % found.round,
                "",
                at,
            )
        return found


def _set_character(challenge: Challenge, character: str, at: datetime) -> None:
    before = challenge.character
    challenge.character, challenge.edited, challenge.updated_at = character, True, at
    challenge.revision += 1
    challenge.claims = {
        **challenge.claims, "character": {"strength": "observed", "source": None, "checked": at.date().isoformat(), "by": 0, "doubt": ""}
    }  # fmt: skip
    challenge.save()
    Revision.objects.create(
        challenge=challenge, number=challenge.revision, content=values(challenge), changed=["character"], note=_("Result of the members’ scope check."), at=at
    )  # fmt: skip
    record(
        SYSTEM,
        "challenge.character-set",
        challenge,
        at=at,
        before={"character": before},
        after={"state": challenge.state, "character": character},
    )
    search.put(challenge)
    turn()


def park(actor: Viewer, challenge_id: int, *, referral: str, addressee: str, at: datetime) -> Parked:
    """Put a policy question on the parked list, or say anew where it is referred. It stays in sight and is never dropped."""
    refuse(
        need("referral", referral, 10, _("Say why it is parked and what is asked of the addressee."))
        + need("addressee", addressee, 2, _("Name the addressee."))
    )
    with transaction.atomic():
        found: Challenge = see(actor, "map-scope.steer", Challenge.objects.select_for_update(), pk=challenge_id)
        if found.character not in {Character.POLICY, Character.MIXED}:
            raise Refused.of("", _("This is not a question of policy as things stand."), _("Open a scope check first."))
        return _park(actor, found, referral.strip(), addressee.strip()[:200], at)


def _park(actor: Viewer, challenge: Challenge, referral: str, addressee: str, at: datetime) -> Parked:
    made, _new = Parked.objects.update_or_create(
        challenge=challenge, defaults={"referral": referral, "addressee": addressee, "at": at, "by_id": actor.person_id}
    )
    record(actor, "challenge.parked", challenge, at=at, after={"state": challenge.state, "addressee": bool(addressee)}, reason=referral)
    return made


def split(actor: Viewer, challenge_id: int, parts: Sequence[Mapping[str, Any]], *, reason: str, at: datetime) -> list[Challenge]:
    """Split a challenge into two to five: each part keeps where it came from, starts without answers or judgements, and gets the tools named.

    Answers given before stay with the old text; a running check ends. Raises `Refused` for what is wrong with a part (fields "title-1" ...).
    """
    problems = need("reason", reason, 10, _("Say why it is split."))
    if not 2 <= len(parts) <= 5:
        problems.append(Problem("", _("A split makes two to five parts."), _("Fill in at least two.")))
    cleaned = []
    for number, part in enumerate(parts, 1):
        said, wrong = clean("challenge", {name: part.get(name, "") for name in ("title", "character", "description")})
        problems += [Problem(f"{one.field}-{number}", one.rule, one.remedy) for one in wrong]
        cleaned.append(said)
    refuse(problems)
    with transaction.atomic():
        found: Challenge = see(actor, "map-scope.steer", Challenge.objects.select_for_update(), pk=challenge_id)
        if found.state != EntryState.LISTED:
            raise NotAMove("Challenge", found.state, "split")
        tools = list(found.addresses.values_list("tool_id", flat=True))
        made = [_part(actor, found, said, tools, at) for said in cleaned]
        for check in found.checks.filter(state=CheckState.OPEN):
            check.state, check.closed_at, check.spread = CheckState.ENDED, at, result(check.answers.values(*NAMES), 1)[1]
            check.save()
            record(actor, "scope.ended-by-split", check, at=at, before={"state": "open"}, after={"state": check.state})
        found.state, found.edited, found.updated_at = EntryState.SPLIT, True, at
        found.save()
        codes = [one.code for one in made]
        record(
            actor, "challenge.split", found, at=at, before={"state": "listed"}, after={"state": found.state, "parts": codes}, reason=reason
        )
        search.drop(found)
        turn()
        return made


def _part(actor: Viewer, whole: Challenge, said: Mapping[str, Any], tools: list[int], at: datetime) -> Challenge:
    stem = slugify(said["title"])[:70] or f"{whole.code}-part"
    code, number = stem, 2
    while Challenge.objects.filter(code=code).exists():
        code, number = f"{stem}-{number}", number + 1
    claim = {"strength": "claim", "source": None, "checked": at.date().isoformat(), "by": actor.person_id, "doubt": ""}
    part = Challenge.objects.create(
        code=code, title=said["title"], nature=whole.nature, character=said["character"], description=said["description"], topics=whole.topics, sectors=whole.sectors,
        profiles=whole.profiles, sources=whole.sources, claims={**whole.claims, **dict.fromkeys(("title", "character", "description"), claim)}, edited=True,
        listed_at=at, updated_at=at, review_due=whole.review_due, split_from=whole,
    )  # fmt: skip
    Address.objects.bulk_create([Address(challenge=part, tool_id=tool) for tool in tools])
    Revision.objects.create(
        challenge=part, number=1, content=values(part), note=_("Split from “%s”.") % whole.title, by_id=actor.person_id, at=at
    )
    record(actor, "challenge.cut-out", part, at=at, after={"state": part.state, "split_from": whole.code})
    search.put(part)
    if part.character == Character.POLICY:
        _park(actor, part, _("Cut out of “%s” as its question of policy.") % whole.title, "", at)
    return part
