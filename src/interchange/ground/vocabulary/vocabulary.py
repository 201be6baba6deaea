"""Codes of the words themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The controlled lists as the public reference page shows them, in its order.
SCHEMES = {
    "profiles": _("Profiles of applicants"),
    "objectives": _("Objectives of the network"),
    "topics": _("Topics"),
    "sectors": _("Sectors"),
    "organisation-kinds": _("Kinds of organisation"),
}


class DevelopmentStatus(models.TextChoices):
    """What a State stated about itself; empty in the database: not stated."""

    LEAST_DEVELOPED = "least-developed", _("Least developed country")
    DEVELOPING = "developing", _("Developing country")
    TRANSITION = "transition", _("Country in transition")
    DEVELOPED = "developed", _("Developed country")
