"""Menu lines of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.shell import menu

menu.entry(wing="person", label=_("API tokens"), url="api_tokens", verb="token.make", order=32)
