"""Who takes no part in deciding an item, and why: stepped aside, or interests that match its topics (D1, U53).

Somebody whose interests were asked for before the session and who has not answered may discuss, but not decide where the topics of an
item match what they declared last; who never declared anything matches everything.
"""

from collections.abc import Iterable

from interchange.network.calls.models import InterestDeclaration
from interchange.network.calls.vocabulary import Assessment
from interchange.work.meetings.models import AgendaItem, InterestRefresh, Recusal, Session

RECUSED, UNANSWERED = "recused", "unanswered"


def newest_declarations(people: Iterable[int]) -> dict[int, InterestDeclaration]:
    """The newest declaration of interests of each of these people, with its rows. Two queries."""
    found: dict[int, InterestDeclaration] = {}
    for one in InterestDeclaration.objects.filter(person_id__in=list(people)).order_by("person_id", "version").prefetch_related("rows"):
        found[one.person_id] = one
    return found


def topics_of(declaration: InterestDeclaration | None) -> set[str]:
    """The topics that a declaration touches: those of its rows, and those that the Secretariat asked to avoid."""
    if declaration is None:
        return set()
    return {topic for row in declaration.rows.all() for topic in row.topics} | set(declaration.topics_to_avoid)


def unanswered(session_id: int) -> set[int]:
    """The people who were asked before the session whether their interests still stand and have neither answered nor declared since."""
    waiting = {row.person_id: row.asked_at for row in InterestRefresh.objects.filter(session_id=session_id, answered_at__isnull=True)}
    if not waiting:
        return set()
    for row in InterestDeclaration.objects.filter(person_id__in=waiting, declared_at__gte=min(waiting.values())):
        if row.declared_at >= waiting.get(row.person_id, row.declared_at):
            waiting.pop(row.person_id, None)
    return set(waiting)


def barred(item: AgendaItem) -> dict[int, str]:
    """Person -> why, for everybody who may not decide this item. Five queries at most."""
    found: dict[int, str] = {}
    if item.topics:
        silent = unanswered(item.session_id)
        declared = newest_declarations(silent) if silent else {}
        for person in silent:
            declaration = declared.get(person)
            if declaration is None or topics_of(declaration) & set(item.topics):
                found[person] = UNANSWERED
    for person in Recusal.objects.filter(item=item, withdrawn_at__isnull=True).values_list("person_id", flat=True):
        found[person] = RECUSED
    return found


def bound_to_step_aside(session: Session, people: Iterable[int]) -> list[tuple[int, int]]:
    """(item, person) where the Secretariat's assessment of somebody's interests says to step aside from a topic of the item."""
    items = [item for item in session.items.filter(dropped_at__isnull=True) if item.topics]
    found: list[tuple[int, int]] = []
    for person, declaration in newest_declarations(people).items() if items else ():
        if declaration.assessment == Assessment.RECUSE:
            found += [(item.pk, person) for item in items if set(item.topics) & set(declaration.topics_to_avoid)]
    return found


def reminders(person_id: int, session: Session) -> list[AgendaItem]:
    """The items of a session whose topics the person's own interests touch (G6); those already stepped aside from are left out. Four queries."""
    topics = topics_of(newest_declarations([person_id]).get(person_id))
    if not topics:
        return []
    aside = set(
        Recusal.objects.filter(item__session=session, person_id=person_id, withdrawn_at__isnull=True).values_list("item_id", flat=True)
    )
    return [item for item in session.items.filter(dropped_at__isnull=True) if set(item.topics) & topics and item.pk not in aside]


def touched(item: AgendaItem, people: Iterable[int]) -> set[int]:
    """Those of these people whose newest declaration touches the topics of an item. Two queries."""
    return {person for person, declaration in newest_declarations(people).items() if topics_of(declaration) & set(item.topics)}
