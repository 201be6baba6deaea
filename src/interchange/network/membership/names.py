"""Who agreed to be named to everyone: the members that the public directory shows. And who can be named in a text: those of the directory."""

from django.db.models import Q

from interchange.ground.accounts.mentions import listed
from interchange.ground.accounts.names import agree
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.network.membership.models import Membership


def _in_public(people: set[int]) -> set[int]:
    found = rows(VISITOR, "member.view", Membership.objects.filter(person_id__in=people))
    return set(found.values_list("person_id", flat=True))


def _named(viewer: Viewer, words: set[str]) -> list[tuple[str, int]]:
    begins = Q(pk__in=[])
    for word in words:
        begins |= Q(person__given_name__istartswith=word) | Q(person__family_name__istartswith=word)
        begins |= Q(person__publication_name__istartswith=word)
    found = rows(viewer, "member.write-to", Membership.objects.select_related("person")).filter(begins)[:500]
    return [(name, one.person_id) for one in found for name in {one.person.name, one.person.publication_name} if name]


agree(_in_public)
listed(_named)
