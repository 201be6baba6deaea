"""The style page: every component and archetype at a glance."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.charts import Bar
from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary.models import Term

KINDS = {
    "reading": gettext_lazy("Reading page"),
    "list": gettext_lazy("List"),
    "steps": gettext_lazy("Form in steps"),
    "table": gettext_lazy("Working table"),
    "desk": gettext_lazy("Desk"),
}


class SampleForm(HouseForm):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40, help_text=gettext_lazy("In any script."))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("a", gettext_lazy("One")), ("b", gettext_lazy("Another"))], widget=forms.RadioSelect
    )
    topics = TickBoxes(
        label=gettext_lazy("Topics"), choices=[("a", gettext_lazy("Labelling")), ("b", gettext_lazy("Provenance"))], required=False
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read this"))


@public
def style(request: HouseRequest) -> HttpResponse:
    """Every component, for whoever builds pages; shown with errors when posted."""
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("The sample form is complete."))
    rows = [
        Bar(_("Creator"), 14, target=12),
        Bar(_("Rightsholder"), 7, target=12),
        Bar(_("Academic"), 9, target=6, cap=8),
        Bar(_("AI developer"), None),
    ]
    kind = request.GET.get("as", "")
    words = Term.objects.order_by("scheme", "order")
    facets = [Facet("scheme", _("List"), [(code, code) for code in ("profiles", "objectives", "topics", "sectors")])]
    context = {
        "form": form,
        "rows": rows,
        "now": clock.now(),
        "crumbs": [(_("Home"), "/"), (_("Style"), "")],
        "kinds": KINDS,
        "archetype": f"shell/{kind if kind in KINDS else 'reading'}.html",
        "listing": Listing(request, words, facets=facets, search=["label"], per_page=8) if kind in {"list", "table"} else None,
        "steps": [
            {"label": _("You"), "url": "#form", "note": _("complete")},
            {"label": _("Your work"), "current": True},
            {"label": _("Check and send")},
        ],
    }
    return render(request, "shell/style.html", context)
