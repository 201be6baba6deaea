"""What one asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm
from interchange.ground.vocabulary import queries as vocabulary
from interchange.workbench.assist import service
from interchange.workbench.assist.vocabulary import TEXT_LIMIT, Kind, Nature


def _languages() -> list[tuple[str, Any]]:
    return [("", "—"), *vocabulary.languages()]


class AskForm(HouseForm):
    """A text and the help wanted with it."""

    text = forms.CharField(label=_("Your text"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 12}))
    kind = forms.ChoiceField(label=_("What you want"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.SUMMARY)
    language = forms.ChoiceField(label=_("Into"), choices=_languages, required=False, help_text=_("For a translation."))
    nature = forms.ChoiceField(
        label=_("Who may read the text"), choices=Nature.choices, widget=forms.RadioSelect, help_text=_("It decides where the text may go.")
    )
    send = forms.BooleanField(label=_("Ask the AI service, too"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not service.is_on():
            del self.fields["send"]
