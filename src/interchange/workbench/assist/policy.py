"""Members and the Secretariat ask; a run is its owner's alone."""

from django.db.models import Q

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import rule, signed_in
from interchange.workbench.assist.models import Run

rule("assist.ask", who=is_insider)
rule("assist.own", Run, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
