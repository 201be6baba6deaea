"""One member's ballot: cast it, change it, until the round closes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.work.direction import vocabulary as words
from interchange.work.direction.actions.common import refuse
from interchange.work.direction.models import Ballot, Participation, Round
from interchange.work.direction.queries import pairs_for
from interchange.work.direction.sealing import key_of
from interchange.work.direction.vocabulary import Method

BACK = timedelta(minutes=2)  # how far a server's clock may be set back (by time services) before it is not believed


def cast(actor: Viewer, round_id: int, marks: Any, *, reasons: Mapping[str, str] | None = None, at: datetime, revision: int = 0) -> Ballot:
    """Cast one's ballot, or change it. `marks` as the method has them (see `counting.sheet`), `reasons` per item (statements). `revision`: of the ballot that was read
    (0: there was none).

    The journal tells that somebody voted, never what. Raises `Refused` for marks that the method does not know, for a moment after the closing (with both times), and
    for a clock that went back; `Stale` where the ballot was changed on another device meanwhile.
    """
    with transaction.atomic():
        found: Round = see(actor, "round.vote", Round.objects.select_for_update(), pk=round_id)
        if at > found.closes_at:
            times = {"closes": clock.in_words(found.closes_at, actor.time_zone), "at": clock.in_words(at, actor.time_zone)}
            raise Refused.of("", _("This round closed on %(closes)s; your ballot came on %(at)s.") % times, _("It is not counted."))
        if found.latest_at is not None and at < found.latest_at - BACK:
            raise Refused.of(
                "",
                _("The clock of the server went back since somebody voted last."),
                _("Nothing is taken until it is right again; write to the Secretariat."),
            )
        said = cleaned(found, marks, actor.me)
        why = _reasons(found, reasons or {}, said)
        key = key_of(found.secret, actor.me)
        held = Ballot.objects.filter(round=found, key=key).first()
        if held is not None and held.marks == said and held.reasons == why:
            return held
        if (held.revision if held else 0) != revision:
            raise Stale(held)
        if held is None:
            Participation.objects.get_or_create(round=found, person_id=actor.me)
            held = Ballot.objects.create(round=found, key=key, marks=said, reasons=why)
            record(actor, "round.voted", found, at=at, after={"state": found.state})
        else:
            held.marks, held.reasons, held.revision = said, why, held.revision + 1
            held.save()
        found.latest_at = max(at, found.latest_at or at)
        found.save(update_fields=["latest_at"])
        return held


def _reasons(found: Round, reasons: Mapping[str, str], marks: Any) -> dict[str, str]:
    """What was said with a mark, by item; only where a mark was made."""
    if found.method != Method.STATEMENTS:
        return {}
    kept = {item: text.strip() for item, text in reasons.items() if text.strip() and marks.get(item)}
    refuse(
        [
            Problem(f"why_{item}", _("At most %d characters.") % words.WHY_LIMIT, _("Shorten it."))
            for item, text in kept.items()
            if len(text) > words.WHY_LIMIT
        ]
    )
    return kept


def cleaned(found: Round, marks: Any, person_id: int) -> Any:
    """The marks as they are kept. Raises `Refused` with every problem."""
    known = [str(pk) for pk in found.items.values_list("pk", flat=True)]
    made, problems = _CLEAN[Method(found.method)](found, marks, known, person_id)
    if not problems and not made:
        problems = [Problem("", _("The ballot is empty."), _("Mark at least one item."))]
    refuse(problems)
    return made


Cleaned = tuple[Any, list[Problem]]


def _unknown(item: Any) -> Problem:
    return Problem("", _("“%s” is not voted on in this round.") % str(item)[:40], _("Open the ballot anew."))


def _statements(found: Round, marks: Mapping[str, int], known: list[str], person_id: int) -> Cleaned:
    problems = [_unknown(item) for item in marks if item not in known]
    problems += [Problem(f"item_{item}", _("Agree, disagree or pass."), "") for item, mark in marks.items() if mark not in {-1, 0, 1}]
    return {item: int(mark) for item, mark in marks.items()} if not problems else {}, problems


def _pairs(found: Round, marks: Any, known: list[str], person_id: int) -> Cleaned:
    """Each pair that was put to this person, once: [winner, loser], or [one, other, 0]."""
    put = {frozenset(pair) for pair in pairs_for(found, known, person_id)}
    seen: set[frozenset[str]] = set()
    for mark in marks:
        pair = frozenset(str(one) for one in mark[:2])
        if pair not in put or pair in seen or not 2 <= len(mark) <= 3 or (len(mark) == 3 and mark[2] != 0):
            return [], [Problem("", _("This pair was not put to you, or twice."), _("Open the ballot anew."))]
        seen.add(pair)
    return [[str(one) for one in mark[:2]] + ([0] if len(mark) == 3 else []) for mark in marks], []


def _ranking(found: Round, marks: Any, known: list[str], person_id: int) -> Cleaned:
    named = [str(item) for group in marks for item in group]
    problems = [_unknown(item) for item in named if item not in known]
    if len(named) != len(set(named)):
        problems.append(Problem("", _("An item stands in two places."), _("Give each one place.")))
    return [sorted(str(item) for item in group) for group in marks if group], problems


def _points(found: Round, marks: Mapping[str, int], known: list[str], person_id: int) -> Cleaned:
    total, most = int(found.rule["points"]), int(found.rule["most"])
    problems = [_unknown(item) for item in marks if item not in known]
    problems += [
        Problem(f"item_{item}", _("0 to %d points for one item.") % most, "")
        for item, number in marks.items()
        if not isinstance(number, int) or not 0 <= number <= most
    ]
    if not problems and sum(marks.values()) > total:
        over = sum(marks.values()) - total
        problems.append(
            Problem("", _("You have %(total)d points and gave %(over)d too many.") % {"total": total, "over": over}, _("Take some back."))
        )
    return {item: number for item, number in marks.items() if number} if not problems else {}, problems


def _choice(found: Round, marks: Any, known: list[str], person_id: int) -> Cleaned:
    named = [str(item) for item in marks]
    return sorted(set(named)), [_unknown(item) for item in named if item not in known]


_CLEAN = {Method.STATEMENTS: _statements, Method.PAIRS: _pairs, Method.RANKING: _ranking, Method.POINTS: _points, Method.CHOICE: _choice}
