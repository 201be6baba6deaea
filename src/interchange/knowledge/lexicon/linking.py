"""The recogniser at work: the lexicon of this moment in memory, hung into every text of the house.

Each process keeps one `Book`; it looks at most every few seconds whether the edition has changed, and at once when it changed it itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from interchange.ground import memory
from interchange.ground.text import linking as text_linking
from interchange.knowledge.lexicon.models import Definition, Edition, Label, Relation
from interchange.knowledge.lexicon.recogniser import Entry, Hit, Matcher, markup
from interchange.knowledge.lexicon.vocabulary import PUBLISHED, ConceptState, LabelStatus

SECONDS = 5.0
CARD = 260  # characters of a definition on a card
CHECK_URL = "/api/v1/lexicon/recognise"


@dataclass(frozen=True)
class Page:
    """What a card says of a concept."""

    slug: str
    label: str
    domain: str = ""
    definition: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """The published lexicon as texts need it."""

    edition: int
    matcher: Matcher
    pages: dict[str, Page] = field(default_factory=dict)


_kept: dict[str, Book] = {}
_looked = [0.0]


def book() -> Book:
    """The present book of this process."""
    kept = _kept.get("now")
    if kept is not None and memory.seconds() - _looked[0] < SECONDS:
        return kept
    number = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if kept is None or kept.edition != number:
        kept = _kept["now"] = read_book(number)
    _looked[0] = memory.seconds()
    return kept


def forget() -> None:
    """Read the lexicon anew at the next text."""
    _kept.clear()
    text_linking.forget()


def read_book(edition: int) -> Book:
    """The published lexicon from the database: three queries."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in Relation.objects.values_list("source__slug", "target__slug"):
        neighbours[one].add(other)
        neighbours[other].add(one)
    definitions = dict(Definition.objects.filter(adopted=True, concept__state__in=PUBLISHED).values_list("concept__slug", "text"))
    names: dict[str, str] = {}
    spoken: dict[str, list[str]] = defaultdict(list)
    domains: dict[str, str] = {}
    entries = []
    rows = Label.objects.filter(concept__state__in=PUBLISHED).values_list(
        "concept__slug", "concept__state", "concept__domain", "concept__replaced_by__slug",
        "text", "language", "status", "everyday", "condition", "replacement__slug",
    )  # fmt: skip
    for slug, state, domain, successor, text, language, status, everyday, condition, replacement in rows:
        if status == LabelStatus.PREFERRED and language == "en":
            names[slug] = text
        domains[slug] = domain
        retired = state == ConceptState.DEPRECATED
        avoid = retired or status in {LabelStatus.DEPRECATED, LabelStatus.OBSOLETE}
        if not avoid:
            spoken[slug].append(text)
        entries.append(
            Entry(
                concept=slug, label=text, language=language, avoid=avoid, condition=condition, everyday=everyday,
                replacement=(successor or "") if retired else (replacement or slug) if avoid else "",
                neighbours=frozenset(neighbours[slug]),
            )
        )  # fmt: skip
    pages = {slug: Page(slug, names.get(slug, slug), domains[slug], definitions.get(slug, ""), tuple(spoken[slug])) for slug in domains}
    return Book(edition, Matcher(entries), pages)


def card(words: str, hit: Hit) -> str:
    """One term in a text: a link whose definition opens on pointing at it or coming to it with the keyboard. `words` are escaped already."""
    pages = book().pages
    if hit.ambiguous and not hit.entry.avoid:
        several = format_html_join("; ", "<b>{}</b> ({})", ((pages[e.concept].label, pages[e.concept].domain) for e in hit.entries))
        inside = format_html(" {} {}", _("Several terms:"), several)
        return _link(words, f"/lexicon/?q={escape(pages[hit.entry.concept].label)}", inside, "term")
    page = pages[hit.entry.replacement or hit.entry.concept] if hit.entry.avoid else pages[hit.entry.concept]
    short = Truncator(page.definition).chars(CARD)
    if (hit.entry.avoid and page.slug != hit.entry.concept) or (hit.entry.avoid and hit.entry.replacement):
        inside = format_html(" {} <b>{}</b>. {}", _("The lexicon says:"), page.label, short)
        return _link(words, f"/lexicon/{page.slug}", inside, "term term-avoid")
    return _link(words, f"/lexicon/{page.slug}", format_html(" <b>{}</b> {}", page.label, short), "term")


def _link(words: str, url: str, inside: SafeString, css: str) -> str:
    return f'<a class="{css}" href="{url}">{words}<span class="term-card">{inside}</span></a>'


def link(html: str, own: str) -> str:
    """The rendering of a text with its terms linked."""
    return markup.link(html.replace("&nbsp;", "\u00a0"), book().matcher, card, own=own)


def edition() -> int:
    """The number of the present edition."""
    return book().edition


def hang_in() -> None:
    """Hang the recogniser into `ground.text` (at start-up)."""
    text_linking.define(
        "lexicon", edition=edition, link=link, check_url=CHECK_URL, report_url=lambda kind, pk: f"/lexicon/report/{kind}/{pk}/"
    )
