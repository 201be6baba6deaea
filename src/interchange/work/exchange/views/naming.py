"""What a question is about and whom it names, chosen from what the server finds: "kind:key" for things, "member:7" for people; no scripts."""

from collections.abc import Iterable

from interchange.ground.accounts.models import Person
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.index import KINDS
from interchange.ground.search.queries import things
from interchange.network.membership.models import Membership

MEMBER = "member"
Pair = tuple[str, str]


def apart(chosen: Iterable[str]) -> tuple[list[Pair], list[int]]:
    """The things and the people among what was ticked."""
    split = [one.rpartition(":") for one in chosen]
    about = [(kind, key) for kind, _colon, key in split if kind and kind != MEMBER]
    return about, [int(key) for kind, _colon, key in split if kind == MEMBER and key.isdecimal() and len(key) < 16]


def choices(viewer: Viewer, chosen: Iterable[str], text: str) -> list[tuple[str, str]]:
    """What the form offers: what is ticked already, then what the look-up finds; only what the viewer may see."""
    about, people = apart(chosen)
    found = {f"{kind}:{key}": named.title for (kind, key), named in subjects.named(viewer, about).items()}
    if people:
        listed = rows(viewer, "member.write-to", Membership.objects.filter(person_id__in=people)).values("person_id")
        found |= {f"{MEMBER}:{one.pk}": _called(one) for one in Person.objects.filter(pk__in=listed)}
    if text.strip():
        found = {**_looked_up(viewer, text), **found}
    order = list(chosen)
    return sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))


def _looked_up(viewer: Viewer, text: str) -> dict[str, str]:
    of_kind = {key: kind.model._meta.label_lower for key, kind in KINDS.items() if kind.model._meta.label_lower in subjects.SUBJECTS}
    entries = things(viewer, text, [*of_kind, MEMBER], limit=12)
    known = subjects.named(viewer, [(of_kind[one.kind], str(one.object_id)) for one in entries if one.kind in of_kind])
    found = {}
    for one in entries:
        if one.kind in of_kind and (of_kind[one.kind], str(one.object_id)) in known:
            found[f"{of_kind[one.kind]}:{one.object_id}"] = f"{one.title} ({KINDS[one.kind].label})"
    members = [one.object_id for one in entries if one.kind == MEMBER]
    if members:
        for membership in rows(viewer, "member.write-to", Membership.objects.filter(pk__in=members).select_related("person")):
            found[f"{MEMBER}:{membership.person_id}"] = _called(membership.person)
    return found


def _called(person: Person) -> str:
    return f"@{person.name}"
