"""Prepare a round, open it with everything frozen, close it at its moment, cancel it."""

import json
import secrets
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.disclosure.cells import hide_small
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.membership import queries as membership
from interchange.work.direction import likeness
from interchange.work.direction import vocabulary as words
from interchange.work.direction.actions.common import need, refuse
from interchange.work.direction.models import Ballot, BallotBox, Participation, Proposal, Round, RoundItem
from interchange.work.direction.sealing import key_of
from interchange.work.direction.vocabulary import ROUND_MOVES, Method, RoundState


def prepare(
    actor: Viewer, given: Mapping[str, Any], *, proposals: Sequence[str] = (), statements: Sequence[str] = (), at: datetime, round_id: int | None = None, revision: int | None = None
) -> Round:  # fmt: skip
    """Write a round down, or change one that is not open yet. `given`: title, question, method, closes_on (a day), seats, `alike_seen`. What is voted on: proposals by
    number, then statements.

    Raises `Refused` with every problem: items that are unknown, doubled or so alike that votes would split between them ("alike_seen"), a closing
    that is not ahead, seats that leave nothing to choose; `Stale` where it was changed since `revision`.
    """
    require(actor, "round.steer")
    title, question = " ".join(str(given.get("title", "")).split()), str(given.get("question", "")).strip()
    method, day, seats = given.get("method"), given.get("closes_on"), int(given.get("seats") or 0)
    problems = need("title", title, 5, _("Give the round a title."), words.TITLE_LIMIT)
    problems += need("question", question, 10, _("Say what members are asked."), words.TEXT_LIMIT)
    if method not in Method.values:
        problems.append(Problem("method", _("Say how it is voted."), _("Choose one.")))
    closes = clock.deadline(day, "Europe/Zurich") if day else None
    if closes is None or closes <= at:
        problems.append(Problem("closes_on", _("A round closes on a day to come."), _("Choose a day.")))
    known = {one.number: one for one in Proposal.objects.filter(number__in=proposals, state__in=words.VOTABLE)}
    problems += [
        Problem("proposals", _("“%s” is no proposal in scope.") % number[:40], _("Choose from the list."))
        for number in proposals
        if number not in known
    ]
    asked = [(" ".join(known[number].title.split()), known[number]) for number in dict.fromkeys(proposals) if number in known]
    asked += [(" ".join(line.split()), None) for line in statements if line.strip()]  # type: ignore[misc]
    if not 2 <= len(asked) <= words.ITEMS_MOST:
        problems.append(
            Problem(
                "statements",
                _("A round is about 2 to %d items.") % words.ITEMS_MOST,
                _("Choose proposals or write statements, one a line."),
            )
        )
    if any(len(line) > 300 for line, _proposal in asked):
        problems.append(Problem("statements", _("A statement has at most 300 characters."), _("Shorten it, or make two of it.")))
    if method == Method.CHOICE and not 1 <= seats < len(asked):
        problems.append(Problem("seats", _("Say how many are to be chosen: at least one, and fewer than there are."), ""))
    if not given.get("alike_seen"):
        pairs = twins([line for line, _proposal in asked])
        if pairs:
            problems.append(Problem("alike_seen", _("These are alike: “%(one)s” and “%(other)s”. Votes would split between them.") % {"one": pairs[0][0][:80], "other": pairs[0][1][:80]}, _("Merge them, or say that they are not the same.")))  # fmt: skip
    refuse(problems)
    with transaction.atomic():
        if round_id:
            made: Round = see(actor, "round.steer", Round.objects.select_for_update(), pk=round_id)
            if made.state != RoundState.DRAFT:
                raise NotAMove("Round", made.state, "change")
            if revision is not None and made.revision != revision:
                raise Stale(made)
            made.revision += 1
        else:
            made = Round(number=next_number("RND", at.year), created_at=at)
        made.title, made.question, made.method, made.seats = title, question, str(method), seats if method == Method.CHOICE else 0
        made.closes_at = closes or at
        made.save()
        made.items.all().delete()
        RoundItem.objects.bulk_create(
            RoundItem(round=made, position=number, title=line, proposal=topic) for number, (line, topic) in enumerate(asked, 1)
        )
        record(actor, "round.prepared", made, at=at, after={"state": made.state, "revision": made.revision, "items": len(asked)})
        return made


