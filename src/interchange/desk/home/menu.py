"""Menu lines of the home room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("About the network"), url="about", order=90)
menu.entry(wing="office", label=_("Processes"), url="processes", verb="duty.oversee", order=5)
