"""The room's letter."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

templates.define(
    "threads.replies",
    title=_("Replies where you took part"),
    essential=False,
    sample={"name": "Ada Sample", "count": 2, "title": "A paper", "url": "/threads/work.paper/1/#comment-3"},
)
