"""What readers keep: reading lists; requests for copies."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.forms import attempt
from interchange.knowledge.repository import actions, queries
from interchange.knowledge.repository.forms import CopyForm, DecideCopyForm, ListForm
from interchange.knowledge.repository.models import CopyRequest, ReadingList, RecordFile
from interchange.knowledge.repository.vocabulary import CopyState, copy_days


def _crumbs(label: str) -> list[tuple[str, str]]:
    return [(_("Repository"), reverse("repository:index")), (label, "")]


@door("reading-list.make")
def kept(request: HouseRequest) -> HttpResponse:
    """My reading lists, and my requests for copies."""
    viewer, at = request.viewer, clock.now()
    form = ListForm(request.POST if request.POST.get("what") == "list" else None, initial={"level": "restricted"})
    if request.method == "POST":
        done = _kept_verb(request, form, at)
        if done is not None:
            return done
    context = {
        "lists": list(rows(viewer, "reading-list.own").prefetch_related("items")),
        "copies": list(rows(viewer, "copy.own", CopyRequest.objects.select_related("file__stored", "file__version__record"))),
        "form": form,
        "now": at,
        "crumbs": _crumbs(_("Reading lists")),
    }
    return render(request, "repository/kept.html", context, status=422 if form.errors else 200)


def _kept_verb(request: HouseRequest, form: ListForm, at: datetime) -> HttpResponse | None:
    viewer, what = request.viewer, request.POST.get("what", "")
    if what == "list" and form.is_valid():
        made = attempt(form, actions.make_list, viewer, title=form.cleaned_data["title"], note=form.cleaned_data["note"], at=at)
        if made is None:
            return None
        changed = attempt(
            form,
            actions.change_list,
            viewer,
            made.pk,
            title=made.title,
            note=form.cleaned_data["note"],
            level=form.cleaned_data["level"],
            at=at,
        )
        return redirect("repository:reading_list", pk=made.pk) if changed else None
    return None


def own_list(request: HouseRequest, mine: ReadingList, context: dict[str, Any]) -> HttpResponse:
    """One's own reading list, with the forms that change it."""
    viewer, at, what = request.viewer, clock.now(), request.POST.get("what", "")
    initial = {"title": mine.title, "note": mine.note, "level": mine.level}
    form = ListForm(request.POST if what == "change" else None, initial=initial)
    if request.method == "POST":
        record = request.POST.get("record", "")
        if what == "forget":
            actions.forget_list(viewer, mine.pk, at=at)
            messages.success(request, _("The list is deleted."))
            return redirect("repository:kept")
        if what == "remove" and record.isdecimal() and len(record) < 18:
            actions.remove_from_list(viewer, mine.pk, int(record), at=at)
            return redirect("repository:reading_list", pk=mine.pk)
        if what == "change" and form.is_valid() and attempt(form, actions.change_list, viewer, mine.pk, **form.cleaned_data, at=at):
            messages.success(request, _("Saved."))
            return redirect("repository:reading_list", pk=mine.pk)
    return render(request, "repository/reading_list.html", {**context, "form": form}, status=422 if form.errors else 200)


@door("search.save")
@require_POST
def keep(request: HouseRequest, slug: str) -> HttpResponse:
    """Put a record on one of my lists, or on a new one."""
    viewer, at = request.viewer, clock.now()
    record = queries.full_record(viewer, slug)
    chosen = request.POST.get("list", "")
    try:
        if chosen.isdecimal() and len(chosen) < 18:
            number = int(chosen)
        else:
            number = actions.make_list(viewer, title=request.POST.get("title", ""), at=at).pk
        actions.add_to_list(viewer, number, record.pk, note=request.POST.get("note", ""), at=at)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(record.url)
    messages.success(request, _("It is on your list."))
    return redirect(record.url)


@door("copy.ask")
def ask_copy(request: HouseRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for a copy of a file that is closed to me."""
    viewer, at = request.viewer, clock.now()
    file: RecordFile = see(
        viewer, "record-file.name", RecordFile.objects.select_related("stored", "version__record"), pk=pk, version__record__slug=slug
    )
    if allows(viewer, "record-file.read", file):
        return redirect(file.url)
    see(viewer, "copy.ask", pk=pk)
    open_one = rows(viewer, "copy.own", CopyRequest.objects.filter(file=file, state=CopyState.ASKED)).first()
    form = CopyForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.ask_copy, viewer, pk, purpose=form.cleaned_data["purpose"], at=at)
    ):
        messages.success(request, _("Asked. You get a letter with the answer."))
        return HttpResponseRedirect(file.version.record.url)
    context = {"file": file, "record": file.version.record, "form": form, "asked": open_one, "crumbs": _crumbs(_("Ask for a copy"))}
    return render(request, "repository/ask_copy.html", context, status=422 if form.errors else 200)


@door("copy.decide")
def copy(request: HouseRequest, pk: int) -> HttpResponse:
    """Answer a request for a copy."""
    viewer, at = request.viewer, clock.now()
    asked: CopyRequest = see(
        viewer, "copy.decide", CopyRequest.objects.select_related("person", "file__stored", "file__version__record"), pk=pk
    )
    form = DecideCopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and request.POST.get("what") in {"grant", "refuse"}:
        grant = request.POST["what"] == "grant"
        if attempt(form, actions.decide_copy, viewer, pk, grant=grant, reason=form.cleaned_data["reason"], at=at):
            messages.success(request, _("Granted; access ends by itself.") if grant else _("Refused; the reason is on its way."))
            return redirect("repository:copy", pk=pk)
    context = {
        "asked": asked,
        "record": asked.file.version.record,
        "form": form,
        "days": copy_days(),
        "crumbs": _crumbs(_("Request for a copy")),
    }
    return render(request, "repository/copy.html", context, status=422 if form.errors else 200)
