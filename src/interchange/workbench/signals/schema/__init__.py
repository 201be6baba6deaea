"""The JSON Schema (2020-12) of a report and its JSON-LD context."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=4)
def load(name: str) -> dict[str, Any]:
    """`report.schema.json`, `recipe.schema.json` or `context.jsonld` as data."""
    made: dict[str, Any] = json.loads((files(__name__) / name).read_text("utf-8"))
    return made
