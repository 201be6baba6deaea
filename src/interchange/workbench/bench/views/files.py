"""Files: dropped, inspected, shown, forgotten; a picture labelled and given back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.workbench.bench import actions, filed
from interchange.workbench.bench.forms import InspectForm, LabelForm
from interchange.workbench.bench.vocabulary import FILES_AT_ONCE, file_mb
from interchange.workbench.signals.writing import label as writing
from interchange.workbench.signals.writing.images import NotWritable


def crumb() -> tuple[str, str]:
    """The way back to the bench."""
    return (_("Workbench"), "/workbench/")


def sender(request: HouseRequest) -> str:
    """What tells one visitor from another within an hour."""
    return str(request.META.get("REMOTE_ADDR", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def inspect(request: HouseRequest) -> HttpResponse:
    """Drop files, read what they say of themselves. Nothing is kept unless the box is ticked."""
    viewer = request.viewer
    form = InspectForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "most": FILES_AT_ONCE, "megabytes": file_mb(), "crumbs": [crumb(), (_("Inspect"), "")]}
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.inspect_uploads, viewer, request.FILES.getlist("files"), sender=sender(request))
        if made is not None:
            data = [report.json() for report in made]
            context["reports"] = [filed.shown(one) for one in data]
            context["compared"] = filed.compare(data) if len(data) == 2 else None
            if form.cleaned_data["keep"] and viewer.is_signed_in:
                context["kept"] = [actions.keep_report(viewer, one, at=clock.now()) for one in data]
                messages.success(request, ngettext("The report is kept.", "The reports are kept.", len(data)))
    return render(request, "bench/inspect.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def label(request: HouseRequest) -> HttpResponse:
    """Label a picture in its metadata: what would change first, then the file. Nothing is kept."""
    posted = request.method == "POST"
    form = LabelForm(request.POST if posted else None, request.FILES if posted else None)
    context: dict[str, Any] = {"form": form, "crumbs": [crumb(), (_("Label a picture"), "")]}
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            wanted = form.label()
            if request.POST.get("do") == "write":
                made = writing.write(content, wanted)
                response = HttpResponse(made.content, content_type="application/octet-stream")
                name = upload.name.rpartition(".")
                response["Content-Disposition"] = f'attachment; filename="{_ascii(name[0] or "picture")}-labelled.{_ascii(name[2])}"'
                response["X-Media-SHA256"] = made.media_sha256
                return response
            context["changes"] = writing.preview(content, wanted)
        except (NotWritable, ValueError) as wrong:
            form.add_error("file", str(wrong))
    return render(request, "bench/label.html", context, status=422 if form.errors else 200)


def _ascii(text: str) -> str:
    return "".join(one if one.isascii() and (one.isalnum() or one in "-_ ") else "-" for one in text)[:80]
