"""What a search finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    kind: str
    title: str
    snippet: str
    url: str
