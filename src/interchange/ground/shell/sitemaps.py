"""The site map for search engines: rooms register what they show to everybody (in a `sitemaps.py`, autodiscovered)."""

from django.contrib.sitemaps import Sitemap

MAPS: dict[str, type[Sitemap]] = {}  # type: ignore[type-arg]


def define(name: str, made: "type[Sitemap]") -> None:  # type: ignore[type-arg]
    """Register a part of the map. Raises `ValueError` for a name that is taken."""
    if name in MAPS:
        raise ValueError(f"a part {name!r} of the site map exists already")
    MAPS[name] = made
