"""Menu lines of the vocabulary room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("Reference lists"), url="vocabulary:reference", order=90)
menu.entry(wing="office", label=_("Settings"), url="vocabulary:options", verb="option.set", order=70)
