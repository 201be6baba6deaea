"""Reading: records and what hangs on them; the curators' desk."""

from interchange.knowledge.repository.queries.curation import automatic_checks, candidates, queue
from interchange.knowledge.repository.queries.records import (
    about_tool,
    bylines,
    diff,
    files_of,
    full_record,
    lists_with,
    papers_by,
    reading_list,
    related,
    usage_of,
    version_diff,
    versions_of,
)

__all__ = [
    "about_tool",
    "automatic_checks",
    "bylines",
    "candidates",
    "diff",
    "files_of",
    "full_record",
    "lists_with",
    "papers_by",
    "queue",
    "reading_list",
    "related",
    "usage_of",
    "version_diff",
    "versions_of",
]
