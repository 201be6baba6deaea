"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("How a work was made"), url="making:index", verb="making.begin", order=18)
