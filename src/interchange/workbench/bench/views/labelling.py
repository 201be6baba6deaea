"""A picture is labelled, signed if one has a key, proved unchanged, read back, given back and forgotten."""

import re
import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import HouseForm, attempt
from interchange.workbench.bench import filed, queries
from interchange.workbench.bench.actions import labelling
from interchange.workbench.bench.forms import LabelForm
from interchange.workbench.bench.models import HeldPicture
from interchange.workbench.bench.views.files import crumb, sender


@require_http_methods(["GET", "HEAD", "POST"])
@public
def label(request: HouseRequest) -> HttpResponse:
    """Choose a picture and what it shall say. It is held for half an hour at most."""
    posted, at = request.method == "POST", clock.now()
    signers = queries.signers(request.viewer, at)
    form = LabelForm(request.POST if posted else None, request.FILES if posted else None, signers=signers)
    if posted and form.is_valid():
        given = form.cleaned_data
        held = attempt(
            form, labelling.hold_picture, request.viewer, given["file"], wanted=form.label(), key_id=given.get("key") or None,
            sender=sender(request), at=at,
        )  # fmt: skip
        if held is not None:
            return redirect("bench:held", pk=held.pk)
    context = {"form": form, "signers": signers, "crumbs": [crumb(), (_("Label a picture"), "")]}
    return render(request, "bench/label.html", context, status=422 if form.errors else 200)


def _held(request: HouseRequest, pk: uuid.UUID) -> HeldPicture:
    at = clock.now()
    return see(request.viewer, "picture.held", HeldPicture.objects.filter(ends_at__gt=at).select_related("key").defer("key__locked"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def held(request: HouseRequest, pk: uuid.UUID) -> HttpResponse:
    """What would change; then what was changed, the proof, what a reader finds in it, and the picture to take away."""
    one = _held(request, pk)
    form = HouseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "forget":
            labelling.forget_picture(request.viewer, pk)
            messages.success(request, _("The picture is gone from here."))
            return redirect("bench:label")
        if attempt(form, labelling.write_picture, request.viewer, pk, at=clock.now()) is not None:
            return redirect("bench:held", pk=pk)
    try:
        context: dict[str, Any] = {
            "held": one,
            "form": form,
            "crumbs": [crumb(), (_("Label a picture"), "/workbench/label/"), (one.name, "")],
        }
        if one.made:
            context |= {"made": one.made, "one": filed.shown(one.made["report"], one.made["pictures"])}
        else:
            content = labelling.read_held(one)
            context |= {
                "changes": labelling.preview(content, one),
                "said": filed.statement(labelling.statement(content, one)) if one.key else None,
            }
    except FileNotFoundError:
        raise Http404 from None
    response = render(request, "bench/held.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@public
def held_file(request: HouseRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The labelled picture, to be saved."""
    one = _held(request, pk)
    if not one.made or not default_storage.exists(one.result):
        raise Http404
    stem, _dot, ending = one.name.rpartition(".")
    name = f"{stem or 'picture'}-labelled.{ending}"
    response = FileResponse(default_storage.open(one.result), content_type=one.media_type)
    plain = re.sub(r'[^\w .-]|["\\]', "_", name, flags=re.ASCII)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"  # RFC 6266, RFC 8187
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "frame-ancestors": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]
    return response
