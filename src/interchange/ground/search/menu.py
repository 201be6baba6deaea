"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="person", label=_("Saved searches"), url="saved_searches", verb="search.save", order=31)
