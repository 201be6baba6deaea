"""Hold our list of crawlers against a published one: `python -m scripts.crawlers robots.json` (the file of ai-robots-txt/ai.robots.txt).

Prints what is new there and what it lacks; purposes are then read at the operators' own pages and written into
`src/interchange/workbench/signals/reservations/data/crawlers.json` by hand, with the day.
"""

import json
import sys
from pathlib import Path

from interchange.workbench.signals.reservations.crawlers import missing, register


def main() -> None:
    """Compare and print."""
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python -m scripts.crawlers robots.json")
    new, gone = missing(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    known = register()
    print(f"Ours: {len(known.crawlers)} names of {known.date}.")
    print("There and not here:", ", ".join(new) or "none")
    print("Here and not there:", ", ".join(gone) or "none")


if __name__ == "__main__":
    main()
