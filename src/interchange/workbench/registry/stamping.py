"""The time-stamping authority that the settings name."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from interchange.workbench.codes import stamps
from interchange.workbench.registry.vocabulary import Stamp


def certificates() -> bytes:
    """The certificates (PEM) by which its answers are proved; empty where none are named or the file cannot be read."""
    try:
        return Path(settings.TSA_CERTIFICATES).read_bytes() if settings.TSA_CERTIFICATES else b""
    except OSError:
        return b""


def stamped(data: bytes) -> tuple[Stamp, bytes | None, datetime | None, str]:
    """(what became of it, the answer, its time, what went wrong). Never raises: evidence is made without a time-stamp where none can be had."""
    if not settings.TSA_URL:
        return Stamp.OFF, None, None, ""
    try:
        held = stamps.ask(settings.TSA_URL, data, certificates())
    except stamps.Away as wrong:
        return Stamp.AWAY, None, None, str(wrong)
    except stamps.Wrong as wrong:
        return Stamp.WRONG, None, None, str(wrong)
    return Stamp.HELD, held.response, held.at, ""
