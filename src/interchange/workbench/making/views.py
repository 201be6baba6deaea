"""A record, written by its maker; its disclosure, read by whoever has the link."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Listing
from interchange.workbench.bench.actions import label_upload
from interchange.workbench.making import actions, queries, telling
from interchange.workbench.making.forms import EditWorkForm, LabelFileForm, NoteFileForm, StepForm, WorkForm
from interchange.workbench.making.models import Making

HERE = "/workbench/making/"
post_too = require_http_methods(["GET", "HEAD", "POST"])


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Workbench"), "/workbench/"), (_("How a work was made"), HERE), *more]


@require_safe
@door("making.begin")
def index(request: HouseRequest) -> HttpResponse:
    """The viewer's records."""
    listing = Listing(request, queries.mine(request.viewer), search=["title"])
    return render(request, "making/index.html", {"listing": listing, "crumbs": _crumbs()[:1]})


@post_too
@door("making.begin")
def begin(request: HouseRequest) -> HttpResponse:
    """Begin a record."""
    me = Person.objects.get(pk=request.viewer.me)
    form = WorkForm(request.POST if request.method == "POST" else None, initial={"credit": me.name})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.begin, request.viewer, form.cleaned_data, at=clock.now())
        if made is not None:
            return redirect("making:making", made.pk)
    context = {"form": form, "title": _("How a work was made"), "button": _("Begin the record"), "crumbs": _crumbs((_("New"), ""))}
    return render(request, "making/form.html", context, status=422 if form.errors else 200)


@post_too
@door("making.begin")
def making(request: HouseRequest, pk: Any) -> HttpResponse:
    """One record: its steps, its files, what it comes to, and the link."""
    viewer, at = request.viewer, clock.now()
    found: Making = see(viewer, "making.own", pk=pk)
    if request.method == "POST":
        verb, _dash, number = request.POST.get("do", "").partition("-")
        key = int(number) if number.isdecimal() and len(number) < 16 else 0
        if verb == "drop":
            actions.drop_step(viewer, pk, key, at=at)
            messages.success(request, _("The step is taken out."))
        elif verb == "up":
            actions.move_step(viewer, pk, key, at=at)
        elif verb == "forget":
            actions.drop_file(viewer, pk, key, at=at)
            messages.success(request, _("The file is taken out."))
        elif verb == "share":
            actions.share(viewer, pk, True, at=at)
            messages.success(request, _("Whoever has the link reads the disclosure."))
        elif verb == "unshare":
            actions.share(viewer, pk, False, at=at)
            messages.success(request, _("The link opens nothing any more."))
        elif verb == "delete":
            actions.delete(viewer, pk, at=at)
            messages.success(request, _("The record is deleted."))
            return redirect("making:index")
        return redirect("making:making", pk)
    link = request.build_absolute_uri(f"/workbench/made/{found.secret}/") if found.secret else ""
    return render(request, "making/making.html", {**queries.told(found), "link": link, "crumbs": _crumbs((found.title, ""))})


def _below(found: Making, words: str) -> list[tuple[str, str]]:
    return _crumbs((found.title, f"{HERE}{found.pk}/"), (words, ""))


@post_too
@door("making.begin")
def describe(request: HouseRequest, pk: Any) -> HttpResponse:
    """Word anew what the work is."""
    found: Making = see(request.viewer, "making.own", pk=pk)
    start = {"title": found.title, "kind": found.kind, "credit": found.credit, "conceived": found.conceived, "revision": found.revision}
    form = EditWorkForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            if attempt(form, actions.describe, request.viewer, pk, data, revision=data["revision"], at=clock.now()) is not None:
                return redirect("making:making", pk)
        except Stale as stale:
            form.add_error(None, str(stale))
    context = {"form": form, "title": found.title, "button": _("Save"), "crumbs": _below(found, _("Edit"))}
    return render(request, "making/form.html", context, status=422 if form.errors else 200)


