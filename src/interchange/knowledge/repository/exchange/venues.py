"""Where a work appeared, as one line and in its parts: "Nature 634(8035), 818-823" is kept as a line and cited in parts."""

import re

_LINE = re.compile(
    r"(?P<venue>\S.*?\S|\S)\s+(?P<volume>\d{1,4})(?:\((?P<issue>[\w./-]{1,12})\))?(?:,\s*(?P<pages>[A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?))?"
)


def join(venue: str, volume: str = "", issue: str = "", pages: str = "") -> str:
    """The parts as one line; without a volume there is nothing that pages could stand behind."""
    if not venue or not volume:
        return venue
    return f"{venue} {volume}{f'({issue})' if issue else ''}{f', {pages}' if pages else ''}"


def split(line: str) -> tuple[str, str, str, str]:
    """Venue, volume, issue, pages. A number that is a year ("AAAI 2024") is no volume unless an issue or pages follow it."""
    found = _LINE.fullmatch(line.strip())
    if not found:
        return line.strip(), "", "", ""
    venue, volume, issue, pages = (found[name] or "" for name in ("venue", "volume", "issue", "pages"))
    if re.fullmatch(r"(19|20)\d\d", volume) and not issue and not pages:
        return line.strip(), "", "", ""
    return venue.rstrip(","), volume, issue, pages.replace("–", "-")
