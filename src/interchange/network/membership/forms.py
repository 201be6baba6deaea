"""Forms of the membership room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.forms import zones
from interchange.network.membership.vocabulary import OFFICES, AuthorName

DAY = {"widget": forms.DateInput(attrs={"type": "date"})}


class ProfileForm(HouseForm):
    """One's entry in the directory."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("A new employer or main client asks for a fresh declaration of interests within 30 days."),
    )
    organisation_kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    topics = TickBoxes(label=_("Topics"), required=False)
    sectors = TickBoxes(label=_("Sectors"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    expertise = forms.CharField(
        label=_("Expertise, in your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Members read this; the public does not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_kind"].choices = [("", "—"), *vocabulary.choices("organisation-kinds")]  # type: ignore[attr-defined]
        self.fields["topics"].choices = vocabulary.choices("topics")  # type: ignore[attr-defined]
        self.fields["sectors"].choices = vocabulary.choices("sectors")  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [("", "—"), *zones()]  # type: ignore[attr-defined]


class LeaveForm(HouseForm):
    """Leave."""

    until = forms.DateField(label=_("Until"), **DAY)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class ResignForm(HouseForm):
    """Resignation."""

    effective = forms.DateField(label=_("Takes effect at the end of"), **DAY)
    author_name = forms.ChoiceField(
        label=_("What I wrote for the network"), choices=AuthorName.choices, widget=forms.RadioSelect, initial=AuthorName.WITH
    )
    letter = forms.CharField(label=_("Letter"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class RenewForm(HouseForm):
    """Another term."""

    note = forms.CharField(label=_("What you did in this term"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class MessageForm(HouseForm):
    """A message to a member."""

    text = forms.CharField(label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class GroundsForm(HouseForm):
    """Grounds for removal."""

    grounds = forms.CharField(
        label=_("Grounds"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, when, and which rule it broke. The member reads this."),
    )


class AppointForm(HouseForm):
    """An office of the network."""

    role = forms.ChoiceField(label=_("Office"), choices=[(role.value, role.label) for role in OFFICES])
    starts = forms.DateField(label=_("From"), **DAY)
    ends = forms.DateField(label=_("Until the end of"), **DAY)
    reason = forms.CharField(label=_("Reason"), max_length=500)
