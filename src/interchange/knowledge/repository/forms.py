"""The forms of the room. Rules stand in `values` and in the actions; forms only carry what is typed there and back."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.models import Record, RecordFile, Version
from interchange.knowledge.repository.values import lines_of
from interchange.knowledge.repository.vocabulary import (
    CARD_FIELDS,
    CARD_LIMIT,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    AiUse,
    Kind,
    Verdict,
    WithdrawalReason,
)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


WANTED = (
    "title",
    "summary",
    "year",
    "topics",
    "ai_use",
    "identifiers",
    "shown",
    "changes",
    "licence",
)  # asked for at submission, not while drafting


def _settle(form: HouseForm) -> None:
    """No counters on short fields; no “optional” beside what submission will ask for."""
    for name, field in form.fields.items():
        if not isinstance(field.widget, forms.Textarea) and name != "title":
            field.widget.attrs.pop("data-limit", None)
        if name in WANTED or name.startswith("card_"):
            field.wanted = True


class AskingForm(HouseForm):
    """A form whose action asks for more than the form does (it names what is missing, and nothing typed is lost): not "optional"."""

    wants: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _settle(self)
        for name in self.wants:
            self.fields[name].wanted = True


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class StartForm(HouseForm):
    """Three ways to begin: an identifier, a file of metadata, a PDF. One is enough."""

    identifier = forms.CharField(
        label=_("Paste a DOI, an arXiv number, an ISBN or a web address"),
        help_text=_("For example 10.1038/s41586-024-08025-4 or arXiv:2301.10226."),
        max_length=500,
        required=False,
    )
    file = forms.FileField(
        label=_("Or drop a file"),
        help_text=_(
            "A PDF of the work, or what a reference manager or a registry gave you: BibTeX, RIS, CSL-JSON, Crossref or DataCite JSON."
        ),
        required=False,
    )


class MetadataForm(HouseForm):
    """What is said of a work. Used for deposits and for corrections."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("In neutral words: what was done, what was found."),
        max_length=SUMMARY_LIMIT,
        widget=_area(6),
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[pair for pair in Kind.choices if pair[0] != Kind.PRACTICE])
    year = forms.CharField(
        label=_("Year of publication"), max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}), required=False
    )
    issued = forms.DateField(label=_("Day of issue"), help_text=_("Where it is known."), widget=_day(), required=False)
    venue = forms.CharField(
        label=_("Published in"), help_text=_("Journal, conference, series, with volume and pages."), max_length=300, required=False
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    identifiers = forms.CharField(
        label=_("Identifiers"),
        help_text=_("DOI, arXiv, ISBN, ISCC, web address: one a line. They are recognised and checked."),
        widget=_area(3),
        required=False,
    )
    topics = TickBoxes(label=_("Topics"), required=False)
    sectors = TickBoxes(label=_("Sectors"), required=False)
    tools = forms.CharField(
        label=_("Tools it is about"), help_text=_("As in the map, with commas between: c2pa, synthid."), max_length=600, required=False
    )
    keywords = forms.CharField(label=_("Keywords"), help_text=_("With commas between, at most twenty."), max_length=1000, required=False)
    language = forms.ChoiceField(label=_("Language of the work"))
    licence = forms.CharField(
        label=_("Licence"),
        help_text=_("An SPDX expression such as CC-BY-4.0; choose from the list or write another."),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "licences", "autocomplete": "off"}),
        required=False,
    )
    licence_note = forms.CharField(
        label=_("Licence in words"), help_text=_("Only where SPDX has no name for it."), max_length=200, required=False
    )
    ai_use = forms.ChoiceField(label=_("Use of AI in writing the work"), choices=AiUse.choices, widget=forms.RadioSelect, required=False)
    more_creators = forms.BooleanField(label=_("There are more authors than the ones listed"), required=False)
    changes = forms.CharField(label=_("What is new in this version"), max_length=2000, widget=_area(2), required=False)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        initial = {name: getattr(version, name) for name in self.base_fields if hasattr(version, name)}
        initial |= {
            "identifiers": lines_of(version.identifiers),
            "tools": ", ".join(version.tools),
            "keywords": ", ".join(version.keywords),
        }
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name in ("topics", "sectors"):
            self.fields[name].choices = vocabulary.choices(name)
        known = vocabulary.languages()
        extra = [] if version.language in dict(known) else [(version.language, version.language)]
        self.fields["language"].choices = [*known, *extra]
        if version.kind == Kind.PRACTICE:
            self.fields["kind"].choices = [(Kind.PRACTICE, Kind.PRACTICE.label)]
            for name in ("venue", "publisher", "issued", "licence_note"):
                del self.fields[name]
        if version.number == 1:
            del self.fields["changes"]
        _settle(self)

    def raw(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {name: self.cleaned_data.get(name) for name in self.fields if name not in {"level", "embargo_until", "revision"}}


class DepositForm(MetadataForm):
    """A deposit: metadata, who may find it, the count of saves."""

    level = forms.ChoiceField(
        label=_("Who may find it"),
        help_text=_("This is about the record; each file has its own."),
        choices=Level.choices,
        widget=forms.RadioSelect,
    )
    embargo_until = forms.DateField(
        label=_("Closed to them until"),
        help_text=_("An embargo: it lifts by itself on that day, at midnight in Geneva."),
        widget=_day(),
        required=False,
    )
    revision = RevisionField()

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        record: Record = version.record
        initial = {"level": record.level, "embargo_until": day_of(record.embargo_until), "revision": version.revision}
        super().__init__(*args, version=version, initial=initial, **kwargs)
        if version.kind == Kind.PRACTICE:
            for key, label in CARD_FIELDS.items():
                self.fields[f"card_{key}"] = forms.CharField(
                    label=label, max_length=CARD_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "data-limit": str(CARD_LIMIT)}), required=False,
                    initial=version.card.get(key, ""),
                )  # fmt: skip
        _settle(self)
        if record.state != "working":
            del self.fields["level"], self.fields["embargo_until"]

    def raw(self) -> dict[str, Any]:
        """What was typed, with the embargo as an instant."""
        found = super().raw()
        if "level" in self.fields:
            found |= {"level": self.cleaned_data["level"], "embargo_until": instant_of(self.cleaned_data.get("embargo_until"))}
        return found


