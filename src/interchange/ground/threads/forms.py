"""The room's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, RevisionField
from interchange.ground.threads.vocabulary import ANCHOR_LIMIT, QUOTE_LIMIT, REASON_LIMIT, TEXT_LIMIT, Disposition


def _words(label: str, limit: int, rows: int, **kwargs: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SayForm(HouseForm):
    """A comment or a reply; where it hangs is hidden."""

    text = _words(
        _("Your comment"),
        TEXT_LIMIT,
        4,
        help_text=_("Markdown: *emphasis*, > quotation, [words](address). A member named as @Given Family gets a letter."),
        error_messages={"required": _("Write what you want to say.")},
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    anchor = forms.CharField(required=False, max_length=ANCHOR_LIMIT, widget=forms.HiddenInput)
    quote = forms.CharField(required=False, max_length=QUOTE_LIMIT, widget=forms.HiddenInput)


class FollowForm(HouseForm):
    """What one wants to hear of a discussion."""

    wish = forms.ChoiceField(
        label=_("Letters about this discussion"),
        choices=[("usual", _("Replies where I took part")), ("all", _("Everything that is said")), ("none", _("Nothing"))],
        widget=forms.RadioSelect,
        help_text=_("Once a day at most. Who is named hears of it at once, unless they want nothing."),
    )


class EditForm(HouseForm):
    """One's own comment, worded anew."""

    text = _words(_("Your comment"), TEXT_LIMIT, 5, error_messages={"required": _("Write what you want to say.")})
    revision = RevisionField()


class RemoveForm(HouseForm):
    """Why a comment goes."""

    reason = _words(_("Reason"), REASON_LIMIT, 2, required=False, help_text=_("It stands in place of the comment."))


class DisposeForm(HouseForm):
    """What became of a comment."""

    code = forms.ChoiceField(label=_("What became of it"), choices=Disposition.choices, widget=forms.RadioSelect)
    reason = _words(
        _("Reason"),
        REASON_LIMIT,
        2,
        required=False,
        help_text=_("Needed unless it was taken up or noted; everybody who sees the comment reads it."),
    )
