"""Reading people."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer, in_force


def people(viewer: Viewer, at: datetime) -> "QuerySet[Person]":
    """People with the roles they hold now (`roles_now`). Two queries for any number."""
    held = Prefetch("role_grants", RoleGrant.objects.filter(in_force(at)), to_attr="roles_now")
    return rows(viewer, "person.list", Person.objects.prefetch_related(held).order_by("family_name", "given_name", "pk"))
