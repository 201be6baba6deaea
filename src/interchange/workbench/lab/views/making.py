"""Making experiments, and what their owners, officers and members do with them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.workbench.lab import actions, queries, showing
from interchange.workbench.lab.forms import DecideForm, ExperimentForm, ForwardForm, SubmitForm, media_of
from interchange.workbench.lab.views.reading import crumbs, found, page
from interchange.workbench.lab.vocabulary import MEDIA, file_mb, files_most, trials_most


@require_http_methods(["GET", "HEAD", "POST"])
@door("experiment.make")
def new(request: HouseRequest) -> HttpResponse:
    """Choose files, transformations, signals; run."""
    media = media_of(request.GET.get("of", ""))
    posted = request.method == "POST"
    form = ExperimentForm(request.POST if posted else None, request.FILES if posted else None, media=media)
    if posted and form.is_valid():
        made = attempt(form, actions.make, request.viewer, **form.given(), uploads=request.FILES.getlist("files"), at=clock.now())
        if made is not None:
            messages.success(request, _("The experiment waits for a worker."))
            return redirect(made.url)
    tabs = [(code, label, code == media) for code, label in MEDIA.items()]
    context = {
        "form": form, "tabs": tabs, "steps": form.steps, "megabytes": file_mb(), "most": files_most(), "copies": number_format(trials_most(), use_l10n=True, force_grouping=True),
        "crumbs": crumbs((_("New experiment"), "")),
    }  # fmt: skip
    return render(request, "lab/new.html", context, status=422 if form.errors else 200)


@require_POST
@door("experiment.make")
def do(request: HouseRequest, slug: str) -> HttpResponse:
    """Stop, take up again, delete, hand in, file as a record: the owner's buttons."""
    one = found(request, slug, "experiment.own")
    viewer, wanted, at = request.viewer, request.POST.get("do", ""), clock.now()
    form = SubmitForm(request.POST)
    form.is_valid()
    if wanted == "stop" and attempt(form, actions.stop, viewer, one.pk, at=at):
        messages.success(request, _("Stopped. What is known is kept."))
    elif wanted == "resume" and attempt(form, actions.resume, viewer, one.pk, at=at):
        messages.success(request, _("It goes on where it stood."))
    elif wanted == "submit" and attempt(form, actions.submit, viewer, one.pk, rights=form.cleaned_data.get("rights", False), at=at):
        messages.success(request, _("Handed in. An officer looks at it."))
    elif wanted == "delete":
        attempt(form, actions.delete, viewer, one.pk, at=at)
        if not form.errors:
            messages.success(request, _("The experiment is deleted."))
            return redirect("lab:index")
    elif wanted == "deposit":
        version = attempt(form, actions.deposit, viewer, one.pk, at=at)
        if version is not None:
            messages.success(request, _("Filed with the repository, where it is checked."))
    if form.errors:
        return page(request, found(request, slug), status=422, submit=form)
    return redirect(one.url)


@require_POST
@door("experiment.decide")
def decide(request: HouseRequest, slug: str) -> HttpResponse:
    """An officer publishes a result, or sends it back."""
    one = found(request, slug, "experiment.decide")
    form = DecideForm(request.POST)
    form.is_valid()
    publish = request.POST.get("do") == "publish"
    made = attempt(
        form, actions.decide, request.viewer, one.pk, publish=publish, reason=form.cleaned_data.get("reason", ""), at=clock.now()
    )
    if made is None:
        return page(request, one, status=422, decide=form)
    messages.success(request, _("Published.") if publish else _("Sent back with your reason."))
    return redirect(one.url if publish else "lab:index")


@require_http_methods(["GET", "HEAD", "POST"])
@door("experiment.put-forward")
def forward(request: HouseRequest, slug: str) -> HttpResponse:
    """Put a published result forward as evidence for a tool of the map."""
    one = found(request, slug, "experiment.put-forward")
    tools = showing.tools(one)
    posted = request.method == "POST"
    code = request.POST.get("tool") or request.GET.get("tool") or (tools[0][0] if tools else "")
    first = {"tool": code, "text": showing.drafted(queries.narrowed(one.result or {}, code), one)}
    form = ForwardForm(request.POST if posted else None, initial=first)
    form.fields["tool"].choices = tools
    if posted and form.is_valid():
        given = form.cleaned_data
        made = attempt(form, actions.put_forward, request.viewer, one.pk, given["tool"], text=given["text"], note=given["note"], interest=given["interest"], at=clock.now())  # fmt: skip
        if made is not None:
            messages.success(request, _("Proposed for the map. Two people look at it."))
            return redirect(f"/landscape/proposals/{made.proposal_id}/")
    context = {"form": form, "one": one, "tools": tools, "chosen": code, "crumbs": crumbs((one.number, one.url), (_("For the map"), ""))}
    return render(request, "lab/forward.html", context, status=422 if form.errors else 200)
