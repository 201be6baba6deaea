"""Words as the index knows them: no accents, no letter case, Chinese, Japanese and Korean in pairs of characters."""

import re
import unicodedata

_WORD = re.compile(r"[\w]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")


def normal(text: str) -> str:
    """NFKD without combining marks, casefolded, then NFC: "Café" and "CAFE" are one word."""
    bare = "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare.casefold())


def tokens(text: str) -> list[str]:
    """The words of a text in order; runs of CJK characters as overlapping pairs, since they have no spaces."""
    found = []
    for word in _WORD.findall(normal(text)):
        position = 0
        for run in _CJK.finditer(word):
            if run.start() > position:
                found.append(word[position : run.start()])
            characters = run.group()
            found += [characters[index : index + 2] for index in range(max(1, len(characters) - 1))]
            position = run.end()
        if position < len(word):
            found.append(word[position:])
    return [token.replace("_", "") for token in found if token.replace("_", "")]


def indexed(text: str) -> str:
    """The text as it stands in the index."""
    return " ".join(tokens(text))
