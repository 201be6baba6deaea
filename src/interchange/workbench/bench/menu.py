"""Menu lines of the bench."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="workbench", label=_("The bench"), url="bench:index", order=5)
menu.entry(wing="workbench", label=_("Inspect files"), url="bench:inspect", order=10)
menu.entry(wing="workbench", label=_("Label a picture"), url="bench:label", order=15)
menu.entry(wing="workbench", label=_("Site check"), url="bench:site_check", order=20)
menu.entry(wing="workbench", label=_("Labels explained"), url="bench:labels", order=30)
menu.entry(wing="person", label=_("My reports"), url="bench:reports", verb="report.keep", order=60)
menu.entry(wing="person", label=_("Keys that sign"), url="bench:keys", verb="key.keep", order=62)
