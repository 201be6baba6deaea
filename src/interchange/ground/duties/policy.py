"""One sees one's own duties and those of one's roles; the Secretariat oversees all. What a conflict hides is not owed, and not counted, either."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from interchange.ground.duties.models import Duty
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role


def _open_to(viewer: Viewer) -> Q:
    conflicts = Conflict.objects.annotate(key=Cast("object_id", CharField())).filter(
        person_id=viewer.me, kind=OuterRef("subject_kind"), key=OuterRef("subject_id")
    )
    return ~Q(Exists(conflicts))


def _mine(viewer: Viewer) -> Q:
    return (Q(person_id=viewer.person_id) | Q(role__in=[str(role) for role in viewer.roles])) & _open_to(viewer)


rule("duty.view", Duty, who=signed_in, which=_mine)
rule("duty.oversee", Duty, who=role(Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR), which=_open_to)