@post_too
@door("making.begin")
def step(request: HouseRequest, pk: Any) -> HttpResponse:
    """Add a step."""
    found: Making = see(request.viewer, "making.own", pk=pk)
    form = StepForm(request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.add_step, request.viewer, pk, form.cleaned_data, at=clock.now()) is not None:
        return redirect("making:making", pk)
    context = {"form": form, "title": _("Add a step"), "button": _("Add the step"), "crumbs": _below(found, _("Add a step"))}
    return render(request, "making/form.html", context, status=422 if form.errors else 200)


@post_too
@door("making.begin")
def change_step(request: HouseRequest, pk: Any, step_id: int) -> HttpResponse:
    """Word a step anew."""
    found: Making = see(request.viewer, "making.own", pk=pk)
    one = queries.step_of(found, step_id)
    if one is None:
        return redirect("making:making", pk)
    form = StepForm(request.POST if request.method == "POST" else None, initial={name: getattr(one, name) for name in actions.STEP})
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, actions.change_step, request.viewer, pk, step_id, form.cleaned_data, at=clock.now()) is not None:
        return redirect("making:making", pk)
    context = {"form": form, "title": _("Edit a step"), "button": _("Save"), "crumbs": _below(found, _("Edit a step"))}
    return render(request, "making/form.html", context, status=422 if form.errors else 200)


@post_too
@door("making.begin")
def note_file(request: HouseRequest, pk: Any) -> HttpResponse:
    """Note a file, and make steps of what it tells."""
    found: Making = see(request.viewer, "making.own", pk=pk)
    form = NoteFileForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, actions.add_file, request.viewer, pk, data["file"], role=data["role"], read_steps=data["read_steps"], at=clock.now()
        )
        if done is not None:
            words = ngettext("Noted, with %(n)d step read from it.", "Noted, with %(n)d steps read from it.", done[1])
            messages.success(request, words % {"n": done[1]} if done[1] else _("Noted. It was read and forgotten."))
            return redirect("making:making", pk)
    context = {"form": form, "title": _("Note a file"), "button": _("Note it"), "crumbs": _below(found, _("Note a file"))}
    return render(request, "making/form.html", context, status=422 if form.errors else 200)


@post_too
@door("making.begin")
def label(request: HouseRequest, pk: Any) -> HttpResponse:
    """A picture, labelled as the record says, given back."""
    found: Making = see(request.viewer, "making.own", pk=pk)
    form = LabelFileForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    wanted = queries.told(found)["label"]
    if request.method == "POST" and form.is_valid():
        done = attempt(form, label_upload, form.cleaned_data["file"], wanted)
        if done is not None:
            answer = HttpResponse(done[1].content, content_type="application/octet-stream")
            answer["Content-Disposition"] = f'attachment; filename="{done[0]}"'
            return answer
    context = {"making": found, "label": wanted, "form": form, "crumbs": _below(found, _("Label a picture"))}
    return render(request, "making/label.html", context, status=422 if form.errors else 200)


def _json(found: Making) -> HttpResponse:
    data = telling.as_data(found, list(found.steps.all()), list(found.files.all()))
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/ld+json")
    answer["Content-Disposition"] = 'attachment; filename="disclosure.json"'
    return answer


@require_safe
@door("making.begin")
def as_json(request: HouseRequest, pk: Any) -> HttpResponse:
    """The disclosure for programs."""
    return _json(see(request.viewer, "making.own", pk=pk))


def _closed(answer: HttpResponse) -> HttpResponse:
    """Search engines are asked to stay away, and the link is handed on to nobody."""
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
@public
def shared(request: HouseRequest, secret: str) -> HttpResponse:
    """A disclosure by its link."""
    found: Making = see(request.viewer, "making.shared", Making.objects.all(), secret=secret)
    context = {**queries.told(found), "crumbs": [(_("Workbench"), "/workbench/"), (found.title, "")]}
    return _closed(render(request, "making/disclosure.html", context))


@require_safe
@public
def shared_json(request: HouseRequest, secret: str) -> HttpResponse:
    """The same for programs."""
    return _closed(_json(see(request.viewer, "making.shared", Making.objects.all(), secret=secret)))
