"""Forms of the lexicon: an entry as people write it, line by line; comments of curators; imports; releases."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.knowledge.lexicon import queries
from interchange.knowledge.lexicon.checks import slug_of
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, MappingPart, SourcePart
from interchange.knowledge.lexicon.models import Concept, Label
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.vocabulary import DEFINITION_LIMIT, LABEL_LIMIT, TEXT_LIMIT, LabelKind, LabelStatus, MappingKind

EVERYDAY = "everyday"
MOST_DEFINITIONS = 6
PLAIN = {"data-terms": "off"}


def _lines(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **PLAIN, **attrs})


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


class EntryForm(HouseForm):
    """A concept as it is written: labels, definitions with sources, texts, relations, mappings."""

    preferred = forms.CharField(
        label=_("Preferred label"), max_length=LABEL_LIMIT, help_text=_("The word to say. Small letters, singular.")
    )
    everyday = forms.BooleanField(
        label=_("It is an everyday word too"),
        required=False,
        help_text=_("Then texts link it only where they also name a neighbouring term."),
    )
    domain = forms.CharField(
        label=_("Domain"),
        max_length=120,
        required=False,
        help_text=_("Only where the same label has another meaning elsewhere: which field is meant."),
    )
    admitted = forms.CharField(
        label=_("Other labels that may be said"),
        required=False,
        widget=_lines(2),
        help_text=_("One a line. A kind can follow a bar: LLM | abbreviation"),
    )
    avoided = forms.CharField(
        label=_("Labels to avoid"),
        required=False,
        widget=_lines(2),
        help_text=_(
            "One a line. After a bar in which sense, after another the term to say instead: song | when the recording is meant | sound-recording"
        ),
    )
    obsolete = forms.CharField(label=_("Labels no longer said"), required=False, widget=_lines(1), help_text=_("One a line."))
    other_languages = forms.CharField(
        label=_("Labels in other languages, unofficial"),
        required=False,
        widget=_lines(2),
        help_text=_("One a line: fr | filigrane numérique"),
    )
    adopted = forms.ChoiceField(label=_("Which definition holds"), required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("What is often confused; what the term is not."))  # fmt: skip
    example = forms.CharField(label=_("Example"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    broader = forms.CharField(
        label=_("Broader terms"),
        required=False,
        widget=_lines(1, **{"data-suggest": "/api/v1/lexicon/suggest"}),
        help_text=_("The next wider concepts, one a line."),
    )
    related = forms.CharField(
        label=_("Related terms"),
        required=False,
        widget=_lines(2, **{"data-suggest": "/api/v1/lexicon/suggest"}),
        help_text=_("One a line."),
    )
    topics = TickBoxes(label=_("Topics"), required=False)
    mappings = forms.CharField(
        label=_("In other vocabularies"),
        required=False,
        widget=_lines(1),
        help_text=_("One a line: exactMatch | https://… | its label there. Also closeMatch, broadMatch, narrowMatch, relatedMatch."),
    )
    reason = forms.CharField(label=_("Reason for the change"), max_length=500, required=False)
    revision = RevisionField()

    def __init__(self, *args: Any, content: Content | None = None, needs_reason: bool = False, **kwargs: Any) -> None:
        self.before = content
        kwargs.setdefault("initial", {}).update(_initial(content) if content else {"adopted": "0"})
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = queries.topics()  # type: ignore[attr-defined]
        typed = (
            sum(bool(self.data.get(self.add_prefix(f"definition_{n}"), "").strip()) for n in range(MOST_DEFINITIONS))
            if self.is_bound
            else 0
        )
        count = min(MOST_DEFINITIONS, max(typed, len(content.definitions) if content else 0) + (1 if content else 0)) or 1
        self.definition_names: list[tuple[str, str]] = []
        for number in range(count):
            self._definition_fields(number, count)
        self.fields["adopted"].choices = [(str(n), _now("Definition %s") % (n + 1)) for n in range(count)]  # type: ignore[attr-defined]
        self.fields["reason"].required = needs_reason
        self.fields["revision"].required = content is not None
        if count == 1:
            self.fields["adopted"].widget = forms.HiddenInput()

    def _definition_fields(self, number: int, count: int) -> None:
        label = _now("Definition") if count == 1 else _now("Definition %s") % (number + 1)
        self.fields[f"definition_{number}"] = forms.CharField(
            label=label,
            max_length=DEFINITION_LIMIT,
            required=number == 0,
            widget=forms.Textarea(attrs={"rows": 3, "data-lint": "/api/v1/lexicon/lint", "data-limit": str(DEFINITION_LIMIT)}),
            help_text=_now("One phrase that could stand in place of the term: the next wider concept, then what sets this one apart.")
            if number == 0
            else "",
        )
        self.fields[f"sources_{number}"] = forms.CharField(
            label=_now("Its sources") if count == 1 else _now("Sources of definition %s") % (number + 1),
            required=number == 0,
            widget=_lines(2),
            help_text=_now("One a line: title, then address. For example: ISO/IEC 22989:2022 https://www.iso.org/standard/74296.html")
            if number == 0
            else "",
        )
        self.definition_names.append((f"definition_{number}", f"sources_{number}"))

    @property
    def definitions(self) -> list[tuple[Any, Any]]:
        """The bound fields of each definition."""
        return [(self[text], self[sources]) for text, sources in self.definition_names]

    def clean(self) -> dict[str, Any]:
        """Relations are found by label or id; lines that cannot be read are named."""
        data = super().clean() or {}
        for name in ("broader", "related"):
            data[name] = self._found(name, data.get(name, ""))
        for line in filter(None, map(str.strip, data.get("other_languages", "").splitlines())):
            if len(_parts(line)) < 2:
                self.add_error("other_languages", _now("“%s”: write the language, a bar, the label.") % line)
        for line in filter(None, map(str.strip, data.get("mappings", "").splitlines())):
            if _parts(line)[0] not in MappingKind.values:
                self.add_error("mappings", _now("“%s” does not begin with a kind of match.") % line[:80])
        return data

    def _kind_before(self) -> str:
        """The kind of the preferred label, which the form does not ask for."""
        return next((label.kind for label in self.before.labels_of(LabelStatus.PREFERRED)), "") if self.before else ""

    def _found(self, name: str, text: str) -> list[str]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            return []
        slugs = set(Concept.objects.filter(slug__in=[slug_of(line) for line in lines] + lines).values_list("slug", flat=True))
        keys = {label_key(line) for line in lines}
        used = Label.objects.filter(key__in=keys, status__in=[LabelStatus.PREFERRED, LabelStatus.ADMITTED])
        by_key: dict[str, list[str]] = {}
        for key, slug in used.values_list("key", "concept__slug"):
            by_key.setdefault(key, []).append(slug)
        found = []
        for line in lines:
            if line in slugs:
                found.append(line)
            elif len(set(by_key.get(label_key(line), []))) == 1:
                found.append(by_key[label_key(line)][0])
            elif label_key(line) in by_key:
                self.add_error(
                    name,
                    _now("“%(label)s” has several meanings; write the id: %(ids)s")
                    % {"label": line, "ids": ", ".join(sorted(set(by_key[label_key(line)])))},
                )
            elif slug_of(line) in slugs:
                found.append(slug_of(line))
            else:
                self.add_error(name, _now("There is no term “%s”.") % line)
        return found

    def content(self) -> Content:
        """What was written, as a content."""
        data = self.cleaned_data
        chosen = data.get("adopted") or "0"
        definitions = []
        for number, (text, sources) in enumerate(self.definition_names):
            if data.get(text, "").strip():
                definitions.append(
                    DefinitionPart(
                        data[text],
                        str(number) == chosen,
                        tuple(_source(line) for line in data.get(sources, "").splitlines() if line.strip()),
                    )
                )
        return Content(
            slug=self.before.slug if self.before else "",
            labels=tuple(_labels(data, self._kind_before())),
            definitions=tuple(definitions),
            domain=data["domain"],
            topics=tuple(data["topics"]),
            note=data["note"],
            example=data["example"],
            broader=tuple(data["broader"]),
            related=tuple(data["related"]),
            mappings=tuple(_mapping(line) for line in data["mappings"].splitlines() if line.strip()),
            replaced_by=self.before.replaced_by if self.before else "",
        )


def _source(line: str) -> SourcePart:
    title, _space, url = line.strip().rpartition(" ")
    return SourcePart(title or url, url)


def _mapping(line: str) -> MappingPart:
    parts = [*_parts(line), "", ""]
    return MappingPart(parts[0], parts[1], parts[2])


def _flags(parts: list[str]) -> tuple[str, bool]:
    said = {part.lower() for part in parts}
    kind = next((kind for kind in LabelKind.values if kind.lower() in said), "")
    return kind, EVERYDAY in said


def _labels(data: dict[str, Any], kind_before: str) -> list[LabelPart]:
    found = [LabelPart(data["preferred"], LabelStatus.PREFERRED, kind=kind_before, everyday=data["everyday"])]
    for line in filter(None, map(str.strip, data["admitted"].splitlines())):
        text, *rest = _parts(line)
        kind, everyday = _flags(rest)
        found.append(LabelPart(text, LabelStatus.ADMITTED, kind=kind, everyday=everyday))
    for name, status in (("avoided", LabelStatus.DEPRECATED), ("obsolete", LabelStatus.OBSOLETE)):
        for line in filter(None, map(str.strip, data[name].splitlines())):
            text, *rest = _parts(line)
            kind, everyday = _flags(rest)
            senses = [part for part in rest if part.lower() != EVERYDAY and part not in LabelKind.values]
            found.append(
                LabelPart(
                    text, status, kind=kind, everyday=everyday, condition=next(iter(senses), ""), replacement=next(iter(senses[1:]), "")
                )
            )
    for line in filter(None, map(str.strip, data["other_languages"].splitlines())):
        language, text, *rest = [*_parts(line), ""]
        kind, everyday = _flags(rest)
        status = next((status for status in LabelStatus.values if status in rest), "")
        found.append(LabelPart(text, status or LabelStatus.ADMITTED, language=language.lower(), kind=kind, everyday=everyday))
    return found


def _line(label: LabelPart) -> str:
    parts = [label.text]
    if label.status in {LabelStatus.DEPRECATED, LabelStatus.OBSOLETE} and (label.condition or label.replacement):
        parts += [label.condition, *filter(None, [label.replacement])]
    parts += [*filter(None, [label.kind]), *([EVERYDAY] if label.everyday else [])]
    return " | ".join(parts)


def _initial(content: Content) -> dict[str, Any]:
    """A content as the form shows it."""
    english = {
        status: [label for label in content.labels if label.language == "en" and label.status == status] for status in LabelStatus.values
    }
    preferred = next(iter(english[LabelStatus.PREFERRED]), LabelPart("", LabelStatus.PREFERRED))
    values: dict[str, Any] = {
        "preferred": preferred.text,
        "everyday": preferred.everyday,
        "domain": content.domain,
        "admitted": "\n".join(_line(label) for label in english[LabelStatus.ADMITTED]),
        "avoided": "\n".join(_line(label) for label in english[LabelStatus.DEPRECATED]),
        "obsolete": "\n".join(_line(label) for label in english[LabelStatus.OBSOLETE]),
        "other_languages": "\n".join(
            " | ".join([label.language, label.text, label.status, *filter(None, [label.kind]), *([EVERYDAY] if label.everyday else [])])
            for label in content.labels
            if label.language != "en"
        ),
        "adopted": str(next((n for n, one in enumerate(content.definitions) if one.adopted), 0)),
        "note": content.note,
        "example": content.example,
        "broader": "\n".join(content.broader),
        "related": "\n".join(content.related),
        "topics": list(content.topics),
        "mappings": "\n".join(" | ".join(filter(None, [one.kind, one.uri, one.label])) for one in content.mappings),
    }
    for number, one in enumerate(content.definitions[:MOST_DEFINITIONS]):
        values[f"definition_{number}"] = one.text
        values[f"sources_{number}"] = "\n".join(f"{source.title} {source.url}" for source in one.sources)
    return values


class CheckForm(HouseForm):
    """A text to check."""

    text = forms.CharField(
        label=_("Your text"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("It is read and forgotten; nothing is kept."),
    )


class ImportForm(HouseForm):
    """A file to bring."""

    file = forms.FileField(label=_("File"), help_text=_("SKOS (.ttl, .rdf, .jsonld, .nt) or TBX (.tbx), at most 20 MB."))
    source_title = forms.CharField(
        label=_("Title of the vocabulary"), max_length=300, help_text=_("Cited where its definitions name no source.")
    )
    source_url = forms.CharField(label=_("Its address on the web"), max_length=500)


class ReleaseForm(HouseForm):
    """A release."""

    title = forms.CharField(label=_("Title"), max_length=200)
    note = forms.CharField(label=_("What is new, for readers"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(HouseForm):
    """A curator's decision."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    replaced_by = forms.CharField(
        label=_("Say instead"),
        max_length=80,
        required=False,
        help_text=_("Only when deprecating: the id of the term that takes its place."),
    )
