"""The facets of the map: what entries can be filtered, counted and crossed by; one address says the same on every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.atlas import Side

Choices = list[tuple[str, Any]]
DECADES = ["before-1990", "1990s", "2000s", "2010s", "2020s", "not-stated"]


@dataclass(frozen=True)
class MapFacet:
    """A facet: its name in addresses, its words and its codes in order."""

    name: str
    label: str | Promise
    choices: Callable[[], Choices]
    axis: bool = True

    def labels(self) -> dict[str, str]:
        """Code to words."""
        return {str(code): str(label) for code, label in self.choices()}


def _of(scheme: str) -> Callable[[], Choices]:
    return lambda: vocabulary.choices(scheme)


def _regions() -> Choices:
    return [*vocabulary.choices("regions"), (words.ELSEWHERE, _("International")), ("not-stated", _("Not stated"))]


def _decades() -> Choices:
    named = {"before-1990": _("Before 1990"), "not-stated": _("Not established")}
    return [(code, named.get(code, code)) for code in DECADES]


YES_NO: Choices = [("yes", _("Yes")), ("no", _("No"))]
TOOLS = (
    MapFacet("sector", _("Sector"), _of("sectors")),
    MapFacet("function", _("Function"), lambda: list(words.Function.choices)),
    MapFacet("topic", _("Topic"), _of("topics")),
    MapFacet("kind", _("Kind"), lambda: list(words.ToolKind.choices)),
    MapFacet("status", _("Maturity"), lambda: list(words.Maturity.choices)),
    MapFacet("openness", _("Openness"), lambda: list(words.Openness.choices)),
    MapFacet("region", _("Region of the steward"), _regions),
    MapFacet("since", _("Since"), _decades),
    MapFacet("linked", _("Has relations"), lambda: YES_NO, axis=False),
    MapFacet("due", _("Due for a new look"), lambda: [("yes", _("Yes"))], axis=False),
)
CHALLENGES = (
    MapFacet("sector", _("Sector"), _of("sectors")),
    MapFacet("topic", _("Topic"), _of("topics")),
    MapFacet("nature", _("Nature"), lambda: list(words.Nature.choices)),
    MapFacet("character", _("Character"), lambda: list(words.Character.choices)),
    MapFacet("profile", _("Profile affected"), _of("profiles")),
    MapFacet("answered", _("Has tools"), lambda: YES_NO, axis=False),
)
OF: dict[str, tuple[MapFacet, ...]] = {"tools": TOOLS, "challenges": CHALLENGES}


def facet(of: str, name: str, otherwise: str) -> MapFacet:
    """The facet of that name that can be an axis, or the other one."""
    found = {one.name: one for one in OF[of] if one.axis}
    return found.get(name) or found[otherwise]


def chosen(of: str, params: Mapping[str, Any]) -> dict[str, str]:
    """The filters in an address, without what means nothing."""
    found = {}
    for one in OF[of]:
        code = str(params.get(one.name, "") or "")
        if code and code in one.labels():
            found[one.name] = code
    return found


def address(path: str, params: QueryDict | Mapping[str, Any], **changes: str | None) -> str:
    """An address with some parameters changed (None takes one away); the page starts over."""
    kept = QueryDict(mutable=True)
    for name, value in params.items():
        if name != "page" and name not in changes:
            kept[name] = str(value)
    for name, value in changes.items():
        if value:
            kept[name] = value
    return f"{path}?{kept.urlencode()}" if kept else path


def counts(side: Side, one: MapFacet, rows: int) -> list[tuple[str, str, int]]:
    """(code, words, how many of `rows` carry it) of every code that somebody carries."""
    return [(code, label, (rows & side.carrying(one.name, code)).bit_count()) for code, label in one.labels().items()]
