"""One sees one's own duties and those of one's roles; what a conflict hides is not owed either."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from interchange.ground.duties.models import Duty
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import rule, signed_in
from interchange.ground.policy.viewer import Viewer


def _mine(viewer: Viewer) -> Q:
    conflicts = Conflict.objects.annotate(key=Cast("object_id", CharField())).filter(
        person_id=viewer.me, kind=OuterRef("subject_kind"), key=OuterRef("subject_id")
    )
    return (Q(person_id=viewer.person_id) | Q(role__in=[str(role) for role in viewer.roles])) & ~Q(Exists(conflicts))


rule("duty.view", Duty, who=signed_in, which=_mine)
