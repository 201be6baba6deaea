"""The lines of this room in the menu."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.menu import entry

entry(wing="office", label=_("Selection"), url="selection:dashboard", verb="selection.dashboard", order=20)
entry(wing="office", label=_("Eligibility"), url="selection:eligibility", verb="eligibility.check", order=21)
entry(wing="office", label=_("Reviewers"), url="selection:reviewers", verb="reviewer.manage", order=22)
entry(wing="office", label=_("Requests for review"), url="selection:appeals", verb="appeal.manage", order=23)
entry(wing="network", label=_("My reviews"), url="selection:reviews", verb="review.mine", order=60)
