"""Forms of the journal's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm


class FindForm(HouseForm):
    """Narrow the journal: by codes and numbers, never by names."""

    verb = forms.CharField(
        label=_("Verb"), required=False, max_length=80, help_text=_("For example letter.resolved, or letter. for all of them.")
    )
    kind = forms.CharField(label=_("Kind of thing"), required=False, max_length=60, help_text=_("For example calls.application."))
    key = forms.CharField(label=_("Its number in data"), required=False, max_length=60)
    actor = forms.CharField(label=_("Number of the person who acted"), required=False, max_length=18)
