"""What one pastes for a site check, drops to be inspected, says in a label."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.shell.forms import HouseForm
from interchange.workbench.bench.vocabulary import file_mb
from interchange.workbench.signals.reservations.embedded import DATA_MINING
from interchange.workbench.signals.reservations.site import Site
from interchange.workbench.signals.sourcetypes import RENAMED, TYPES
from interchange.workbench.signals.writing.label import Label

LIMIT = 300_000  # characters of one pasted text


def _pasted(label: object, help_text: object, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LIMIT, strip=False,
                           widget=forms.Textarea(attrs={"rows": rows, "data-terms": "off", "spellcheck": "false", "autocomplete": "off"}))  # fmt: skip


def _address(help_text: object) -> forms.CharField:
    return forms.CharField(label=_l("Address of the page"), max_length=2000, help_text=help_text,
                           widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": _l("https://example.org/page")}),
                           error_messages={"required": _l("Give the address that you ask about.")})  # fmt: skip


class AddressForm(HouseForm):
    """The address of a page to be fetched."""

    url = _address(_l("A public web page. Its robots.txt is asked first and obeyed."))

    def clean_url(self) -> str:
        """An absolute http(s) address; one without its scheme is taken as https."""
        given = self.cleaned_data["url"].strip()
        given = given if "://" in given else f"https://{given}"
        try:
            parts = urlsplit(given)
            right = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            right = False
        if not right:
            raise forms.ValidationError(_("This is no address of a page. It looks like https://example.org/page."))
        return given


class SiteCheckForm(AddressForm):
    """The address in question and the texts of its site; each may be left out."""

    url = _address(_l("Rules for parts of a site are held against it. It is not fetched."))
    robots = _pasted(_l("robots.txt"), _l("The whole file."), 8)
    headers = _pasted(_l("Header fields of the answer"), _l("As `curl -sI` shows them, one a line."))
    html = _pasted(_l("HTML of the page"), _l("At least its head."))
    tdmrep = _pasted(_l("tdmrep.json"), _l("The file at /.well-known/tdmrep.json."))
    ai_txt = _pasted(_l("ai.txt"), _l("The file at /ai.txt."))
    rsl = _pasted(_l("Licence file in RSL"), _l("The XML that robots.txt, a header or the page points to."))

    def clean(self) -> dict[str, object]:
        """At least one text."""
        given = super().clean() or {}
        if not self.errors and not any(
            (given.get(name) or "").strip() for name in ("robots", "headers", "html", "tdmrep", "ai_txt", "rsl")
        ):
            raise forms.ValidationError(_("Paste at least one text: there is nothing to look at yet."))
        return given

    def site(self) -> Site:
        """What was given, for `site.check`."""
        given = self.cleaned_data
        return Site(given["url"], **{name: given[name] or None for name in ("robots", "headers", "html", "tdmrep", "ai_txt", "rsl")})


class ManyFiles(forms.ClearableFileInput):
    """A field for several files; without scripts it is the browser's own."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what is wrong with them the action says."""

    widget = ManyFiles

    def clean(self, data: object, initial: object = None) -> object:
        """The files as they came."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Choose one or more files."))
        return given


class InspectForm(HouseForm):
    """The files, and whether their reports are to be kept."""

    files = FilesField(label=_l("Files"), help_text=_l("Pictures, film, sound, PDF, documents, web pages. They are read and forgotten."))
    keep = forms.BooleanField(label=_l("Keep the reports for me (not the files)"), required=False)


def _choices(empty: object, of: object) -> list[tuple[str, object]]:
    return [("", empty), *of]  # type: ignore[misc]


def _source_types() -> list[tuple[str, str]]:
    return _choices(
        _("leave it as it is"), [(code, str(_(words)).capitalize()) for code, (_claim, words) in TYPES.items() if code not in RENAMED]
    )  # type: ignore[return-value]


def _mining() -> list[tuple[str, str]]:
    return _choices(_("leave it as it is"), [(code, _(words)) for code, words in DATA_MINING.items() if "SEE" not in code])  # type: ignore[return-value]


class LabelForm(HouseForm):
    """A picture, and what its metadata shall say."""

    file = forms.FileField(label=_l("Picture"), help_text=_l("JPEG, PNG or WebP. Its pixels stay as they are, byte for byte."))
    source_type = forms.ChoiceField(label=_l("How it was made"), choices=_source_types, required=False)
    ai_system = forms.CharField(label=_l("AI system used"), max_length=200, required=False)
    ai_version = forms.CharField(label=_l("Its version"), max_length=80, required=False)
    prompt = forms.CharField(
        label=_l("Prompt, or how it was made"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    data_mining = forms.ChoiceField(label=_l("What machines may learn from it"), choices=_mining, required=False)

    def clean_file(self) -> object:
        """Not larger than what is inspected."""
        upload = self.cleaned_data["file"]
        if upload.size > file_mb() * 1_000_000:
            raise forms.ValidationError(_("It is larger than %(most)d MB.") % {"most": file_mb()})
        return upload

    def clean(self) -> dict[str, object]:
        """At least one thing to say."""
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in ("source_type", "ai_system", "ai_version", "prompt", "data_mining")):
            raise forms.ValidationError(_("Say at least one thing about the picture."))
        return given

    def label(self) -> Label:
        """The label that was asked for."""
        given = self.cleaned_data
        return Label(**{name: given[name] for name in ("source_type", "ai_system", "ai_version", "prompt", "data_mining")})
