"""What one says of a work, of a dispute, of a case; lists that are asked; files that are held against the register."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.workbench.codes.bands import FARTHEST
from interchange.workbench.registry.vocabulary import LOOKUPS, NEAR_LOOKUPS, Outcome, Use, Verdict, Visibility


class ManyFiles(forms.ClearableFileInput):
    """A field for several files; without scripts it is the browser's own."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what is wrong with them the action says."""

    widget = ManyFiles

    def clean(self, data: object, initial: object = None) -> object:
        """The files as they came."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(_("Choose one or more files."))
        return given


class WordsForm(HouseForm):
    """What an owner says of a work."""

    title = forms.CharField(label=_l("Title"), max_length=300, error_messages={"required": _l("Say what the work is called.")})
    rights_holder = forms.CharField(label=_l("Rights holder"), max_length=200, help_text=_l("The person or organisation, as it is to be shown."), error_messages={"required": _l("Name the person or organisation.")})  # fmt: skip
    reservations = TickBoxes(label=_l("Reserved uses"), choices=Use.choices, required=False, help_text=_l("None ticked: the work is registered, and nothing is reserved."))  # fmt: skip
    contact = forms.CharField(label=_l("Contact for licences"), max_length=200, required=False, help_text=_l("Shown to everybody who may find the work: an address of an office rather than your own."))  # fmt: skip
    terms_url = forms.URLField(label=_l("Address of your terms"), max_length=400, required=False, assume_scheme="https")
    visibility = forms.ChoiceField(label=_l("Who may find it"), choices=Visibility.choices, widget=forms.RadioSelect, error_messages={"required": _l("Say who may find it.")})  # fmt: skip
    reference = forms.CharField(label=_l("Your own number"), max_length=120, required=False, help_text=_l("Shown to you alone."))


class RegisterForm(WordsForm):
    """A file, and what is said of it. The file is read and forgotten."""

    file = forms.FileField(label=_l("File"), help_text=_l("Picture, sound, film or text. Codes are made from it; the file itself is not kept."), error_messages={"required": _l("Choose the file."), "empty": _l("The file is empty.")})  # fmt: skip
    field_order = ["file", "title", "rights_holder", "reservations", "contact", "terms_url", "visibility", "reference"]


class ChangeForm(WordsForm):
    """The same words again, with the count of saves."""

    revision = RevisionField()


class BulkForm(HouseForm):
    """A manifest or a folder, and what holds for all of it."""

    manifest = forms.FileField(
        label=_l("Manifest"), required=False, help_text=_l("JSON lines or CSV with codes; your files stay where they are.")
    )
    files = FilesField(label=_l("Files"), required=False, help_text=_l("Or the files of a folder; each is read, its codes are kept, and it is deleted."))  # fmt: skip
    rights_holder = forms.CharField(
        label=_l("Rights holder"), max_length=200, required=False, help_text=_l("Holds for lines that name nobody.")
    )
    reservations = TickBoxes(label=_l("Reserved uses"), choices=Use.choices, required=False)
    contact = forms.CharField(label=_l("Contact for licences"), max_length=200, required=False)
    visibility = forms.ChoiceField(label=_l("Who may find them"), choices=Visibility.choices, widget=forms.RadioSelect, error_messages={"required": _l("Say who may find them.")})  # fmt: skip

    def clean(self) -> dict[str, object]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("manifest")) == bool(given.get("files")):
            raise forms.ValidationError(_("Give either a manifest or files."))
        return given


class LookupForm(HouseForm):
    """A list of codes, one a line."""

    lines = forms.CharField(
        label=_l("Codes"),
        widget=forms.Textarea(attrs={"rows": 8, "data-terms": "off", "spellcheck": "false", "autocomplete": "off"}),
        max_length=600_000,
        strip=False,
        help_text=_l(
            "One a line: an ISCC, sha256:…, image:…, audio:…, passage:…, as the command “interchange registry codes” prints them."
        ),
        error_messages={"required": _l("Give at least one code.")},
    )
    near = forms.TypedChoiceField(label=_l("How near"), coerce=int, initial=0, choices=[(0, _l("Equal only")), (4, _l("Up to 4 of 64 bits apart")), (FARTHEST, _l("Up to 8 of 64 bits apart"))])  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Not more lines than are answered at once."""
        given = super().clean() or {}
        if not self.errors:
            lines = [one for one in str(given["lines"]).splitlines() if one.strip()]
            most = NEAR_LOOKUPS if given["near"] else LOOKUPS
            if not lines:
                raise forms.ValidationError(_("Give at least one code."))
            if len(lines) > most:
                raise forms.ValidationError(_("These are %(n)d lines; at most %(most)d are answered here. The signed index and the command take any number.") % {"n": len(lines), "most": most})  # fmt: skip
            given["asked"] = lines
        return given


class MatchForm(HouseForm):
    """Files to be held against the register."""

    files = FilesField(label=_l("Files"), help_text=_l("What you found. They are read, held against the register and forgotten."))


class CaseForm(HouseForm):
    """A new case."""

    title = forms.CharField(label=_l("Title"), max_length=200, help_text=_l("What was found where."), error_messages={"required": _l("Say what was found where.")})  # fmt: skip
    note = forms.CharField(label=_l("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ExhibitForm(HouseForm):
    """A file that was found."""

    files = forms.FileField(label=_l("File"), error_messages={"required": _l("Choose the file."), "empty": _l("The file is empty.")})
    url = forms.CharField(label=_l("Where it was found"), required=False, max_length=1000, widget=forms.URLInput(attrs={"autocomplete": "off"}), help_text=_l("The address of the page or file. It is not fetched."))  # fmt: skip
    keep = forms.BooleanField(label=_l("Keep the file, to go into the evidence"), required=False, initial=True)


class JudgeForm(HouseForm):
    """What a person found."""

    verdict = forms.ChoiceField(label=_l("What it is"), choices=[("", _l("Choose")), *Verdict.choices], error_messages={"required": _l("Say what you found.")})  # fmt: skip
    reason = forms.CharField(label=_l("What you looked at"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": _l("Say in a sentence what you looked at.")})  # fmt: skip


class SettleForm(HouseForm):
    """How a dispute ended."""

    outcome = forms.ChoiceField(label=_l("How it ended"), choices=[("", _l("Choose")), *Outcome.choices], error_messages={"required": _l("Say how it ended.")})  # fmt: skip
    reason = forms.CharField(label=_l("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_l("What the parties or a court said. It is shown with both works."), error_messages={"required": _l("Give a reason in a few words.")})  # fmt: skip
