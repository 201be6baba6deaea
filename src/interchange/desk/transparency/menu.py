"""Menu lines of the transparency room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("Transparency"), url="transparency:live", order=80)
