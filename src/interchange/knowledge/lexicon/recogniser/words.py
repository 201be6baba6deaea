"""Tokens and their keys: what an inflected, oddly spelled or disguised word has in common with the label it stands for."""

import re
import unicodedata

# Zero-width characters, direction marks and the soft hyphen: never seen, so they never part a word (Unicode, Default_Ignorable).
INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f\ufe00-\ufe0f\ufeff"
# Scripts written without spaces: each character is a token of its own.
SOLID = "\u0e01-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
MARKS = (
    "\u0000-\u0020!-/:-@\\[-`{-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u060c\u061b\u061f"
    "\u066a-\u066d\u06d4\u0964\u0965\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2070-\u209f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u303f"
    "\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufffc\ufffd\U0001f000-\U0001faff"
)
HYPHENS = "\\-\u2010\u2011"
_LETTER = f"[^{MARKS}{SOLID}{INVISIBLE}]"
_WORD = f"{_LETTER}[^{MARKS}{SOLID}]*"
# A token is a break between paragraphs, a character of a solid script, a word (with 's), or any single mark but space and hyphen.
SPLIT = re.compile(f"(\\n[^\\S\\n]*\\n|[{SOLID}][{INVISIBLE}]*|{_WORD}(?:['’ʼ]{_WORD})*|[^\\s{HYPHENS}{INVISIBLE}])")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ARABIC_POINTS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")

# Letters of other scripts that look like Latin ones (after UTS #39, "confusables"); used only where one word mixes scripts.
_TWINS = str.maketrans(
    "аеорсухіјѕԁԛԝһӏкмтвнгзьпАЕОРСУХІЈЅВНКМТαοριυνκτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdqwhlkmtbhr3bnaeopcyxijsbhkmtaopiuvktabezhikmnoptyx",
)
_IRREGULAR = {
    "analyses": "analysis", "bases": "basis", "criteria": "criterion", "hypotheses": "hypothesis", "indices": "index", "indexes": "index",
    "matrices": "matrix", "people": "person", "children": "child", "women": "woman", "men": "man", "phenomena": "phenomenon", "syntheses": "synthesis",
    "theses": "thesis", "vertices": "vertex", "corpora": "corpus", "licence": "license", "licences": "license", "practise": "practice",
}  # fmt: skip
_IZE = re.compile(r"is(e|es|ed|ing|er|ers|ation|ations|able)$")
_DOUBLED = re.compile(r"ll(ing|ed|er|ers)$")


def english(word: str) -> str:
    """The key of a lower-case English word: without plural, with American spelling. Applied alike to labels and texts, so it need not be a word."""
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isalpha():
        return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2].isalpha() and not word.endswith("ss") else word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("ses", "zes", "xes", "ches", "shes")) and len(word) > 4:
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 4 and word.endswith(("se", "ze", "xe", "che")):
        word = word[:-1]  # databases and database meet, and so do classes and class
        if word.endswith("is"):
            word = word[:-1] + "z"
    if len(word) > 5:
        word = _IZE.sub(r"iz\1", word)
        word = _DOUBLED.sub(r"l\1", word)
        if word.endswith("our"):
            word = word[:-3] + "or"
        elif word.endswith("tre"):
            word = word[:-2] + "er"
        elif word.endswith("logue"):
            word = word[:-2]
    return word


def without_invisible(text: str) -> str:
    """The text without zero-width characters, direction marks and soft hyphens."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ", 1)[0]


def lookalikes(word: str) -> bool:
    """Whether the word mixes Latin letters with letters of another script that look like them."""
    scripts = {_script(character) for character in word if character.isalpha() and not character.isascii()}
    return bool(scripts & {"CYRILLIC", "GREEK"}) and any(character.isascii() and character.isalpha() for character in word)


def folded(token: str) -> str:
    """Without invisible and look-alike characters, widths and letter case unified (NFKC), without the points of Arabic and Hebrew."""
    if token.isascii():
        return token.lower()
    bare = unicodedata.normalize("NFKC", _INVISIBLE.sub("", token))
    if lookalikes(bare):
        bare = bare.translate(_TWINS)
    bare = _HEBREW_POINTS.sub("", _ARABIC_POINTS.sub("", bare.replace("’", "'").replace("ʼ", "'")))
    return unicodedata.normalize("NFC", bare.casefold())


def key(token: str) -> str:
    """The key of a token; "" for one that is nothing but invisible characters."""
    word = folded(token)
    if "'" in word:
        word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    return english(word) if word.isascii() else word


def is_acronym(token: str) -> bool:
    """Whether letter case is part of the word: AI, LoRA, C2PA; not the word "ai" of another language."""
    return sum(character.isupper() for character in token) >= 2 and len(token) <= 4


def tokens(text: str) -> list[str]:
    """The tokens of a text in order; spaces and hyphens part them and are none."""
    return SPLIT.split(text)[1::2]


def label_key(label: str) -> str:
    """What a label and its variants have in common: its tokens' keys, joined."""
    return " ".join(token if is_acronym(token) else key(token) for token in tokens(without_invisible(label)))
