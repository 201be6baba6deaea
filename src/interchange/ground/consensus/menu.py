"""The menu line of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="work", label=_("Calls for consensus"), url="consensus:index", order=80)
