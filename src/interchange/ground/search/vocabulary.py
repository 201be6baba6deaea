"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.TextChoices):
    """How often a saved search writes."""

    NONE = "none", _("No letters")
    DAILY = "daily", _("Every day with something new")
    WEEKLY = "weekly", _("Every week with something new")


TITLE_LIMIT = 120
QUERY_LIMIT = 600
MOST_SAVED = 100  # of one person
TOLD = 20  # things named in one letter
EVERY = {Alert.DAILY: 1, Alert.WEEKLY: 7}  # days
