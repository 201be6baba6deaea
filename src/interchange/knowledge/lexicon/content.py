"""The content of a concept as one plain value: what forms, versions, releases, exports and imports all speak of. Pure Python."""

from collections.abc import Container
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

FIELDS = ("labels", "definitions", "domain", "topics", "note", "example", "broader", "related", "mappings", "replaced_by")


@dataclass(frozen=True, slots=True)
class LabelPart:
    """A label. `replacement` names the concept to say instead ("" means this one)."""

    text: str
    status: str
    language: str = "en"
    kind: str = ""
    everyday: bool = False
    condition: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class SourcePart:
    """Where a definition comes from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DefinitionPart:
    """A definition and its sources."""

    text: str
    adopted: bool = False
    sources: tuple[SourcePart, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingPart:
    """A concept elsewhere."""

    kind: str
    uri: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that people write about one concept. Lists keep the order in which they are shown; ids are sorted."""

    slug: str
    labels: tuple[LabelPart, ...] = ()
    definitions: tuple[DefinitionPart, ...] = ()
    domain: str = ""
    topics: tuple[str, ...] = ()
    note: str = ""
    example: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    mappings: tuple[MappingPart, ...] = ()
    replaced_by: str = ""

    @property
    def preferred(self) -> str:
        """The preferred English label; the first label where there is none."""
        for label in self.labels:
            if label.status == "preferred" and label.language == "en":
                return label.text
        return self.labels[0].text if self.labels else self.slug

    @property
    def adopted(self) -> DefinitionPart | None:
        """The adopted definition."""
        return next((one for one in self.definitions if one.adopted), None)

    def within(self, known: Container[str]) -> "Content":
        """Without the concepts that are not among the known ones: what a reader may not see is not even named."""
        return replace(
            self,
            labels=tuple(one if not one.replacement or one.replacement in known else replace(one, replacement="") for one in self.labels),
            broader=tuple(slug for slug in self.broader if slug in known),
            related=tuple(slug for slug in self.related if slug in known),
            replaced_by=self.replaced_by if self.replaced_by in known else "",
        )

    def labels_of(self, status: str, language: str = "en") -> list[LabelPart]:
        """The labels of one status in one language."""
        return [label for label in self.labels if label.status == status and label.language == language]


def as_data(content: Content) -> dict[str, Any]:
    """As JSON can hold it."""
    return asdict(content)


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def from_data(data: dict[str, Any]) -> Content:
    """Read back what `as_data` wrote; fields of later versions of the house are left out."""
    return Content(
        **{
            **_known(Content, data),
            "labels": tuple(LabelPart(**_known(LabelPart, one)) for one in data.get("labels", [])),
            "definitions": tuple(
                DefinitionPart(**{**_known(DefinitionPart, one), "sources": tuple(SourcePart(**_known(SourcePart, s)) for s in one.get("sources", []))})
                for one in data.get("definitions", [])
            ),
            "topics": tuple(data.get("topics", [])),
            "broader": tuple(data.get("broader", [])),
            "related": tuple(data.get("related", [])),
            "mappings": tuple(MappingPart(**_known(MappingPart, one)) for one in data.get("mappings", [])),
        }
    )  # fmt: skip


def changes(before: Content, after: Content) -> list[str]:
    """The names of the fields that differ."""
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def with_fields(content: Content, other: Content, names: list[str]) -> Content:
    """The content with some fields taken from another."""
    return replace(content, **{name: getattr(other, name) for name in names})


def joined(here: Content, brought: Content) -> Content:
    """What is here, with what another vocabulary knows beside it: nothing of ours is lost or changed its standing.

    Its definitions stand beside ours without being adopted; its preferred label is an admitted one where ours has another for that language.
    """
    ours = {(one.text.casefold(), one.language) for one in here.labels}
    led = {one.language for one in here.labels if one.status == "preferred"}
    labels = tuple(
        replace(one, status="admitted") if one.status == "preferred" and one.language in led else one
        for one in brought.labels
        if (one.text.casefold(), one.language) not in ours
    )
    said = {one.text for one in here.definitions}
    mapped = {(one.kind, one.uri) for one in here.mappings}
    return replace(
        here,
        labels=here.labels + labels,
        definitions=here.definitions
        + tuple(replace(one, adopted=one.adopted and here.adopted is None) for one in brought.definitions if one.text not in said),
        topics=here.topics or brought.topics,
        note=here.note or brought.note,
        example=here.example or brought.example,
        broader=tuple(sorted({*here.broader, *brought.broader})),
        related=tuple(sorted({*here.related, *brought.related} - {*here.broader, *brought.broader})),
        mappings=here.mappings + tuple(one for one in brought.mappings if (one.kind, one.uri) not in mapped),
    )


def words(content: Content, name: str) -> list[str]:
    """One field as lines of text, for showing what changed."""
    value = getattr(content, name)
    if name == "labels":
        return [
            f"{one.text} ({', '.join(word for word in (one.language, one.status, one.kind, one.condition, one.replacement and f'→ {one.replacement}') if word)})"
            for one in value
        ]
    if name == "definitions":
        return [f"{'✓ ' if one.adopted else ''}{one.text} [{'; '.join(source.title for source in one.sources)}]" for one in value]
    if name == "mappings":
        return [f"{one.kind} {one.uri}" for one in value]
    if isinstance(value, tuple):
        return [str(entry) for entry in value]
    return [value] if value else []
