"""Menu lines of the membership room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="network", label=_("Members"), url="membership:directory", order=20)
menu.entry(wing="network", label=_("Composition"), url="membership:composition", order=21)
menu.entry(wing="office", label=_("Memberships"), url="membership:manage", verb="membership.manage", order=25)
menu.entry(wing="person", label=_("My membership"), url="membership:me", verb="membership.own", order=10)
