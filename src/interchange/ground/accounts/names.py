"""How people are named beside what they said or did, to each reader: in full to members and staff, elsewhere only by consent.

Rooms that know who agreed to be named in public say so in their `names.py`: `agree(callable)`, which gets ids and returns those who did.
"""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.viewer import Viewer

Agreed = Callable[[set[int]], set[int]]
AGREED: list[Agreed] = []


def agree(who: Agreed) -> None:
    """Register a room's answer to "which of these people agreed to be named to everyone?"."""
    AGREED.append(who)


def shown(viewer: Viewer, people: Iterable[Person]) -> dict[int, str]:
    """The name of each person as this viewer may read it, by id. No query for members and staff; else one for each room that knows."""
    found = {person.pk: person for person in people}
    open_ids = set(found)
    if not is_insider(viewer):
        asked = {pk for pk in found if pk != viewer.person_id}
        open_ids = set().union(*(who(asked) for who in AGREED)) if asked else set()
        open_ids.add(viewer.person_id or 0)
    return {
        pk: _("Somebody whose data was erased") if person.erased_at else person.name if pk in open_ids else _("A participant")
        for pk, person in found.items()
    }
