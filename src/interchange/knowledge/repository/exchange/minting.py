"""Registering DOIs with DataCite (REST interface, JSON:API): off unless the four settings are there.

Asking for a DOI only writes a row; the worker registers it. A PUT at the DOI's own address makes it or brings it up to date, so trying again
is harmless, whatever became of the answer. The DOI enters the metadata when, and only when, DataCite has taken it.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django_tasks import task

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.exchange import landing, ours
from interchange.knowledge.repository.exchange.writers import datacite_json
from interchange.knowledge.repository.models import Minting, Record, Version
from interchange.knowledge.repository.vocabulary import RecordState, Scheme, VersionState

TIMEOUT = (5, 20)  # seconds to connect, seconds between bytes
TRIES = 40  # one every ten minutes: most of a working day; then a person is asked to look


class State:
    """Where a registration stands (codes of `Minting.state`)."""

    WAITING, REGISTERED, FAILED, HIDDEN = "waiting", "registered", "failed", "hidden"


def is_on() -> bool:
    """Whether DOIs can be registered at all."""
    return all([settings.DATACITE_URL, settings.DATACITE_PREFIX, settings.DATACITE_USER, settings.DATACITE_PASSWORD])


def name_for(version: Version) -> str:
    """The DOI that a version gets: made from the record's id, which never changes, and the version's number."""
    record: Any = version.record
    return f"{settings.DATACITE_PREFIX}/{record.slug}.v{version.number}".lower()


def mint(actor: Viewer, record_id: int, *, at: datetime) -> Minting:
    """Ask for a DOI for the version shown. Asking again while it is on its way, or when it is there, changes nothing; after a failure it is
    tried anew. Raises `Refused` where registering is off, or the work has a DOI, or not everybody may see it."""
    with transaction.atomic():
        record: Record = see(actor, "record.curate", Record.objects.select_for_update(of=("self",)).select_related("current"), pk=record_id)
        version = record.current
        if not is_on():
            raise Refused.of("", _("Registering DOIs is not set up here."), _("The manual’s page on settings says how."))
        if version is None or not landing.is_public(record):
            raise Refused.of("", _("Only what everybody may see gets a DOI."), _("Publish it, or open it to the public, first."))
        made = Minting.objects.filter(version=version).first()
        if made is None and version.doi:
            raise Refused.of("", _("This work has a DOI already: %s.") % version.doi, _("A second one would divide its citations."))
        if made is None:
            made = Minting.objects.create(version=version, doi=name_for(version), asked_at=at)
        elif made.state != State.FAILED:
            return made
        made.state, made.tries, made.error, made.asked_at = State.WAITING, 0, "", at
        made.save()
        journal(actor, "doi.asked", record, at=at, after={"version": version.number, "minting": made.pk})
        register.enqueue(made.pk)
        return made


@task
def register(minting_id: int) -> str:
    """Register, renew or hide one DOI, whatever its record now asks for. Returns the state reached."""
    made = Minting.objects.select_related("version__record").filter(pk=minting_id).first()
    if made is None or made.state == State.FAILED or not is_on():
        return made.state if made else ""
    version: Any = made.version
    shown = landing.is_public(version.record) and version.state == VersionState.PUBLISHED
    at = clock.now()
    status, words = _put(made, version, "publish" if shown else "hide", at)
    with transaction.atomic():
        held = Minting.objects.select_for_update().get(pk=made.pk)
        held.tries += 1
        if status in {200, 201}:
            held.state, held.error, held.done_at, held.tries = State.REGISTERED if shown else State.HIDDEN, "", at, 0
            held.save()
            if shown:
                _enter(version.record_id, held, at)
            elif made.state != State.HIDDEN:
                journal(SYSTEM, "doi.hidden", version.record, at=at, after={"version": version.number, "minting": made.pk})
            return held.state
        held.error = words[:2000]
        final = 400 <= status < 500 and status not in {408, 425, 429}
        if final or held.tries >= TRIES:
            held.state = State.FAILED
            journal(SYSTEM, "doi.failed", version.record, at=at, after={"version": version.number, "minting": made.pk, "status": status})
        held.save()
        return held.state


def _put(made: Minting, version: Version, event: str, at: datetime) -> tuple[int, str]:
    """Status and words of DataCite's answer; status 0 where there was none."""
    record: Any = version.record
    work = ours.work_of(version, at).but(doi=made.doi)
    address = f"{settings.BASE_URL}/repository/{record.slug}/v{version.number}/"
    attributes = datacite_json.attributes(work) | {"event": event, "url": address, "doi": made.doi, "prefix": settings.DATACITE_PREFIX}
    body: Any = {"data": {"id": made.doi, "type": "dois", "attributes": attributes}}
    try:
        answer = requests.put(
            f"{settings.DATACITE_URL}/dois/{quote(made.doi, safe='/')}",
            json=body,
            auth=(settings.DATACITE_USER, settings.DATACITE_PASSWORD),
            headers={"Content-Type": "application/vnd.api+json", "Accept": "application/vnd.api+json"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as failure:
        return 0, type(failure).__name__
    return answer.status_code, f"{answer.status_code} {answer.text[:1000]}"


def _enter(record_id: int, made: Minting, at: datetime) -> None:
    """Put the DOI into the version's metadata, once."""
    record = Record.objects.select_for_update(of=("self",)).select_related("current").get(pk=record_id)
    version = Version.objects.select_for_update().get(pk=made.version_id)
    if [Scheme.DOI.value, made.doi] in version.identifiers or version.doi:
        return
    version.identifiers = [[Scheme.DOI.value, made.doi], *version.identifiers]
    version.revision += 1
    version.save(update_fields=["identifiers", "revision"])
    if record.current_id == version.pk:
        record.current = version
        filing.file_record(record, version, at=at)
    journal(SYSTEM, "doi.registered", record, at=at, after={"version": version.number, "minting": made.pk})


def due(at: datetime) -> list[int]:
    """Registrations that wait, those whose metadata was corrected since, and those whose record is not public any more or is again."""
    public = Q(version__record__state=RecordState.PUBLISHED, version__state=VersionState.PUBLISHED, version__record__level="public")
    changed = Q(state=State.REGISTERED, version__corrected_at__gt=F("done_at"))
    gone = Q(state=State.REGISTERED) & ~public
    back = Q(state=State.HIDDEN) & public
    return list(Minting.objects.filter(Q(state=State.WAITING) | changed | gone | back).order_by("pk").values_list("pk", flat=True)[:100])
