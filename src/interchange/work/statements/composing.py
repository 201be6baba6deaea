"""The draft of a briefing, from the journal and from outcomes: what was done, what was decided, what is asked of States. Never who.

It is written through the eyes of somebody who speaks for a State: what they may not read cannot get into it.
"""

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.journal.models import Event
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.direction.models import WorkItem
from interchange.work.meetings.models import Document, Outcome, Session
from interchange.work.meetings.vocabulary import OutcomeKind, OutcomeState, SessionState
from interchange.work.statements.models import Round
from interchange.work.statements.vocabulary import RoundState

READER = Viewer(person_id=0, scoped=frozenset({(Role.FOCAL_POINT, "state:")}))  # reads what is for Member States, and no State's own
COUNTED = {
    "session.close": gettext_lazy("Sessions held"),
    "topic.written": gettext_lazy("Texts of topics written"),
    "topic.adopted": gettext_lazy("Topics adopted as work items"),
    "statement.filed": gettext_lazy("Statements and comments filed by Member States"),
    "statement.answer": gettext_lazy("Answers given to Member States"),
    "consultation.opened": gettext_lazy("Rounds of comments opened"),
}


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the beginning of the day after the last, in the network's zone."""
    zone = clock.network_zone()
    return (
        datetime(first.year, first.month, first.day, tzinfo=zone),
        datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1),
    )


def counts(first: date, last: date) -> list[tuple[str, int]]:
    """How often things were done, from the journal. One query."""
    start, end = span(first, last)
    found = dict(Event.objects.filter(verb__in=COUNTED, at__gte=start, at__lt=end).values_list("verb").annotate(n=Count("pk")))
    return [(str(words), found[verb]) for verb, words in COUNTED.items() if verb in found]


def compose(first: date, last: date) -> str:
    """The draft, as Markdown."""
    start, end = span(first, last)
    parts: list[str] = []

    def section(head: str, lines: list[str]) -> None:
        if lines:
            parts.append(f"## {head}\n\n" + "\n".join(f"- {' '.join(line.split())}" for line in lines))

    sessions = rows(READER, "session.view", Session.objects.select_related("series").filter(ends_at__gte=start, ends_at__lt=end))
    held = [f"{one.symbol} {one.title}" for one in sessions.exclude(state=SessionState.CANCELLED).order_by("ends_at")]
    figures = [f"{words}: {number}" for words, number in counts(first, last)]
    section(_("What was done"), held + figures)
    told = [Level.PUBLIC, Level.STATES]
    outcomes = Outcome.objects.filter(
        state=OutcomeState.ADOPTED, decided_at__gte=start, decided_at__lt=end, session__in=rows(READER, "session.view").order_by().values("pk"),
        session__summaries__document__level__in=told, session__summaries__document__withdrawn_at__isnull=True,
    ).distinct().order_by("decided_at", "pk")  # fmt: skip
    found = list(outcomes)
    decided = [
        f"{one.number}: {one.text}" for one in found if one.kind in {OutcomeKind.DECISION, OutcomeKind.CONCLUSION, OutcomeKind.REFERRAL}
    ]
    items = rows(READER, "work-item.view", WorkItem.objects.filter(adopted_at__gte=start, adopted_at__lt=end)).order_by("adopted_at")
    decided += [_("Work item adopted: %s") % f"{one.number} {one.title}" for one in items]
    section(_("What was decided"), decided)
    asked = [f"{one.number}: {one.text}" for one in found if one.kind == OutcomeKind.QUESTION]
    rounds = rows(READER, "consultation.view", Round.objects.filter(state=RoundState.OPEN, opens_at__lt=end)).order_by("closes_at")
    asked += [
        _("Round of comments %(round)s, until %(closes)s")
        % {"round": f"{one.number} {one.title}", "closes": clock.in_words(one.closes_at, None)}
        for one in rounds
    ]
    section(_("What Member States are asked"), asked)
    papers = rows(READER, "document.view", Document.objects.filter(issued_at__gte=start, issued_at__lt=end, withdrawn_at__isnull=True))
    section(_("Papers to read"), [f"[{one.number}]({one.get_absolute_url()}) {one.title}" for one in papers.order_by("issued_at")[:40]])
    return "\n\n".join(parts) + "\n" if parts else _("Nothing was done in this time that Member States may read of.") + "\n"
