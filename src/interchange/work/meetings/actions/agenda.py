"""Building the agenda, putting it out, adopting it, revising it after adoption (G6, U61)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import settle
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send, send_all
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.marks import AiUse
from interchange.ground.vocabulary.numbering import Mark
from interchange.network.membership import queries as membership
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import invitations, locked, move, need_reason, owe_chair, when
from interchange.work.meetings.actions.documents import new_document, put_out
from interchange.work.meetings.models import AgendaItem, AgendaVersion, Document, ItemLink, ItemProposal, Session
from interchange.work.meetings.vocabulary import (
    BEFORE_START,
    CALLED,
    AgendaForm,
    DeadlineKind,
    DocumentKind,
    ItemKind,
    ProposalState,
    SessionState,
)

EDITABLE = (*BEFORE_START, SessionState.IN_SESSION, SessionState.POSTPONED)


def _check(values: Mapping[str, Any], at: datetime) -> list[Problem]:
    problems = []
    if not str(values.get("title", "")).strip() or len(str(values["title"]).strip()) > 200:
        problems.append(Problem("title", _("An item needs a title of at most 200 characters."), _("Say in a few words what it is about.")))
    if values.get("kind") not in ItemKind.values:
        problems.append(Problem("kind", _("Say what the item is for."), _("Choose one of the list.")))
    if not 1 <= int(values.get("minutes") or 0) <= 600:
        problems.append(Problem("minutes", _("An item lasts from 1 to 600 minutes."), _("Give another length.")))
    if set(values.get("topics") or []) - set(vocabulary.codes("topics")):
        problems.append(Problem("topics", _("That is not one of the topics."), _("Choose entries of the list.")))
    if values.get("owner") and int(values["owner"]) not in set(membership.active_ids(at)):
        problems.append(
            Problem("owner", _("Only an active member can lead an item."), _("Choose a member, or leave it to the Secretariat."))
        )
    return problems


def add_item(
    actor: Viewer, session_id: int, values: Mapping[str, Any], *, links: Sequence[Mapping[str, str]] = (), at: datetime
) -> AgendaItem:
    """Put an item at the end of the agenda. `values`: title, kind, minutes, owner, about, attributed, topics; `links`: kind, key, label, url."""
    problems = _check(values, at)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = _editable(actor, session_id)
        last = session.items.filter(dropped_at__isnull=True).aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(session=session, position=last + 1, **_fields(values))
        ItemLink.objects.bulk_create(ItemLink(item=item, **dict(link)) for link in links)
        record(actor, "item.added", item, at=at, after={"session": session.pk, "kind": item.kind, "minutes": item.minutes})
        return item


def _editable(actor: Viewer, session_id: int) -> Session:
    session = locked(actor, "session.chair", session_id)
    if session.state not in EDITABLE:
        raise NotAMove("Session", session.state, "edit-agenda")
    return session


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": str(values["title"]).strip(), "kind": values["kind"], "minutes": int(values["minutes"]), "owner_id": values.get("owner") or None,
        "about": str(values.get("about", "")).strip(), "attributed": bool(values.get("attributed")), "topics": list(values.get("topics") or []),
    }  # fmt: skip


def edit_item(actor: Viewer, item_id: int, values: Mapping[str, Any], *, revision: int, at: datetime) -> AgendaItem:
    """Change an item. Raises `Stale` for an older revision. Whether it is attributed is settled once it has been in hand (G5)."""
    problems = _check(values, at)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        item = see(actor, "item.edit", AgendaItem.objects.select_for_update(of=("self",)), pk=item_id)
        _editable(actor, item.session_id)
        if item.revision != revision:
            raise Stale(item)
        wanted = _fields(values)
        if wanted["attributed"] != item.attributed and item.runs.exists():
            raise Refused.of(
                "attributed", _("The item has been in hand; what was said under one rule is not put under another."), _("Add another item.")
            )
        before = {"kind": item.kind, "minutes": item.minutes, "attributed": item.attributed}
        for name, new in wanted.items():
            setattr(item, name, new)
        item.revision += 1
        item.save()
        after = {"kind": item.kind, "minutes": item.minutes, "attributed": item.attributed, "revision": item.revision}
        record(actor, "item.edited", item, at=at, before=before, after=after)
        return item


def move_item(actor: Viewer, item_id: int, *, earlier: bool, at: datetime) -> AgendaItem:
    """Move an item one place up or down; at the end of the list nothing happens."""
    with transaction.atomic():
        item = see(actor, "item.edit", AgendaItem.objects.all(), pk=item_id)
        session = _editable(actor, item.session_id)
        ordered = list(session.items.select_for_update().filter(dropped_at__isnull=True).order_by("position"))
        place = next((index for index, one in enumerate(ordered) if one.pk == item_id), None)
        other = place - 1 if earlier and place is not None else (place + 1 if place is not None else -1)
        if place is None or not 0 <= other < len(ordered):
            return item
        ordered[place], ordered[other] = ordered[other], ordered[place]
        _number(ordered)
        record(actor, "item.moved", item, at=at, after={"position": other + 1})
        return next(one for one in ordered if one.pk == item_id)


def _number(ordered: Sequence[AgendaItem]) -> None:
    """Count the items from 1, by way of numbers that are free, so that no two ever stand at one place."""
    for offset in (10_000, 0):
        for position, one in enumerate(ordered, 1):
            AgendaItem.objects.filter(pk=one.pk).update(position=position + offset)
            one.position = position + offset


def drop_item(actor: Viewer, item_id: int, *, reason: str, at: datetime) -> AgendaItem:
    """Take an item off the agenda, with a reason. What hangs on it stays."""
    reason = need_reason(reason, _("Taking an item off needs a reason."), _("Say why in a few words."))
    with transaction.atomic():
        item = see(actor, "item.edit", AgendaItem.objects.select_for_update(of=("self",)), pk=item_id)
        session = _editable(actor, item.session_id)
        if item.dropped_at is not None:
            return item
        if item.runs.exists():
            raise Refused.of("", _("The item has been in hand already."), "")
        item.dropped_at = at
        item.save(update_fields=["dropped_at"])
        record(actor, "item.dropped", item, at=at, after={"dropped": True}, reason=reason)
        _number(list(session.items.filter(dropped_at__isnull=True).order_by("position")))
        return item


def propose_item(actor: Viewer, session_id: int, values: Mapping[str, Any], *, at: datetime) -> ItemProposal:
    """Propose an item for a session to come: title, why, kind, minutes, topics."""
    problems = [one for one in _check(values, at) if one.field != "owner"]
    if len(str(values.get("why", "")).strip()) < 20:
        problems.append(Problem("why", _("Say why the network should take this up."), _("A few sentences; members read them.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = locked(actor, "session.take-part", session_id)
        if session.state not in CALLED:
            raise Refused.of("", _("The session takes no proposals now."), _("Propose it for the next one."))
        fields = _fields({**values, "owner": None})
        same = session.item_proposals.filter(by_id=actor.me, title=fields["title"], state=ProposalState.OPEN).first()
        if same is not None:
            return same
        made = ItemProposal.objects.create(
            session=session, by_id=actor.me, title=fields["title"], why=str(values["why"]).strip(), kind=fields["kind"], minutes=fields["minutes"],
            topics=fields["topics"], made_at=at,
        )  # fmt: skip
        record(actor, "proposal.made", made, at=at, after={"state": made.state, "session": session.pk, "kind": made.kind})
        owe_chair(
            "meetings.proposals",
            session,
            session,
            at=at,
            due_at=deadlines.due(session, DeadlineKind.PROVISIONAL_AGENDA),
            url=f"{session.get_absolute_url()}agenda/",
        )
        return made


def take_up(actor: Viewer, proposal_id: int, *, at: datetime) -> AgendaItem:
    """Take a proposal up as an item, led by whoever proposed it. Repeating it gives the same item."""
    with transaction.atomic():
        found = ItemProposal.objects.select_related("item").filter(pk=proposal_id, state=ProposalState.TAKEN).first()
        if found is not None and found.item is not None:
            see(actor, "item.edit", pk=found.item_id)
            return found.item
        proposal = see(actor, "proposal.decide", ItemProposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        owner = proposal.by_id if proposal.by_id in set(membership.active_ids(at)) else None
        values = {
            "title": proposal.title, "kind": proposal.kind, "minutes": proposal.minutes, "topics": proposal.topics, "owner": owner, "about": proposal.why,
        }  # fmt: skip
        item = add_item(actor, proposal.session_id, values, at=at)
        proposal.state, proposal.item, proposal.decided_at = ProposalState.TAKEN, item, at
        proposal.save()
        record(actor, "proposal.taken", proposal, at=at, before={"state": "open"}, after={"state": proposal.state, "item": item.pk})
        _all_seen(proposal.session, at)
        return item


def decline(actor: Viewer, proposal_id: int, *, reason: str, at: datetime) -> ItemProposal:
    """Say why a proposal is not taken up; whoever made it is told."""
    reason = need_reason(reason, _("Say why it is not taken up."), _("Whoever proposed it reads it."))
    with transaction.atomic():
        proposal = see(actor, "proposal.decide", ItemProposal.objects.select_for_update(of=("self",)), pk=proposal_id)
        proposal.state, proposal.reason, proposal.decided_at = ProposalState.DECLINED, reason, at
        proposal.save()
        record(actor, "proposal.declined", proposal, at=at, before={"state": "open"}, after={"state": proposal.state}, reason=reason)
        session = Session.objects.select_related("series").get(pk=proposal.session_id)
        values = {**_about(session, proposal.by.time_zone), "item": proposal.title, "reason": reason}
        key = f"meetings.proposal-declined:{proposal.pk}"
        send(SYSTEM, Draft("meetings.proposal-declined", values, person_id=proposal.by_id, subject=session, key=key), at=at)
        _all_seen(session, at)
        return proposal


def _all_seen(session: Session, at: datetime) -> None:
    if not session.item_proposals.filter(state=ProposalState.OPEN).exists():
        settle("meetings.proposals", session, at=at)


def _about(session: Session, zone: str) -> dict[str, Any]:
    return {
        "symbol": session.symbol, "title": session.title, "when": when(session, zone), "place": session.place, "url": session.get_absolute_url(),
    }  # fmt: skip


def snapshot(session: Session) -> list[dict[str, Any]]:
    """The items as they stand, in codes and words: what an agenda keeps of them. Two queries."""
    items = session.items.filter(dropped_at__isnull=True).prefetch_related("papers").order_by("position")
    return [_kept(one) for one in items]


def _kept(one: AgendaItem) -> dict[str, Any]:
    return {
        "item": one.pk, "number": one.position, "title": one.title, "kind": one.kind, "minutes": one.minutes,
        "owner": one.owner_id, "about": one.about, "attributed": one.attributed, "topics": one.topics,
        "papers": sorted(paper.number for paper in one.papers.all() if paper.withdrawn_at is None),
    }  # fmt: skip


def as_text(session: Session, items: Sequence[Mapping[str, Any]]) -> str:
    """The agenda as Markdown, as its document prints it. Who leads an item is told to members on the session's page, not in the document."""
    parts = []
    if session.starts_at:
        parts.append(f"**{when(session, None)}**, {session.minutes} " + str(_("minutes")))
    for one in items:
        facts = [str(ItemKind(one["kind"]).label), _("%s minutes") % one["minutes"]]
        facts.append(str(_("attributed")) if one["attributed"] else str(_("not attributed")))
        lines = [f"## {one['number']}. {one['title']}", ", ".join(facts)]
        if one["about"]:
            lines.append(one["about"])
        if one["papers"]:
            lines.append(_("Papers: %s") % ", ".join(one["papers"]))
        parts.append("\n\n".join(lines))
    return "\n\n".join(parts)


