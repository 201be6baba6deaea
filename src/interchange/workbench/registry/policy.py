"""Who may do what in the register: everybody asks, whoever is signed in registers and opens cases, which are theirs alone; officers settle disputes."""

from django.db.models import Q

from interchange.ground.policy.rules import NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.registry.models import Batch, Bundle, Candidate, Case, Dispute, Exhibit, Work

PUBLIC = Q(visibility="public") & ~Q(state="withdrawn")


def _mine_or_public(viewer: Viewer) -> Q:
    return PUBLIC | (Q(owner_id=viewer.person_id) if viewer.is_signed_in else NOTHING)


rule("work.ask", who=anyone)
rule("work.find", Work, who=anyone, which=_mine_or_public)
rule("work.register", who=signed_in)
rule("work.own", Work, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("work.match", who=signed_in)
rule("dispute.view", Dispute, who=anyone, which=lambda viewer: Q(first__visibility="public", second__visibility="public"))
rule("dispute.list", who=role(Role.OFFICER))
rule("dispute.settle", Dispute, who=role(Role.OFFICER), which=lambda viewer: Q(settled_at__isnull=True))
rule("batch.own", Batch, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("case.open", who=signed_in)
rule("case.own", Case, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("exhibit.own", Exhibit, who=signed_in, which=lambda viewer: Q(case__owner_id=viewer.person_id))
rule("candidate.own", Candidate, who=signed_in, which=lambda viewer: Q(exhibit__case__owner_id=viewer.person_id))
rule("bundle.own", Bundle, who=signed_in, which=lambda viewer: Q(case__owner_id=viewer.person_id))
