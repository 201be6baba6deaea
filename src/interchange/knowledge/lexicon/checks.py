"""What the content of a concept must fulfil before it is written, and the tidying that goes before."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from interchange.ground.errors import Problem
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart
from interchange.knowledge.lexicon.recogniser import label_key, lookalikes, tokens, without_invisible
from interchange.knowledge.lexicon.vocabulary import (
    DEFINITION_LIMIT,
    ENGLISH,
    LABEL_LIMIT,
    RESERVED,
    TEXT_LIMIT,
    LabelKind,
    LabelStatus,
    MappingKind,
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
AVOIDED = (LabelStatus.DEPRECATED, LabelStatus.OBSOLETE)


@dataclass(frozen=True)
class Links:
    """What a concept says of others: those above, below and beside it. Concepts of other vocabularies stand in it by their address."""

    up: frozenset[str] = frozenset()
    down: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def links_of(content: Content) -> Links:
    """The links of a content. Hierarchical and associative mappings count: they are subproperties of the relations (SKOS S41)."""

    def match(kind: MappingKind) -> set[str]:
        return {one.uri for one in content.mappings if one.kind == kind}

    return Links(
        up=frozenset({*content.broader, *match(MappingKind.BROAD)}),
        down=frozenset(match(MappingKind.NARROW)),
        beside=frozenset({*content.related, *match(MappingKind.RELATED)}),
    )


@dataclass(frozen=True)
class Shelf:
    """What the lexicon holds beside the concept that is checked: ids, what each says of others, who uses which label (language, key)."""

    slugs: frozenset[str] = frozenset()
    links: Mapping[str, Links] = field(default_factory=dict)
    users: Mapping[tuple[str, str], frozenset[tuple[str, str]]] = field(default_factory=dict)  # -> {(slug, domain)}

    @cached_property
    def said_of(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]], Mapping[str, set[str]]]:
        """The same from the other end: who has it above, below, beside."""
        found: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
        for slug, links in self.links.items():
            for there, others in zip(found, (links.up, links.down, links.beside), strict=True):
                for other in others:
                    there[other].add(slug)
        return found[0], found[1], found[2]

    def above(self, one: str, but: str = "") -> set[str]:
        """What is directly above, not counting what the concept `but` says."""
        return {*self.links.get(one, _NONE).up, *(self.said_of[1].get(one, set()) - {but})}

    def below(self, one: str, but: str = "") -> set[str]:
        """What is directly below, not counting what the concept `but` says."""
        return {*self.links.get(one, _NONE).down, *(self.said_of[0].get(one, set()) - {but})}

    def beside(self, one: str, but: str = "") -> set[str]:
        """What is related, not counting what the concept `but` says."""
        return {*self.links.get(one, _NONE).beside, *(self.said_of[2].get(one, set()) - {but})}


_NONE = Links()


def slug_of(label: str) -> str:
    """An id for the addresses from a label; "" where it has no Latin letters or digits."""
    return re.sub(r"[^a-z0-9]+", "-", without_invisible(label).lower()).strip("-")[:80].strip("-")


def one_line(text: str) -> str:
    """Without invisible characters, spaces single."""
    return re.sub(r"\s+", " ", without_invisible(text)).strip()


def tidy(content: Content) -> Content:
    """The content as it is kept: spaces and invisible characters taken out, empty rows left out, double labels and ids once, English first."""
    labels: dict[tuple[str, str], LabelPart] = {}
    for label in content.labels:
        text = one_line(label.text)
        if text:
            kept = replace(label, text=text, condition=one_line(label.condition), language=label.language.strip().lower() or ENGLISH)
            labels.setdefault((kept.language, kept.text), kept)
    definitions = [
        replace(
            one,
            text=one_line(one.text),
            sources=tuple(
                dict.fromkeys(
                    SourcePart(one_line(s.title) or s.url.strip(), s.url.strip()) for s in one.sources if s.title.strip() or s.url.strip()
                )
            ),
        )
        for one in content.definitions
        if one.text.strip()
    ]
    if definitions and not any(one.adopted for one in definitions):
        definitions[0] = replace(definitions[0], adopted=True)
    return replace(
        content,
        labels=tuple(sorted(labels.values(), key=lambda one: (one.language != ENGLISH, one.language))),
        definitions=tuple(definitions),
        domain=one_line(content.domain),
        topics=tuple(dict.fromkeys(content.topics)),
        note=_lines(content.note),
        example=_lines(content.example),
        broader=tuple(sorted(set(content.broader))),
        related=tuple(sorted(set(content.related))),
        mappings=tuple(sorted({one.uri: replace(one, label=one_line(one.label)) for one in content.mappings if one.uri.strip()}.values(), key=lambda one: (one.kind, one.uri))),
    )  # fmt: skip


def _lines(text: str) -> str:
    return without_invisible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def problems(content: Content, shelf: Shelf) -> list[Problem]:
    """Everything that must be mended before this can be written; empty where it is fine."""
    return [
        *_identity(content),
        *_labels(content),
        *_homographs(content, shelf),
        *_definitions(content.definitions),
        *_texts(content),
        *_relations(content, shelf),
    ]


def _identity(content: Content) -> Iterable[Problem]:
    if not _SLUG.fullmatch(content.slug) or len(content.slug) > 80:
        yield Problem("slug", _("The id is for addresses."), _("Small letters, digits and single hyphens, at most 80."))
    elif content.slug in RESERVED:
        yield Problem("slug", _("This id is an address of the lexicon itself."), _("Choose another."))


def _labels(content: Content) -> Iterable[Problem]:
    english = content.labels_of(LabelStatus.PREFERRED)
    if len(english) != 1:
        yield Problem(
            "labels", _("There must be exactly one preferred English label; there are %s.") % len(english), _("Mark one as preferred.")
        )
    seen: set[tuple[str, str]] = set()
    preferred: set[str] = set()
    for label in content.labels:
        if len(label.text) > LABEL_LIMIT:
            yield Problem(
                "labels",
                _("A label has at most %(n)s characters: %(label)s…") % {"n": LABEL_LIMIT, "label": label.text[:40]},
                _("Shorten it."),
            )
        if _CONTROL.search(label.text) or not label_key(label.text):
            yield Problem("labels", _("“%s” is not readable text.") % label.text[:40], _("Type it anew."))
        if "|" in label.text + label.condition:
            yield Problem("labels", _("“%s” holds a bar, which parts the columns of the form.") % label.text, _("Write it without."))
        if any(lookalikes(word) for word in tokens(label.text)):
            yield Problem("labels", _("“%s” mixes letters of several scripts that look alike.") % label.text, _("Type it in one script."))
        if label.status not in LabelStatus.values or (label.kind and label.kind not in LabelKind.values):
            yield Problem("labels", _("“%s” has an unknown status or kind.") % label.text, _("Choose one of the list."))
        if not _LANGUAGE.fullmatch(label.language):
            yield Problem("labels", _("“%s” is not a language code.") % label.language, _("For example: fr, zh-Hant."))
        mark = (label.language, label.text.casefold())
        if mark in seen:
            yield Problem("labels", _("“%s” stands twice.") % label.text, _("Keep one."))
        seen.add(mark)
        if label.status == LabelStatus.PREFERRED and label.language != ENGLISH:
            if label.language in preferred:
                yield Problem("labels", _("Two preferred labels in “%s”.") % label.language, _("Keep one; mark the other as admitted."))
            preferred.add(label.language)
        if label.replacement and label.status not in AVOIDED:
            yield Problem(
                "labels", _("“%s” is in use and has a replacement.") % label.text, _("Mark it as deprecated, or take the replacement away.")
            )


def _homographs(content: Content, shelf: Shelf) -> Iterable[Problem]:
    """The same label in two concepts is allowed where both say their domain and the domains differ."""
    for label in content.labels:
        if label.status in AVOIDED:
            continue
        for slug, domain in sorted(shelf.users.get((label.language, label_key(label.text)), ())):
            if slug != content.slug and (not content.domain or not domain or content.domain.casefold() == domain.casefold()):
                yield Problem(
                    "domain",
                    _("“%(label)s” is a label of “%(slug)s” too.") % {"label": label.text, "slug": slug},
                    _("Give both concepts a domain, and different ones, or use another label."),
                )


def _definitions(definitions: Iterable[DefinitionPart]) -> Iterable[Problem]:
    found = list(definitions)
    if sum(one.adopted for one in found) > 1:
        yield Problem("definitions", _("Two definitions are marked as adopted."), _("Adopt one; the others stay beside it."))
    for one in found:
        if len(one.text) > DEFINITION_LIMIT:
            yield Problem("definitions", _("A definition has at most %s characters.") % DEFINITION_LIMIT, _("Move detail into the note."))
        if _CONTROL.search(one.text):
            yield Problem("definitions", _("A definition is not readable text."), _("Type it anew."))
        if not one.sources:
            yield Problem(
                "definitions", _("Each definition names at least one source: “%s…” has none.") % one.text[:50], _("Add title and address.")
            )
        for source in one.sources:
            if len(source.title) > 300 or not is_web_address(source.url):
                yield Problem(
                    "definitions", _("“%s” is not a web address.") % (source.url[:80] or source.title[:80]), _("It begins with https://")
                )


def _texts(content: Content) -> Iterable[Problem]:
    for name, text in (("note", content.note), ("example", content.example)):
        if len(text) > TEXT_LIMIT or _CONTROL.search(text):
            yield Problem(name, _("At most %s characters of readable text.") % TEXT_LIMIT, _("Shorten it."))
    if len(content.domain) > 120:
        yield Problem("domain", _("At most 120 characters."), _("Shorten it."))
    for mapping in content.mappings:
        if mapping.kind not in MappingKind.values or not is_web_address(mapping.uri) or len(mapping.uri) > 500 or len(mapping.label) > 200:
            yield Problem("mappings", _("“%s” is not the address of a concept.") % mapping.uri[:80], _("It begins with https://"))


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address that a link may carry."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", url) and len(url) <= 500


def _relations(content: Content, shelf: Shelf) -> Iterable[Problem]:
    for name in ("broader", "related"):
        for other in getattr(content, name):
            if other == content.slug:
                yield Problem(name, _("A concept is not %s to itself.") % name, _("Take it away."))
            elif other not in shelf.slugs:
                yield Problem(name, _("There is no concept “%s”.") % other, _("Choose one of the list."))
    yield from _hierarchy(content, shelf)
    if content.replaced_by and (content.replaced_by == content.slug or content.replaced_by not in shelf.slugs):
        yield Problem("replaced_by", _("There is no other concept “%s”.") % content.replaced_by, _("Choose one of the list."))


def _hierarchy(content: Content, shelf: Shelf) -> Iterable[Problem]:
    """No circle, and nothing both related and wider (SKOS S27), at any distance, also between others that this concept would join."""
    me, mine = content.slug, links_of(content)

    def up(one: str) -> set[str]:
        return (
            {*mine.up, *(shelf.said_of[1].get(me, set()) - {me})}
            if one == me
            else shelf.above(one, me) | ({me} if one in mine.down else set())
        )

    def down(one: str) -> set[str]:
        return (
            {*mine.down, *(shelf.said_of[0].get(me, set()) - {me})}
            if one == me
            else shelf.below(one, me) | ({me} if one in mine.up else set())
        )

    above, below = reached(me, up), reached(me, down)
    if me in above:
        ring = circle(me, up)
        place = "mappings" if set(ring) - shelf.slugs - {me} else "broader"
        yield Problem(place, _("This would make a circle: %s.") % " → ".join(ring), _("Take one of them away."))
        return
    for other in sorted(mine.beside & (above | below)):
        place = "related" if other in content.related else "mappings"
        yield Problem(place, _("“%s” is wider or narrower already (SKOS S27).") % other, _("Keep one of the two."))
    for one in sorted(below):
        for other in sorted(shelf.beside(one, me) & above):
            yield Problem(
                "broader",
                _("“%(one)s” and “%(other)s” are related; through this entry one would be wider than the other (SKOS S27).")
                % {"one": one, "other": other},
                _("Take the broader term away, or first the relation of the two."),
            )


def reached(start: str, step: Callable[[str], Iterable[str]]) -> set[str]:
    """All that steps lead to, at any distance; holds the start itself where there is a circle."""
    found: set[str] = set()
    waiting = list(step(start))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += step(one)
    return found


def circle(start: str, step: Callable[[str], Iterable[str]]) -> list[str]:
    """The shortest way from a concept up to itself."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop(0)
        for one in sorted(step(way[-1])):
            if one == start:
                return [*way, one]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return [start]
