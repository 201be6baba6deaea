"""Marks that every text of the house carries alike, whatever room it stands in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AiUse(models.TextChoices):
    """How far a text was made with artificial intelligence, as whoever gives it in states it. Empty: not stated."""

    NONE = "none", _("No AI used")
    ASSISTED = "assisted", _("AI assisted")
    GENERATED = "generated", _("AI generated")
