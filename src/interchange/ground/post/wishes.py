"""How often people hear of what: per kind of letter that is not essential, at once, in a daily or weekly digest, or never.

A digest is made of the very letters that would have left at once (`digests.py`), so both hold the same.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Protocol

from interchange.ground import clock
from interchange.ground.post import templates
from interchange.ground.post.models import Unsubscription, Wish
from interchange.ground.post.vocabulary import GATHER_HOUR, Rhythm

DIGEST = "post.gathered"  # the digest itself: it cannot wait for another


class _ToSomebody(Protocol):
    @property
    def template(self) -> str: ...
    @property
    def person_id(self) -> int | None: ...


def kinds() -> list[templates.Template]:
    """The kinds of letters about which people can wish, by title."""
    found = [one for one in templates.TEMPLATES.values() if not one.essential and one.key != DIGEST]
    return sorted(found, key=lambda one: str(one.title))


def of(person_id: int) -> dict[str, str]:
    """What somebody wishes, for every kind. One query."""
    said = dict(Wish.objects.filter(person_id=person_id).values_list("template", "rhythm"))
    return {one.key: said.get(one.key, one.rhythm.value) for one in kinds()}


def rhythms(drafts: Iterable[_ToSomebody]) -> dict[tuple[int, str], Rhythm]:
    """The rhythm in which each person hears of each kind in these drafts; essential kinds are left out. One query at most."""
    pairs = {
        (draft.person_id, draft.template)
        for draft in drafts
        if draft.person_id and not templates.TEMPLATES[draft.template].essential and draft.template != DIGEST
    }
    if not pairs:
        return {}
    found = {(pk, key): templates.TEMPLATES[key].rhythm for pk, key in pairs}
    said = Wish.objects.filter(template__in={key for _pk, key in pairs})
    if len(pairs) < 500:
        said = said.filter(person_id__in={pk for pk, _key in pairs})
    for pk, key, rhythm in said.values_list("person_id", "template", "rhythm"):
        if (pk, key) in found:
            found[pk, key] = Rhythm(rhythm)
    return found


def next_digest(rhythm: Rhythm, at: datetime) -> datetime:
    """When the next digest of that rhythm is made up: in the morning at the network's seat, weekly ones on Mondays; at once: now."""
    if rhythm == Rhythm.INSTANT:
        return at
    local = at.astimezone(clock.network_zone())
    day = local.date() + timedelta(days=0 if local.time() < time(GATHER_HOUR) else 1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return clock.local_instant(day, time(GATHER_HOUR), str(clock.network_zone()), "day")


def silent(template: str) -> set[int]:
    """Those who never want to hear of a kind, and those who want nothing that is not essential. Two queries."""
    from django.contrib.auth import get_user_model

    never = set(Wish.objects.filter(template=template, rhythm=Rhythm.NEVER).values_list("person_id", flat=True))
    gone = get_user_model().objects.filter(email__in=Unsubscription.objects.values("address"))
    return never | set(gone.values_list("pk", flat=True))
