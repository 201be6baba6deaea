"""What the content of a concept must fulfil before it is written, and the tidying that goes before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
class Shelf:
    """What the lexicon holds beside the concept that is checked: ids, who has whom as broader, who uses which label (language, key)."""

    slugs: frozenset[str] = frozenset()
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)
    users: Mapping[tuple[str, str], frozenset[tuple[str, str]]] = field(default_factory=dict)  # -> {(slug, domain)}


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
    above = wider(content.slug, {**shelf.broader, content.slug: frozenset(content.broader)})
    if content.slug in above:
        yield Problem("broader", _("This would make a circle: %s.") % " → ".join(circle(content.slug, {**shelf.broader, content.slug: frozenset(content.broader)})), _("Take one of them away."))  # fmt: skip
    below = {slug for slug, direct in shelf.broader.items() if slug in set(content.related) and content.slug in wider(slug, shelf.broader)}
    for other in sorted((above & set(content.related)) | below):
        yield Problem("related", _("“%s” is wider or narrower already (SKOS S27).") % other, _("Keep one of the two."))
    if content.replaced_by and (content.replaced_by == content.slug or content.replaced_by not in shelf.slugs):
        yield Problem("replaced_by", _("There is no other concept “%s”.") % content.replaced_by, _("Choose one of the list."))


def wider(slug: str, broader: Mapping[str, Iterable[str]]) -> set[str]:
    """All concepts above, at any distance; holds the concept itself where there is a circle."""
    found: set[str] = set()
    waiting = list(broader.get(slug, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += broader.get(one, ())
    return found


def circle(slug: str, broader: Mapping[str, Iterable[str]]) -> list[str]:
    """The shortest way from a concept up to itself."""
    ways = [[slug]]
    seen = set()
    while ways:
        way = ways.pop(0)
        for one in sorted(broader.get(way[-1], ())):
            if one == slug:
                return [*way, one]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return [slug]
