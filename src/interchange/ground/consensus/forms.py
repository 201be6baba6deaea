"""The room's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.consensus.vocabulary import ANNEX_LIMIT, LEAST_DAYS, MOST_DAYS, QUESTION_LIMIT, TEXT_LIMIT, working_days
from interchange.ground.shell.forms import HouseForm


class OpenForm(HouseForm):
    """A question, and for how long."""

    question = forms.CharField(
        label=_("Question"),
        max_length=QUESTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One that can be agreed to by silence: “Is this text ready to be published?”"),
        error_messages={"required": _("A call needs a question.")},
    )
    working_days = forms.IntegerField(label=_("Working days"), widget=forms.NumberInput(attrs={"min": LEAST_DAYS, "max": MOST_DAYS}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["working_days"].initial = working_days()


class ObjectForm(HouseForm):
    """An objection."""

    reason = forms.CharField(
        label=_("Why you do not agree"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What would have to change?"),
        error_messages={"required": _("An objection needs a reason.")},
    )
    annex = forms.CharField(
        label=_("Text to be kept with the result"),
        max_length=ANNEX_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A view of your own, in your words (Markdown)."),
    )
    signed = forms.TypedChoiceField(
        label=_("Your name"),
        choices=[("yes", _("My name stands with it")), ("no", _("Nobody else reads whose objection it is"))],
        initial="yes",
        coerce=lambda code: code == "yes",
        widget=forms.RadioSelect,
    )


class HowForm(HouseForm):
    """What becomes of an objection. A call that ended without consensus leaves one answer only: why it stands."""

    what = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            ("meet", _("It is answered: its point was dealt with, whether or not it was followed")),
            ("accept", _("It is accepted: what it asks for is done")),
            ("let-stand", _("It stands: it was weighed, and the work goes on nevertheless")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of it.")},
    )
    how = forms.CharField(
        label=_("In words"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The answer, what is changed, or the reason why the work goes on. It stands in the register and in the result."),
        error_messages={"required": _("Say it in a few words.")},
    )

    def __init__(self, *args: Any, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["what"].choices = [("let-stand", _("It stands; the call ended without consensus"))]
            self.fields["what"].initial = "let-stand"
