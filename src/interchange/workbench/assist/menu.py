"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("Help with a text"), url="assist:index", verb="assist.ask", order=40)
