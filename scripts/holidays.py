"""Write the generated holidays of the offices at Geneva into the package's data: `python -m scripts.holidays`.

The days are those that the law of the canton of Geneva makes public holidays, as the library `holidays` knows them, without the
Swiss National Day: the lists of days on which WIPO's International Bureau is closed (PCT Rule 80.5, PCT Newsletter 11/2016 for 2017 and
12/2018 for 2019) hold the former and not the latter. Days that those lists moved because of a weekend, and the days of a year not yet
announced, cannot be computed: officers enter them.
"""

from pathlib import Path
from typing import Any

import holidays
import yaml

FILE = Path(__file__).resolve().parents[1] / "src/interchange/ground/vocabulary/data/holidays.yaml"
YEARS = range(2026, 2031)
NOT_KEPT = {"National Day"}
HEAD = """# Written by `python -m scripts.holidays`; do not edit. Public holidays of the canton of Geneva without the Swiss National Day (see the script).
# Each is "expected" until an officer confirms it against the year's announcement; what was announced beyond them, officers enter.
"""


def days() -> list[dict[str, Any]]:
    """The days of all years in order."""
    found = holidays.country_holidays("CH", subdiv="GE", years=YEARS, language="en_US")
    return [{"day": day, "name": name} for day, name in sorted(found.items()) if name not in NOT_KEPT]


def main() -> None:
    """Write the file."""
    text = yaml.safe_dump({"days": days()}, sort_keys=False, allow_unicode=True)
    FILE.write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
