"""Reading kept reports, and what the map says of a scheme."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.models import Tool
from interchange.workbench.bench.models import KeptReport, SigningKey
from interchange.workbench.bench.vocabulary import TOOLS
from interchange.workbench.signals.model import Scheme
from interchange.workbench.signals.registry import readers
from interchange.workbench.signals.reservations.schemes import SCHEMES


def mine(viewer: Viewer) -> "QuerySet[KeptReport]":
    """The viewer's kept reports, newest first."""
    return rows(viewer, "report.own")


def keys(viewer: Viewer) -> "QuerySet[SigningKey]":
    """The keys that the viewer looks after, without what locks them away."""
    return rows(viewer, "key.own", SigningKey.objects.defer("locked"))


def signers(viewer: Viewer, at: datetime) -> list[tuple[str, str]]:
    """The keys that the viewer may sign with at an instant: (id, words)."""
    if not viewer.is_signed_in:
        return []
    made = []
    for key in rows(viewer, "key.sign", SigningKey.objects.filter(ends_at__gt=at).defer("locked")):
        words = _("%s (of this house)") % key.name if key.owner_id is None else key.name
        made.append((str(key.pk), _("%s, for trying out") % words if key.trial else words))
    return made


def schemes() -> dict[str, Scheme]:
    """Every scheme that the bench knows, by id: those of files, then those of sites."""
    found = {scheme.id: scheme for reader in readers() for scheme in reader.schemes if scheme.id != "container"}
    return {**found, **{key: scheme for key, scheme in SCHEMES.items() if key not in found}}


def tool_of(viewer: Viewer, scheme: str) -> Any:
    """The entry of the map about a scheme that the viewer may see, or None. At most one query."""
    code = TOOLS.get(scheme)
    return rows(viewer, "tool.list", Tool.objects.filter(code=code)).first() if code else None
