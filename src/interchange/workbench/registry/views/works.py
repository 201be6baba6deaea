"""Works: found by everybody, registered, changed and withdrawn by their owners; disputes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.errors import Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.workbench.registry import queries, reading, showing
from interchange.workbench.registry.actions import works
from interchange.workbench.registry.forms import ChangeForm, RegisterForm, SettleForm
from interchange.workbench.registry.models import Work
from interchange.workbench.registry.vocabulary import Kind, Use, Visibility, WorkState

HOME = "/workbench/registry/"


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(_("Workbench"), "/workbench/"), (_("Register"), HOME), *more]


@require_safe
@public
def index(request: HouseRequest) -> HttpResponse:
    """What everybody may find."""
    listing = Listing(
        request,
        queries.public(request.viewer),
        facets=[Facet("kind", _("Kind"), Kind.choices), Facet("state", _("State"), WorkState.choices[:2])],
        search=["title", "rights_holder", "number"],
    )
    return render(
        request, "registry/index.html", {"listing": listing, "edition": queries.edition(), "crumbs": [*crumbs()[:1], (_("Register"), "")]}
    )


@require_safe
@door("work.register")
def mine(request: HouseRequest) -> HttpResponse:
    """The viewer's registrations and bulk registrations."""
    viewer = request.viewer
    listing = Listing(
        request,
        queries.mine(viewer),
        facets=[Facet("visibility", _("Who may find it"), Visibility.choices), Facet("state", _("State"), WorkState.choices)],
        search=["title", "number", "reference"],
    )
    context = {"listing": listing, "batches": list(queries.batches(viewer)[:5]), "crumbs": crumbs((_("My registrations"), ""))}
    return render(request, "registry/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("work.register")
def register(request: HouseRequest) -> HttpResponse:
    """Register one work: the file is read, its codes are kept, the file is not."""
    viewer = request.viewer
    posted = request.method == "POST"
    form = RegisterForm(request.POST if posted else None, request.FILES if posted else None, initial={"visibility": Visibility.PUBLIC})
    if posted and form.is_valid():
        made = attempt(form, reading.of_upload, form.cleaned_data["file"])
        if made is not None:
            work = attempt(form, works.register, viewer, made, works.words_of(form.cleaned_data), at=clock.now())
            if work is not None:
                messages.success(request, _("Registered as %s.") % work.number)
                return redirect("registry:work", pk=work.pk)
    return render(request, "registry/register.html", {"form": form, "crumbs": crumbs((_("Register a work"), ""))}, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@public
def work(request: HouseRequest, pk: int) -> HttpResponse:
    """One work: by whom, what is reserved, whether somebody else claims it; for its owner, change and withdraw."""
    viewer = request.viewer
    found = see(viewer, "work.find", pk=pk)
    own = found.owner_id == viewer.person_id and viewer.is_signed_in
    form = None
    if own and found.state != WorkState.WITHDRAWN:
        form = ChangeForm(
            request.POST if request.method == "POST" and request.POST.get("do") == "change" else None, initial=_initial(found)
        )
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            works.withdraw(viewer, pk, at=clock.now())
            messages.success(request, _("The work is withdrawn; its codes are deleted."))
            return redirect("registry:work", pk=pk)
        if form is None:
            see(viewer, "work.own", pk=pk)
        elif form.is_valid():
            try:
                changed = attempt(
                    form,
                    works.change,
                    viewer,
                    pk,
                    works.words_of(form.cleaned_data),
                    revision=form.cleaned_data["revision"],
                    at=clock.now(),
                )
            except Stale:
                changed = None
                form.add_error(None, _("This was changed elsewhere after you opened it. Look at the page anew and say it again."))
            if changed is not None:
                messages.success(request, _("The change is saved."))
                return redirect("registry:work", pk=pk)
    uses = dict(Use.choices)
    context = {
        "found": found,
        "own": own,
        "form": form,
        "reserved": [uses.get(one, one) for one in found.reservations],
        "disputes": [(one, one.second if one.first_id == found.pk else one.first) for one in queries.disputes_of(viewer, found)],
        "length": showing.clock_time(found.length) if found.kind in ("audio", "video") and found.length else "",
        "crumbs": crumbs((found.number, "")),
    }
    return render(request, "registry/work.html", context, status=422 if form is not None and form.errors else 200)


def _initial(found: Work) -> dict[str, Any]:
    names = ("title", "rights_holder", "reservations", "contact", "terms_url", "visibility", "reference", "revision")
    return {name: getattr(found, name) for name in names}


@require_safe
@door("dispute.list")
def disputes(request: HouseRequest) -> HttpResponse:
    """For officers: two registrations of one work."""
    listing = Listing(request, queries.open_disputes(request.viewer))
    return render(request, "registry/disputes.html", {"listing": listing, "crumbs": crumbs((_("Disputes"), ""))})


@require_http_methods(["GET", "HEAD", "POST"])
@door("dispute.list")
def dispute(request: HouseRequest, pk: int) -> HttpResponse:
    """One dispute: both registrations; how it ended."""
    viewer = request.viewer
    found = see(viewer, "dispute.view", queries.open_disputes(viewer), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, works.settle, viewer, pk, outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"], at=clock.now()
        )
    ):
        messages.success(request, _("How the dispute ended is noted with both works."))
        return redirect("registry:disputes")
    context = {"found": found, "form": form, "may": allows(viewer, "dispute.settle", found), "crumbs": crumbs((_("Disputes"), "/workbench/registry/disputes/"), (f"{found.first.number}", ""))}  # fmt: skip
    return render(request, "registry/dispute.html", context, status=422 if form.errors else 200)
