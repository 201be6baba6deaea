"""Forms: one base, one way to run an action from a form, one way to show what is wrong."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground.errors import NotAMove, Refused

P = ParamSpec("P")
R = TypeVar("R")


class HouseForm(forms.Form):
    """The base of every form: no colons, errors beside the field, text limits shown as counters and checked on the server."""

    use_required_attribute = False  # the server says what is missing, in words, all at once

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _limit(field)


def _one_line_break(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Browsers send a line break as two characters; it is kept and counted as one, as the page counts it."""
    return lambda value: read(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def _limit(field: forms.Field) -> None:
    """Let a text field count on the page, and let the server, not the browser, refuse what is too long: nothing typed is cut off."""
    if isinstance(field, forms.CharField):
        field.to_python = _one_line_break(field.to_python)  # type: ignore[method-assign]
    limit = getattr(field, "max_length", None)
    for check in field.validators:
        if isinstance(check, MaxLengthValidator):
            check.message = gettext_lazy("At most %(limit_value)d characters; there are %(show_value)d. Shorten it.")
    if limit and isinstance(field.widget, forms.Textarea | forms.TextInput):
        field.widget.attrs["data-limit"] = str(limit)
        field.widget.attrs.pop("maxlength", None)


class RevisionField(forms.IntegerField):
    """The hidden count of saves by which two tabs notice each other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, required=True, **kwargs)


class TickBoxes(forms.MultipleChoiceField):
    """Any of several, as tick boxes; gives a list of codes."""

    widget = forms.CheckboxSelectMultiple


class ReasonForm(HouseForm):
    """One reason, for verbs that need one and nothing else."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give a reason in a few words.")},
    )


def attempt(form: forms.Form, action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """Run an action; put what it refuses on the form's fields and return None. `Stale` and `NotAllowed` pass through to the view."""
    try:
        return action(*args, **kwargs)
    except Refused as refused:
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except NotAMove as wrong:
        form.add_error(None, _("%(what)s Reload the page to see how things stand.") % {"what": wrong})
    return None
