"""Menu lines of the calls room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("Calls"), url="calls:index", order=10)
menu.entry(wing="office", label=_("Manage calls"), url="calls:manage", verb="call.edit", order=10)
menu.entry(wing="office", label=_("Declaration texts"), url="calls:standing", verb="text.publish", order=31)
menu.entry(wing="office", label=_("Declarations of interests"), url="calls:interests", verb="interests.assess", order=30)
menu.entry(wing="person", label=_("My interests"), url="calls:my_interests", verb="interests.declare", order=15)
