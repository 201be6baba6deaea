"""Files: dropped, inspected, shown, forgotten. The page begins at once; each report comes as it is ready."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell.forms import attempt
from interchange.workbench.bench import actions, filed, streaming
from interchange.workbench.bench.forms import InspectForm
from interchange.workbench.bench.vocabulary import FILES_AT_ONCE, file_mb


def crumb() -> tuple[str, str]:
    """The way back to the bench."""
    return (_("Workbench"), "/workbench/")


def sender(request: HouseRequest) -> str:
    """What tells one visitor from another within an hour."""
    return str(request.META.get("REMOTE_ADDR", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def inspect(request: HouseRequest) -> HttpResponse | StreamingHttpResponse:
    """Drop files, read what they say of themselves. Nothing is kept unless the box is ticked."""
    viewer, posted = request.viewer, request.method == "POST"
    form = InspectForm(request.POST if posted else None, request.FILES if posted else None)
    context: dict[str, Any] = {"form": form, "most": FILES_AT_ONCE, "megabytes": file_mb(), "crumbs": [crumb(), (_("Inspect"), "")]}
    if posted and form.is_valid():
        files = attempt(form, actions.admit, viewer, request.FILES.getlist("files"), sender=sender(request))
        if files is not None:
            given = form.cleaned_data
            keep = given["form_key"] if given["keep"] and viewer.is_signed_in else None
            frame = render_to_string(
                "bench/inspect.html", {**context, "form": InspectForm(), "names": [one.name for one in files]}, request
            )
            return streaming.page(request, frame, _parts(viewer, files, keep, clock.now()))
    return render(request, "bench/inspect.html", context, status=422 if form.errors else 200)


def _parts(viewer: Viewer, files: list[Any], keep: str | None, at: datetime) -> Iterator[str]:
    """Each file's report as it is ready, before it the word that it is being read; then what two of them have in common, and what was kept.
    `keep`: the key of the form; None keeps nothing."""
    reports, kept = [], []
    for number, upload in enumerate(files):
        yield render_to_string("bench/parts/waiting.html", {"name": upload.name, "number": number + 1, "count": len(files)})
        data = actions.one_report(upload).json()
        pictures = actions.pictures(data, upload=upload)
        reports.append(data)
        if keep is not None:
            kept.append(actions.keep_report(viewer, data, at=at, pictures=pictures, form_key=keep, place=number))
        yield render_to_string("bench/parts/report.html", {"one": filed.shown(data, pictures), "raw": True, "anchor": f"file-{number + 1}"})
    yield render_to_string("bench/parts/done.html", {"compared": filed.compare(reports) if len(reports) == 2 else None, "kept": kept})
