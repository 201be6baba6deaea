"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="work", label=_("Statements of Member States"), url="statements:index", order=60)
menu.entry(wing="work", label=_("Rounds of comments"), url="statements:rounds", order=61)
menu.entry(wing="work", label=_("Briefings"), url="statements:briefings", order=62)
