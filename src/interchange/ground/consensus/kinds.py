"""Things about which consensus can be sought: registered by rooms in their `subjects.py`, beside `policy.subjects.define`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from interchange.ground.policy.viewer import Viewer

if TYPE_CHECKING:
    from interchange.ground.consensus.models import Call

OnClose = Callable[["Call", Any, datetime], object]


@dataclass(frozen=True)
class Kind:
    """`open` is the verb (about the thing) of those who put questions and say how objections are met; `asked` gives the ids of the people concerned.

    `on_close(call, thing, at)` runs inside the transaction that closes a call with an outcome (not one that was withdrawn): what it raises
    undoes the closing. `names_unsigned(viewer, thing)` lets somebody read whose an unsigned objection is (nobody, unless given).
    """

    model: type[Model]
    open: str
    asked: Callable[[Any, datetime], Iterable[int]]
    on_close: OnClose | None = None
    names_unsigned: Callable[[Viewer, Any], bool] | None = None


KINDS: dict[str, Kind] = {}


def define(
    model: type[Model],
    *,
    open: str,
    asked: Callable[[Any, datetime], Iterable[int]],
    on_close: OnClose | None = None,
    names_unsigned: Callable[[Viewer, Any], bool] | None = None,
) -> Kind:
    """Let consensus be sought about a model's things. Raises `ValueError` where it can be already."""
    label = model._meta.label_lower
    if label in KINDS:
        raise ValueError(f"consensus about {label} is defined already")
    KINDS[label] = made = Kind(model, open, asked, on_close, names_unsigned)
    return made


def of(thing: Model | str) -> Kind:
    """The kind of a thing, or of that name. Raises `LookupError` where no consensus can be sought about it."""
    label = thing if isinstance(thing, str) else thing._meta.label_lower
    if label not in KINDS:
        raise LookupError(f"no consensus can be sought about {label}: register it in the room's subjects.py")
    return KINDS[label]
