"""The starter collection: the network's field in 260 concepts, written in own words after consulting the sources that each names."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from interchange.ground import clock
from interchange.knowledge.lexicon.actions.loading import load_starter
from interchange.knowledge.lexicon.checks import tidy
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart
from interchange.knowledge.lexicon.vocabulary import LabelKind, LabelStatus

DATA = Path(__file__).parent / "data" / "lexicon.yaml"
_IN_ONE_SENSE = re.compile(r"^(.+?) \((.+)\)$")
# Labels that are common words too: texts link them only where they name a neighbour of the concept as well.
EVERYDAY = frozenset(
    [
        "assertion",
        "asset",
        "author",
        "benchmark",
        "binding",
        "block",
        "bot",
        "canary",
        "capacity",
        "claim",
        "composition",
        "consent",
        "copy",
        "creator",
        "credit",
        "detection",
        "disclosure",
        "dispute",
        "grounding",
        "harvesting",
        "ingredient",
        "input",
        "integrity",
        "label",
        "manifest",
        "marking",
        "modality",
        "online",
        "output",
        "performance",
        "performer",
        "prompt",
        "proof",
        "provider",
        "register",
        "resolution",
        "royalty",
        "spider",
        "split",
        "stamp",
        "stealing",
        "stem",
        "storage",
        "tag",
        "theft",
        "token",
        "training",
        "transformation",
        "transparency",
        "truth",
        "user",
        "validation",
        "verification",
        "version",
        "weights",
        "work",
    ]
)


def _label(text: str, status: LabelStatus) -> LabelPart:
    sense = _IN_ONE_SENSE.match(text) if status != LabelStatus.PREFERRED else None
    words, condition = sense.groups() if sense else (text, "")
    kind = LabelKind.ABBREVIATION if status == LabelStatus.ADMITTED and re.fullmatch(r"[A-Z]{2,6}", words) else ""
    return LabelPart(words, status, kind=kind, condition=condition, everyday=words.lower() in EVERYDAY)


def _content(row: dict[str, Any]) -> Content:
    labels: dict[str, LabelPart] = {}
    for status, texts in (
        (LabelStatus.PREFERRED, [row["term"]]),
        (LabelStatus.ADMITTED, row["alt"]),
        (LabelStatus.DEPRECATED, row["deprecated"]),
    ):
        for text in texts:
            made = _label(text, status)
            labels.setdefault(made.text, made)
    sources = tuple(SourcePart(one["title"], one["url"]) for one in row["sources"])
    return tidy(
        Content(
            slug=row["id"], labels=tuple(labels.values()), definitions=(DefinitionPart(row["definition"], True, sources),),
            topics=tuple(row["topics"]), note=row["note"] or "", example=row["example"] or "",
            broader=tuple(row["broader"]), related=tuple(row["related"]),
        )
    )  # fmt: skip


@lru_cache(maxsize=1)
def starter() -> tuple[Content, ...]:
    """The starter collection as contents."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(_content(row) for row in yaml.load(DATA.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506 - a safe loader


def load() -> None:
    """Add what is missing."""
    load_starter(starter(), at=clock.now())
