"""Marks that every text of the house carries alike, whatever room it stands in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AiUse(models.TextChoices):
    """How far a text was made with artificial intelligence, as whoever gives it in states it. Empty: not stated."""

    NONE = "none", _("No AI used")
    ASSISTED = "assisted", _("AI assisted")
    GENERATED = "generated", _("AI generated")


_SOURCES = {
    AiUse.NONE: "digitalCreation",
    AiUse.ASSISTED: "compositeWithTrainedAlgorithmicMedia",
    AiUse.GENERATED: "trainedAlgorithmicMedia",
}


def source_type(ai_use: str) -> str:
    """The same for machines: a concept of the IPTC's Digital Source Type (NewsCodes), as C2PA, XMP and schema.org name it."""
    return f"http://cv.iptc.org/newscodes/digitalsourcetype/{_SOURCES[AiUse(ai_use)]}"
