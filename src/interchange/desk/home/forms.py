"""The contact form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.desk.home.vocabulary import CONTACT_LENGTH
from interchange.ground.shell.forms import HouseForm


class ContactForm(HouseForm):
    """An address to answer to, and a message. `website` is a trap: people do not see it, programs that fill in everything do."""

    sender = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We answer to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give an address to which we can answer."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=CONTACT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what we can do for you.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
