"""Forms of the room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.ground.threads.vocabulary import Disposition
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.states.queries import Grouping
from interchange.work.statements.places import PLACES
from interchange.work.statements.vocabulary import REASON_LIMIT, TEXT_LIMIT, TITLE_LIMIT, Kind, Rendering

LEVELS = [
    (Level.PUBLIC, _("Everyone")),
    (Level.STATES, _("Member States, and members of the network")),
    (Level.RESTRICTED, _("The Secretariat only")),
]


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them, as a list."""
        return [super(_FilesField, self).clean(one, initial) for one in data or []]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _pdf(**more: Any) -> forms.FileField:
    return forms.FileField(widget=forms.FileInput(attrs={"accept": "application/pdf"}), **more)


class StatementForm(HouseForm):
    """What a State files."""

    member_state = forms.ChoiceField(label=_("For"))
    kind = forms.ChoiceField(label=_("What it is"), choices=[one for one in Kind.choices if one[0] != Kind.COMMENT])
    session = forms.ChoiceField(
        label=_("Put it to a session"),
        required=False,
        help_text=_("It stands on that session’s page, and can become an item of its agenda."),
    )
    about = forms.CharField(
        label=_("Which passage of the papers"), max_length=200, required=False, help_text=_("For example: paper 1, paragraph 4.")
    )
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_LIMIT, widget=_area(12), help_text=_("Markdown is understood. What is longer goes into a file.")
    )
    language = forms.ChoiceField(label=_("Language of the text"), initial="en")
    level = forms.ChoiceField(
        label=_("Who may read it"), choices=LEVELS, widget=forms.RadioSelect, help_text=_("You can open it wider later, never narrower.")
    )
    group = forms.ChoiceField(label=_("On behalf of"), required=False)
    states = TickBoxes(
        label=_("States on whose behalf it is filed"), required=False, help_text=_("Only those that you tick are shown as supporting it.")
    )
    files = _FilesField(
        label=_("Files"), required=False, widget=_Files(attrs={"accept": "application/pdf"}), help_text=_("PDF, at most 20 MB each.")
    )

    def __init__(
        self,
        *args: Any,
        mine: list[str],
        groups: list[Grouping],
        sessions: Sequence[tuple[int, str]] = (),
        comment: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["member_state"].choices = [(code, vocabulary.country(code)) for code in mine]
        if len(mine) == 1:
            fields["member_state"].initial = mine[0]
            fields["member_state"].widget = forms.HiddenInput()
        fields["language"].choices = vocabulary.languages()
        fields["group"].choices = [("", _("My State alone")), *((one.code, one.name) for one in groups)]
        codes = sorted({code for one in groups for code in one.states}, key=vocabulary.country)
        fields["states"].choices = [(code, vocabulary.country(code)) for code in codes]
        if not groups:
            del fields["group"], fields["states"]
        fields["session"].choices = [("", _("To none")), *sessions]
        if comment or not sessions:
            del fields["session"]
        if comment:
            del fields["kind"]
        else:
            del fields["about"]


class LevelForm(HouseForm):
    """Open it wider."""

    level = forms.ChoiceField(label=_("Who may read it"), choices=LEVELS)


class ClarifyForm(HouseForm):
    """What the Secretariat asked for."""

    clarification = forms.CharField(label=_("Your clarification"), max_length=TEXT_LIMIT, widget=_area(5))


class AskForm(HouseForm):
    """A question to the State."""

    question = forms.CharField(label=_("What is not clear"), max_length=REASON_LIMIT, widget=_area(3))


class AssignForm(HouseForm):
    """Where it matters."""

    place = forms.ChoiceField(label=_("Assign it to a"), choices=[(key, one.label) for key, one in PLACES.items()])
    name = forms.CharField(label=_("Its number, code or address"), max_length=200)


class TargetForm(HouseForm):
    """A later day for the answer."""

    day = forms.DateField(label=_("Answer by"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT)


class TextForm(HouseForm):
    """One text."""

    text = forms.CharField(label=_("Text"), max_length=TEXT_LIMIT, widget=_area(10))


class DisposeForm(HouseForm):
    """What became of a comment."""

    code = forms.ChoiceField(label=_("What became of it"), choices=Disposition.choices)
    reason = forms.CharField(label=_("Why"), max_length=REASON_LIMIT, widget=_area(3))


class TranslationForm(HouseForm):
    """The same words in another language."""

    language = forms.ChoiceField(label=_("Language"))
    rendering = forms.ChoiceField(label=_("What it is"), choices=Rendering.choices)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(label=_("Text"), max_length=2 * TEXT_LIMIT, widget=_area(8))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = vocabulary.languages()  # type: ignore[attr-defined]


class RoundForm(HouseForm):
    """A round in preparation."""

    revision = RevisionField()
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    note = forms.CharField(label=_("Opening note"), max_length=TEXT_LIMIT, widget=_area(8))
    template = forms.CharField(
        label=_("Template of a comment"),
        max_length=4000,
        required=False,
        widget=_area(5),
        help_text=_("It stands in the form; a comment may leave it."),
    )
    level = forms.ChoiceField(label=_("Who may read the papers"), choices=LEVELS[:2])
    closes_on = forms.DateField(
        label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("At 23:59:59 of the zone below.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(name, name) for name in sorted(clock.zone_names())]  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = str(clock.network_zone())


class PaperForm(HouseForm):
    """A paper of a round."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    language = forms.ChoiceField(label=_("Language"), initial="en")
    rendering = forms.ChoiceField(label=_("What it is"), required=False, choices=[("", _("The original")), *Rendering.choices])
    file = _pdf(label=_("File"), help_text=_("PDF, at most 20 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = vocabulary.languages()  # type: ignore[attr-defined]


class ExtendForm(HouseForm):
    """More time for everybody."""

    closes_on = forms.DateField(label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT)


class FinalForm(HouseForm):
    """The final text of a round."""

    text = forms.CharField(label=_("Final text"), max_length=3 * TEXT_LIMIT, widget=_area(12))


class BriefingForm(HouseForm):
    """A briefing to be begun."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(label=_("Who may read it"), choices=LEVELS[:2], initial=Level.STATES)


class BriefingTextForm(HouseForm):
    """Its words."""

    revision = RevisionField()
    text = forms.CharField(label=_("Text"), max_length=3 * TEXT_LIMIT, widget=_area(22), help_text=_("Markdown is understood."))
