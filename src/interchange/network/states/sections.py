"""What rooms above offer on a State's page to those who speak for it: `act(label, url)`. What they know of the State is put `beside` it."""

from collections.abc import Callable

from django.utils.functional import Promise

ACTS: list[tuple[str | Promise, Callable[[str], str]]] = []


def act(label: str | Promise, url: Callable[[str], str]) -> None:
    """Offer a main action to those who speak for the State; `url(iso2)` is its address."""
    ACTS.append((label, url))


def acts(iso2: str) -> list[tuple[str, str]]:
    """(label, address) of what a State's people can do from its page."""
    return [(str(label), url(iso2)) for label, url in ACTS]
