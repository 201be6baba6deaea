"""Where this room joins others: lines beside their things, offers for agendas, the State's page, and who is asked when a delegation changes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.duties.actions import owe_all, settle
from interchange.ground.policy.levels import speaks_for_a_state
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import beside
from interchange.network.states import changes, sections
from interchange.work.meetings import sources
from interchange.work.meetings.models import AgendaItem, Session
from interchange.work.meetings.sources import Offer
from interchange.work.statements import linked, places, queries
from interchange.work.statements.actions.common import CLARIFY
from interchange.work.statements.actions.treating import attach
from interchange.work.statements.models import Statement
from interchange.work.statements.vocabulary import StatementState

SHOWN = {
    "landscape.tool",
    "landscape.challenge",
    "lexicon.concept",
    "direction.proposal",
    "direction.workitem",
    "meetings.session",
    "vocabulary.memberstate",
}


def _beside(viewer: Viewer, kind: str, key: str) -> Iterable[beside.Line]:
    if kind not in SHOWN or (kind not in {"vocabulary.memberstate", "meetings.session"} and not linked.has_any(kind, key)):
        return []
    if kind == "meetings.session" and not linked.has_any(kind, key):
        return _put_one(viewer, key)
    words = "%s" if kind == "vocabulary.memberstate" else _("from a Member State: %s")
    lines = [
        beside.Line(f"{one.number} {one.title}", one.get_absolute_url(), f"{one.get_kind_display()}, {words % one.member_state.name}")
        for one in queries.about(viewer, kind, key)[:20]
    ]
    return [*lines, *(_put_one(viewer, key) if kind == "meetings.session" else ())]


def _put_one(viewer: Viewer, key: str) -> list[beside.Line]:
    """For those who speak for a State: the way to put a question to this session, while it takes some."""
    if not speaks_for_a_state(viewer) or places.session_to_come(viewer, int(key), clock.now()) is None:
        return []
    return [beside.Line(_("Put a question to the session"), f"/statements/file/?kind=question&session={key}")]


def _offers(viewer: Viewer, session: Session) -> Iterable[Offer]:
    """What was put to this session first; of a confidential one the number alone, for an agenda is read by many."""
    put = list(queries.put_to_session(viewer, session.pk)[:50])
    others = [one for one in queries.waiting(viewer)[:50] if one not in put]
    return [_offer(one) for one in (*put, *others)]


def _offer(one: Statement) -> Offer:
    if one.is_confidential:
        return Offer("statements.statement", str(one.pk), f"{one.number}: {_('from a Member State')}", "", "")
    return Offer("statements.statement", str(one.pk), f"{one.number}: {one.title}"[:200], one.get_absolute_url(), one.text)


def _taken(actor: Viewer, offer: Offer, item: AgendaItem, at: datetime) -> None:
    """It is an item of the agenda: the statement is linked to its session, and the State told. By whoever steers the session."""
    found = see(
        actor, "statement.view", Statement.objects.select_for_update(of=("self",)).select_related("member_state"), pk=int(offer.key)
    )
    session = item.session
    attach(actor, found, "meetings.session", str(session.pk), f"{session.symbol} {session.title}", session.get_absolute_url(), at=at)


def _delegation_changed(iso2: str, people: list[int], at: datetime) -> None:
    """What the Secretariat asked a State is owed by whoever speaks for it now."""
    for one in Statement.objects.filter(member_state=iso2, state=StatementState.CLARIFYING):
        settle(CLARIFY, one, at=at)
        owe_all(CLARIFY, one, people, at=at, url=one.get_absolute_url())


beside.define(gettext_lazy("What Member States filed"), _beside)
sources.define("statements", gettext_lazy("Statements of Member States"), _offers, taken=_taken)
sections.act(gettext_lazy("File something"), lambda iso2: f"/statements/file/?member_state={iso2}")
changes.define(_delegation_changed)
