"""The register is for everybody. Who looked is for auditors and administrators. An incident is for its handlers; a notice for those it is about."""

from django.db.models import Q

from interchange.ground.accounts.models import Person
from interchange.ground.policy.rules import EVERYTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.privacy.models import Handler, Incident, Look, Touched
from interchange.ground.privacy.vocabulary import HANDLERS, IncidentState


def _handled(viewer: Viewer) -> Q:
    return Q(pk__in=Handler.objects.filter(person_id=viewer.me, ended_at__isnull=True).values("incident_id"))


def _told(viewer: Viewer) -> Q:
    """Notices that were given, to those whom they are about: by account, or by an address that is theirs now."""
    mine = Person.objects.filter(pk=viewer.me).values("email")
    touched = Touched.objects.filter(Q(person_id=viewer.me) | Q(address__in=mine)).values("incident_id")
    return Q(told_at__isnull=False, pk__in=touched)


rule("register.view", who=anyone)
rule("look.list", Look, who=role(Role.AUDITOR, Role.ADMINISTRATOR), which=lambda v: EVERYTHING)
rule("incident.open", who=role(*HANDLERS))
rule("incident.view", Incident, who=role(*HANDLERS), which=_handled)
rule("incident.handle", Incident, who=role(*HANDLERS), which=lambda v: _handled(v) & ~Q(state=IncidentState.CLOSED))
rule("notice.read", Incident, who=signed_in, which=_told)
