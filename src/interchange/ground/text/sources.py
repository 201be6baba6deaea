"""Texts of the house that can be read as a whole: each room says in its `readable.py` which things carry text, and what of it.

Readers (the lexicon's reports and lists) show a text only through the verb named here, so nobody learns of a text they may not open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import BaseExpression
from django.utils.functional import Promise

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.text.render import passages


@dataclass(frozen=True)
class Piece:
    """A part of a thing's text: a heading and Markdown, or plain text (a PDF's). A meeting gives its agenda items and its papers as pieces."""

    title: str
    text: str
    markdown: bool = True

    @property
    def words(self) -> str:
        """The running text."""
        return passages(self.text) if self.markdown else self.text


@dataclass(frozen=True)
class Part:
    """A text that belongs to a larger whole, such as a paper of a meeting, with its own name and address."""

    title: str
    url: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The running text, pieces apart."""
        return _joined(self.pieces)


@dataclass(frozen=True)
class Source:
    """A sort of thing with text: the verb that opens it, its pieces, its name and address. `own` names the thing to linkers.

    `parts(viewer, thing)` gives what belongs to the thing besides, as far as the viewer may read it. `mark` names columns (or expressions) that
    change whenever title or text do, so that a reader need not fetch every text to learn that nothing changed; empty: it must.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    verb: str
    pieces: Callable[[Any], Iterable[Piece]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    own: Callable[[Any], str]
    everything: Callable[[], "QuerySet[Any]"]
    parts: Callable[[Viewer, Any], Iterable[Part]] | None = None
    mark: tuple[str | BaseExpression, ...] = ()

    def open_to(self, viewer: Viewer) -> "QuerySet[Any]":
        """The things whose text the viewer may read."""
        return rows(viewer, self.verb, self.everything())

    def marks(self) -> dict[int, str]:
        """Of each thing with text, a mark that changes when its text does; "" where none is known. One query, and no text fetched."""
        columns = {f"mark_{number}": F(one) if isinstance(one, str) else one for number, one in enumerate(self.mark)}
        found = self.everything().order_by("pk").annotate(**columns).values_list("pk", *columns)
        return {pk: repr(marks) if marks else "" for pk, *marks in found}


SOURCES: dict[str, Source] = {}


def define(
    kind: str,
    *,
    label: str | Promise,
    model: type[Model],
    verb: str,
    pieces: Callable[[Any], Iterable[Piece]],
    url: Callable[[Any], str],
    title: Callable[[Any], str] = str,
    own: Callable[[Any], str] = lambda thing: "",
    everything: Callable[[], "QuerySet[Any]"] | None = None,
    parts: Callable[[Viewer, Any], Iterable[Part]] | None = None,
    mark: tuple[str | BaseExpression, ...] = (),
) -> None:
    """Register a sort of text (in a room's `readable.py`). `everything` narrows what is read at all; `parts` makes it a whole of several
    texts, for reports only: each part is read by itself under its own kind. Raises `ValueError` where the kind is taken.
    """
    if kind in SOURCES:
        raise ValueError(f"a kind of text {kind!r} exists already")
    SOURCES[kind] = Source(
        kind, label, model, verb, pieces, title, url, own, everything or (lambda: model._default_manager.all()), parts, mark
    )


def whole(source: Source, thing: Model) -> str:
    """The whole text of a thing, pieces apart."""
    return _joined(source.pieces(thing))


def kind_of(thing: Model) -> str:
    """Under which kind a thing's text is registered; "" under none."""
    return next((kind for kind, source in SOURCES.items() if source.model is type(thing)), "")


def _joined(pieces: Iterable[Piece]) -> str:
    found = [(piece.title, piece.words) for piece in pieces if piece.text.strip()]
    return "\n\n".join(f"{title}\n\n{words}" if title else words for title, words in found)
