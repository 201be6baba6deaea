"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.policy.vocabulary import NOTED_ROLES, Role
from interchange.ground.shell.forms import HouseForm
from interchange.ground.vocabulary import queries as vocabulary


class StartForm(HouseForm):
    """An address, nothing else."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We mail you a link. It works once, for 24 hours."),
    )


class PersonForm(HouseForm):
    """One's own record."""

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        required=False,
        help_text=_("In any script. One name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    publication_name = forms.CharField(label=_("Name as it is to be printed"), max_length=160, required=False)
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("Times are shown in Geneva and here."))
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *vocabulary.countries()]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [("", "—"), *((name, name) for name in sorted(clock.zone_names()))]  # type: ignore[attr-defined]
        self.fields["languages"].choices = vocabulary.languages()  # type: ignore[attr-defined]


class EraseForm(HouseForm):
    """Erasing is said twice."""

    sure = forms.BooleanField(
        label=_("Yes, erase my data. I know that this cannot be undone."), error_messages={"required": _("Tick the box if you are sure.")}
    )


class RoleForm(HouseForm):
    """Give a role."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(code, label) for code, label in Role.choices if code not in NOTED_ROLES],
        help_text=_("Focal points are not among them: a State’s note names them."),
    )
    scope = forms.CharField(
        label=_("Only for"),
        max_length=60,
        required=False,
        help_text=_("For example session:3 for the chair of one session; empty for the whole network."),
    )
    ends_on = forms.DateField(label=_("Until the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=500)
