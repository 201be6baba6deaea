"""The words of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LIMIT, NAME_LIMIT, TEXT_LIMIT, PROMPT_LIMIT = 200, 200, 4_000, 20_000
STEPS, FILES = 200, 100  # of one record


class WorkKind(models.TextChoices):
    """What was made."""

    PICTURE = "picture", _("Picture")
    TEXT = "text", _("Text")
    MUSIC = "music", _("Music or sound")
    FILM = "film", _("Film")
    PROGRAM = "program", _("Program")
    MIXED = "mixed", _("Several of these")


class How(models.TextChoices):
    """By what a step was done."""

    HAND = "hand", _("By hand")
    TOOL = "tool", _("With a tool that generates nothing")
    AI = "ai", _("With an AI system")


class Gave(models.TextChoices):
    """What a step contributed to the work."""

    IDEA = "idea", _("Ideas")
    STRUCTURE = "structure", _("Structure or composition")
    TEXT = "text", _("Text")
    PICTURE = "picture", _("Pictures")
    SOUND = "sound", _("Sound or music")
    FILM = "film", _("Moving pictures")
    CODE = "code", _("Program code")
    TRANSLATION = "translation", _("A translation")
    EDIT = "edit", _("Changes to what was there")
    CHOICE = "choice", _("A choice among what was there")


class Became(models.TextChoices):
    """What became of what a step gave."""

    KEPT = "kept", _("In the work as it was")
    CHANGED = "changed", _("In the work, changed by a person")
    DROPPED = "dropped", _("Not in the work")


class FileRole(models.TextChoices):
    """What a file is to the work."""

    SOURCE = "source", _("Source")
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("The work itself")
