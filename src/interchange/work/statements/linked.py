"""Which things have statements beside them, kept in memory by each process for half a minute: most pages have none, and then ask nothing."""

from interchange.ground.memory import Kept
from interchange.work.statements.models import Link

CHECK_EVERY = 30.0  # seconds between looks at whether another process linked something


def _read() -> frozenset[tuple[str, str]]:
    return frozenset(Link.objects.values_list("subject_kind", "subject_id").distinct())


_kept = Kept(_read, CHECK_EVERY)


def forget() -> None:
    """Read them anew at the next question (after a change in this process)."""
    _kept.forget()


def has_any(kind: str, key: str) -> bool:
    """Whether any statement, whoever may read it, is linked to the thing."""
    return (kind, key) in _kept()
