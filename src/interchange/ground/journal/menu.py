"""Menu line of the journal."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="office", label=_("Journal"), url="journal:index", verb="journal.read", order=85)
