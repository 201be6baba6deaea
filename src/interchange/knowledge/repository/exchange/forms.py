"""The form of an import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary


class ImportForm(HouseForm):
    """A file, and what is said of every record in it."""

    file = forms.FileField(
        label=_("File of records"),
        help_text=_("BibTeX, RIS, CSL-JSON, Crossref JSON or DataCite JSON, UTF-8 if possible; at most 150 MB."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another.")},
    )
    topics = TickBoxes(label=_("Topics of all its records"), required=False)
    sectors = TickBoxes(label=_("Sectors of all its records"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topics", "sectors"):
            self.fields[name].choices = vocabulary.choices(name)
