"""The room's letter."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

templates.define(
    "duties.reminder",
    title=_("Reminder of something due soon"),
    essential=False,
    sample={
        "name": "Ada Sample",
        "what": "Review application TEN/APP/2026/0001",
        "due": "12 January 2027, 23:59 Geneva",
        "url": "/selection/reviews/1/",
    },
)
