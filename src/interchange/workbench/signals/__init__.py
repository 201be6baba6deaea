"""What files and sites say about themselves: labels, credentials, reservations.

Pure Python: nothing here imports Django, so the package can be used alone, from the command `interchange inspect` or in a page.
Words: a finding is one signal; a report holds the findings of one file and a summary that never says more than they carry.
Doors: `inspect(path_or_bytes)`, `inspect_many(paths)`, `model` (the data), `reader` (the interface of plug-ins, entry-point group `interchange.signals`).
"""

from typing import Any

__all__ = ["Options", "inspect", "inspect_many"]
_HOME = {"inspect": "inspecting", "inspect_many": "inspecting", "Options": "options"}


def __getattr__(name: str) -> Any:
    """Load what a caller asks for, so that a small part does not load all parsers."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
