"""Which rooms have a door for programs. A room's `api.py` says `router = room("calls", _("Calls"), "...")`; the rest is done here and in `config/api.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from django.apps import apps
from django.utils.functional import Promise
from ninja import Router

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Opened:
    """A room's part of the API: its name in addresses and scopes, what people read for it, what it holds, its operations."""

    name: str
    label: str | Promise
    about: str
    router: Router


OPENED: dict[str, Opened] = {}


def room(name: str, label: str | Promise, about: str) -> Router:
    """Open a room's part of the API at /api/v1/<name>/ with a scope of that name. Raises `ValueError` for a name in use."""
    if name in OPENED:
        raise ValueError(f"/api/v1/{name}/ is taken")
    OPENED[name] = Opened(name, label, about, Router(tags=[name]))
    return OPENED[name].router


def opened() -> dict[str, Opened]:
    """All rooms with a door for programs, loaded."""
    for config in apps.get_app_configs():
        if config.name.startswith("interchange.") and find_spec(f"{config.name}.api"):
            import_module(f"{config.name}.api")
    return OPENED
