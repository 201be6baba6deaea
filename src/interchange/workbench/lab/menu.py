"""Menu line of the laboratory."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("Laboratory"), url="lab:index", order=40)
