"""Forms of the post room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.post.templates import Template
from interchange.ground.post.vocabulary import Rhythm
from interchange.ground.shell.forms import HouseForm


class WordingForm(HouseForm):
    """A template's text."""

    subject = forms.CharField(label=_("Subject"), max_length=250)
    body = forms.CharField(label=_("Text"), max_length=20_000, strip=False, widget=forms.Textarea(attrs={"rows": 16}))


class NoteForm(HouseForm):
    """What was done about an address."""

    note = forms.CharField(label=_("What was done"), max_length=300, help_text=_("For example: telephoned; the mailbox was full."))


class GroupForm(HouseForm):
    """A letter to a group."""

    group = forms.ChoiceField(label=_("To"))
    heading = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Plain text. Attachments are not sent: put a link."),
    )
    digest = forms.BooleanField(label=_("Not essential: people may have unsubscribed"), required=False)

    def __init__(self, *args: object, groups: list[tuple[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


class WishForm(HouseForm):
    """How often one wants to hear of each kind of letter that is not essential; fields are named by the kinds' keys."""

    def __init__(self, *args: object, kinds: list[Template], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.key] = forms.ChoiceField(label=kind.title, choices=Rhythm.choices)
