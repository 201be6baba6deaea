"""Who may read which file, and who best: pure functions on names, organisations, countries, topics and load (DOMAIN S4)."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from interchange.network.selection.vocabulary import Obstacle, SuggestReason

# Legal forms say nothing about which house it is.
_FORMS = frozenset(
    [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
    ]
)


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces; any script."""
    folded = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", folded).split())


def organisation_key(name: str) -> str:
    """One spelling for one organisation: "Acme Media, Inc." and "ACME Media GmbH" are the same; "" for none."""
    words = plain(name.replace(".", "")).split()
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


def organisation_keys(*names: str) -> frozenset[str]:
    """The keys of an organisation and its parent group, empties left out."""
    return frozenset(key for name in names if (key := organisation_key(name)))


def same_person(one: str, other: str) -> bool:
    """Whether two written names may be the same person: the same words in any order, or the same family name and initial."""
    first, second = plain(one).split(), plain(other).split()
    if not first or not second:
        return False
    if sorted(first) == sorted(second):
        return True
    if len(first) < 2 or len(second) < 2:
        return False

    def forms(words: list[str]) -> set[tuple[str, str]]:
        return (
            {(words[-1], words[0][0]), (words[0], words[-1][0])} if min(len(words[0]), len(words[-1])) == 1 else {(words[-1], words[0][0])}
        )

    abbreviated = any(len(word) == 1 for word in first + second)
    return abbreviated and not forms(first).isdisjoint(forms(second))


@dataclass(frozen=True)
class File:
    """What of an application counts for finding its readers."""

    id: int
    person: int
    country: str = ""
    organisations: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    co_authors: tuple[str, ...] = ()
    conflicted: frozenset[int] = frozenset()
    readers: frozenset[int] = frozenset()


@dataclass
class Reader:
    """What of a reviewer counts; `load` changes while a batch of suggestions is made."""

    id: int
    name: str
    capacity: int
    load: int = 0
    country: str = ""
    organisations: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """A reviewer for a file: score (higher is better), reasons, the topics in common."""

    reader: int
    score: float
    reasons: tuple[SuggestReason, ...] = ()
    topics: tuple[str, ...] = field(default=())


def obstacles(file: File, reader: Reader, *, avoid_country: bool) -> list[Obstacle]:
    """Why this reader cannot have this file; empty where nothing stands in the way."""
    found = []
    if reader.id == file.person:
        found.append(Obstacle.SELF)
    if reader.id in file.conflicted:
        found.append(Obstacle.CONFLICT)
    if reader.organisations & file.organisations:
        found.append(Obstacle.AFFILIATION)
    if avoid_country and reader.country and reader.country == file.country:
        found.append(Obstacle.COUNTRY)
    if any(same_person(reader.name, name) for name in file.co_authors):
        found.append(Obstacle.CO_AUTHOR)
    if reader.id in file.readers:
        found.append(Obstacle.ALREADY)
    if reader.load >= reader.capacity:
        found.append(Obstacle.FULL)
    return found


def match(file: File, reader: Reader) -> Match:
    """How well a reader fits a file: topics and profile in common count for it, the part of their capacity in use against."""
    common = tuple(sorted(file.topics & reader.topics))
    reasons = []
    score = 0.0
    if common:
        score += 2.0 * len(common) / max(len(file.topics), 1)
        reasons.append(SuggestReason.TOPICS)
    if file.profiles & reader.profiles:
        score += 1.0
        reasons.append(SuggestReason.PROFILE)
    used = reader.load / max(reader.capacity, 1)
    score -= 3.0 * used
    reasons.append(SuggestReason.LOAD if used < 0.5 else SuggestReason.ROOM)
    return Match(reader.id, round(score, 3), tuple(reasons), common)


def offer(file: File, readers: Iterable[Reader], *, avoid_country: bool) -> list[Match]:
    """The readers who may have the file, best first."""
    fit = [match(file, reader) for reader in readers if not obstacles(file, reader, avoid_country=avoid_country)]
    return sorted(fit, key=lambda entry: (-entry.score, entry.reader))


def offer_all(
    files: Sequence[File], readers: Sequence[Reader], missing: Collection[tuple[int, int]], *, avoid_country: bool
) -> dict[int, list[Match]]:
    """Readers for many files at once: (file id, how many are missing); files with the fewest possible readers are served first."""
    wanted = dict(missing)
    choices = {file.id: offer(file, readers, avoid_country=avoid_country) for file in files}
    by_id = {reader.id: reader for reader in readers}
    made: dict[int, list[Match]] = {}
    for file in sorted(files, key=lambda entry: (len(choices[entry.id]), entry.id)):
        now = offer(file, [by_id[entry.reader] for entry in choices[file.id]], avoid_country=avoid_country)
        made[file.id] = now[: wanted.get(file.id, 0)]
        for entry in made[file.id]:
            by_id[entry.reader].load += 1
    return made
