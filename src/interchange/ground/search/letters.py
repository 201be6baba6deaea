"""The letter of a saved search."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

templates.define(
    "search.found",
    title=_("News of a saved search"),
    essential=False,
    sample={"title": "Watermarks and labels", "lines": "- A title", "more": "", "url": "/search/?q=watermark"},
)
