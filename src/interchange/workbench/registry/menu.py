"""Menu lines of the register."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("Register of works"), url="registry:index", order=40)
menu.entry(wing="workbench", label=_("Is it reserved?"), url="registry:lookup", order=42)
menu.entry(wing="workbench", label=_("Find copies"), url="registry:match", verb="work.match", order=44)
menu.entry(wing="person", label=_("My registrations"), url="registry:mine", verb="work.register", order=62)
menu.entry(wing="person", label=_("My cases"), url="registry:cases", verb="case.open", order=64)
menu.entry(wing="office", label=_("Disputed registrations"), url="registry:disputes", verb="dispute.list", order=70)
