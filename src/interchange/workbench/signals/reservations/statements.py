"""The one form that all schemes are brought into: statements about uses, notes about what is wrong, pointers to terms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from interchange.workbench.signals.model import Stance, Use, Words

TEXT_LIMIT = 1_000_000  # characters of one text that are looked at
RAW_LIMIT = 300  # characters of a value that a statement repeats
TRAINING = (Use.AI_TRAINING, Use.GENERATIVE_TRAINING)
USES = (Use.SEARCH, Use.AI_TRAINING, Use.GENERATIVE_TRAINING, Use.AI_INPUT, Use.AI_INDEX, Use.MINING)


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked about: an address, and whether it is a picture. `agent` is the product token of a crawler, "" for any."""

    url: str = "https://example.org/"
    agent: str = ""
    image: bool = False

    @property
    def path(self) -> str:
        """Path and query, never empty: what patterns of robots.txt, tdmrep.json and RSL are held against."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return "/"
        path = parts.path if parts.path.startswith("/") else "/" + (parts.path if not parts.scheme else "")
        return path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of one scheme that applies to the target.

    `rank` orders the layers of a scheme (a higher one supersedes lower ones where the scheme says so). `direct` is false where the scheme speaks of
    something wider or of fetching only, and the use follows from it. `agent` names the crawler that is meant, "" everybody.
    """

    scheme: str
    place: str
    raw: str
    uses: tuple[Use, ...]
    stance: Stance
    meaning: Words
    spec: str
    code: str = ""
    rank: int = 0
    direct: bool = True
    agent: str = ""
    image_only: bool = False
    terms: str = ""  # address of the terms, for conditions
    about: str = "file"
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that cannot be parsed (`broken`), that a scheme does not understand (`refused`), reads otherwise than meant (`deviation`), or that a
    reader should know (`hint`)."""

    scheme: str
    place: str
    raw: str
    words: Words
    kind: str = "refused"
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address where terms, a licence or a policy are said to stand; it was not fetched. `offers` says that a licence is offered there, `about` a
    part of the page that is meant."""

    scheme: str
    place: str
    address: str
    words: Words
    spec: str = ""
    offers: bool = False
    about: str = "file"


@dataclass(slots=True)
class Reading:
    """All that one text gave."""

    statements: list[Statement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)

    def __iadd__(self, other: "Reading") -> "Reading":
        self.statements += other.statements
        self.notes += other.notes
        self.pointers += other.pointers
        return self

    @classmethod
    def joined(cls, readings: Iterable["Reading"]) -> "Reading":
        """Several readings as one."""
        made = cls()
        for one in readings:
            made += one
        return made


def octets(text: str) -> bytes:
    """A text as UTF-8, whatever stands in it: escaped octets come back as they were, lone surrogates as “?”."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def cut(raw: object) -> str:
    """A value as it is repeated in reports: one line, at most `RAW_LIMIT` characters."""
    text = raw[: RAW_LIMIT * 4].decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)[: RAW_LIMIT * 4]
    text = octets(text).decode("utf-8", "replace").replace("\r", "").replace("\n", " ").strip()
    return text if len(text) <= RAW_LIMIT else text[: RAW_LIMIT - 1] + "…"
