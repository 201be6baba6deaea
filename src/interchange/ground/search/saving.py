"""Saved searches: keep, rename, set letters, forget; and the letters that they write."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import SYSTEM, Viewer, viewer_for
from interchange.ground.post.actions import Draft, send
from interchange.ground.search.models import SavedSearch
from interchange.ground.search.places import PLACES, Place
from interchange.ground.search.vocabulary import EVERY, MOST_SAVED, QUERY_LIMIT, TITLE_LIMIT, TOLD, Alert


def save_search(actor: Viewer, query: str, *, title: str, alert: str = Alert.NONE, place: str = "search", at: datetime) -> SavedSearch:
    """Keep a search (the part of its address after "?"). The same search is kept once; saving it again renames it.

    Raises `Refused` for a search that asks for nothing, a name that is none, or too many of them.
    """
    require(actor, "search.save")
    where = _place(place)
    normal = where.normal(query)[:QUERY_LIMIT]
    if not normal:
        raise Refused.of("query", _("There is nothing to look for in this search."), _("Search or filter first, then save."))
    name, alert = _title(title), _alert(alert)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.me)
        own = SavedSearch.objects.filter(person_id=actor.me)
        found = own.filter(place=place, query=normal).first()
        if found is None:
            if own.count() >= MOST_SAVED:
                raise Refused.of(
                    "query", _("You have %d saved searches; more are not kept.") % MOST_SAVED, _("Delete one that you do not need.")
                )
            found = SavedSearch(person_id=actor.me, place=place, query=normal, created_at=at, seen_until=at)
        _change(found, name, alert, actor, at)
        record(actor, "search.saved", found, at=at, after={"place": place, "alert": alert})
        return found


def change_search(actor: Viewer, search_id: int, *, title: str, alert: str, at: datetime) -> SavedSearch:
    """Rename a saved search, or say how often it writes. Letters begin with what comes from then on."""
    name, alert = _title(title), _alert(alert)
    with transaction.atomic():
        found: SavedSearch = see(actor, "saved-search.own", SavedSearch.objects.select_for_update(), pk=search_id)
        before = found.alert
        _change(found, name, alert, actor, at)
        record(actor, "search.changed", found, at=at, before={"alert": before}, after={"alert": alert})
        return found


def forget_search(actor: Viewer, search_id: int, *, at: datetime) -> None:
    """Delete a saved search. Repeating it is harmless."""
    with transaction.atomic():
        for found in rows(actor, "saved-search.own", SavedSearch.objects.filter(pk=search_id)):
            record(actor, "search.forgotten", found, at=at)
            found.delete()


def send_alerts(at: datetime) -> int:
    """Write to everyone whose saved search found something new, as far as they may see it now. Returns how many letters."""
    count = 0
    for alert, period in EVERY.items():
        due = SavedSearch.objects.filter(alert=alert, seen_until__lte=at - timedelta(days=period), person__is_active=True)
        for pk in list(due.values_list("pk", flat=True)):
            with transaction.atomic():
                kept = due.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
                count += _tell(kept, at) if kept else 0
    return count


def _tell(kept: SavedSearch, at: datetime) -> int:
    place = PLACES.get(kept.place)
    if place is None:
        return 0
    news = place.news(_reader(kept.person, at), kept.query, kept.seen_until, at, kept.seen)
    kept.seen_until, kept.seen = at, news.seen
    kept.save(update_fields=["seen_until", "seen"])
    if not news.titles:
        return 0
    lines = "\n".join(f"- {title}" for title in news.titles[:TOLD])
    more = _("and more") if len(news.titles) > TOLD else ""
    context = {"title": kept.title, "lines": lines, "more": more, "url": place.address(kept.query)}
    send(SYSTEM, Draft("search.found", context, person_id=kept.person_id, key=f"found:{kept.pk}:{at.isoformat()}"), at=at)
    return 1


def _reader(person: Person, at: datetime) -> Viewer:
    """The person without a second factor: what staff roles open is not sent by mail."""
    return viewer_for(person, at=at, second_factor=False)


def _change(found: SavedSearch, title: str, alert: str, actor: Viewer, at: datetime) -> None:
    if found.alert == Alert.NONE and alert != Alert.NONE:
        reader = _reader(Person.objects.get(pk=actor.me), at)
        found.seen_until = at
        found.seen = PLACES[found.place].news(reader, found.query, at, at, []).seen
    elif alert == Alert.NONE:
        found.seen = []
    found.title, found.alert = title, alert
    found.save()


def _place(key: str) -> Place:
    if key not in PLACES:
        raise Refused.of("place", _("Searches of this place are not kept."), _("Save the search on its own page."))
    return PLACES[key]


def _title(text: str) -> str:
    name = " ".join(text.replace("\x00", " ").split())
    if not name or len(name) > TITLE_LIMIT:
        raise Refused.of("title", _("Give it a name of at most %d characters.") % TITLE_LIMIT, _("A few words are enough."))
    return name


def _alert(code: str) -> str:
    if code not in Alert.values:
        raise Refused.of("alert", _("This is not a choice."), _("Choose one of the list."))
    return code