def planned_minutes(items: Sequence[Mapping[str, Any]]) -> int:
    """How long the items last together."""
    return sum(int(one["minutes"]) for one in items)


def _agenda_document(actor: Viewer, session: Session, at: datetime) -> Document:
    """The agenda's document: the first number of the session, given when it was planned."""
    found = session.documents.filter(kind=DocumentKind.AGENDA).order_by("pk").first()
    return found or new_document(actor, session, DocumentKind.AGENDA, title=_("Agenda"), level=Level.MEMBERS, topics=session.topics, at=at)


def _version(actor: Viewer, session: Session, form: AgendaForm, mark: str, at: datetime, note: str = "") -> AgendaVersion:
    items = snapshot(session)
    issue = put_out(
        actor, _agenda_document(actor, session, at), mark=mark, text=as_text(session, items), ai_use=AiUse.NONE, note=note, at=at
    )
    return AgendaVersion.objects.create(session=session, issue=issue, form=form, items=items, made_at=at, made_by_id=actor.person_id)


def publish_agenda(actor: Viewer, session_id: int, *, tell: bool = True, at: datetime) -> AgendaVersion:
    """Put the provisional agenda out under its number; put out again before adoption it becomes PROV. 2. Those invited are told."""
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        if session.state not in (SessionState.CONVENED, SessionState.AGENDA_PROVISIONAL):
            raise NotAMove("Session", session.state, "publish-agenda")
        if not session.items.filter(dropped_at__isnull=True).exists():
            raise Refused.of("", _("The agenda has no items."), _("Add at least one."))
        latest = session.agendas.order_by("-made_at", "-pk").first()
        if latest is not None and latest.items == snapshot(session):
            return latest
        made = _version(actor, session, AgendaForm.PROVISIONAL, Mark.PROVISIONAL, at)
        if session.state == SessionState.CONVENED:
            move(actor, session, "publish-agenda", at=at)
        deadlines.meet(session, DeadlineKind.PROVISIONAL_AGENDA, at)
        if tell:
            _tell(session, made, at)
        return made


