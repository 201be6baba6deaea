"""Finding what somebody said or wrote word for word."""

import re
from collections.abc import Iterable, Sequence

from interchange.work.meetings.names.words import Token, is_running, tokens

LEAST_WORDS = 4  # within quotation marks; shorter ones are terms, not speech
LEAST_LETTERS = 8  # the same in scripts without spaces
RUN = 7  # words in a row that also stand in a source
_PAIRS = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("‹", "›"), ("「", "」"), ("『", "』"), ("‘", "’(?!\\w)"), ('"', '"'))


def find(text: str, words: Sequence[Token], sources: Iterable[str]) -> list[tuple[int, int]]:
    """(start, end) of quotations: in marks of any kind, as a block, or seven words in a row that also stand in a source."""
    found = []
    unlike = [("»", "«")] if text.find("»") < (text.find("«") if "«" in text else len(text)) else []
    unlike += [("”", "”")] if "“" not in text and "„" not in text else []
    for opening, closing in [*_PAIRS, *unlike]:
        for match in re.finditer(f"{opening}([^{opening}\n]{{4,1000}}?){closing}", text):
            if _is_speech(match.group(1)):
                found.append(match.span())
    found += [match.span() for match in re.finditer(r"(?m)^[ \t]*>[^\n]*\w[^\n]*$", text)]
    return found + _runs(words, sources)


def _is_speech(inside: str) -> bool:
    return len(tokens(inside)) >= LEAST_WORDS or sum(map(is_running, inside)) >= LEAST_LETTERS


def _runs(words: Sequence[Token], sources: Iterable[str]) -> list[tuple[int, int]]:
    """Stretches of the text that stand word for word in a source."""
    seen: set[tuple[str, ...]] = set()
    for source in sources:
        folded = [word.folded for word in tokens(source)]
        seen.update(tuple(folded[at : at + RUN]) for at in range(len(folded) - RUN + 1))
    folded = [word.folded for word in words]
    found: list[tuple[int, int]] = []
    at = 0
    while seen and at <= len(words) - RUN:
        if tuple(folded[at : at + RUN]) in seen:
            end = at + RUN
            while end < len(words) and tuple(folded[end - RUN + 1 : end + 1]) in seen:
                end += 1
            found.append((words[at].start, words[end - 1].end))
            at = end
        else:
            at += 1
    return found
