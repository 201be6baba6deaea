"""Members and staff make experiments; they are their owner's until an officer publishes them. Files brought to them are read by nobody."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.lab.models import Experiment
from interchange.workbench.lab.vocabulary import State

PUBLISHED = Q(state=State.PUBLISHED)
CONFLICT = ("lab.experiment", "pk")


def _own(viewer: Viewer) -> Q:
    return Q(owner_id=viewer.person_id) if viewer.person_id else NOTHING


def _view(viewer: Viewer) -> Q:
    waiting = Q(state=State.SUBMITTED) if viewer.has(Role.OFFICER) else NOTHING
    return PUBLISHED | _own(viewer) | waiting


rule("experiment.make", who=is_insider)
rule("experiment.list", Experiment, who=anyone, which=lambda v: PUBLISHED)
rule("experiment.view", Experiment, who=anyone, which=_view)
rule("experiment.own", Experiment, who=signed_in, which=_own)
rule("experiment.decide", Experiment, who=role(Role.OFFICER), which=lambda v: Q(state=State.SUBMITTED) & ~_own(v), conflict=CONFLICT)
rule("experiment.put-forward", Experiment, who=is_insider, which=lambda v: PUBLISHED)
rule("experiment.deposit", Experiment, who=is_insider, which=lambda v: PUBLISHED & _own(v) & Q(record__isnull=True))
