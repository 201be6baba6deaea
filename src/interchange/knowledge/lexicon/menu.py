"""Menu lines of the lexicon."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="knowledge", label=_("Lexicon"), url="lexicon:index", order=10)
menu.entry(wing="knowledge", label=_("Check a text"), url="lexicon:check", order=11)
menu.entry(wing="knowledge", label=_("Releases of the lexicon"), url="lexicon:releases", order=12)
menu.entry(wing="knowledge", label=_("Wanted terms"), url="lexicon:wanted", verb="lexicon.wanted", order=13)
menu.entry(wing="office", label=_("Import terms"), url="lexicon:imports", verb="lexicon.import", order=60)
