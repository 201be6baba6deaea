"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="work", label=_("Roadmap"), url="direction:roadmap", order=30)
menu.entry(wing="work", label=_("Topics proposed"), url="direction:topics", verb="topic.list", order=31)
menu.entry(wing="work", label=_("Rounds"), url="direction:rounds", verb="round.view", order=32)
