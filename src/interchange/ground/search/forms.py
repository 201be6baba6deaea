"""Keeping a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.search.vocabulary import TITLE_LIMIT, Alert
from interchange.ground.shell.forms import HouseForm


class SaveForm(HouseForm):
    """The name of a search, and how often it writes."""

    title = forms.CharField(label=_("Name of the search"), max_length=TITLE_LIMIT)
    alert = forms.ChoiceField(label=_("Letters"), choices=Alert.choices)
