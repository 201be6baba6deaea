"""Forms of the calls room. They only shape what is typed; the actions decide what is right."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused
from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.models import Application, Call, Question
from interchange.network.calls.steps import FIELDS, TEXT_LIMITS
from interchange.network.calls.vocabulary import (
    Assessment,
    Capacity,
    EnglishLevel,
    EvidenceKind,
    Gender,
    InterestCategory,
    QuestionKind,
    SizeBand,
)

NONE = [("", "—")]


def zones() -> list[tuple[str, str]]:
    """Every zone, by name."""
    return [(name, name.replace("_", " ")) for name in sorted(clock.zone_names())]


class CallForm(HouseForm):
    """A call's dates and texts."""

    title = forms.CharField(label=_("Title"), max_length=160)
    summary = forms.CharField(label=_("In one sentence"), max_length=400, required=False)
    body = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 10}), help_text=_("Markdown.")
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=forms.DateInput(attrs={"type": "date"}))
    opens_time = forms.TimeField(label=_("at"), initial=time(9, 0), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes_on = forms.DateField(
        label=_("Closes on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The deadline ends with the last second of the minute below."),
    )
    closes_time = forms.TimeField(label=_("at"), initial=time(23, 59), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = forms.CharField(label=_("In the time zone"), max_length=64, initial="Europe/Zurich")
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1000, initial=30)
    profiles = TickBoxes(label=_("Profiles asked for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profiles"].choices = vocabulary.choices("profiles")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes. Raises `Refused` where a local time is skipped, doubled or in no zone."""
        data = dict(self.cleaned_data)
        zone_name = data["time_zone"]
        problems: list[Problem] = []
        moments: dict[str, datetime] = {}
        for name, at in (("opens", data.pop("opens_time")), ("closes", data.pop("closes_time"))):
            day = data.pop(f"{name}_on")
            try:
                clock.zone(zone_name)
                moments[name] = (
                    clock.deadline(day, zone_name, f"{name}_on", at)
                    if name == "closes"
                    else clock.local_instant(day, at, zone_name, f"{name}_on")
                )
            except Refused as refused:
                problems += [problem for problem in refused.problems if str(problem) not in map(str, problems)]
        if problems:
            raise Refused(*problems)
        return {**data, "opens_at": moments["opens"], "closes_at": moments["closes"]}

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        """The form's values for a call that exists."""
        opens, closes = (moment.astimezone(clock.zone(call.time_zone)) for moment in (call.opens_at, call.closes_at))
        names = ("title", "summary", "body", "time_zone", "places", "profiles")
        return {
            **{name: getattr(call, name) for name in names},
            "opens_on": opens.date(),
            "opens_time": opens.time(),
            "closes_on": closes.date(),
            "closes_time": closes.time(),
        }


class ExtendForm(HouseForm):
    """A later closing."""

    closes_on = forms.DateField(label=_("New closing day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason, told to everyone"), max_length=400)


class InviteForm(HouseForm):
    """An address to invite."""

    email = forms.CharField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput)


class CriterionForm(HouseForm):
    """One criterion."""

    key = forms.SlugField(label=_("Key"), max_length=40)
    title = forms.CharField(label=_("Title"), max_length=120)
    weight = forms.IntegerField(label=_("Weight in percent"), min_value=1, max_value=100)
    anchors = forms.CharField(
        label=_("What the marks 1 to 5 mean, one line each"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class QuestionForm(HouseForm):
    """One question of the call's own."""

    key = forms.SlugField(label=_("Key"), max_length=40)
    label = forms.CharField(label=_("Question"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    choices_text = forms.CharField(
        label=_("Choices, one a line"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    limit = forms.IntegerField(label=_("Characters at most (numbers: greatest value)"), min_value=1, max_value=10_000, initial=1000)
    required = forms.BooleanField(label=_("Must be answered"), required=False)


def _choice(label: Any, choices: Sequence[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*NONE, *choices], required=False, **more)


def _text(label: Any, name: str, *, area: int = 0, **more: Any) -> forms.CharField:
    field = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": area}) if area else forms.TextInput(), **more)
    field.widget.attrs["data-limit"] = str(TEXT_LIMITS[name])  # counted on the page, refused by the action: nothing typed is cut off
    return field


class StepForm(HouseForm):
    """Base of the steps: nothing is required here, because a draft may be saved half done."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IdentityForm(StepForm):
    """A1."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = {
            "given_name": _text(
                _("Given name"), "given_name", help_text=_("In any script. If you have one name, give it here or as family name.")
            ),
            "family_name": _text(_("Family name"), "family_name"),
            "publication_name": _text(_("Name as it is to be printed"), "publication_name"),
            "country": _choice(_("Country of residence"), vocabulary.countries()),
            "nationalities": forms.MultipleChoiceField(
                label=_("Nationalities"),
                choices=vocabulary.countries(),
                required=False,
                help_text=_("If you wish to give them: hold Ctrl or Command to choose several."),
            ),
            "time_zone": _choice(_("Time zone"), zones()),
            "languages": TickBoxes(label=_("Languages you work in"), choices=vocabulary.languages(), required=False),
            "english": forms.ChoiceField(
                label=_("Your English"),
                choices=EnglishLevel.choices,
                required=False,
                widget=forms.RadioSelect,
                help_text=_("The working language of the network is English."),
            ),
        }
        self.fields.update(made)


class ProfileForm(StepForm):
    """A2."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles = [entry for entry in vocabulary.choices("profiles") if entry[0] in call.profiles]
        self.fields.update({
            "main_profile": forms.ChoiceField(label=_("Main profile"), choices=profiles, required=False, widget=forms.RadioSelect),
            "other_profiles": TickBoxes(label=_("Other profiles that fit you"), choices=vocabulary.choices("profiles"), required=False),
            "sectors": TickBoxes(label=_("Sectors"), choices=vocabulary.choices("sectors"), required=False),
            "topics": TickBoxes(label=_("Topics"), choices=vocabulary.choices("topics"), required=False),
            "other_expertise": _text(_("Other expertise"), "other_expertise"),
        })  # fmt: skip


class AffiliationForm(StepForm):
    """A3."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({
            "organisation": _text(_("Organisation"), "organisation"),
            "organisation_kind": _choice(_("Kind of organisation"), vocabulary.choices("organisation-kinds")),
            "parent_group": _text(_("Parent group"), "parent_group", help_text=_("If the organisation belongs to a larger one. Used to find conflicts of interest.")),
            "position": _text(_("Your role there"), "position"),
            "capacity": forms.ChoiceField(label=_("You apply"), choices=Capacity.choices, required=False, widget=forms.RadioSelect),
        })  # fmt: skip


class TextForm(StepForm):
    """A5 and the call's own questions."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({
            "motivation": _text(_("Why you apply"), "motivation", area=10),
            "contribution": _text(_("What you will contribute"), "contribution", area=8, help_text=_("For example to the mapping, the repository, the lexicon, or by tests.")),
            "proposed_topic": _text(_("One topic you would propose"), "proposed_topic"),
        })  # fmt: skip
        for question in questions:
            self.fields[f"question-{question.key}"] = _question_field(question)


def _question_field(question: Question) -> forms.Field:
    common = {"label": question.label, "help_text": question.help, "required": False}
    choices = [(choice["code"], choice["label"]) for choice in question.choices]
    if question.kind == QuestionKind.NUMBER:
        return forms.IntegerField(**common)
    if question.kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == QuestionKind.CHOICES:
        return TickBoxes(choices=choices, **common)
    widget = forms.Textarea(attrs={"rows": 5}) if question.kind == QuestionKind.LONG else forms.TextInput()
    widget.attrs["data-limit"] = str(question.limit)
    return forms.CharField(widget=widget, **common)


class PracticalForm(StepForm):
    """A6."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({
            "hours_per_month": forms.IntegerField(label=_("Hours a month you can give"), required=False),
            "usable_hours": _text(_("Hours of the day at which you can meet"), "usable_hours", help_text=_("In your own time, for example 9 to 12 and 14 to 18.")),
            "support_needed": _text(_("Support you need to take part"), "support_needed", area=3),
            "access_needs": forms.CharField(label=_("Accessibility needs"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept apart from your application; only those who organise meetings read it.")),
        })  # fmt: skip


class FilesForm(StepForm):
    """A7."""

    cv = forms.FileField(
        label=_("Curriculum vitae"),
        required=False,
        help_text=_("PDF, at most 5 MB, without a password."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    letter = forms.FileField(
        label=_("Letter of the organisation that nominates you"),
        required=False,
        help_text=_("Only if an organisation nominates you. PDF, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )


class BalanceForm(StepForm):
    """A8."""

    gender = forms.ChoiceField(label=_("Gender"), choices=[*NONE, *Gender.choices], required=False)
    early_career = forms.ChoiceField(
        label=_("Are you in the first ten years of your career?"), choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], required=False
    )


class EvidenceForm(HouseForm):
    """One row of A4."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[*NONE, *EvidenceKind.choices], required=False)
    title = forms.CharField(label=_("Title"), required=False)
    link = forms.CharField(label=_("Link"), required=False, widget=forms.URLInput)
    year = forms.IntegerField(label=_("Year"), required=False)
    own_part = forms.CharField(label=_("Your own part"), required=False, widget=forms.Textarea(attrs={"rows": 2, "data-limit": "300"}))
    co_authors = forms.CharField(
        label=_("Made together with"), required=False, help_text=_("Names, separated by semicolons. Used to find conflicts of interest.")
    )


class InterestForm(HouseForm):
    """One row of D1."""

    category = forms.ChoiceField(label=_("Kind"), choices=[*NONE, *InterestCategory.choices], required=False)
    entity = forms.CharField(label=_("Organisation or person"), required=False)
    from_year = forms.IntegerField(label=_("From (year)"), required=False)
    to_year = forms.IntegerField(label=_("To (year, empty: today)"), required=False)
    topics = TickBoxes(label=_("Topics affected"), required=False)
    size = forms.ChoiceField(label=_("Size"), choices=[*NONE, *SizeBand.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")  # type: ignore[attr-defined]


EvidenceRows = forms.formset_factory(EvidenceForm, extra=1, max_num=5, absolute_max=8)
InterestRows = forms.formset_factory(InterestForm, extra=1, max_num=30, absolute_max=40)


class DeclarationsForm(StepForm):
    """D1 to D9: ticks for the texts, and "nothing to declare"."""

    nothing_to_declare = forms.BooleanField(label=_("I have nothing to declare"), required=False)
    consent_to_be_named = forms.BooleanField(
        label=_("The network may name me in public (a separate choice; you can take it back)"), required=False
    )


class AssessForm(HouseForm):
    """D2."""

    assessment = forms.ChoiceField(label=_("Result"), choices=Assessment.choices, widget=forms.RadioSelect, initial=Assessment.DISCLOSE)
    topics = TickBoxes(label=_("Topics to step aside from"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    review_due = forms.DateField(label=_("Look again by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")  # type: ignore[attr-defined]


STEP_FORMS: dict[str, type[StepForm]] = {
    "identity": IdentityForm,
    "profile": ProfileForm,
    "affiliation": AffiliationForm,
    "text": TextForm,
    "practical": PracticalForm,
    "files": FilesForm,
    "declarations": DeclarationsForm,
    "balance": BalanceForm,
}


def step_form(step: str, application: Application, data: Any = None, files: Any = None) -> StepForm:
    """The form of a step, filled from the application."""
    initial: dict[str, Any] = {name: getattr(application, name) for name in FIELDS[step]}
    initial["revision"] = application.revision
    more: dict[str, Any] = {}
    if step == "text":
        questions = list(application.call.questions.all())
        initial |= {f"question-{question.key}": application.answers.get(question.key) for question in questions}
        more["questions"] = questions
    if step == "profile":
        more["call"] = application.call
    if step == "practical" and hasattr(application, "access_needs"):
        initial["access_needs"] = application.access_needs.text
    if step == "balance" and hasattr(application, "balance"):
        career = application.balance.early_career
        initial |= {"gender": application.balance.gender, "early_career": {True: "yes", False: "no"}.get(career, "")}  # type: ignore[call-overload]
    return STEP_FORMS[step](data, files, initial=initial, **more)


class VersionForm(HouseForm):
    """A new version of a declaration text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown. The present version stays readable at its own address."),
    )
