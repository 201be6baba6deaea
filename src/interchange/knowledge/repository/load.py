"""Load the starter collection: records that are not here are added, those whose entry changed are brought up to date unless a person edited them
(by a correction or a new version), none is ever made twice."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from interchange.ground import clock
from interchange.ground.journal.actions import record as journal
from interchange.ground.journal.actions import record_many
from interchange.ground.policy.viewer import SYSTEM
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.drafts import Creator
from interchange.knowledge.repository.licences import licence_of
from interchange.knowledge.repository.models import Record, Version
from interchange.knowledge.repository.vocabulary import Origin, RecordState, Scheme, VersionState

DATA = Path(__file__).parent / "data" / "records.yaml"


@lru_cache(maxsize=2)
def entries(path: Path = DATA) -> list[dict[str, Any]]:
    """The entries of the data file, read once per process."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def fingerprint(entry: dict[str, Any]) -> str:
    """Changes when, and only when, the entry says something else."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def values(entry: dict[str, Any]) -> dict[str, Any]:
    """A starter entry as the fields of a version."""
    named = [(Scheme.DOI, entry["doi"]), (Scheme.ARXIV, entry["arxiv"]), (Scheme.URL, entry["url"])]
    licence, note = licence_of(entry["licence"] or "")
    return {
        "kind": entry["type"], "title": entry["title"], "summary": entry["summary"], "more_creators": bool(entry.get("more_authors")),
        "creators": [Creator.from_text(author).plain() for author in entry["authors"]], "year": entry["year"], "venue": entry["venue"] or "",
        "language": entry["language"], "licence": licence, "licence_note": note, "keywords": entry["keywords"], "topics": entry["topics"],
        "sectors": entry["sectors"], "tools": entry["about_tools"], "identifiers": [[scheme, value] for scheme, value in named if value],
    }  # fmt: skip


def load(path: Path = DATA, *, at: datetime | None = None) -> dict[str, int]:
    """Bring the starter collection up to date; returns how many were added, updated, left alone."""
    moment = at or clock.now()
    here = {key: (pk, digest) for key, pk, digest in _held()}
    fresh = [entry for entry in entries(path) if entry["id"] not in here]
    changed = [entry for entry in entries(path) if entry["id"] in here and here[entry["id"]][1] != fingerprint(entry)]
    done = {"added": len(fresh), "updated": 0, "left": 0}
    if fresh:
        pairs = [_pair(entry, moment) for entry in reversed(fresh)]  # so that “newest” shows the file's own order
        with transaction.atomic():
            filing.file_new(pairs, at=moment)
            record_many(
                SYSTEM, "record.loaded", [record for record, _version in pairs], at=moment, after={"state": RecordState.PUBLISHED.value}
            )
            record_many(
                SYSTEM, "version.loaded", [version for _record, version in pairs], at=moment, after={"state": VersionState.PUBLISHED.value}
            )
    for entry in changed:
        done["updated" if _update(here[entry["id"]][0], entry, moment) else "left"] += 1
    return done


def _held() -> Any:
    return Record.objects.filter(origin=Origin.STARTER).values_list("origin_key", "pk", "current__loaded_hash")


def _pair(entry: dict[str, Any], at: datetime) -> tuple[Record, Version]:
    record = Record(slug=entry["id"], origin=Origin.STARTER, origin_key=entry["id"], created_at=at, datestamp=at)
    version = Version(state=VersionState.PUBLISHED, created_at=at, published_at=at, loaded_hash=fingerprint(entry), **values(entry))
    return record, version


def _update(pk: int, entry: dict[str, Any], at: datetime) -> bool:
    """Bring one record up to date; not where a person has corrected it, put up a new version, or ended it."""
    with transaction.atomic():
        record = Record.objects.select_for_update().get(pk=pk)
        version = record.current
        if version is None or not version.loaded_hash or version.corrected_at or record.state != "published":
            return False
        for name, value in values(entry).items():
            setattr(version, name, value)
        version.loaded_hash, version.revision = fingerprint(entry), version.revision + 1
        version.save()
        filing.file_record(record, version, at=at)
        journal(SYSTEM, "record.reloaded", record, at=at, after={"version": version.number})
        return True
