"""Forms of the summary and of the register of patents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.levels import Level
from interchange.ground.shell.forms import HouseForm, RevisionField
from interchange.ground.vocabulary.marks import AiUse
from interchange.work.meetings.actions import ipr, summary


class SummaryForm(HouseForm):
    """The text of a draft."""

    text = forms.CharField(
        label=_("Summary"), max_length=summary.LONGEST, widget=forms.Textarea(attrs={"rows": 24}), help_text=_("Markdown. It names nobody.")
    )
    revision = RevisionField()


class PublishForm(HouseForm):
    """For whom an approved summary is."""

    level = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(code, label) for code, label in Level.choices if code in summary.PUBLISHED_AT],
        widget=forms.RadioSelect,
        initial=Level.PUBLIC,
    )
    ai_use = forms.ChoiceField(
        label=_("Use of AI in writing the summary"),
        choices=AiUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("The use of AI is not stated. Say whether AI helped to write the text.")},
    )


class DiscloseForm(HouseForm):
    """A patent or application for the register."""

    own = forms.TypedChoiceField(
        label=_("Whose is it?"),
        choices=[("yes", _("Mine, or my organisation’s")), ("no", _("Somebody else’s"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    holder = forms.CharField(label=_("Holder"), max_length=200)
    reference = forms.CharField(
        label=_("Patent or application"),
        max_length=200,
        help_text=_("Its number and office, for example EP 1 234 567, or what is known of it."),
    )
    item = forms.TypedChoiceField(label=_("Agenda item that it touches"), coerce=int, empty_value=None, required=False)
    statement = forms.CharField(
        label=_("Statement"),
        max_length=ipr.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it may be essential for. No licence term is asked for or judged."),
    )

    def __init__(self, *args: Any, items: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "—"), *items]  # type: ignore[attr-defined]


class NoteForm(HouseForm):
    """Why a disclosure no longer holds."""

    note = forms.CharField(label=_("Why it no longer holds"), max_length=ipr.LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
