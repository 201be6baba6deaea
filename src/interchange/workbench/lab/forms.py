"""An experiment as somebody makes it; what is said when it is published or put forward."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.workbench.bench.forms import ManyFiles
from interchange.workbench.lab import showing
from interchange.workbench.lab.vocabulary import CORPORA, MEDIA, OWN, QUESTION_LIMIT, TITLE_LIMIT, said
from interchange.workbench.signals.trials import catalogue, corpora, recipe


class Uploads(forms.FileField):
    """Several files, or none; what is wrong with them the action says."""

    widget = ManyFiles

    def clean(self, data: object, initial: object = None) -> object:
        """The files as they came."""
        return data if isinstance(data, list) else [data] if data else []


def chains(media: str) -> list[tuple[str, str]]:
    """The ready-made chains for a medium, in words."""
    return [(name, showing.chain(recipe.ready([name])[0].data())) for name, (of, _words, _line) in catalogue.CHAINS.items() if of == media]


def signals(media: str) -> list[tuple[str, str]]:
    """The signals for a medium, in words."""
    return [(one.id, said(one.label)) for one in catalogue.signals().values() if media in one.media]


class ExperimentForm(HouseForm):
    """What is tried on which files of one medium."""

    title = forms.CharField(
        label=_l("Name"),
        max_length=TITLE_LIMIT,
        help_text=_l("A few words that say what is tried."),
        error_messages={"required": _l("Give it a name.")},
    )
    question = forms.CharField(
        label=_l("What you want to know"), max_length=QUESTION_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    corpus = forms.ChoiceField(label=_l("Files"), widget=forms.RadioSelect)
    count = forms.IntegerField(
        label=_l("How many are made"),
        min_value=1,
        max_value=corpora.LARGEST,
        initial=20,
        required=False,
        help_text=_l("More files give narrower intervals and take longer."),
    )
    seed = forms.IntegerField(
        label=_l("Seed"), min_value=0, max_value=2**31 - 1, initial=1, required=False, help_text=_l("The same number makes the same files.")
    )
    files = Uploads(
        label=_l("Files of your own"),
        required=False,
        help_text=_l(
            "JPEG, PNG, WebP, plain text or WAV. Nobody reads them but the program that tries them; they go when the experiment is published or deleted."
        ),
    )
    ready = TickBoxes(label=_l("Transformations"), required=False)
    written = forms.CharField(
        label=_l("Others, one a line"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "data-terms": "off", "spellcheck": "false"}),
        help_text=_l("Steps with their values, one after another: resize percent=40 | jpeg quality=60. A name may stand before a colon."),
    )  # fmt: skip
    signals = TickBoxes(label=_l("Signals"), required=False)

    def __init__(self, *args: Any, media: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.media_chosen = media
        made = [(name, CORPORA[name]) for name, (of, *_rest) in corpora.CORPORA.items() if of == media]
        self.fields["corpus"].choices = [*made, (OWN, _("Files of your own"))]
        self.fields["corpus"].initial = made[0][0]
        self.fields["ready"].choices = chains(media)
        self.fields["ready"].initial = [name for name, _words in chains(media)]
        self.fields["signals"].choices = signals(media)
        self.fields["signals"].initial = [name for name, _words in signals(media)]
        steps = [one for one in catalogue.steps().values() if one.media == media]
        self.steps = [
            (one.id, ", ".join(f"{name} {low:g}–{high:g}" for name, (_usual, low, high) in one.parameters.items())) for one in steps
        ]

    def given(self) -> dict[str, Any]:
        """The arguments of the action; the corpus's own number and seed where none is typed."""
        found = self.cleaned_data
        return {
            "title": found["title"], "question": found["question"], "corpus": found["corpus"], "count": found["count"] or 20,
            "seed": 1 if found["seed"] is None else found["seed"], "ready": found["ready"], "written": found["written"], "signals": found["signals"],
        }  # fmt: skip


def media_of(asked: str) -> str:
    """The medium asked for, pictures where it is none."""
    return asked if asked in MEDIA else "image"


class SubmitForm(HouseForm):
    """What an owner says before a result may be published."""

    rights = forms.BooleanField(label=_l("Names of files, recipe and figures may be read by everybody, under CC BY 4.0"), required=False)


class DecideForm(HouseForm):
    """Why a result is sent back."""

    reason = forms.CharField(
        label=_l("Reason, where you send it back"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ForwardForm(HouseForm):
    """What a result says of a tool, in words for the map."""

    tool = forms.ChoiceField(label=_l("Tool"))
    text = forms.CharField(
        label=_l("What survives"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_l("It stands on the tool’s page when two people have agreed; the experiment is its source."),
    )
    note = forms.CharField(label=_l("Why the map should say it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    interest = forms.CharField(
        label=_l("Your interest in it"), max_length=300, help_text=_l("Write “none” if you have none; it is printed with the edit.")
    )
