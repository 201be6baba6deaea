"""Lists: many works registered at once, many codes asked at once; the signed index and its key; what chance does."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.workbench.codes.chance import measured
from interchange.workbench.codes.manifest import Faulty
from interchange.workbench.registry import drawing, queries, sealing, showing
from interchange.workbench.registry.actions import bulk
from interchange.workbench.registry.forms import BulkForm, LookupForm
from interchange.workbench.registry.models import Batch
from interchange.workbench.registry.views.works import crumbs
from interchange.workbench.registry.vocabulary import Use, Visibility


@require_http_methods(["GET", "HEAD", "POST"])
@public
def lookup(request: HouseRequest) -> HttpResponse:
    """Is this reserved, and by whom? Asked with codes; the content stays where it is. Nothing is kept of the question."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "edition": queries.edition(), "crumbs": crumbs((_("Is it reserved?"), ""))}
    if request.method == "POST" and form.is_valid():
        uses = {code: str(label) for code, label in Use.choices}
        answers = []
        for line, found in queries.lookup(request.viewer, form.cleaned_data["asked"], form.cleaned_data["near"]):
            if isinstance(found, Faulty):
                answers.append({"line": line[:80], "faults": [showing.question_fault(one.code, one.values) for one in found.faults]})
            else:
                told = [{**one, "uses": [uses.get(use, use) for use in one["reservations"]]} for one in found]
                answers.append({"line": line[:80], "works": told})
        context |= {"answers": answers, "met": sum(bool(one.get("works")) for one in answers), "near": form.cleaned_data["near"]}
    return render(request, "registry/lookup.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("work.register")
def register_many(request: HouseRequest) -> HttpResponse:
    """Register many works: a manifest of codes, or the files of a folder."""
    posted = request.method == "POST"
    form = BulkForm(request.POST if posted else None, request.FILES if posted else None, initial={"visibility": Visibility.PUBLIC})
    if posted and form.is_valid():
        at, given = clock.now(), form.cleaned_data
        if given["manifest"]:
            made = attempt(form, bulk.begin_manifest, request.viewer, given["manifest"], given, at=at)
        else:
            made = attempt(form, bulk.begin_folder, request.viewer, given["files"], given, at=at)
        if made is not None:
            messages.success(request, _("Taken in. The worker registers them; this page shows how far it has come."))
            return redirect("registry:batch", pk=made.pk)
    return render(
        request, "registry/bulk.html", {"form": form, "crumbs": crumbs((_("Register many"), ""))}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door("work.register")
def batch(request: HouseRequest, pk: int) -> HttpResponse:
    """How far a bulk registration has come, and what was refused."""
    found = see(request.viewer, "batch.own", Batch.objects.all(), pk=pk)
    if request.method == "POST":
        bulk.stop(request.viewer, pk, at=clock.now())
        messages.success(request, _("Stopped. What was registered stays."))
        return redirect("registry:batch", pk=pk)
    problems = [(where, showing.fault(code, values)) for where, code, values in found.problems]
    return render(request, "registry/batch.html", {"found": found, "problems": problems, "crumbs": crumbs((_("My registrations"), "/workbench/registry/mine/"), (found.name, ""))})  # fmt: skip


@require_safe
@public
def index_file(request: HouseRequest) -> FileResponse:
    """The newest signed index."""
    found = queries.edition()
    if found is None:
        raise Http404
    response = FileResponse(default_storage.open(found.path), content_type="application/jsonl", as_attachment=True, filename=f"registry-{found.made_at:%Y%m%d-%H%M}.jsonl")  # fmt: skip
    response["ETag"] = f'"{found.sha256}"'
    return response


@require_safe
@public
def key(request: HouseRequest) -> HttpResponse:
    """The register's public key."""
    response = HttpResponse(sealing.public_pem(), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="registry-key.pem"'
    return response


@require_safe
@public
def chance(request: HouseRequest) -> HttpResponse:
    """What a distance is worth: how near strangers come, how far edited copies stray, measured on a set that we made up."""
    titles = {"image": _("Pictures"), "audio": _("Sound, five seconds a code"), "passage": _("Passages of texts")}
    told = measured()
    schemes = [
        {
            "name": name,
            "title": title,
            "works": told[name]["works"],
            "pairs": showing.number(told[name]["pairs"]),
            "within": sum(told[name]["histogram"][:9]) or _("none"),
            "rate": showing.rate(told[name]["upper"][8]),
            "picture": drawing.distances(told[name]["histogram"], title),
            "counts": [(place, showing.number(count)) for place, count in enumerate(told[name]["histogram"]) if count],
            "edits": [{**one, "percent": round(100 * one["found"] / one["tried"])} for one in showing.edits(name)],
        }
        for name, title in titles.items()
    ]
    return render(request, "registry/chance.html", {"schemes": schemes, "day": date.fromisoformat(told["made_on"]), "key": sealing.public_key().hex(), "crumbs": crumbs((_("What a distance is worth"), ""))})  # fmt: skip
