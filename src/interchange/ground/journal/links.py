"""How a link is hashed, apart from the database: exports and backups of any version are checked by the same few lines.

SHA-256 (FIPS 180-4) over a canonical JSON text (sorted keys, no spaces, UTF-8; the idea of RFC 8785, for the restricted values that
`chain.clean` lets in) of the link's fields and the hash of the link before it. This never changes; another way would be another chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def digest(link: Mapping[str, Any]) -> str:
    """The hash (hex, 64 characters) of a link given by its columns; `at` is an instant with a zone."""
    fields = {
        "seq": link["seq"],
        "at": link["at"].astimezone(UTC).isoformat(),
        "actor": link["actor_id"],
        "verb": link["verb"],
        "subject": [link["subject_kind"], link["subject_id"]],
        "before": link["before"],
        "after": link["after"],
        "previous": link["previous_hash"],
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def walk(lines: Iterable[str]) -> tuple[int, list[int]]:
    """(links read, numbers of the links at which it breaks) of a journal's export, one JSON object a line, as `/journal/export.jsonl` gives it.

    Fields that later versions add are not looked at. Raises `ValueError` for a line that is no link.
    """
    broken, count, previous, last = [], 0, "", 0
    for line in lines:
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            link = {
                "seq": int(given["seq"]), "at": datetime.fromisoformat(given["at"]), "actor_id": given["actor"], "verb": given["verb"],
                "subject_kind": given["subject"][0], "subject_id": given["subject"][1], "before": given["before"], "after": given["after"],
                "previous_hash": given["previous"],
            }  # fmt: skip
        except (KeyError, TypeError, IndexError) as wrong:
            raise ValueError(f"line {count + 1} is no link of a journal") from wrong
        joins = link["previous_hash"] == previous or (count == 0 and (link["seq"] > 1 or link["previous_hash"] == GENESIS))
        if digest(link) != given["hash"] or not joins or (count and link["seq"] != last + 1):
            broken.append(link["seq"])
        count, previous, last = count + 1, given["hash"], link["seq"]
    return count, broken
