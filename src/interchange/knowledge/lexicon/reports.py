"""Reading a text with the lexicon: what to replace while writing, and the consistency report of a document. Pure but for the book."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from interchange.ground.text.sources import Part
from interchange.knowledge.lexicon.linking import Book
from interchange.knowledge.lexicon.recogniser import Hit
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.recogniser.replacing import replacement
from interchange.knowledge.lexicon.recogniser.words import SPLIT, key

PHRASES = 30
OFTEN = 3  # times that a phrase is said before it counts as frequent
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "they",
        "them",
        "their",
        "there",
        "here",
        "he",
        "she",
        "his",
        "her",
        "we",
        "our",
        "us",
        "you",
        "your",
        "i",
        "my",
        "me",
        "who",
        "whom",
        "which",
        "what",
        "when",
        "where",
        "why",
        "how",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "if",
        "then",
        "else",
        "than",
        "as",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "without",
        "within",
        "from",
        "to",
        "into",
        "onto",
        "over",
        "under",
        "between",
        "among",
        "through",
        "during",
        "before",
        "after",
        "above",
        "below",
        "up",
        "down",
        "out",
        "off",
        "about",
        "against",
        "per",
        "via",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "do",
        "does",
        "did",
        "done",
        "has",
        "have",
        "had",
        "having",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "not",
        "no",
        "yes",
        "only",
        "also",
        "very",
        "more",
        "most",
        "less",
        "least",
        "much",
        "many",
        "few",
        "some",
        "any",
        "each",
        "every",
        "all",
        "both",
        "either",
        "neither",
        "other",
        "another",
        "such",
        "same",
        "own",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "first",
        "second",
        "third",
        "new",
        "old",
        "good",
        "part",
        "way",
        "case",
        "time",
        "year",
        "years",
        "day",
        "days",
        "number",
        "example",
        "use",
        "used",
        "using",
        "make",
        "made",
        "give",
        "given",
        "take",
        "taken",
        "say",
        "says",
        "said",
        "see",
        "seen",
        "need",
        "needs",
        "like",
        "just",
        "even",
        "still",
        "well",
        "back",
        "way",
        "often",
        "many",
        "next",
        "last",
        "long",
        "short",
    ]
)
# Two or more capitalised words in the middle of a sentence; at its beginning the first word says nothing.
_CAPITALS = re.compile(r"(?<![.!?:;] )(?<!^)(?<!\n)\b[A-Z][\w’'-]+(?:[ \u00a0](?:(?:of|and|for|the|on|in) )?[A-Z][\w’'-]+)+")
_SHORT = re.compile(r"\b[A-Z][A-Z0-9]{1,9}(?:-\d+)?\b")


@dataclass(frozen=True)
class Offer:
    """What to put in place: `text[start:end]` becomes `words`, which says the concept `slug`; `condition`: if this sense is meant."""

    start: int
    end: int
    words: str
    slug: str
    condition: str = ""


@dataclass(frozen=True)
class Finding:
    """A label to avoid in a text. `sure`: avoid it; otherwise an everyday word, or one to avoid in one sense only: look again."""

    start: int
    end: int
    words: str
    sure: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Used:
    """A concept that a text says, how often, and with which words first."""

    slug: str
    label: str
    count: int
    first: str


@dataclass
class Report:
    """The consistency report of a text."""

    used: list[Used] = field(default_factory=list)
    avoided: list[Finding] = field(default_factory=list)
    look_again: list[Finding] = field(default_factory=list)
    wanted: list[tuple[str, int]] = field(default_factory=list)
    words: int = 0

    @property
    def score(self) -> int | None:
        """Of the places that say a concept, the share (percent) that say it with a label in use; None where none is said."""
        good = sum(one.count for one in self.used)
        return round(100 * good / (good + len(self.avoided))) if good + len(self.avoided) else None


def findings(book: Book, text: str, *, own: str = "") -> list[Finding]:
    """The labels to avoid in a text, with what to say instead."""
    return [
        _finding(book, text, hit) for hit in book.matcher.find(text) if hit.entry.avoid and not any(e.concept == own for e in hit.entries)
    ]


def _finding(book: Book, text: str, hit: Hit) -> Finding:
    offers = []
    for entry in hit.entries:
        page = book.pages.get(entry.replacement)
        if page is not None:
            start, end, words = replacement(text, hit.start, hit.end, entry.label, page.label)
            offers.append(Offer(start, end, words, page.slug, entry.condition))
    sure = not any(entry.condition or entry.everyday for entry in hit.entries)
    return Finding(hit.start, hit.end, text[hit.start : hit.end], sure, tuple(offers))


def report(book: Book, text: str, *, own: str = "") -> Report:
    """Which agreed terms a text says, which labels to avoid, and which phrases have no entry."""
    hits = read(book.matcher, text, own=own)
    said: dict[str, list[Hit]] = {}
    for hit in hits:
        if not hit.entry.avoid:
            said.setdefault(hit.entry.concept, []).append(hit)
    used = [Used(slug, book.pages[slug].label, len(found), text[found[0].start : found[0].end]) for slug, found in said.items()]
    flagged = findings(book, text, own=own)
    return Report(
        used=sorted(used, key=lambda one: (-one.count, one.label.lower())),
        avoided=[one for one in flagged if one.sure],
        look_again=[one for one in flagged if not one.sure],
        wanted=phrases(text, [(hit.start, hit.end) for hit in book.matcher.find(text)]),
        words=len(text.split()),
    )


@dataclass(frozen=True)
class Gathered:
    """The report of a whole of several texts: each part's own, all together, and of each flagged label the parts that say it, with how often."""

    parts: list[tuple[Part, Report]]
    total: Report
    flags: list[tuple[Finding, list[tuple[Part, int]]]]


