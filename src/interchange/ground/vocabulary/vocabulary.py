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


class Standing(models.TextChoices):
    """What is known of a day that may be a holiday of the offices at Geneva. Only `WORKING` days are worked on."""

    EXPECTED = "expected", _("Holiday of the canton of Geneva, not confirmed")
    CONFIRMED = "confirmed", _("Holiday, confirmed by an officer")
    WORKING = "working", _("Working day after all")
