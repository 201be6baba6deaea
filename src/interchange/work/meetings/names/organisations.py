"""Finding organisations: the whole name, its words in another order, its short form and its acronym."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interchange.work.meetings.names import lists
from interchange.work.meetings.names.index import Somebody
from interchange.work.meetings.names.words import Token, fold, is_running, running_text, spelt, tokens

_LEGAL_RUNNING = ("株式会社", "有限公司", "有限会社", "公司", "集团", "주식회사")


@dataclass
class _House:
    """An organisation by its words."""

    words: list[str]
    special: list[str]
    acronyms: set[str]
    who: set[int] = field(default_factory=set)


def find(text: str, words: Sequence[Token], people: Sequence[Somebody], ordinary: frozenset[str]) -> list[tuple[int, int, frozenset[int]]]:
    """(start, end, people) of every place that names an organisation of these people."""
    houses: dict[str, _House] = {}
    for person in people:
        if person.organisation.strip():
            key = fold(person.organisation)
            houses.setdefault(key, _house(person.organisation)).who.add(person.key)
    found: list[tuple[int, int, frozenset[int]]] = []
    for house in houses.values():
        who = frozenset(house.who)
        found += [(start, end, who) for start, end in _spelt_out(words, house, ordinary)]
        found += [(word.start, word.end, who) for word in words if word.raw in house.acronyms]
    for person in people:
        found += [(start, end, frozenset({person.key})) for start, end in _running(text, person.organisation)]
    return found


def _house(name: str) -> _House:
    bracketed = re.findall(r"\(([^)]{2,12})\)", name)
    bare = re.sub(r"\([^)]*\)", " ", name)
    parts = [token for token in tokens(bare) if token.folded not in lists.LEGAL]
    folded = [token.folded for token in parts]
    big = [token for token in parts if token.folded not in lists.SMALL]
    acronyms = {entry.strip() for entry in bracketed if entry.strip().isupper() or len(entry) <= 6}
    for pieces in (big, parts):
        letters = "".join(token.raw[0] for token in pieces).upper()
        if len(pieces) > 2 and letters.lower() not in lists.KNOWN_ACRONYMS:
            acronyms.add(letters)
    acronyms |= {
        token.raw for token in parts if token.raw.isupper() and len(token.raw) > 2 and token.raw.lower() not in lists.KNOWN_ACRONYMS
    }
    special = [token.folded for token in big if token.folded not in lists.GENERIC]
    return _House(folded, special, acronyms)


def _spelt_out(words: Sequence[Token], house: _House, ordinary: frozenset[str]) -> list[tuple[int, int]]:
    """Places where all telling words stand close together in any order, or the one word that tells stands alone."""
    telling = {word for word in house.words if word not in lists.SMALL}
    if not telling:
        return []
    span = len(house.words) + 2
    found: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if word.folded not in telling or not (word.capital or not word.cased):
            continue
        near: dict[str, int] = {}
        for step in range(at, min(at + span, len(words))):
            if words[step].folded in telling:
                near.setdefault(words[step].folded, step)
        if len(telling) > 1 and len(near) == len(telling) and near[word.folded] == at:
            found.append((word.start, words[max(near.values())].end))
        elif _short_form(words, at, house, ordinary):
            last = at + len(house.special) - 1
            found.append((word.start, words[last].end))
    return found


def _short_form(words: Sequence[Token], at: int, house: _House, ordinary: frozenset[str]) -> bool:
    """Whether the words from `at` are the special part of the name in order ("Acme" for "Acme Media Ltd")."""
    special = house.special
    if not special or [word.folded for word in words[at : at + len(special)]] != special:
        return False
    if len(special) > 1:
        return all(word.capital or not word.cased for word in words[at : at + len(special)])
    word = words[at]
    if len(word.folded) < 3 or word.folded in ordinary or word.folded in lists.CALENDAR or word.folded in lists.KNOWN_ACRONYMS:
        return False
    return not (word.folded in lists.ORDINARY and (word.opens or word.heading))


def _running(text: str, name: str) -> list[tuple[int, int]]:
    """Places of a name in a script without spaces, without its legal form."""
    letters = "".join(character for character in name if is_running(character))
    for legal in _LEGAL_RUNNING:
        letters = letters.replace(legal, "")
    if len(letters) < 2 or spelt(letters) == "":
        return []
    running, places = running_text(text)
    return [(places[match.start()], places[match.end() - 1] + 1) for match in re.finditer(re.escape(letters), running)]
