"""Who may read the journal: auditors and administrators, never the part about a file in which they have a conflict."""

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from interchange.ground.journal.models import Event
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import EVERYTHING, role, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role

auditors = role(Role.AUDITOR, Role.ADMINISTRATOR)


def _no_conflict(viewer: Viewer) -> Q:
    """One query: who has no conflict at all reads without asking of each event, which matters where there are a million."""
    if not Conflict.objects.filter(person_id=viewer.me).exists():
        return EVERYTHING
    mine = Conflict.objects.filter(person_id=viewer.me, kind=OuterRef("subject_kind"))
    return ~Q(Exists(mine.annotate(key=Cast("object_id", CharField())).filter(key=OuterRef("subject_id"))))


rule("journal.read", Event, who=auditors, which=_no_conflict)
rule("journal.unmask", Event, who=auditors, which=_no_conflict)
rule("journal.verify", who=auditors)
