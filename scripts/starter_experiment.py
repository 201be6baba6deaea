"""Makes the results of the starter experiments anew: `python -m scripts.starter_experiment`. They are tried on files made from a seed, so nothing is needed."""

import json
from pathlib import Path

from interchange.workbench.signals.trials import catalogue, recipe
from interchange.workbench.signals.trials.__main__ import follow

DATA = Path(__file__).parents[1] / "src" / "interchange" / "workbench" / "lab" / "data"
WANTED = {"pictures": ("photos", "image", 20), "texts": ("texts", "text", 30)}


def recipes() -> dict[str, recipe.Recipe]:
    """What is tried: all ready-made chains and all signals of a medium."""
    made = {}
    for name, (corpus, media, count) in WANTED.items():
        chains = recipe.ready([one for one, (of, _words, _line) in catalogue.CHAINS.items() if of == media])
        signals = [one.id for one in catalogue.signals(others=False).values() if media in one.media]
        made[name] = recipe.check(corpus, media, count, 2026, chains, signals)
    return made


if __name__ == "__main__":
    for name, one in recipes().items():
        (DATA / f"{name}.json").write_text(json.dumps(follow(one), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
