"""The form for drafting an edition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm


class EditionForm(HouseForm):
    """Which year, and what the Secretariat says about it."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    note = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)
