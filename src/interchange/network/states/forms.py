"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.states.queries import Grouping
from interchange.network.states.vocabulary import FUNCTION_LIMIT, GROUP_NAME_LIMIT, NAME_LIMIT, PLACES, REASON_LIMIT, REFERENCE_LIMIT

PERSON = ("given_name", "family_name", "email", "function")


class NoteForm(HouseForm):
    """A note with the persons that it names."""

    reference = forms.CharField(label=_("Reference of the note"), max_length=REFERENCE_LIMIT, help_text=_("As it stands at its head."))
    dated = forms.DateField(label=_("Date of the note"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label=_("The note, signed or sealed"),
        help_text=_("PDF, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"given_name": _("Given name"), "family_name": _("Family name"), "email": _("E-mail address"), "function": _("Function")}
        for place in range(PLACES):
            for name in PERSON:
                limit = FUNCTION_LIMIT if name == "function" else NAME_LIMIT
                made: forms.Field = (
                    forms.EmailField(required=False) if name == "email" else forms.CharField(max_length=limit, required=False)
                )
                made.label = labels[name]
                made.wanted = place == 0 and name != "function"  # type: ignore[attr-defined]  # the action says what is missing, all at once
                self.fields[f"{name}_{place}"] = made

    @property
    def people(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each place."""
        return [(place, [self[f"{name}_{place}"] for name in PERSON]) for place in range(PLACES)]

    @property
    def persons(self) -> list[dict[str, str]]:
        """The persons as the action takes them."""
        return [{name: self.cleaned_data[f"{name}_{place}"] for name in PERSON} for place in range(PLACES)]


class GroupForm(HouseForm):
    """A group of States."""

    code = forms.CharField(label=_("Code"), max_length=60, help_text=_("Stands in addresses; it never changes."))
    name = forms.CharField(label=_("Name"), max_length=GROUP_NAME_LIMIT)
    states = TickBoxes(label=_("Its Member States"))
    coordinator = forms.ChoiceField(
        label=_("Coordinator"), required=False, help_text=_("Whoever speaks for this State may file on behalf of the group.")
    )
    since = forms.DateField(label=_("In force since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, help_text=_("For example: the letter of the group."))

    def __init__(self, *args: Any, group: Grouping | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = vocabulary.member_states()
        if group is not None:
            del self.fields["code"]
            if group.regional:
                del self.fields["name"], self.fields["states"]
                states = [one for one in states if one[0] in group.states]
        if "states" in self.fields:
            self.fields["states"].choices = states  # type: ignore[attr-defined]
        self.fields["coordinator"].choices = [("", _("None")), *states]  # type: ignore[attr-defined]
