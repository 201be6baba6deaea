"""Things that can be talked about: one registry, by which a row that names its thing as (kind, key) is seen as the thing itself is.

A comment, a call for consensus, an interest or a follower hangs on "a thing" of any room. Each room says once, in its `subjects.py`,
which of its things can be talked about and by which verbs; conflicts recorded for the thing then reach whatever hangs on it.
Kind and key are those of the journal: the model's label ("calls.application") and the primary key as text (`subject_of`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, F, Func, Model, OuterRef, Q, UUIDField

from interchange.ground.errors import NotAllowed
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.rules import NOTHING, allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role

Pair = tuple[str, str]
ANY_OFFICER = Viewer(person_id=0, roles=frozenset({Role.OFFICER}))


@dataclass(frozen=True)
class Subject:
    """A kind of thing: `view` says who sees it (and what hangs on it), `speak` who may say something about it.

    `settle` is the verb of those who treat what was said (empty: officers who see the thing); `closes_at` gives the moment after which
    what is said counts as late.
    """

    model: type[Model]
    view: str
    speak: str
    url: Callable[[Any], str]
    title: Callable[[Any], str]
    settle: str = ""
    closes_at: Callable[[Any], datetime | None] | None = None

    @property
    def kind(self) -> str:
        """How the kind is named in rows and in the journal."""
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Named:
    """A thing as a list shows it."""

    title: str
    url: str


SUBJECTS: dict[str, Subject] = {}


def define(
    model: type[Model],
    *,
    view: str,
    speak: str,
    url: Callable[[Any], str],
    title: Callable[[Any], str] = str,
    settle: str = "",
    closes_at: Callable[[Any], datetime | None] | None = None,
) -> Subject:
    """Let a model's things be talked about (in a room's `subjects.py`). Raises `ValueError` where they are already."""
    made = Subject(model, view, speak, url, title, settle, closes_at)
    if made.kind in SUBJECTS:
        raise ValueError(f"{made.kind} is a subject already")
    SUBJECTS[made.kind] = made
    return made


def of(thing: Model | str) -> Subject:
    """The registered kind of a thing, or of that name. Raises `LookupError` where nothing can be said about it."""
    kind = thing if isinstance(thing, str) else thing._meta.label_lower
    if kind not in SUBJECTS:
        raise LookupError(f"{kind} cannot be talked about: register it in the room's subjects.py")
    return SUBJECTS[kind]


class KeyText(Func):
    """A primary key as text, as Python writes it: SQLite keeps a UUID as 32 digits, which get their hyphens back here."""

    template = "CAST(%(expressions)s AS varchar)"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The key as text on SQLite."""
        source: Any = self.get_source_fields()[0]
        while getattr(source, "remote_field", None) is not None:  # a key that is a relation: the key at its end
            source = source.target_field
        if isinstance(source, UUIDField):
            part = "substr(%(expressions)s, {}, {})"
            template = " || '-' || ".join(part.format(first, length) for first, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12)))
            return self.as_sql(compiler, connection, template=f"({template})", **context)
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS text)", **context)


def either(
    viewer: Viewer, kinds: Iterable[tuple[str, str]], *, kind_field: str = "subject_kind", key_field: str = "subject_id", text: bool = True
) -> Q:
    """The rows whose thing the viewer may say the kind's verb to: one Q of subqueries, no query of its own.

    `kinds` are (kind as the rows name it, verb) pairs. `text`: the column holds the key as text (else as the key's own type).
    """
    found = NOTHING
    for kind, verb in kinds:
        if viewer.is_system:
            found |= Q(**{kind_field: kind})
        elif allows(viewer, verb):
            things = rows(viewer, verb).order_by()
            if text:
                keys = things.annotate(key_as_text=KeyText(F("pk"))).values("key_as_text")
                found |= Q(**{kind_field: kind, f"{key_field}__in": keys})
            else:  # asked of each row by its key: the database would else gather every thing there is before it looks at the few that are asked for
                found |= Q(**{kind_field: kind}) & Q(Exists(things.filter(pk=OuterRef(key_field))))
    return found


def visible(
    viewer: Viewer, *, kind_field: str = "subject_kind", key_field: str = "subject_id", only: Iterable[type[Model]] | None = None
) -> Q:
    """The rows whose thing the viewer may see, by each kind's own rule and with its conflicts; `only` narrows it to some models."""
    wanted = SUBJECTS.values() if only is None else [of(model._meta.label_lower) for model in only]
    return either(viewer, ((one.kind, one.view) for one in wanted), kind_field=kind_field, key_field=key_field)


def get(viewer: Viewer, kind: str, key: str, *, verb: str = "") -> Model:
    """The thing of that kind and key, if the viewer may see it (or say `verb` to it). Raises `NotAllowed`, shown as 404."""
    if kind not in SUBJECTS:
        raise NotAllowed("subject.view")
    subject = SUBJECTS[kind]
    asked = verb or subject.view
    try:
        pk = subject.model._meta.pk.to_python(key)
    except ValidationError:
        raise NotAllowed(asked) from None
    found: Model | None = rows(viewer, asked).filter(pk=pk).first()
    if found is None:
        raise NotAllowed(asked)
    return found


def named(viewer: Viewer, pairs: Iterable[Pair]) -> dict[Pair, Named]:
    """Titles and addresses of things for a list; those that the viewer may not see are left out. One query for each kind in the list."""
    wanted: dict[str, set[str]] = {}
    for kind, key in pairs:
        wanted.setdefault(kind, set()).add(key)
    found: dict[Pair, Named] = {}
    for kind, keys in wanted.items():
        subject = SUBJECTS.get(kind)
        if subject is not None:
            for thing in rows(viewer, subject.view).filter(pk__in=keys):
                found[subject_of(thing)] = name_of(thing)
    return found


def name_of(thing: Model) -> Named:
    """Title and address of one thing, whoever asks: for pages and letters whose reader's right was checked."""
    subject = of(thing)
    return Named(str(subject.title(thing)), subject.url(thing))


def title_in_letters(thing: Model) -> str:
    """The thing's title where a letter may hold it, else nothing: officers can read letters, so it must be theirs to see."""
    subject = of(thing)
    return str(subject.title(thing)) if allows(ANY_OFFICER, subject.view, thing) else ""
