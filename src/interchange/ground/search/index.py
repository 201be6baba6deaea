"""What can be found: registered by rooms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary


@dataclass(frozen=True)
class Document:
    """The words of a thing and where it is; `marks` are what operators find it by: (operator, code).

    `begins_at` and `ends_at` are what `before:`, `after:` and `is:open` hold against: whoever may find the thing may know them.
    """

    title: str
    body: str
    url: str
    marks: tuple[tuple[str, str], ...] = ()
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """A sort of thing: its model, the verb that says who may see it, and how it becomes a document (None: not findable)."""

    key: str
    label: str | Promise
    model: type[Model]
    verb: str
    document: Callable[[Any], Document | None]
    types: Mapping[str, str | Promise] = field(default_factory=dict)
    states: Mapping[str, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a question is answered with before anything is listed: a term and its definition."""

    title: str
    text: str
    note: str
    url: str


KINDS: dict[str, Kind] = {}
ANSWERS: list[Callable[[Viewer, str], list[Answer]]] = []


def define(
    kind: str,
    *,
    label: str | Promise,
    model: type[Model],
    verb: str,
    document: Callable[[Any], Document | None],
    types: Iterable[tuple[Any, Any]] = (),
    states: Iterable[tuple[Any, Any]] = (),
) -> None:
    """Register a kind (in a room's search.py). `types` and `states` are the codes that its marks `type` and `is` may hold.

    Raises `ValueError` where it is taken.
    """
    if kind in KINDS:
        raise ValueError(f"a kind {kind!r} exists already")
    KINDS[kind] = Kind(kind, label, model, verb, document, dict(types), dict(states))


def answers(finder: Callable[[Viewer, str], list[Answer]]) -> Callable[[Viewer, str], list[Answer]]:
    """Register a function that may answer the words of a question (in a room's search.py). It asks policy itself; one query."""
    ANSWERS.append(finder)
    return finder


def known() -> dict[str, Callable[[], list[str]]]:
    """The operators beside dates, each with the codes that exist."""
    return {
        "kind": lambda: list(KINDS),
        "topic": lambda: list(vocabulary.codes("topics")),
        "sector": lambda: list(vocabulary.codes("sectors")),
        "type": lambda: [code for one in KINDS.values() for code in one.types],
        "lang": lambda: [code for code, _label in vocabulary.languages()],
        "is": lambda: [code for one in KINDS.values() for code in one.states],
    }


HELP: list[tuple[str, str | Promise]] = [
    ("kind:tool", _("one kind of thing")),
    ("topic:labelling", _("a topic of the network")),
    ("sector:music", _("a sector")),
    ("type:report", _("a type within a kind: report, agenda, standard")),
    ("is:open", _("open now; also is:coming, is:over, is:agreed, is:withdrawn")),
    ("lang:fr", _("a language")),
    ("after:2026-01", _("from after that year, month or day")),
    ("before:2026-03-15", _("from before it")),
    ('"soft binding"', _("these words in this order")),
    ("-draft", _("without this word")),
]


def codes(operator: str, chosen: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """The marks of a list of codes."""
    return tuple((operator, str(code)) for code in chosen if code)


def kind_of(model: type[Model]) -> Kind:
    """The kind of a model's things. Raises `LookupError` where they are not findable."""
    for kind in KINDS.values():
        if kind.model is model:
            return kind
    raise LookupError(f"{model.__name__} is not findable")
