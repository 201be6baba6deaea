"""States of an experiment, limits, and the words of what is tried (the pure package says them in English; `said` puts them into the reader's language)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class State(models.TextChoices):
    """Where an experiment stands."""

    WAITING = "waiting", _("Waiting to be run")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")
    SUBMITTED = "submitted", _("Waiting to be published")
    PUBLISHED = "published", _("Published")


S = State
GOING = [S.WAITING, S.RUNNING]
MOVES = MoveTable(
    "Experiment",
    {
        "run": ([S.WAITING], S.RUNNING),
        "finish": ([S.RUNNING], S.DONE),
        "fail": (GOING, S.FAILED),
        "stop": (GOING, S.STOPPED),
        "resume": ([S.STOPPED, S.FAILED], S.WAITING),
        "submit": ([S.DONE], S.SUBMITTED),
        "publish": ([S.SUBMITTED], S.PUBLISHED),
        "send-back": ([S.SUBMITTED], S.DONE),
    },
)
TITLE_LIMIT, QUESTION_LIMIT = 160, 1000
OWN = "own"  # the corpus of somebody's own files
CORPORA = {
    "photos": _("Pictures made here, like photographs"),
    "texts": _("Texts made here"),
    "tones": _("Melodies made here"),
    "speech": _("Sounds made here, like speech"),
}
MEDIA = {"image": _("Pictures"), "text": _("Texts"), "audio": _("Sound")}
SORTS = {
    "credential": _("signed credential"),
    "label": _("label in the metadata"),
    "watermark": _("invisible watermark"),
    "code": _("code of the content"),
}
file_mb = define("lab.file-mb", 10, _("Largest file of one’s own in an experiment, in megabytes"), _("Photos and short recordings fit; the copies are made in memory."), least=1, most=100)  # fmt: skip
files_most = define("lab.files", 40, _("Files of one’s own in an experiment"), _("Enough for intervals that say something, few enough to upload at once."), least=1, most=400)  # fmt: skip
trials_most = define("lab.trials", 6000, _("Copies that one experiment may make"), _("About ten minutes of one worker; others wait behind it."), least=100, most=200_000)  # fmt: skip
lab_months = define("retention.lab-months", 24, _("Months that an experiment that was never published is kept"), _("Files of one’s own go with it."), least=1, most=120)  # fmt: skip


def said(text: str) -> str:
    """Words of the pure package in the reader's language: their template translated and filled, where they have one."""
    template = getattr(text, "template", "")
    if template:
        return gettext(template).format(**text.values)  # type: ignore[attr-defined]
    return gettext(text) if text else ""


def word(choices: Any, code: str) -> str:
    """The label of a code, or the code itself."""
    return str(choices.get(code, code))