def twins(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Items whose words are so alike that they are probably one."""
    weights = [likeness.weighed(line, "") for line in lines]
    found = []
    for number, line in enumerate(lines):
        near = likeness.nearest(weights[number], weights[number + 1 :])
        found += [(line, lines[number + 1 + place]) for place, value in enumerate(near) if value >= 0.6]
    return found


def rule_now(made: Round) -> dict[str, Any]:
    """The rule as it would be frozen now."""
    rule: dict[str, Any] = {"method": made.method, "cap": int(words.house_cap())}
    if made.method == Method.CHOICE:
        rule["seats"] = made.seats
    if made.method == Method.POINTS:
        rule |= {"points": int(words.points_each()), "most": int(words.points_most())}
    if made.method == Method.PAIRS:
        count = made.items.count()
        rule["pairs"] = min(int(words.pairs_each()), count * (count - 1) // 2)
    return rule


def open_round(actor: Viewer, round_id: int, *, at: datetime) -> Round:
    """Open a round: method, items, weights and closing are frozen from now on. An open round is returned unchanged. Raises `Refused` where its closing has passed."""
    with transaction.atomic():
        found: Round = see(actor, "round.steer", Round.objects.select_for_update(), pk=round_id)
        if found.state == RoundState.OPEN:
            return found
        found.state = ROUND_MOVES.target("open", found.state)
        if found.closes_at <= at:
            raise Refused.of("closes_on", _("Its closing has passed."), _("Choose a later day first."))
        found.rule, found.secret = rule_now(found), secrets.token_hex(32)
        found.opened_at, found.opened_by_id, found.latest_at = at, actor.person_id, at
        found.save()
        record(
            actor,
            "round.opened",
            found,
            at=at,
            before={"state": "draft"},
            after={"state": found.state, "closes_at": found.closes_at, "rule": found.rule},
        )
        return found


def cancel(actor: Viewer, round_id: int, *, reason: str, at: datetime) -> Round:
    """Cancel a round that is not closed, with a reason; what was voted is deleted unread."""
    refuse(need("reason", reason, 10, _("Say why: those who voted read it."), words.REASON_LIMIT))
    with transaction.atomic():
        found: Round = see(actor, "round.steer", Round.objects.select_for_update(), pk=round_id)
        if found.state == RoundState.CANCELLED:
            return found
        before, found.state = found.state, ROUND_MOVES.target("cancel", found.state)
        found.secret, found.reason = "", reason.strip()
        found.save()
        found.ballots.all().delete()
        record(actor, "round.cancelled", found, at=at, before={"state": before}, after={"state": found.state}, reason=reason)
        return found


def close_round(actor: Viewer, round_id: int, *, at: datetime) -> Round:
    """Close a round whose moment is over: ballots lose their people for ever and are shuffled, the secret is destroyed; the worker counts next.

    Counted are the ballots of those who are members at the closing moment; whose membership ended or is suspended then is set aside, and the result says how many.
    A closed round is returned unchanged. Raises `Refused` before the moment, with both times.
    """
    with transaction.atomic():
        found: Round = see(actor, "round.steer", Round.objects.select_for_update(), pk=round_id)
        if found.state in {RoundState.CLOSED, RoundState.COUNTED}:
            return found
        target = ROUND_MOVES.target("close", found.state)
        if at <= found.closes_at:
            times = {"closes": clock.in_words(found.closes_at, actor.time_zone), "at": clock.in_words(at, actor.time_zone)}
            raise Refused.of("", _("This round is open until %(closes)s; it is %(at)s now.") % times, _("Members count on that time."))
        entitled = set(membership.active_ids(found.closes_at))
        voted = list(Participation.objects.filter(round=found).values_list("person_id", flat=True))
        ballots, electorate = _nameless(found, entitled, voted)
        BallotBox.objects.create(round=found, ballots=zlib.compress(json.dumps(ballots, ensure_ascii=False).encode(), 6))
        found.ballots.all().delete()
        found.state, found.closed_at, found.secret, found.electorate = target, at, "", electorate
        found.latest_at = at
        found.save()
        record(actor, "round.closed", found, at=at, before={"state": "open"}, after={"state": found.state, "ballots": len(ballots)})
        return found


def _nameless(found: Round, entitled: set[int], voted: Sequence[int]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The ballots that count, without people and in an order by lot, and who could and did vote.

    An organisation is a tag by lot. A profile of which fewer than five voted is not named (""), nor, if there is one such only, is the next smallest: else it
    could be told by subtraction.
    """
    held = {one.key: one for one in Ballot.objects.filter(round=found)}
    standing = membership.standing_of({*entitled, *voted})
    counting = [person for person in voted if person in entitled]
    profiles = {person: standing[person].profile if person in standing else "" for person in {*entitled, *voted}}
    met = Counter(profiles[person] for person in counting)
    shown = {code for code, number in hide_small(met).items() if number is not None and code}
    lot = secrets.SystemRandom()
    houses = sorted({standing[person].organisation for person in counting if person in standing and standing[person].organisation})
    lot.shuffle(houses)
    tags = {name: f"o{number}" for number, name in enumerate(houses, 1)}
    ballots = []
    for person in counting:
        one = held.get(key_of(found.secret, person))
        if one is not None:
            house = standing[person].organisation if person in standing else ""
            code = profiles[person] if profiles[person] in shown else ""
            ballots.append({"profile": code, "organisation": tags.get(house, ""), "marks": one.marks, "reasons": one.reasons})
    lot.shuffle(ballots)
    could = Counter(profiles[person] if profiles[person] in shown else "" for person in entitled)
    did = Counter(str(one["profile"]) for one in ballots)
    electorate = {
        "entitled": len(entitled),
        "voted": len(ballots),
        "set_aside": len(voted) - len(counting),
        "profiles": [{"profile": code, "entitled": could[code], "voted": did[code]} for code in sorted({*could, *did})],
    }
    return ballots, electorate
