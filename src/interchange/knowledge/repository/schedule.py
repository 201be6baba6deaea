"""What the clock does in this room. Embargoes need nothing: policy holds them against the clock at every question."""

from datetime import datetime

from interchange.ground.clock import days
from interchange.ground.jobs.schedules import every
from interchange.knowledge.repository.exchange import importing, minting
from interchange.knowledge.repository.models import RecordFile
from interchange.knowledge.repository.oai import fragments
from interchange.knowledge.repository.tasks import read_file
from interchange.knowledge.repository.vocabulary import TextState


@every("repository.unread-files", minutes=30)
def unread(at: datetime) -> int:
    """Files whose reading was lost (a task that was given up on): asked for anew. Reading twice changes nothing."""
    late = RecordFile.objects.filter(text_state=TextState.WAITING, added_at__lt=at - days(1) / 12, stored__removed_at__isnull=True)
    pks = list(late.values_list("pk", flat=True)[:100])
    for pk in pks:
        read_file.enqueue(pk)
    return len(pks)


@every("repository.fragments", minutes=1)
def keep_fragments(at: datetime) -> int:
    """The XML that harvesters get, made ready."""
    return fragments.refresh(at)


@every("repository.imports", minutes=10)
def revive_imports(at: datetime) -> int:
    """Imports whose worker died."""
    return importing.revive(at)


@every("repository.dois", minutes=10)
def dois(at: datetime) -> int:
    """DOIs that wait to be registered, renewed or hidden."""
    waiting = minting.due(at) if minting.is_on() else []
    for pk in waiting:
        minting.register.enqueue(pk)
    return len(waiting)
