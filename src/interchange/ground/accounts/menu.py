"""Menu lines of the accounts room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="person", label=_("My account"), url="me", verb="person.self", order=30)
menu.entry(wing="person", label=_("My data"), url="my_data", verb="person.self", order=31)
menu.entry(wing="office", label=_("People and roles"), url="people", verb="person.list", order=80)
