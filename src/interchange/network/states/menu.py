"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("Member States"), url="states:index", order=40)
menu.entry(wing="office", label=_("Notes of Member States"), url="states:notes", verb="state-note.list", order=40)
menu.entry(wing="person", label=_("My State"), url="states:mine", verb="state.speak", order=12)