def gathered(book: Book, parts: Iterable[Part]) -> Gathered:
    """Read each part by itself, so that one text's neighbours do not decide what another means, and add up."""
    read_parts = [(part, report(book, part.words)) for part in parts if part.words]
    used: dict[str, Used] = {}
    wanted: dict[str, tuple[str, int]] = {}
    flags: dict[tuple[str, bool], tuple[Finding, list[tuple[Part, int]]]] = {}
    for part, one in read_parts:
        for said in one.used:
            known = used.get(said.slug)
            used[said.slug] = said if known is None else replace(known, count=known.count + said.count)
        for words, count in one.wanted:
            first, before = wanted.get(words.casefold(), (words, 0))
            wanted[words.casefold()] = (first, before + count)
        times = Counter((finding.words.casefold(), finding.sure) for finding in (*one.avoided, *one.look_again))
        for finding in (*one.avoided, *one.look_again):
            mark = (finding.words.casefold(), finding.sure)
            if mark in times:
                flags.setdefault(mark, (finding, []))[1].append((part, times.pop(mark)))
    total = Report(
        used=sorted(used.values(), key=lambda one: (-one.count, one.label.lower())),
        avoided=[finding for _part, one in read_parts for finding in one.avoided],
        look_again=[finding for _part, one in read_parts for finding in one.look_again],
        wanted=sorted(wanted.values(), key=lambda one: (-one[1], one[0].casefold()))[:PHRASES],
        words=sum(one.words for _part, one in read_parts),
    )
    return Gathered(read_parts, total, sorted(flags.values(), key=lambda flag: (not flag[0].sure, flag[0].words.casefold())))


def phrases(text: str, covered: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """Capitalised or frequent phrases outside the covered places, most frequent first, at most 30."""
    bare = list(text)
    for start, end in covered:
        bare[start:end] = "\x01" * (end - start)
    open_text = "".join(bare)
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for pattern in (_CAPITALS, _SHORT):
        for match in pattern.finditer(open_text):
            mark = match.group(0).casefold()
            shown.setdefault(mark, match.group(0))
            counts[mark] += 1
    for mark, words, count in _frequent(open_text):
        if mark not in counts:
            shown[mark], counts[mark] = words, count
    inner = {mark for mark in counts for other in counts if mark != other and f" {mark} " in f" {other} " and counts[other] >= counts[mark]}
    ranked = sorted((mark for mark in counts if mark not in inner), key=lambda mark: (-counts[mark], mark))
    return [(shown[mark][:120], counts[mark]) for mark in ranked[:PHRASES]]


def _frequent(text: str) -> list[tuple[str, str, int]]:
    """(mark, words, times) of runs of two or three content words that are said often."""
    run: list[tuple[str, str]] = []
    counts: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}

    def close() -> None:
        for size in (2, 3):
            for at in range(len(run) - size + 1):
                gram = tuple(mark for mark, _word in run[at : at + size])
                counts[gram] += 1
                shown.setdefault(gram, " ".join(word for _mark, word in run[at : at + size]))
        run.clear()

    for token in SPLIT.split(text)[1::2]:
        if len(token) > 2 and token[0].isalpha() and token.isascii() and token.lower() not in _STOP:
            run.append((key(token), token.lower()))
        else:
            close()
    close()
    return [(shown[gram], shown[gram], times) for gram, times in counts.items() if times >= OFTEN]
