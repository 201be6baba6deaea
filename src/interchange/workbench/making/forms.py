"""What one writes of a work, of a step, of a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, RevisionField
from interchange.workbench.making import vocabulary as words
from interchange.workbench.making.vocabulary import Became, FileRole, Gave, How, WorkKind


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WorkForm(HouseForm):
    """The work and its maker."""

    title = forms.CharField(label=_("Name of the work"), max_length=words.TITLE_LIMIT)
    kind = forms.ChoiceField(label=_("What it is"), choices=WorkKind.choices)
    credit = forms.CharField(
        label=_("Made by"), max_length=words.NAME_LIMIT, help_text=_("The name that the disclosure tells; a pseudonym is fine.")
    )
    conceived = forms.CharField(
        label=_("What you thought out and decided"), max_length=words.TEXT_LIMIT, required=False, widget=_area(4),
        help_text=_("Subject, form, arrangement, what you were after. Registration offices ask for it."),
    )  # fmt: skip


class EditWorkForm(WorkForm):
    """The same for a record that stands."""

    revision = RevisionField()


class StepForm(HouseForm):
    """One step."""

    how = forms.ChoiceField(label=_("Done"), choices=How.choices, widget=forms.RadioSelect)
    gave = forms.ChoiceField(label=_("What it gave"), choices=Gave.choices)
    what = forms.CharField(label=_("What was done"), max_length=words.TEXT_LIMIT, required=False, widget=_area(2))
    tool = forms.CharField(label=_("Tool or AI system"), max_length=words.NAME_LIMIT, required=False)
    version = forms.CharField(label=_("Its version or model"), max_length=words.NAME_LIMIT, required=False)
    provider = forms.CharField(label=_("Provided by"), max_length=words.NAME_LIMIT, required=False)
    prompt = forms.CharField(
        label=_("Prompt"),
        max_length=words.PROMPT_LIMIT,
        required=False,
        widget=_area(3),
        help_text=_("Kept for you. Nobody else reads it unless you tick the box."),
    )
    prompt_shown = forms.BooleanField(label=_("Show the prompt in the disclosure"), required=False)
    chosen = forms.CharField(label=_("What you chose or changed"), max_length=words.TEXT_LIMIT, required=False, widget=_area(2))
    became = forms.ChoiceField(label=_("What became of it"), choices=Became.choices, widget=forms.RadioSelect, initial=Became.KEPT)


class NoteFileForm(HouseForm):
    """A file of the work."""

    file = forms.FileField(label=_("File"), help_text=_("It is read and forgotten: its name and SHA-256 stay here."))
    role = forms.ChoiceField(label=_("It is"), choices=FileRole.choices)
    read_steps = forms.BooleanField(label=_("Make steps of what its metadata tells"), required=False, initial=True)


class LabelFileForm(HouseForm):
    """A picture that gets the record's labels."""

    file = forms.FileField(label=_("Picture"), help_text=_("JPEG, PNG or WebP. Its pixels stay as they are, byte for byte."))
