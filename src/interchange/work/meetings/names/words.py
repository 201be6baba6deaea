"""Words of any script, made comparable.

A word is folded (NFKC, case folding, no accents, Unicode 15), spelt in ASCII (by `anyascii`) and, where two spellings of one name are to
meet ("Mohammed", "Muhammad", "محمد"), reduced to the sound of its consonants.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

SPECIAL = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ə": "e"})
ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي", "ـ": ""})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
APOSTROPHES = "'’ʼ‘`´ʻ"
# Scripts written without spaces, or that glue endings to a name: searched as strings, not as words.
_RUNNING = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CYRILLIC_END = re.compile("(ого|ому|ой|ым|ом|ем|ею|ою|ая|ую|ий|ый|а|у|е|ы|о|и|я|ю|ь)$")
_DIGRAPHS = [("shch", "s"), ("tsch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
             ("dh", "d"), ("th", "t"), ("ph", "f"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("x", "ks")]  # fmt: skip
_SINGLE = str.maketrans({"c": "k", "q": "k", "g": "k", "w": "f", "v": "f", "z": "s"})


@dataclass(frozen=True)
class Token:
    """A word of a text: where it stands, as written and folded, and how it is written."""

    start: int
    end: int
    raw: str
    folded: str
    capital: bool
    cased: bool
    opens: bool  # begins a sentence, a line of a list or a heading
    heading: bool


def is_running(character: str) -> bool:
    """Whether the character belongs to a script in which words are not told apart by spaces."""
    return bool(_RUNNING.match(character))


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The word without case, accents, vowel points and invisible characters."""
    text = unicodedata.normalize("NFKC", word).casefold().translate(SPECIAL).translate(ARABIC)
    kept = [c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in {"Mn", "Cf"} and c not in APOSTROPHES]
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=8192)
def spelt(word: str) -> str:
    """The word in lower-case ASCII letters and digits."""
    return re.sub(r"[^a-z0-9]", "", anyascii(unicodedata.normalize("NFKC", word)).lower())


@lru_cache(maxsize=8192)
def keys(word: str) -> frozenset[str]:
    """The spellings under which a word is the same: folded, in ASCII, with "ue" for "ü", without a Russian ending or an Arabic article."""
    folded = fold(word)
    found = {folded, spelt(word), spelt(folded)}
    lower = unicodedata.normalize("NFC", word).casefold()
    if lower.translate(GERMAN) != lower:
        found.add(fold(lower.translate(GERMAN)))
    if re.fullmatch("[\u0400-\u04ff]{5,}", folded):
        found.add("~" + _CYRILLIC_END.sub("", folded))
    if re.match("[\u0600-\u06ff]", folded):
        for bare in (folded, folded[1:] if folded[0] in "وفبلك" and len(folded) > 3 else folded):
            found.add(bare.removeprefix("ال") if len(bare) > 4 else bare)
            found.add(bare)
    return frozenset(found - {""})


@lru_cache(maxsize=8192)
def sounds(word: str) -> frozenset[str]:
    """What is left of a word when its vowels and the spelling of its consonants are taken away; two readings where a "w" may be a vowel."""
    folded = fold(word)
    if folded.startswith("ال") and len(folded) > 4:
        folded = folded[2:]
    letters = spelt(folded)
    if folded[:1] in ("ا", "ع") and letters[:1] not in ("a", "e", "i", "o", "u"):
        letters = "a" + letters
    readings = {letters}
    if re.match("[\u0590-\u06ff]", folded):
        readings.add(letters[:1] + letters[1:].replace("w", ""))
    return frozenset(_sound(reading) for reading in readings if reading)


def _sound(letters: str) -> str:
    for pair, one in _DIGRAPHS:
        letters = letters.replace(pair, one)
    letters = letters.translate(_SINGLE)
    first = "a" if letters[:1] and letters[0] in "aeiouy" else letters[:1]
    rest = re.sub("[aeiouy]", "", letters[1:])
    return re.sub(r"(.)\1+", r"\1", (first + rest)).rstrip("h") or first


def tokens(text: str) -> list[Token]:
    """The words of a text in order; marks belong to their letters, invisible characters do not part a word, a genitive "’s" is left out."""
    found: list[Token] = []
    begin = -1
    for index in range(len(text) + 1):
        character = text[index] if index < len(text) else " "
        if _in_word(text, index, character, begin):
            begin = index if begin < 0 else begin
        elif begin >= 0:
            found.append(_token(text, begin, index))
            begin = -1
    return found


def _in_word(text: str, index: int, character: str, begin: int) -> bool:
    kind = unicodedata.category(character)
    if kind[0] in "LNM":
        return True
    if begin < 0:
        return False
    if kind == "Cf":
        return index + 1 < len(text)
    return character in APOSTROPHES and index + 1 < len(text) and text[index + 1].isalpha() and text[index - 1].isalpha()


def _token(text: str, start: int, end: int) -> Token:
    raw = text[start:end]
    genitive = re.search(rf"[{APOSTROPHES}]s$", raw, re.IGNORECASE)
    if genitive:
        end = start + genitive.start()
        raw = text[start:end]
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    opens = not before.strip(" \t#>*-•_|[(“\"'0123456789.)") or bool(re.search(r"[.!?:。！？][)\"”’*_]*\s+[*_(“\"]*$", before))
    letters = [c for c in raw if c.isalpha()]
    cased = any(c.upper() != c.lower() for c in letters)
    return Token(start, end, raw, fold(raw), bool(letters) and letters[0].isupper(), cased, opens, before.lstrip().startswith("#"))


def running_text(text: str) -> tuple[str, list[int]]:
    """The letters of scripts without spaces, folded, with the place of each; a line feed wherever something else stands between."""
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        if is_running(character):
            for piece in unicodedata.normalize("NFKC", character):
                letters.append(piece)
                places.append(index)
        elif character not in " \t\u3000·・‧•\u200b\u200c\u200d\u00ad" and letters and letters[-1] != "\n":
            letters.append("\n")
            places.append(index)
    return "".join(letters), places
