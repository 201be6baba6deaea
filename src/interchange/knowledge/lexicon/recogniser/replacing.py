"""The words to put in place of a label to avoid, inflected and capitalised as the writer had them, with the right article."""

import re

_ARTICLE = re.compile(r"\b(an?)(\s+)$", re.IGNORECASE)
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")  # letters whose names begin with a vowel: "an LLM"


def _an(word: str) -> bool:
    """Whether "an" goes before the word."""
    first = word.split()[0] if word.split() else word
    if len(first) >= 2 and first[:2].isupper():
        return first[0] in _VOWEL_LETTERS
    low = first.lower()
    return low[:1] in set("aeiou") and not low.startswith(("uni", "use", "usu", "eu", "one"))


def _plural(label: str) -> str:
    head, last = label[: label.rfind(" ") + 1], label[label.rfind(" ") + 1 :]
    if re.search(r"(s|x|z|ch|sh)$", last):
        return f"{head}{last}es"
    if re.search(r"[^aeiou]y$", last):
        return f"{head}{last[:-1]}ies"
    return f"{head}{last}s"


def _was_plural(written: str, label: str) -> bool:
    return written.lower().endswith("s") and not label.lower().endswith("s") and len(written) > len(label)


def replacement(text: str, start: int, end: int, label: str, preferred: str) -> tuple[int, int, str]:
    """(start, end, words): what to put in place of `text[start:end]`, written for `label`; a preceding "a" or "an" is mended with it."""
    written = text[start:end]
    words = _plural(preferred) if _was_plural(written, label) else preferred
    article = re.match(r"(an?|the)\s+", written, re.IGNORECASE)
    if article and not re.match(r"(an?|the)\s+", words, re.IGNORECASE):
        said = article.group(1)
        fitting = said if said.lower() == "the" else ("an" if _an(words) else "a")
        words = f"{fitting} {words}"
    before = None if article else _ARTICLE.search(text[:start])
    if before and (before.group(1).lower() == "an") != _an(words):
        start = before.start()
        words = f"{'an' if _an(words) else 'a'}{before.group(2)}{words}"
        written = before.group(1) + written
    if written[:1].isupper() and words[:1].islower() and not written[:2].isupper():
        words = words[:1].upper() + words[1:]
    return start, end, words