def day_of(instant: datetime | None) -> Any:
    """The day of an instant at the network's seat."""
    return instant.astimezone(clock.network_zone()).date() if instant else None


def instant_of(day: Any) -> datetime | None:
    """The first second of a day at the network's seat."""
    return clock.local_instant(day, time(0, 0), str(clock.network_zone()), "embargo_until") if day else None


class CreatorForm(HouseForm):
    """One author."""

    shown = forms.CharField(
        label=_("Name"), help_text=_("“Family, Given”, or the name of an organisation."), max_length=200, required=False
    )
    orcid = forms.CharField(label=_("ORCID iD"), max_length=60, required=False)
    affiliation = forms.CharField(label=_("Affiliation"), max_length=200, required=False)
    ror = forms.CharField(label=_("ROR ID of the affiliation"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _settle(self)


class _Rows(forms.BaseFormSet):
    def entries(self) -> list[dict[str, Any]]:
        """The rows that hold anything."""
        return [row for form in self.forms if (row := form.cleaned_data) and any(row.values())]


CreatorRows = formset_factory(CreatorForm, formset=_Rows, extra=1, max_num=220)


def creator_rows(version: Version) -> list[dict[str, str]]:
    """The authors of a version as the form's rows."""
    return [
        {"shown": one.inverted, "orcid": one.orcid, "affiliation": one.affiliation, "ror": one.ror.removeprefix("https://ror.org/")}
        for one in creators_of(version.creators)
    ]


class FileForm(HouseForm):
    """A PDF, who may read it, from when."""

    file = forms.FileField(label=_("PDF"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"}))
    level = forms.ChoiceField(label=_("Who may read the file"), choices=Level.choices)
    embargo_until = forms.DateField(label=_("Closed to them until"), widget=_day(), required=False)


class AccessForm(AskingForm):
    """Who may read a file, or find a record, from when, and why that changes."""

    wants = ("reason",)

    level = forms.ChoiceField(label=_("Who"), choices=Level.choices)
    embargo_until = forms.DateField(label=_("Closed to them until"), widget=_day(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=_area(2), required=False)

    @classmethod
    def about(cls, thing: Record | RecordFile, data: Any = None, **kwargs: Any) -> "AccessForm":
        """The form for a record or a file."""
        return cls(data, initial={"level": thing.level, "embargo_until": day_of(thing.embargo_until)}, **kwargs)


class ReviewForm(AskingForm):
    """A reviewer's advice."""

    wants = ("verdict", "remark")

    verdict = forms.ChoiceField(label=_("My advice"), choices=Verdict.choices, widget=forms.RadioSelect, required=False)
    remark = forms.CharField(
        label=_("For the depositor"),
        help_text=_("Sent without your name. May stay empty where you advise to accept."),
        max_length=6000,
        widget=_area(6),
        required=False,
    )
    note = forms.CharField(label=_("For the curators only"), max_length=4000, widget=_area(3), required=False)


class AsideForm(HouseForm):
    """Stepping aside: the kind of reason only."""

    reason = forms.ChoiceField(label=_("Why"), choices=ConflictReason.choices)


class WithdrawForm(AskingForm):
    """Taking a record back."""

    wants = ("reason",)

    kind = forms.ChoiceField(label=_("Kind of reason"), choices=WithdrawalReason.choices)
    reason = forms.CharField(label=_("What the tombstone says"), max_length=2000, widget=_area(3), required=False)


class MergeForm(AskingForm):
    """Leading a duplicate on to the good record."""

    wants = ("reason",)

    into = forms.CharField(label=_("The good record’s id or address"), max_length=200)
    reason = forms.CharField(label=_("By what you know that both are one work"), max_length=2000, widget=_area(2), required=False)


class CopyForm(AskingForm):
    """Asking for a copy."""

    wants = ("purpose",)

    purpose = forms.CharField(
        label=_("What you need it for"),
        help_text=_("The depositor reads this and decides."),
        max_length=1000,
        widget=_area(3),
        required=False,
    )


class DecideCopyForm(HouseForm):
    """Answering a request for a copy."""

    reason = forms.CharField(label=_("Reason, if you refuse"), max_length=1000, widget=_area(2), required=False)


class ListForm(AskingForm):
    """A reading list."""

    wants = ("title",)

    title = forms.CharField(label=_("Name of the list"), max_length=120, required=False)
    note = forms.CharField(label=_("What it is for"), max_length=2000, widget=_area(2), required=False)
    level = forms.ChoiceField(
        label=_("Who may read the list"),
        choices=[
            (Level.RESTRICTED, _("Only me")),
            (Level.MEMBERS, _("Members")),
            (Level.STATES, _("Member States and members")),
            (Level.PUBLIC, _("Everyone")),
        ],
    )


class CollectionForm(AskingForm):
    """A collection by a search."""

    wants = ("title", "query")

    slug = forms.SlugField(label=_("Id in its address"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    description = forms.CharField(label=_("Description"), max_length=2000, widget=_area(2), required=False)
    query = forms.CharField(
        label=_("Search"), help_text=_("What stands after “?” in the address of a filtered list."), max_length=600, required=False
    )
    order = forms.IntegerField(label=_("Place in the row"), min_value=0, max_value=999, initial=0)
    retired = forms.BooleanField(label=_("No longer shown"), required=False)
