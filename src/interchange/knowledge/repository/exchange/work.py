"""A piece of work as plain data: what a reader finds in a file and what a writer needs, without a database."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

KINDS = ("paper", "report", "standard", "guideline", "dataset", "software", "legal-text", "practice")


@dataclass(frozen=True)
class Name:
    """An author: a person (`family`, `given`) or, with `literal`, an organisation. `orcid` and `ror` are bare identifiers."""

    family: str = ""
    given: str = ""
    literal: str = ""
    orcid: str = ""
    affiliation: str = ""
    ror: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.family)

    @property
    def inverted(self) -> str:
        """As it is sorted: "Family, Given", or the organisation's name."""
        if not self.is_person:
            return self.literal
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def spoken(self) -> str:
        """As it is said: "Given Family", or the organisation's name."""
        return f"{self.given} {self.family}".strip() if self.is_person else self.literal

    @classmethod
    def of(cls, text: str) -> "Name":
        """From "Family, Given"; a text without a comma is an organisation or a name that cannot be divided."""
        family, comma, given = (part.strip() for part in " ".join(text.split()).partition(","))
        return cls(family=family, given=given) if comma and given else cls(literal=family)


@dataclass(frozen=True)
class Relation:
    """What else is named: `kind` is a DataCite relation type ("IsVersionOf"), `scheme` its identifier type ("DOI", "URL", "arXiv")."""

    kind: str
    identifier: str
    scheme: str = "URL"


@dataclass(frozen=True)
class Part:
    """One file that anybody may read now: where it is, its media type, size in bytes and SHA-256 in hex."""

    url: str
    media_type: str
    size: int = 0
    sha256: str = ""
    name: str = ""


@dataclass(frozen=True)
class Work:
    """The metadata of a work. Read from a file only the title is sure to be there; the second half is known for our own records only.

    `issued` is a date cut to what is known: "2024", "2024-05" or "2024-05-17" (ISO 8601). `language` is ISO 639-1, `licence` an SPDX
    expression, `doi` and `arxiv` are bare and lower case ("10.1000/182", "2301.10226").
    """

    title: str
    kind: str = "paper"
    authors: tuple[Name, ...] = ()
    more_authors: bool = False
    issued: str = ""
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    number: str = ""
    doi: str = ""
    arxiv: str = ""
    isbn: str = ""
    url: str = ""
    abstract: str = ""
    language: str = ""
    licence: str = ""
    keywords: tuple[str, ...] = ()
    # Of our own records
    key: str = ""
    address: str = ""
    version: str = ""
    topics: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    relations: tuple[Relation, ...] = ()
    access: str = ""
    embargo_until: str = ""
    published: str = ""
    modified: str = ""
    repository: str = ""
    alternate: tuple[tuple[str, str], ...] = field(default=())

    @property
    def year(self) -> int | None:
        return int(self.issued[:4]) if self.issued[:4].isdigit() else None

    @property
    def link(self) -> str:
        """The best link to cite: the DOI, else our landing page, else the source's address."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address or self.url

    def but(self, **changes: Any) -> "Work":
        """The same work with some fields changed."""
        return replace(self, **changes)


def to_plain(work: Work) -> dict[str, Any]:
    """As JSON-ready data without what is empty; `from_plain` brings it back."""
    return {name: value for name, value in asdict(work).items() if value not in ("", (), None, False)}


def from_plain(data: dict[str, Any]) -> Work:
    """The opposite of `to_plain`, also after a way through JSON."""
    made = dict(data)
    made["authors"] = tuple(Name(**one) for one in made.get("authors", ()))
    made["relations"] = tuple(Relation(**one) for one in made.get("relations", ()))
    made["parts"] = tuple(Part(**one) for one in made.get("parts", ()))
    made["alternate"] = tuple((one[0], one[1]) for one in made.get("alternate", ()))
    for name in ("keywords", "topics", "subjects"):
        made[name] = tuple(made.get(name, ()))
    return Work(**made)
