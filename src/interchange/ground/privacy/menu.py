"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="office", label=_("Incidents"), url="privacy:incidents", verb="incident.open", order=86)
menu.entry(wing="office", label=_("Who looked"), url="privacy:looks", verb="look.list", order=87)
