"""Menu lines of the home room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("About the network"), url="about", order=90)
