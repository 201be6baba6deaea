"""Codes of files that others bring: made in the limited process of the workbench; films by ffmpeg, a process of its own with limits and without network."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from interchange.workbench.codes import video
from interchange.workbench.codes.make import codes_of
from interchange.workbench.codes.model import Made, NoCode, made_of
from interchange.workbench.registry import showing
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.pool import shared

SECONDS = 300  # of computing, for one file
_NO_PICTURES = Options()


def of_path(path: str | Path, name: str, *, asking: bool = False) -> Made:
    """The codes of a file that lies here. Raises `NoCode`."""
    with open(path, "rb") as source:
        head = source.read(4096)
    if sniff.by_content(head).startswith("video/"):
        if not video.program():
            raise NoCode("no-decoder")
        return codes_of(path, name, asking=asking)
    return _made(shared(_NO_PICTURES).codes(name, path=str(path), asking=asking, seconds=SECONDS))


def of_bytes(content: bytes, name: str, *, asking: bool = False) -> Made:
    """The codes of bytes. Raises `NoCode`."""
    return _made(shared(_NO_PICTURES).codes(name, content=content, asking=asking, seconds=SECONDS))


def of_upload(upload: "UploadedFile[Any]", *, asking: bool = False, field: str = "file") -> Made:
    """The codes of a file that was sent. Raises `Refused` on `field`, with the reason in words."""
    name = Path(upload.name or "file").name[:160]
    try:
        if isinstance(upload, TemporaryUploadedFile):
            return of_path(upload.temporary_file_path(), name, asking=asking)
        upload.seek(0)
        return of_bytes(upload.read(), name, asking=asking)
    except NoCode as wrong:
        raise showing.refused(wrong, field) from wrong


def _made(told: dict[str, Any]) -> Made:
    if "made" in told:
        return made_of(told["made"])
    raise NoCode(str(told.get("refused", "unreadable")), **{str(key): value for key, value in dict(told.get("values", {})).items()})
