"""Menu lines of the repository."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="knowledge", label=_("Repository"), url="repository:index", order=10)
menu.entry(wing="knowledge", label=_("Deposit"), url="repository:deposit", verb="record.deposit", order=11)
menu.entry(wing="office", label=_("Curation"), url="repository:queue", verb="record.curate", order=40)
menu.entry(wing="person", label=_("My deposits"), url="repository:mine", verb="record.deposit", order=30)
menu.entry(wing="person", label=_("Reading lists"), url="repository:kept", verb="reading-list.make", order=32)
menu.entry(wing="office", label=_("Import records"), url="repository:imports", verb="import.run", order=41)