def _tell(session: Session, made: AgendaVersion, at: datetime) -> None:
    drafts = [
        Draft(
            "meetings.agenda",
            {**_about(session, one.person.time_zone), "document": made.issue.symbol, "document_url": made.issue.document.get_absolute_url()},
            person_id=one.person_id, subject=one, key=f"meetings.agenda:{made.issue_id}:{one.pk}",
        )
        for one in invitations(session)
    ]  # fmt: skip
    send_all(SYSTEM, drafts, at=at)


def adopt_agenda(actor: Viewer, session_id: int, *, at: datetime) -> AgendaVersion:
    """Adopt the agenda as it stands: the number without a mark. Before the session or at its beginning; once. Repeating gives the same."""
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        adopted = session.agendas.filter(form=AgendaForm.ADOPTED).first()
        if adopted is not None:
            return adopted
        if session.state not in (SessionState.AGENDA_PROVISIONAL, SessionState.IN_SESSION):
            raise NotAMove("Session", session.state, "adopt-agenda")
        made = _version(actor, session, AgendaForm.ADOPTED, "", at)
        if session.state == SessionState.AGENDA_PROVISIONAL:
            move(actor, session, "adopt-agenda", at=at)
        else:
            record(actor, "session.agenda-adopted", session, at=at, after={"issue": made.issue_id})
        return made


def revise_agenda(actor: Viewer, session_id: int, *, note: str, at: datetime) -> AgendaVersion:
    """Put a changed agenda out after adoption: REV., with what is new. The adopted one stays readable."""
    note = need_reason(note, _("Say what is new."), _("One line is enough."), "note")
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        latest = session.agendas.order_by("-made_at", "-pk").first()
        if latest is None or not session.agendas.filter(form=AgendaForm.ADOPTED).exists():
            raise NotAMove("Session", session.state, "revise-agenda")
        if latest.items == snapshot(session):
            return latest
        return _version(actor, session, AgendaForm.REVISED, Mark.REVISION, at, note)


def is_changed(version: AgendaVersion, items: Sequence[AgendaItem]) -> bool:
    """Whether the items, as loaded with their papers, differ from a version. For those who steer the session; asks nothing."""
    return bool(version.items != [_kept(one) for one in items])


def changed_since(session: Session) -> AgendaVersion | None:
    """The version that was put out last, where the items have changed since; None where all is out. Three queries."""
    latest = session.agendas.order_by("-made_at", "-pk").select_related("issue").first()
    return latest if latest is not None and latest.items != snapshot(session) else None
