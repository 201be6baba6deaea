"""Menu lines of the post room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="office", label=_("Letters"), url="post:index", verb="letter.list", order=40)
menu.entry(wing="office", label=_("Write to a group"), url="post:write", verb="batch.prepare", order=41)
menu.entry(wing="person", label=_("My letters"), url="post:mine", verb="letter.mine", order=20)
menu.entry(wing="person", label=_("What you hear of"), url="post:wishes", verb="letter.mine", order=21)
