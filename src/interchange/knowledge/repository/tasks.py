"""What the worker does for this room."""

from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task

from interchange.ground.search.words import indexed
from interchange.knowledge.repository import filing, likeness, texts
from interchange.knowledge.repository.finding import PAGE_BASE
from interchange.knowledge.repository.models import PageText, RecordFile
from interchange.knowledge.repository.vocabulary import TextState


@task
def read_file(file_id: int) -> str:
    """Read the text of a file for finding and for what it says of itself. Doing it again changes nothing. Returns the state reached."""
    file = RecordFile.objects.select_related("stored").filter(pk=file_id).first()
    if file is None or file.stored.removed_at is not None or file.text_state == TextState.DONE:
        return file.text_state if file else ""
    try:
        with default_storage.open(file.stored.path) as source:
            reading = texts.read(source.read())
    except (texts.Unreadable, OSError):
        RecordFile.objects.filter(pk=file_id).update(text_state=TextState.FAILED)
        return TextState.FAILED
    return keep(file_id, reading)


def keep(file_id: int, reading: texts.Reading) -> str:
    """Write what was read, in one transaction."""
    with transaction.atomic():
        file = RecordFile.objects.select_for_update().select_related("version").filter(pk=file_id).first()
        if file is None:
            return ""
        PageText.objects.filter(file_id=file_id).delete()
        PageText.objects.bulk_create(
            [
                PageText(pk=file_id * PAGE_BASE + number, file_id=file_id, number=number, body=text, body_norm=indexed(text))
                for number, text in enumerate(reading.pages, 1)
                if text
            ],
            batch_size=200,
        )
        file.pages, file.found = reading.count, reading.found
        file.text_state = TextState.DONE if any(reading.pages) else TextState.EMPTY
        for name, value in likeness.bands(likeness.simhash("\n".join(reading.pages)[:200_000])).items():
            setattr(file, name, value)
        file.save()
        record = file.version.record
        record.touched = filing.touch()
        record.save(update_fields=["touched"])
        return file.text_state
