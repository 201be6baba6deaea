"""Everybody may inspect; whoever is signed in may have a site fetched, where the house allows that at all, and may keep reports, which are theirs alone unless they share the link."""

from django.db.models import Q

from interchange.ground.policy.rules import EVERYTHING, anyone, rule, signed_in
from interchange.workbench.bench.models import KeptReport

rule("file.inspect", who=anyone)
rule("site.fetch", who=signed_in)
rule("report.keep", who=signed_in)
rule("report.own", KeptReport, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("report.shared", KeptReport, who=anyone, which=lambda viewer: EVERYTHING & Q(secret__isnull=False))
