"""A record before it is one: what readers of files, pages and forms hand over, all in one shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class Creator:
    """An author. Persons have `family` (and `given`); organisations only `name`."""

    family: str = ""
    given: str = ""
    name: str = ""
    orcid: str = ""
    affiliation: str = ""
    ror: str = ""

    @property
    def is_person(self) -> bool:
        """Whether this is a person rather than an organisation."""
        return bool(self.family)

    @property
    def shown(self) -> str:
        """As read in a list of authors: "Ada Lovelace"."""
        return f"{self.given} {self.family}".strip() if self.family else self.name

    @property
    def inverted(self) -> str:
        """As sorted and cited: "Lovelace, Ada"."""
        return f"{self.family}, {self.given}".removesuffix(", ") if self.family else self.name

    def plain(self) -> dict[str, str]:
        """As kept in the database: only what is filled in."""
        return {name: value for name in _CREATOR if (value := getattr(self, name))}

    @classmethod
    def of(cls, data: "Mapping[str, Any] | Creator") -> "Creator":
        """From what is kept in the database; unknown keys are ignored."""
        if isinstance(data, Creator):
            return data
        return cls(*(str(data.get(name) or "") for name in _CREATOR))

    @classmethod
    def from_text(cls, text: str) -> "Creator":
        """From one string: "Family, Given" is a person, anything without a comma an organisation (or a single name)."""
        if 0 <= text.find("(") < text.find(","):  # a name in its own script with a transcription behind it, commas and all
            return cls(name=text.strip(" ,"))
        family, comma, given = text.partition(",")
        return cls(family=family.strip(), given=given.strip()) if comma and given.strip() else cls(name=text.strip(" ,"))


_CREATOR = tuple(Creator.__dataclass_fields__)


def creators_of(value: Any) -> list[Creator]:
    """The creators kept on a version."""
    return [Creator.of(entry) for entry in value or []]


@dataclass
class Draft:
    """Metadata of one record as found in a file. `line` is where it begins there (from 1; 0: not known). Fields as on `Version`."""

    title: str = ""
    kind: str = "paper"
    summary: str = ""
    creators: list[Creator] = field(default_factory=list)
    more_creators: bool = False
    year: int | None = None
    issued: date | None = None
    venue: str = ""
    publisher: str = ""
    language: str = "en"
    licence: str = ""
    licence_note: str = ""
    ai_use: str = ""
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    card: dict[str, str] = field(default_factory=dict)
    line: int = 0

    def values(self) -> dict[str, Any]:
        """As plain values for a version's fields."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "line"}
        found["creators"] = [creator.plain() for creator in self.creators]
        found["identifiers"] = [[scheme, value] for scheme, value in self.identifiers]
        return found


@dataclass
class Unread:
    """A piece of a file that could not be read: where it begins, what is wrong, and its first words."""

    line: int
    rule: str
    text: str = ""
