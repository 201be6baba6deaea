"""Forms of the live page and of the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, RevisionField
from interchange.work.meetings.actions import notes, outcomes, points, polls
from interchange.work.meetings.vocabulary import Mode, OutcomeKind, PollChoice

KINDS = [(code, label) for code, label in OutcomeKind.choices if code != OutcomeKind.ACTION]
People = list[tuple[Any, str]]


def _area(label: Any, limit: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


class RoomForm(HouseForm):
    """Several of these stand on one page: each has its own name in the ids of its fields."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.name}-%s", **kwargs)


class AnswerForm(RoomForm):
    """An answer to a poll."""

    name = "answer"
    choice = forms.ChoiceField(
        label=_("Your answer"),
        choices=PollChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    reason = _area(
        _("Reason"), polls.LONGEST, rows=2, required=False, help_text=_("Needed if you cannot live with it. Shown without your name.")
    )


class PollForm(RoomForm):
    """A question to the room."""

    name = "poll"
    question = forms.CharField(label=_("Question to the room"), max_length=300)


class NoteForm(RoomForm):
    """A paragraph of the notes; the speaker's field exists where the item is attributed."""

    name = "note"
    text = _area(_("Paragraph"), notes.LONGEST, rows=4)
    revision = RevisionField(initial=1)

    def __init__(self, *args: Any, speakers: People | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if speakers is not None:
            self.fields["speaker"] = forms.TypedChoiceField(
                label=_("Speaker"), choices=[("", "—"), *speakers], coerce=int, empty_value=None, required=False
            )


class OutcomeForm(RoomForm):
    """What came of an item."""

    name = "outcome"
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    text = _area(_("Words"), outcomes.LONGEST)
    addressee = forms.CharField(
        label=_("Referred to"), max_length=200, required=False, help_text=_("Only for policy matters: the body to which it is referred.")
    )


class RewordForm(RoomForm):
    """Other words for an outcome."""

    name = "outcome"
    text = _area(_("Words"), outcomes.LONGEST)
    revision = RevisionField()


class ActionForm(RoomForm):
    """Somebody does something by a day. Recused people are not among the owners."""

    name = "action"
    text = _area(_("What is to be done"), points.LONGEST, rows=2)
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=False)
    due = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class AttendanceForm(RoomForm):
    """Somebody has come or gone."""

    name = "attendance"
    person = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None)
    mode = forms.ChoiceField(label=_("How"), choices=[*Mode.choices, ("", _("has left"))], required=False)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class AsideForm(RoomForm):
    """Somebody steps aside from the item in hand."""

    name = "aside"
    person = forms.TypedChoiceField(label=_("Person"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
