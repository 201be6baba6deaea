"""The pages of the map."""

from django.utils.translation import gettext as _


def crumb(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the map."""
    return [(_("Map"), "/landscape/"), *more]
