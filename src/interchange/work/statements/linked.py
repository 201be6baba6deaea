"""Which things have statements beside them, kept in memory by each process for half a minute: most pages have none, and then ask nothing."""

import time

from interchange.work.statements.models import Link

CHECK_EVERY = 30.0  # seconds between looks at whether another process linked something
_kept: tuple[float, frozenset[tuple[str, str]]] | None = None


def forget() -> None:
    """Read them anew at the next question (after a change in this process)."""
    global _kept
    _kept = None


def has_any(kind: str, key: str) -> bool:
    """Whether any statement, whoever may read it, is linked to the thing."""
    global _kept
    if _kept is None or _kept[0] < time.monotonic():
        _kept = (time.monotonic() + CHECK_EVERY, frozenset(Link.objects.values_list("subject_kind", "subject_id").distinct()))
    return (kind, key) in _kept[1]
