"""Who agreed to be named to everyone: the members that the public directory shows."""

from interchange.ground.accounts.names import agree
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.network.membership.models import Membership


def _in_public(people: set[int]) -> set[int]:
    found = rows(VISITOR, "member.view", Membership.objects.filter(person_id__in=people))
    return set(found.values_list("person_id", flat=True))


agree(_in_public)
