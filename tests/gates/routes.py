"""Every route of the house, read from the resolver itself, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`name` with its namespace ("calls:detail"), `params` the names in its address, `view` the callable."""

    name: str
    params: tuple[str, ...]
    view: object

    @property
    def module(self) -> str:
        target = getattr(self.view, "view_class", self.view)
        return getattr(target, "__module__", "")


def _walk(patterns, namespace: str, params: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        found = (*params, *entry.pattern.converters)
        if not entry.pattern.converters and getattr(entry.pattern, "regex", None) is not None:
            found = (*params, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, found)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}" if entry.name else f"?{entry.pattern}", found, entry.callback)


def all_routes() -> list[Route]:
    """Every route, by name; a name that stands twice is given once per set of parameters."""
    return sorted(set(_walk(get_resolver().url_patterns, "", ())), key=lambda route: (route.name, route.params))
