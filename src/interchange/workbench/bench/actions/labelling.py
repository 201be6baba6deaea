"""Labelling a picture: held while one looks at what would change, written, signed, proved, read back, given back, forgotten."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench import actions, showing
from interchange.workbench.bench.actions import keys as own_keys
from interchange.workbench.bench.models import HeldPicture
from interchange.workbench.bench.vocabulary import HELD_MINUTES
from interchange.workbench.signals import pool
from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.writing import credential, images, label
from interchange.workbench.signals.writing.images import NotWritable


def hold_picture(
    actor: Viewer, upload: "UploadedFile[Any]", *, wanted: label.Label, key_id: Any = None, sender: str = "", at: datetime
) -> HeldPicture:  # fmt: skip
    """Hold a picture for half an hour with what shall be said of it. Nothing is written yet. Raises `Refused` for what cannot be labelled."""
    actions.admit(actor, [upload], sender=sender)
    key = see(actor, "key.sign", pk=key_id) if key_id else None
    upload.seek(0)
    content = upload.read()
    kind = credential.media_type(content)
    made = HeldPicture(
        id=uuid.uuid4(), owner_id=actor.person_id, name=Path(upload.name or "picture").name[:160], media_type=kind, wanted=_said(wanted),
        key=key, held_at=at, ends_at=at + timedelta(minutes=HELD_MINUTES),
    )  # fmt: skip
    _written(content, made)  # what cannot be written is refused before anything is held
    with transaction.atomic():
        made.save(force_insert=True)
        default_storage.save(made.path, ContentFile(content))
    return made


def _said(wanted: label.Label) -> dict[str, Any]:
    return {name: value for name, value in asdict(wanted).items() if value}


def _written(content: bytes, held: HeldPicture) -> label.Labelled:
    """The picture with its label in the metadata; one that is signed already may be labelled only if it is signed again."""
    try:
        return label.write(content, label.Label(**held.wanted), break_credential=held.key_id is not None)
    except (NotWritable, ValueError) as wrong:
        raise Refused.of("file", showing.said(wrong.args[0])) from None


def statement(content: bytes, held: HeldPicture) -> credential.Statement:
    """What the credential will say: made so, or, of a picture that is signed already or whose making is not told, opened and its metadata edited."""
    wanted = label.Label(**held.wanted)
    uses = credential.uses(wanted.data_mining)
    if wanted.source_type not in ("", "-") and not label.is_signed(content):
        return credential.Statement(held.name, wanted.source_type, agent=wanted.ai_system, uses=uses)
    return credential.Statement(
        held.name, uses=uses, actions=({"action": "c2pa.edited.metadata"},), parent=content, parent_type=held.media_type, parent_title=held.name
    )  # fmt: skip


def preview(content: bytes, held: HeldPicture) -> tuple[label.Change, ...]:
    """What writing would change."""
    return label.preview(content, label.Label(**held.wanted))


def read_held(held: HeldPicture, *, made: bool = False) -> bytes:
    """The picture's bytes as they came, or as they were written."""
    with default_storage.open(held.result if made else held.path) as file:
        return bytes(file.read())


def write_picture(actor: Viewer, pk: Any, *, at: datetime) -> HeldPicture:
    """Write the label, sign if a key was chosen, prove that the picture's own bytes are the same, read the result back. Doing it twice does it once.

    Raises `Refused` where it cannot be done; the picture is then held as it was.
    """
    held = see(actor, "picture.held", HeldPicture.objects.filter(ends_at__gt=at), pk=pk)
    if held.made:
        return held
    content = read_held(held)
    labelled = _written(content, held)
    result = labelled.content
    told: dict[str, Any] = {"changes": [asdict(one) for one in labelled.changes]}
    if held.key_id is not None:
        key, by = own_keys.to_sign(actor, held.key_id, at=at)
        said = statement(content, held)
        job = credential.job(held.media_type, said, key.chain, key.algorithm)
        try:
            result = pool.shared(actions.options()).sign(result, job, by, parent=said.parent)
        except (pool.Refused, pool.Died) as wrong:
            raise Refused.of("key", _("It could not be signed: %s.") % str(wrong).rstrip(".")) from None
        told["signed_by"] = key.name
    before, after = (images.media(one, held.media_type, credential=False) for one in (content, result))
    if before != after:
        raise Refused.of("file", _("The picture’s own bytes would change; nothing was written."))
    report = inspect(result, name=held.name, options=actions.options())
    data = report.json()
    told |= {"proof": before, "size": len(result), "report": data, "pictures": actions.pictures(data, content=result)}
    with transaction.atomic():
        kept = HeldPicture.objects.select_for_update().get(pk=held.pk)
        if not kept.made:
            default_storage.delete(kept.result)
            default_storage.save(kept.result, ContentFile(result))
            kept.made = told
            kept.save(update_fields=["made"])
    return kept


def forget_picture(actor: Viewer, pk: Any) -> None:
    """Throw the picture away now."""
    with transaction.atomic():
        _gone(see(actor, "picture.held", HeldPicture.objects.select_for_update(), pk=pk))


def forget_pictures(at: datetime) -> int:
    """Throw away what was held long enough; how many. The clock calls it."""
    found = list(HeldPicture.objects.filter(ends_at__lte=at))
    for held in found:
        with transaction.atomic():
            _gone(held)
    return len(found)


def _gone(held: HeldPicture) -> None:
    paths = (held.path, held.result)
    held.delete()
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))
