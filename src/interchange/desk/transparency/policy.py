"""Everybody reads the report and released editions; officers draft an edition, another officer releases it."""

from django.db.models import Q

from interchange.desk.transparency.models import LIVE, Report
from interchange.ground.policy.rules import EVERYTHING, anyone, role, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role


def _readable(viewer: Viewer) -> Q:
    return EVERYTHING if viewer.has(Role.OFFICER, Role.AUDITOR) else Q(year=LIVE) | Q(released_at__isnull=False)


rule("transparency.view", Report, who=anyone, which=_readable)
rule("edition.draft", who=role(Role.OFFICER))
rule(
    "edition.release",
    Report,
    who=role(Role.OFFICER),
    which=lambda viewer: Q(year__gt=LIVE, released_at__isnull=True) & ~Q(drafted_by_id=viewer.person_id),
)
