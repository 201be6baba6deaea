"""What one pastes for a site check, drops to be inspected, says in a label, gives for a key."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.shell.forms import HouseForm
from interchange.workbench.bench.vocabulary import HELD_MB, file_mb
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
    headers = _pasted(_l("Header fields of the answer"), _l("As “curl -sI” shows them, one a line."))
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


def _form_key() -> forms.CharField:
    """What tells one form from another: the same one sent twice does its work once."""
    return forms.CharField(widget=forms.HiddenInput, max_length=36, required=False, initial=lambda: str(uuid.uuid4()))


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
    form_key = _form_key()


def _choices(empty: object, of: object) -> list[tuple[str, object]]:
    return [("", empty), *of]  # type: ignore[misc]


def _source_types() -> list[tuple[str, str]]:
    return _choices(
        _("leave it as it is"), [(code, str(_(words)).capitalize()) for code, (_claim, words) in TYPES.items() if code not in RENAMED]
    )  # type: ignore[return-value]


def _mining() -> list[tuple[str, str]]:
    return _choices(_("leave it as it is"), [(code, _(words)) for code, words in DATA_MINING.items() if "SEE" not in code])  # type: ignore[return-value]


class LabelForm(HouseForm):
    """A picture, what its metadata shall say, and the key to sign it with, where there is one."""

    file = forms.FileField(label=_l("Picture"), help_text=_l("JPEG, PNG or WebP. Its pixels stay as they are, byte for byte."))
    source_type = forms.ChoiceField(label=_l("How it was made"), choices=_source_types, required=False)
    ai_system = forms.CharField(label=_l("AI system used"), max_length=200, required=False)
    ai_version = forms.CharField(label=_l("Its version"), max_length=80, required=False)
    prompt = forms.CharField(
        label=_l("Prompt, or how it was made"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    data_mining = forms.ChoiceField(label=_l("What machines may learn from it"), choices=_mining, required=False)
    key = forms.ChoiceField(
        label=_l("Sign it with"),
        required=False,
        help_text=_l("A content credential (C2PA) that says all this, bound to the picture as it is."),
    )

    def __init__(self, *args: Any, signers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signers:
            self.fields["key"].choices = [("", _("nothing: label it only")), *signers]  # type: ignore[attr-defined]
        else:
            del self.fields["key"]

    def clean_file(self) -> object:
        """Not larger than what is inspected, nor than what is held while it is labelled."""
        upload, most = self.cleaned_data["file"], min(file_mb(), HELD_MB)
        if upload.size > most * 1_000_000:
            raise forms.ValidationError(_("It is larger than %(most)d MB: use the command `interchange label`.") % {"most": most})
        return upload

    def clean(self) -> dict[str, object]:
        """At least one thing to say."""
        given = super().clean() or {}
        if not self.errors and not any(
            given.get(name) for name in ("source_type", "ai_system", "ai_version", "prompt", "data_mining", "key")
        ):
            raise forms.ValidationError(_("Say at least one thing about the picture."))
        return given

    def label(self) -> Label:
        """The label that was asked for."""
        given = self.cleaned_data
        return Label(**{name: given[name] for name in ("source_type", "ai_system", "ai_version", "prompt", "data_mining")})


LONG_PEM = 40_000  # characters of pasted certificates


class Unreturned(forms.Textarea):
    """What is typed into it does not come back with the page, not even when something else is wrong: it is a secret."""

    def format_value(self, value: object) -> str:
        """Nothing."""
        return ""


def _pem(label: object, help_text: object, rows: int = 5, widget: type[forms.Textarea] = forms.Textarea) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=LONG_PEM,
                           widget=widget(attrs={"rows": rows, "data-terms": "off", "spellcheck": "false", "autocomplete": "off"}))  # fmt: skip


class MakeKeyForm(HouseForm):
    """A new key, made here: to be certified, or certified at once by a test CA."""

    name = forms.CharField(
        label=_l("Name in the certificate"), max_length=60, help_text=_l("Of the person or newsroom that signs; everybody reads it.")
    )
    organisation = forms.CharField(label=_l("Organisation"), max_length=64, required=False)
    country = forms.CharField(label=_l("Country, two letters"), max_length=2, required=False)
    for_house = forms.BooleanField(label=_l("It is a key of this house, not mine"), required=False)
    form_key = _form_key()

    def clean_country(self) -> str:
        """ISO 3166, two letters."""
        given = str(self.cleaned_data["country"]).strip().upper()
        if given and not (len(given) == 2 and given.isascii() and given.isalpha()):
            raise forms.ValidationError(_("Two letters, as in CH."))
        return given


class BringKeyForm(HouseForm):
    """A key that was made elsewhere."""

    name = forms.CharField(label=_l("What you call it"), max_length=80)
    key = _pem(
        _l("Private key (PEM)"),
        _l("It is encrypted as it arrives and never shown again, not even to you; paste it anew if something else is wrong."),
        4,
        Unreturned,
    )
    password = forms.CharField(
        label=_l("Its password"), max_length=200, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_l("If the key is locked by one."),
    )  # fmt: skip
    chain = _pem(_l("Certificates (PEM)"), _l("The signer’s own first, then those above it."))
    for_house = forms.BooleanField(label=_l("It is a key of this house, not mine"), required=False)
    form_key = _form_key()


class CertifyForm(HouseForm):
    """The certificates that came back."""

    chain = _pem(_l("Certificates (PEM)"), _l("The signer’s own first, then those above it."))


class RevokeForm(HouseForm):
    """Why a key is to sign no more."""

    reason = forms.CharField(label=_l("Why"), max_length=500, error_messages={"required": _l("Say why in a few words.")})
