"""What the verbs share."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.kinds import define
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.search import actions as search
from interchange.network.states import queries as states
from interchange.work.statements.models import Statement
from interchange.work.statements.vocabulary import REASON_LIMIT, STATEMENT_MOVES

ACKNOWLEDGE, ANSWER, CLEAR, CLARIFY, DISPOSE = (f"statements.{name}" for name in ("acknowledge", "answer", "clear", "clarify", "dispose"))
define(ACKNOWLEDGE, _("Acknowledge {number} of a Member State"))
define(ANSWER, _("Answer {number} of a Member State"))
define(CLEAR, _("Clear the answer to {number}"))
define(CLARIFY, _("The Secretariat asks about {number}"))
define(DISPOSE, _("Say what became of comment {number}"))


def locked(actor: Viewer, verb: str, pk: int) -> Statement:
    """The statement for a verb, held until the transaction ends."""
    return see(actor, verb, Statement.objects.select_for_update(of=("self",)).select_related("member_state"), pk=pk)


def words(field: str, text: str, rule: str, remedy: str = "", limit: int = REASON_LIMIT) -> str:
    """The text, trimmed. Raises `Refused` where there is none or too much of it."""
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused.of(field, rule, remedy)
    if len(said) > limit:
        raise Refused.of(field, _("At most %(n)d characters.") % {"n": limit}, _("Shorten it."))
    return said


def move(
    actor: Viewer, found: Statement, name: str, *, at: datetime, reason: str = "", after: dict[str, Any] | None = None, **fields: Any
) -> Statement:
    """Say one verb of the move table to a locked statement: state, fields, journal, search."""
    before = found.state
    found.state = STATEMENT_MOVES.target(name, before)
    for field, value in fields.items():
        setattr(found, field, value)
    found.save()
    record(actor, f"statement.{name}", found, at=at, before={"state": before}, after={"state": found.state, **(after or {})}, reason=reason)
    search.put(found)
    return found


def tell(found: Statement, template: str, key: str, *, at: datetime, **values: Any) -> int:
    """Write to whoever speaks for the State that filed it now. The letter links to the statement and holds none of its words."""
    people = states.speakers([found.member_state_id], at).get(found.member_state_id, [])
    context = {"number": found.number, "state": found.member_state.name, "url": found.get_absolute_url(), **values}
    drafts = [
        Draft(f"statements.{template}", context, person_id=person, subject=found, key=f"statements.{template}:{found.pk}:{key}:{person}")
        for person in people
    ]
    send_all(SYSTEM, drafts, at=at)
    return len(drafts)


def owe_office(kind: str, found: Statement, *, at: datetime, due_at: datetime | None) -> None:
    """The Secretariat owes something."""
    owe(kind, found, at=at, due_at=due_at, role=Role.OFFICER, url=found.get_absolute_url())


def settle_all(found: Statement, *kinds: str, at: datetime) -> None:
    """These are owed no more."""
    for kind in kinds:
        settle(kind, found, at=at)


def end_of(day: date, zone: str | None = None, field: str = "day") -> datetime:
    """The last second of a day, in the network's zone by default."""
    return clock.deadline(day, zone or str(clock.network_zone()), field)


def refuse(problems: list[Problem]) -> None:
    """Raise `Refused` with every problem, if any."""
    if problems:
        raise Refused(*problems)
