"""What one pastes for a site check."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.shell.forms import HouseForm
from interchange.workbench.signals.reservations.site import Site

LIMIT = 300_000  # characters of one pasted text


def _pasted(label: object, help_text: object, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LIMIT, strip=False,
                           widget=forms.Textarea(attrs={"rows": rows, "data-terms": "off", "spellcheck": "false", "autocomplete": "off"}))  # fmt: skip


class SiteCheckForm(HouseForm):
    """The address in question and the texts of its site; each may be left out."""

    url = forms.CharField(
        label=_l("Address of the page"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": _l("https://example.org/page")}),
        help_text=_l("Rules for parts of a site are held against it. It is not fetched."),
        error_messages={"required": _l("Give the address that you ask about.")},
    )
    robots = _pasted(_l("robots.txt"), _l("The whole file."), 8)
    headers = _pasted(_l("Header fields of the answer"), _l("As `curl -sI` shows them, one a line."))
    html = _pasted(_l("HTML of the page"), _l("At least its head."))
    tdmrep = _pasted(_l("tdmrep.json"), _l("The file at /.well-known/tdmrep.json."))
    ai_txt = _pasted(_l("ai.txt"), _l("The file at /ai.txt."))
    rsl = _pasted(_l("Licence file in RSL"), _l("The XML that robots.txt, a header or the page points to."))

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
