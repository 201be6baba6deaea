"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="work", label=_("Questions"), url="exchange:questions", verb="peer-question.list", order=40)
menu.entry(wing="work", label=_("Help offered"), url="exchange:offers", verb="help-offer.list", order=41)
menu.entry(wing="work", label=_("Who works with whom"), url="exchange:cooperation", verb="cooperation.view", order=42)
