"""Menu lines of the bench."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("Site check"), url="bench:site_check", order=20)
