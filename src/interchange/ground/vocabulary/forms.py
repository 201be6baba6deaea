"""Forms of the settings pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm
from interchange.ground.vocabulary import queries
from interchange.ground.vocabulary.actions import NAME_LIMIT, TEXT_LIMIT
from interchange.ground.vocabulary.options import Definition
from interchange.ground.vocabulary.vocabulary import DevelopmentStatus, Standing


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=500, error_messages={"required": _("Give a reason in a few words.")})


class OptionForm(HouseForm):
    """One option: its new value and why. The fields' ids carry the option's key, since many such forms share a page."""

    reason = _reason()

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{definition.key.replace('.', '-')}-%s"
        super().__init__(*args, **kwargs)
        field: forms.Field
        if isinstance(definition.default, bool):
            field = forms.TypedChoiceField(
                label=_("New value"), choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda code: code == "yes"
            )
        elif isinstance(definition.default, int):
            field = forms.IntegerField(
                label=_("New value"), widget=forms.NumberInput(attrs={"min": definition.least, "max": definition.most})
            )
        else:
            field = forms.CharField(label=_("New value"), max_length=TEXT_LIMIT)
        self.fields = {"value": field, "reason": self.fields["reason"]}


class StateForm(HouseForm):
    """What is noted of a Member State."""

    region = forms.ChoiceField(label=_("Regional group"), help_text=_("The State's own choice."))
    since = forms.DateField(label=_("In this group since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    development_status = forms.ChoiceField(label=_("Development status"), required=False, help_text=_("As the State stated it."))
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = queries.choices("regions")
        self.fields["development_status"].choices = [("", _("Not stated")), *DevelopmentStatus.choices]


class HolidayForm(HouseForm):
    """One day, and whether the offices at Geneva work on it."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT)
    standing = forms.ChoiceField(
        label=_("On this day the offices are"), choices=[(Standing.CONFIRMED, _("closed")), (Standing.WORKING, _("open after all"))]
    )
    reason = _reason()
