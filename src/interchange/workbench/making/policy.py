"""A record of making is its owner's alone; with a link its disclosure is whoever's has it."""

from django.db.models import Q

from interchange.ground.policy.rules import EVERYTHING, anyone, rule, signed_in
from interchange.workbench.making.models import Making

rule("making.begin", who=signed_in)
rule("making.own", Making, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("making.shared", Making, who=anyone, which=lambda viewer: EVERYTHING & Q(secret__isnull=False))
