"""Records, versions, files, curation, and what readers keep. What is searched and counted hangs on `Record` as narrow columns."""

from interchange.knowledge.repository.models.curating import Check, CopyRequest, Correction, Review
from interchange.knowledge.repository.models.files import PageText, RecordFile
from interchange.knowledge.repository.models.keeping import Collection, ReadingItem, ReadingList, Usage
from interchange.knowledge.repository.models.machinery import ImportJob, Minting, Shelf
from interchange.knowledge.repository.models.works import METADATA, Fingerprinted, Identifier, Record, Version, metadata
from interchange.knowledge.repository.oai.models import Fragment

__all__ = [
    "METADATA",
    "Check",
    "Collection",
    "CopyRequest",
    "Correction",
    "Fingerprinted",
    "Fragment",
    "Identifier",
    "ImportJob",
    "Minting",
    "PageText",
    "ReadingItem",
    "ReadingList",
    "Record",
    "RecordFile",
    "Review",
    "Shelf",
    "Usage",
    "Version",
    "metadata",
]
