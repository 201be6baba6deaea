"""What a question says: words, "exact phrases", -not, and operators such as `kind:tool sector:music is:open before:2026-01`. Pure Python.

Nothing that is typed is an error: what is not understood is looked for as words, or left out, and said plainly in `remarks`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from interchange.ground.search.words import tokens

LIMIT = 400  # characters of a question that are read
MOST_WORDS = 12
MOST_PARTS = 12  # phrases, and things that must not be there
STANDINGS = ("open", "coming", "over")
_PIECE = re.compile(r'(-?)(?:([A-Za-z]{1,20}):(?!/)("[^"]*"?|[^\s"]*)|("[^"]*"?)|(\S+))')
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MARK = re.compile(r"[^a-z0-9]")

Known = Mapping[str, Callable[[], Iterable[str]]]


@dataclass(frozen=True)
class Asked:
    """A question as it is understood. `without` holds words and phrases that must not be there; `since` and `until` are days, the latter not included."""

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    standings: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    remarks: tuple[str, ...] = ()
    plain: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.phrases or self.kinds or self.marks or self.standings or self.since or self.until)

    @property
    def shown(self) -> list[str]:
        """All words that snippets mark."""
        return [*self.words, *(word for phrase in self.phrases for word in phrase)]


@dataclass
class _Reading:
    words: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    standings: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def mark_word(operator: str, code: str) -> str:
    """An operator and its value as one word of the index; no text of people's holds such words."""
    return f"0{operator}0{_MARK.sub('0', code.casefold())}"[:100]


def day_of(text: str) -> date | None:
    """The first day of a year, a month or a day; None where it is no date."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _after(text: str) -> date | None:
    """The first day that is after a year, a month or a day has ended."""
    first = day_of(text)
    if first is None:
        return None
    try:
        if text.count("-") == 2:
            return first + timedelta(days=1)
        if text.count("-") == 1:
            return date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return first


def _some(codes: Iterable[str]) -> str:
    listed = sorted(codes)
    return ", ".join(listed[:12]) + (" …" if len(listed) > 12 else "")


def read(text: str, known: Known) -> Asked:
    """What a text asks for. `known` gives the operators and, for each, the values that exist; `kind`, `is`, `before`, `after` are always known."""
    said = " ".join(text.replace("\x00", " ").split())[:LIMIT]
    found = _Reading()
    for match in _PIECE.finditer(said):
        minus, operator, value, phrase, word = match.groups()
        if phrase is not None:
            _words(found, phrase.strip('"'), negative=bool(minus), exact=True)
        elif operator is None:
            _words(found, (word or "").strip('"'), negative=bool(minus), exact=False)
        else:
            _operator(found, operator.casefold(), value.strip('"').strip(), bool(minus), match.group(), known)
    for list_, most in ((found.phrases, MOST_PARTS), (found.without, MOST_PARTS), (found.marks, MOST_PARTS), (found.words, MOST_WORDS)):
        if len(list_) > most:
            found.remarks.append(_("Only the first %d of so many words are looked for.") % most)
            del list_[most:]
    if found.without and not (found.words or found.phrases or found.kinds or found.marks or found.standings or found.days):
        found.remarks.append(_("A minus takes away; say what to look for, too."))
    return Asked(
        text=said, words=tuple(found.words), phrases=tuple(found.phrases), without=tuple(found.without), kinds=tuple(dict.fromkeys(found.kinds)),
        marks=tuple(dict.fromkeys(found.marks)), standings=tuple(dict.fromkeys(found.standings)), since=found.days.get("after"),
        until=found.days.get("before"), remarks=tuple(dict.fromkeys(found.remarks)), plain=" ".join(found.plain),
    )  # fmt: skip


def _words(found: _Reading, text: str, *, negative: bool, exact: bool) -> None:
    parts = tuple(tokens(text))
    if not parts:
        return
    if negative:
        found.without.append(parts)
        return
    found.plain.append(text)
    if exact and len(parts) > 1:
        found.phrases.append(parts)
    else:
        found.words.extend(parts)


def _operator(found: _Reading, operator: str, value: str, negative: bool, whole: str, known: Known) -> None:
    if operator not in {"kind", "is", "before", "after", *known}:
        shown = ", ".join(f"{name}:" for name in dict.fromkeys(("kind", "is", "before", "after", *known)))
        if not value.startswith("//") and not operator.isdigit():
            found.remarks.append(
                _("There is no “%(operator)s:”; looked for as words. What can be said: %(known)s") % {"operator": operator, "known": shown}
            )
        _words(found, whole.lstrip("-"), negative=negative, exact=False)
        return
    if not value:
        found.remarks.append(_("“%s:” says nothing without a word behind it; left out.") % operator)
    elif operator in {"before", "after"}:
        day = day_of(value) if operator == "before" else _after(value)
        if day is None:
            found.remarks.append(_("“%(value)s” is not a date; left out. Write 2026, 2026-01 or 2026-01-31.") % {"value": value[:40]})
        elif negative:
            found.remarks.append(_("A minus before “%s:” means nothing; left out.") % operator)
        else:
            found.days[operator] = day
    else:
        _mark(found, operator, value.casefold()[:60], negative, known)


def _mark(found: _Reading, operator: str, code: str, negative: bool, known: Known) -> None:
    codes = set(known[operator]()) if operator in known else set()
    if operator == "is":
        codes |= set(STANDINGS)
    if code not in codes:
        found.remarks.append(
            _("There is no “%(operator)s:%(code)s”. There are: %(known)s") % {"operator": operator, "code": code, "known": _some(codes)}
        )
    if negative and (operator == "kind" or (code in STANDINGS and operator == "is")):
        found.remarks.append(_("A minus before “%s:” means nothing; left out.") % operator)
    elif negative:
        found.without.append((mark_word(operator, code),))
    elif operator == "kind":
        found.kinds.append(code)
    elif operator == "is" and code in STANDINGS:
        found.standings.append(code)
    else:
        found.marks.append((operator, code))


def without_kinds(text: str) -> str:
    """The question without its `kind:` parts, for the tabs."""
    return " ".join(match.group() for match in _PIECE.finditer(" ".join(text.split())[:LIMIT]) if (match[2] or "").casefold() != "kind")
