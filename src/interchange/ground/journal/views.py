"""The pages of auditors."""

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.journal import auditing, chain
from interchange.ground.journal.forms import FindForm
from interchange.ground.journal.models import Head
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Listing

JOURNAL: tuple[str | Promise, str] = (_("Journal"), "/journal/")
FAULTS_SHOWN = 100


def _asked(request: HouseRequest) -> dict[str, str]:
    """What the address narrows the journal to."""
    return {name: request.GET.get(name, "").strip()[:80] for name in ("verb", "kind", "key", "actor")}


@door("journal.read")
def index(request: HouseRequest) -> HttpResponse:
    """Every event, newest first. Five queries at most."""
    asked = _asked(request)
    found = auditing.events(request.viewer, **asked).order_by("-seq")
    listing = Listing(request, found, per_page=50)
    context = {
        "events": listing,
        "lines": auditing.lines(listing.page.object_list, unmasked=False),
        "form": FindForm(initial=asked),
        "narrowed": any(asked.values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "journal/index.html", context)


@door("journal.read")
def thing(request: HouseRequest, kind: str, key: str) -> HttpResponse:
    """One thing from first to last. A POST with a reason shows names and remarks, once, and leaves a trace."""
    viewer = request.viewer
    form = ReasonForm(request.POST if request.method == "POST" else None)
    unmasked = False
    if request.method == "POST" and form.is_valid():
        unmasked = attempt(form, auditing.unmask, viewer, kind, key, reason=form.cleaned_data["reason"], at=clock.now()) is not None
    found = list(auditing.about(viewer, kind, key)[: auditing.SHOWN + 1])
    if not found:
        raise Http404
    context = {
        "kind": kind,
        "key": key,
        "lines": auditing.lines(found[: auditing.SHOWN], unmasked=unmasked),
        "cut": auditing.SHOWN if len(found) > auditing.SHOWN else 0,
        "letters": auditing.letters_about(kind, key),
        "unmasked": unmasked,
        "form": form,
        "crumbs": [JOURNAL, (f"{kind} {key}", "")],
    }
    response = render(request, "journal/thing.html", context)
    response["Cache-Control"] = "no-store"  # what was unmasked for one view stays in no cache
    return response


@door("journal.read")
def export(request: HouseRequest) -> StreamingHttpResponse:
    """The same events as JSON lines, oldest first, with everything that their hashes cover."""
    response = StreamingHttpResponse(
        auditing.as_json_lines(auditing.events(request.viewer, **_asked(request))), content_type="application/x-ndjson"
    )
    response["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
    return response


@door("journal.verify")
def verify(request: HouseRequest) -> HttpResponse:
    """Walk the chain (on POST, for it reads every link) and say what was found."""
    context: dict[str, Any] = {
        "crumbs": [JOURNAL, (_("Check the chain"), "")],
        "head": Head.objects.filter(pk=1).first(),
        "back": reverse("journal:index"),
    }
    if request.method == "POST":
        count, faults = chain.verify()
        context |= {"checked": True, "count": count, "faults": faults[:FAULTS_SHOWN], "more": max(0, len(faults) - FAULTS_SHOWN)}
    return render(request, "journal/verify.html", context)
