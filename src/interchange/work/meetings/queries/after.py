"""Reading what follows a session: its record, its summary, what the check for names looks at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.consensus.models import Objection
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.threads.models import Comment
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.membership.models import Profile
from interchange.work.meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Document,
    Invitation,
    NoteBlock,
    Outcome,
    PollAnswer,
    Session,
    SummaryDraft,
)
from interchange.work.meetings.names import Somebody
from interchange.work.meetings.queries.room import PollShown, polls_of
from interchange.work.meetings.vocabulary import SHOWN_FROM, ActionState, ItemKind, OutcomeKind, OutcomeState, PollChoice


def participants(session: Session) -> list[Somebody]:
    """Everybody invited to a session or seen at it, as the check for names knows them. Two queries."""
    invited = Invitation.objects.filter(session=session).values("person_id")
    there = Attendance.objects.filter(session=session).values("person_id")
    people = list(Person.objects.filter(Q(pk__in=invited) | Q(pk__in=there)).order_by("pk"))
    houses = dict(Profile.objects.filter(person__in=people).values_list("person_id", "organisation"))
    return [Somebody(one.pk, one.given_name, one.family_name, one.publication_name, houses.get(one.pk, "")) for one in people]


def own_words(session: Session) -> list[str]:
    """What participants wrote themselves about a session: reasons in polls, objections and annexes, comments on its papers and drafts."""
    outcomes = [str(pk) for pk in session.outcomes.values_list("pk", flat=True)]
    papers = [str(pk) for pk in Document.objects.filter(session=session).values_list("pk", flat=True)]
    drafts = [str(pk) for pk in session.summaries.values_list("pk", flat=True)]
    kinds = ((Outcome, outcomes), (Document, papers), (SummaryDraft, drafts))
    about = Q()
    for model, keys in kinds:
        about |= Q(subject_kind=model._meta.label_lower, subject_id__in=keys)
    said = list(PollAnswer.objects.filter(poll__item__session=session).exclude(reason="").values_list("reason", flat=True))
    said += Comment.objects.filter(about, removed_at__isnull=True).values_list("text", flat=True)
    objections = Objection.objects.filter(call__subject_kind=Outcome._meta.label_lower, call__subject_id__in=outcomes)
    for reason, annex in objections.values_list("reason", "annex"):
        said += [reason, annex]
    return [words for words in said if words]


def ordinary_words() -> list[str]:
    """Words that mean something else than a name: countries, cities of time zones, topics."""
    cities = {clock.place(name) for name in clock.zone_names()}
    return [*(name for _code, name in vocabulary.countries()), *cities, *(label for _code, label in vocabulary.choices("topics"))]


@dataclass
class ItemRecord:
    """One item and what came of it."""

    item: AgendaItem
    outcomes: list[Outcome]
    actions: list[ActionPoint]
    polls: list[PollShown]
    notes: list[NoteBlock]


def record_of(session: Session, *, notes: bool) -> list[ItemRecord]:
    """The items of a session with what came of each; notes only where the caller may read them. Seven queries at most."""
    outcomes = Prefetch("outcomes", Outcome.objects.exclude(state=OutcomeState.WITHDRAWN).order_by("proposed_at", "pk"))
    actions = Prefetch("action_points", ActionPoint.objects.select_related("owner").order_by("made_at", "pk"))
    paragraphs = NoteBlock.objects.filter(struck_at__isnull=True).select_related("speaker__person").order_by("position", "pk")
    items = session.items.filter(dropped_at__isnull=True).order_by("position", "pk").prefetch_related(outcomes, actions)
    if notes:
        items = items.prefetch_related(Prefetch("notes", paragraphs))
    shown: dict[int, list[PollShown]] = {}
    for one in polls_of(session):
        if one.poll.closed_at:
            shown.setdefault(one.poll.item_id, []).insert(0, one)
    return [
        ItemRecord(
            item, list(item.outcomes.all()), list(item.action_points.all()), shown.get(item.pk, []), list(item.notes.all()) if notes else []
        )
        for item in items
    ]


def compose(session: Session) -> str:
    """A first draft of the summary from the outcomes, in Markdown. It names nobody: actions stand without their owners."""
    day = session.starts_at.astimezone(clock.network_zone()).date() if session.starts_at else None
    there = Attendance.objects.filter(session=session).values("person_id").distinct().count()
    lines = [f"{session.title}, {day:%-d %B %Y}." if day else f"{session.title}."]
    few = there < SHOWN_FROM
    lines[0] += " " + (_("Fewer than five participants.") if few else _("%(n)d participants.") % {"n": there})
    for record in record_of(session, notes=False):
        lines.append(f"## {record.item.position}. {record.item.title}")
        body = [_outcome(one) for one in record.outcomes]
        body += [_poll(one) for one in record.polls if one.answered >= SHOWN_FROM]
        body += [_action(one) for one in record.actions if one.state != ActionState.DROPPED]
        if not body:
            body = [_("The network took note.") if record.item.kind == ItemKind.INFORM else _("The item was discussed.")]
        lines += body
    return "\n\n".join(lines) + "\n"


def _outcome(one: Outcome) -> str:
    text = " ".join(one.text.split())
    words = {
        OutcomeKind.DECISION: _("**Decision** (%(number)s): %(text)s"),
        OutcomeKind.CONCLUSION: _("**Conclusion** (%(number)s): %(text)s"),
        OutcomeKind.QUESTION: _("**Question to Member States** (%(number)s): %(text)s"),
        OutcomeKind.REFERRAL: _("**Policy matter, out of scope, referred to %(to)s** (%(number)s): %(text)s"),
    }[OutcomeKind(one.kind)] % {"number": one.number, "text": text, "to": one.addressee}
    if one.state == OutcomeState.NOT_ADOPTED:
        words += " " + _("There was no consensus.")
    elif one.state != OutcomeState.ADOPTED:
        words += " " + _("Offered for decision in writing.") if one.state == OutcomeState.IN_CONSENSUS else " " + _("Not adopted.")
    return words


def _poll(one: PollShown) -> str:
    counts = one.sums.by_choice if one.sums else {}
    return _("Sense of the room on “%(question)s”: %(support)d support it, %(live)d can live with it, %(cannot)d cannot.") % {
        "question": one.poll.question, "support": counts.get(PollChoice.SUPPORT, 0), "live": counts.get(PollChoice.LIVE_WITH, 0),
        "cannot": counts.get(PollChoice.CANNOT, 0),
    }  # fmt: skip


def _action(one: ActionPoint) -> str:
    return _("**Action** (%(number)s), due on %(due)s: %(text)s") % {
        "number": one.number, "due": f"{one.due:%-d %B %Y}", "text": " ".join(one.text.split()),
    }  # fmt: skip


def newest_draft(viewer: Viewer, session: Session) -> SummaryDraft | None:
    """The newest draft of a session's summary that the viewer may read. One query."""
    return rows(viewer, "summary.view", SummaryDraft.objects.filter(session=session)).order_by("-version").first()


