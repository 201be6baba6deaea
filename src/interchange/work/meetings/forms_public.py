"""Forms of people from outside: registering for a public meeting, a Member State's question; and of those who open registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.levels import Level
from interchange.ground.shell.forms import HouseForm, RevisionField
from interchange.ground.vocabulary import queries as vocabulary

NOTICE = _(
    "The Secretariat keeps your name and e-mail address to give out places, to write to you about this meeting, and to let you in. Only the "
    "Secretariat reads them; nothing is published, and nothing is given to others. They are deleted three months after the meeting, or when you ask for it."
)


class RegisterForm(HouseForm):
    """Name, address, and the notice agreed to; the action says what is missing."""

    name = forms.CharField(label=_("Your name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.CharField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We mail you a link; your place is yours when you have used it."),
    )
    agrees = forms.BooleanField(label=_("I have read this and agree"), required=False)
    notice = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.wanted = True  # type: ignore[attr-defined]


class DeskForm(HouseForm):
    """How one registers for a public meeting."""

    capacity = forms.IntegerField(
        label=_("Places"), required=False, help_text=_("Who finds none waits, and moves up by itself. Empty: no limit.")
    )
    closes_at = forms.DateField(
        label=_("Last day to register"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("To the end of that day in Geneva. Empty: until the session starts."),
    )
    webcast_url = forms.CharField(
        label=_("Webcast"), max_length=500, required=False, help_text=_("Public. For those who have no place, or come too late.")
    )
    notice = forms.CharField(
        label=_("What people agree to"),
        max_length=4000,
        initial=NOTICE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Changed words are a new version; it stays known who agreed to which."),
    )
    revision = RevisionField()


class QuestionForm(HouseForm):
    """A question of a Member State."""

    member_state = forms.ChoiceField(label=_("Member State"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("The question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    level = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (Level.STATES, _("Member States and members of the network")),
            (Level.PUBLIC, _("Everyone")),
            (Level.RESTRICTED, _("The Secretariat and the chair only")),
        ],
        initial=Level.STATES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(vocabulary.member_states())
        self.fields["member_state"].choices = [(code, known.get(code, code)) for code in states]  # type: ignore[attr-defined]
        if len(states) < 2:
            del self.fields["member_state"]
