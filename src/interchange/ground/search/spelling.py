"""Misspelt words: what was likely meant, of the words that the viewer may find. A word of a hidden thing is never offered.

The vocabulary is that of all entries; each candidate is looked for among what the viewer may see before it is shown, and candidates are put in an order
that no hidden thing has a part in (closeness, then hits that the viewer may see, then the alphabet).
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from interchange.ground.policy.viewer import Viewer
from interchange.ground.search.fulltext import INDEX, TABLE
from interchange.ground.search.models import SearchEntry, SearchReading, SearchWord
from interchange.ground.search.words import is_cjk

SHORTEST, LONGEST = 4, 40
CANDIDATES = 48  # of one word
HITS = 200  # newest entries of one candidate that are held against policy
MOST_MENDED = 4
OVERLAP = timedelta(minutes=10)  # entries that a long transaction committed late

_kept: tuple[int, list[str]] = (0, [])


def _is_word(token: str) -> bool:
    return SHORTEST <= len(token) <= LONGEST and token.isalpha() and not is_cjk(token)


def learn(at: datetime, *, anew: bool = False) -> int:
    """Read the words of entries that changed since the last time; returns how many were new. The clock's; two at once are harmless."""
    with transaction.atomic():
        row = SearchReading.objects.select_for_update().filter(pk=1).first()
        entries = SearchEntry.objects.order_by()
        if row is not None and not anew:
            entries = entries.filter(updated_at__gt=row.read_until - OVERLAP)
        found: set[str] = set()
        for title, body in entries.values_list("title_norm", "body_norm").iterator(chunk_size=500):
            found.update(token for text in (title, body) for token in text.split() if _is_word(token))
        known = set(SearchWord.objects.values_list("word", flat=True)) if found else set()
        new = sorted(found - known)
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in new], batch_size=500, ignore_conflicts=True)
        SearchReading.objects.update_or_create(pk=1, defaults={"read_until": at})
    return len(new)


def vocabulary() -> list[str]:
    """All words, kept by each process; what is new is read when there is some. One query, or two."""
    global _kept
    newest = SearchWord.objects.aggregate(newest=Max("pk"))["newest"] or 0
    last, words = _kept
    if newest < last:  # another database, as in tests
        last, words = 0, []
    if newest > last:
        words = words + list(SearchWord.objects.filter(pk__gt=last).order_by("pk").values_list("word", flat=True))
        _kept = (newest, words)
    return words


def forget() -> None:
    """Let the words of this process go (tests)."""
    global _kept
    _kept = (0, [])


def near(word: str, words: list[str]) -> list[tuple[int, str]]:
    """(distance, word) of the words within one slip (two of longer words), nearest first. Optimal string alignment distance."""
    if not _is_word(word):
        return []
    most = 1 if len(word) < 6 else 2
    found = extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = sorted((int(distance), one[0] != word[0], one) for one, distance, _place in found if one != word)
    return [(distance, one) for distance, _other, one in ranked[:CANDIDATES]]


def _rows_with(questions: list[str]) -> list[tuple[int, int]]:
    """(number of the question, id) of the newest entries that answer each. One query."""
    if connection.vendor == "sqlite":
        piece = f"SELECT * FROM (SELECT %s, rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rowid DESC LIMIT {HITS})"
    else:
        piece = f"(SELECT CAST(%s AS integer), id FROM {TABLE} WHERE words @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT {HITS})"
    params = [part for number, asked in enumerate(questions) for part in (number, asked)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([piece] * len(questions)), params)
        return [(int(number), int(pk)) for number, pk in cursor.fetchall()]


def mend(viewer: Viewer, words: list[str]) -> list[str] | None:
    """The words with those that the viewer finds nowhere put right, None where nothing likely is found. Four queries at most."""
    from interchange.ground.search.queries import asked_for, visible

    if not any(_is_word(word) for word in words):
        return None
    all_words = vocabulary()
    candidates = {word: near(word, all_words) for word in dict.fromkeys(words)}
    if not any(candidates.values()):
        return None
    questions = [asked_for([word]) for word in words]
    offered: list[tuple[str, int, str]] = []
    for word, found in list(candidates.items()):
        for distance, one in found:
            offered.append((word, distance, one))
            questions.append(_whole(one))
    hits = _rows_with(questions)
    seen = set(visible(viewer).filter(pk__in={pk for _number, pk in hits}).order_by().values_list("pk", flat=True))
    counts: dict[int, int] = {}
    for number, pk in hits:
        if pk in seen:
            counts[number] = counts.get(number, 0) + 1
    best: dict[str, tuple[int, int, str]] = {}
    for place, (word, distance, one) in enumerate(offered, start=len(words)):
        if counts.get(place):
            best[word] = min(best.get(word, (99, 0, "")), (distance, -counts[place], one))
    mended = [best[word][2] if not counts.get(place) and word in best else word for place, word in enumerate(words)]
    changed = sum(new != old for new, old in zip(mended, words, strict=True))
    return mended if 0 < changed <= MOST_MENDED else None


def _whole(word: str) -> str:
    """This very word, as this database's index is asked."""
    return f'"{word}"' if connection.vendor == "sqlite" else f"'{word}'"
