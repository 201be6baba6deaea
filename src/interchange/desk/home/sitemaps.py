"""The plain public pages of the site map."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from interchange.ground.shell.sitemaps import define

PAGES = ("home", "about", "accessibility", "contact", "transparency:live", "calls:index", "membership:directory", "vocabulary:reference")


class PageMap(Sitemap):  # type: ignore[type-arg]
    """Pages without parameters that everybody may read."""

    def items(self) -> list[str]:
        """Their route names."""
        return list(PAGES)

    def location(self, item: str) -> str:
        """The page's address."""
        return reverse(item)


define("pages", PageMap)
