"""Store and remove files."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from interchange.ground.files.checks import clean_name, examine
from interchange.ground.files.models import StoredFile
from interchange.ground.files.purposes import PURPOSES
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import Viewer


def store(actor: Viewer, upload: "UploadedFile[Any]", *, purpose: str, field: str, at: datetime, owner_id: int | None = None) -> StoredFile:
    """Check a file and keep it. Raises `Refused` naming `field`. The caller's policy decides who may give it in."""
    content, media_type, digest, scanned = examine(upload, PURPOSES[purpose], field)
    with transaction.atomic():
        kept = StoredFile.objects.create(
            purpose=purpose, owner_id=owner_id or actor.me, name=clean_name(upload.name or ""), media_type=media_type,
            size=len(content), sha256=digest, scanned=scanned, stored_at=at,
        )  # fmt: skip
        default_storage.save(kept.path, ContentFile(content))
        record(actor, "file.stored", kept, at=at, after={"purpose": purpose, "size": kept.size, "sha256": digest})
        return kept


def remove(actor: Viewer, file: StoredFile, *, at: datetime) -> None:
    """Delete the bytes once the transaction is done; the row stays and says when. The caller's policy decides who may."""
    with transaction.atomic():
        if file.removed_at is None:
            file.removed_at = at
            file.name = "removed"
            file.save(update_fields=["removed_at", "name"])
            record(actor, "file.removed", file, at=at)
            path = file.path
            transaction.on_commit(lambda: default_storage.delete(path))


def note_reading(actor: Viewer, file: StoredFile, *, at: datetime) -> None:
    """Note in the journal that somebody other than its owner read a person's file."""
    if actor.person_id != file.owner_id:
        with transaction.atomic():
            record(actor, "file.read", file, at=at)
