"""Load the standing declaration texts: the first version of each kind that has none; versions that exist are never touched."""

from datetime import UTC, datetime
from pathlib import Path

import yaml

from interchange.network.calls.models import DeclarationText

FIRST = datetime(2025, 1, 1, tzinfo=UTC)


def load() -> None:
    """Add what is missing."""
    known = set(DeclarationText.objects.values_list("kind", flat=True))
    for entry in yaml.safe_load((Path(__file__).parent / "data" / "texts.yaml").read_text(encoding="utf-8")):
        if entry["kind"] not in known:
            DeclarationText.objects.create(kind=entry["kind"], version=1, title=entry["title"], body=entry["body"], published_at=FIRST)
