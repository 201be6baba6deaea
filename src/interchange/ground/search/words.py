"""Words as the index knows them: no accents, no letter case, Chinese, Japanese and Korean in pairs of characters."""

import re
import unicodedata

_WORD = re.compile(r"[\w]+")
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "y", "e")
LIMIT = 200_000  # characters of one text that are indexed (PostgreSQL takes at most 1 MB of words)
WORD_LIMIT = 100  # characters of one word
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")


def normal(text: str) -> str:
    """NFKD without combining marks, casefolded, then NFC: "Café" and "CAFE" are one word."""
    if text.isascii():  # most of what is indexed; nothing to take apart
        return text.casefold()
    bare = "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare.casefold())


def is_cjk(word: str) -> bool:
    """Whether the word is of characters that are written without spaces."""
    return _CJK.fullmatch(word) is not None


def tokens(text: str) -> list[str]:
    """The words of a text in order; runs of CJK characters as overlapping pairs, since they have no spaces."""
    plain = normal(text[:LIMIT])
    if plain.isascii():
        return [token[:WORD_LIMIT] for token in _WORD.findall(plain.replace("_", ""))]
    found: list[str] = []
    for word in _WORD.findall(plain):
        position = 0
        for run in _CJK.finditer(word):
            if run.start() > position:
                found.append(word[position : run.start()])
            characters = run.group()
            found += [characters[index : index + 2] for index in range(max(1, len(characters) - 1))]
            position = run.end()
        if position < len(word):
            found.append(word[position:])
    return [token.replace("_", "")[:WORD_LIMIT] for token in found if token.replace("_", "")]


def begun(word: str, *, last: bool) -> tuple[str, bool]:
    """What a word of a question looks for: (beginning of a word, True) or (whole word, False). The same on both databases.

    English endings are taken off, so that "labels" finds "label" and "labelling"; words of three letters or fewer, and pairs
    of CJK characters, must be whole unless they are the last, which somebody may still be typing.
    """
    if last and len(word) < 5:
        return word, True
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word, last
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)], True
    return word, True


def indexed(text: str) -> str:
    """The text as it stands in the index."""
    return " ".join(tokens(text))