def differing_views(session: Session) -> list[tuple[Outcome, Objection]]:
    """The differing views that objectors annexed to the outcomes of a session, unless withdrawn, in order. Two queries."""
    outcomes = {str(one.pk): one for one in session.outcomes.all()}
    kind = subject_of(Outcome(pk=0))[0]
    found = Objection.objects.filter(call__subject_kind=kind, call__subject_id__in=outcomes).exclude(annex="").exclude(state="withdrawn")
    return [(outcomes[one.call.subject_id], one) for one in found.select_related("call", "person").order_by("raised_at", "pk")]


def my_actions(viewer: Viewer) -> list[ActionPoint]:
    """The viewer's own open action points, the first due first. One query."""
    mine = ActionPoint.objects.filter(owner_id=viewer.person_id, state=ActionState.OPEN).select_related("session__series")
    return list(rows(viewer, "action.view", mine).order_by("due", "pk"))


def open_before(session: Session, at: datetime) -> list[ActionPoint]:
    """The action points still open from earlier sessions of the same series: they come back on the next agenda. One query."""
    earlier = ActionPoint.objects.filter(session__series=session.series, state=ActionState.OPEN).exclude(session=session)
    return list(earlier.filter(made_at__lte=at).select_related("owner", "session__series").order_by("due", "pk"))
