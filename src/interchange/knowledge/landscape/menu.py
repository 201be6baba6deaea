"""Menu lines of the map."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="knowledge", label=_("Map"), url="landscape:index", order=30)
menu.entry(wing="knowledge", label=_("Matrix of the map"), url="landscape:matrix", order=31)
menu.entry(wing="knowledge", label=_("Gaps"), url="landscape:gaps", order=32)
menu.entry(wing="knowledge", label=_("Proposals for the map"), url="landscape:proposals", verb="map.propose", order=33)
