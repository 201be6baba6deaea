"""Looking again, reporting a source that is gone, the steward's right of reply, taking an entry off the map or putting two together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.knowledge.landscape import queries
from interchange.knowledge.landscape.actions import ending, evidence
from interchange.knowledge.landscape.forms import EndForm, RecheckForm, ReplyForm
from interchange.knowledge.landscape.models import Challenge, Reply, Tool
from interchange.knowledge.landscape.views import crumb
from interchange.knowledge.landscape.views.contributing import _page, code_of, names
from interchange.knowledge.landscape.vocabulary import EntryState


@door("map.propose")
def recheck(request: HouseRequest, code: str) -> HttpResponse:
    """Say that a tool's entry is still true."""
    return _recheck(request, "tool", see(request.viewer, "tool.recheck", Tool.objects.all(), code=code))


@door("map.propose")
def recheck_challenge(request: HouseRequest, code: str) -> HttpResponse:
    """Say that a challenge's entry is still true."""
    return _recheck(request, "challenge", see(request.viewer, "challenge.recheck", Challenge.objects.all(), code=code))


def _recheck(request: HouseRequest, of: str, entry: Tool | Challenge) -> HttpResponse:
    form = RecheckForm(of, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form, evidence.recheck, request.viewer, entry.pk, said["names"], title=said["source_title"], url=said["source_url"], strength=said["strength"],
            checked=said["checked"], interest=said["interest"], at=clock.now(), of=of,
        )  # fmt: skip
        if done:
            messages.success(request, _("Thank you: the entry says when you looked."))
            return redirect(entry.url_here)
    change = f"landscape:change_{of}"
    crumbs = crumb((str(entry), entry.url_here), (_("Look again"), ""))
    return _page(
        request, "landscape/recheck.html", {"form": form, "entry": entry, "change": change, "facts": queries.facts(entry), "crumbs": crumbs}
    )


@door("map.propose")
def gone(request: HouseRequest, code: str) -> HttpResponse:
    """Report a source of a tool that is gone."""
    return _gone(request, "tool", see(request.viewer, "tool.recheck", Tool.objects.all(), code=code))


@door("map.propose")
def gone_challenge(request: HouseRequest, code: str) -> HttpResponse:
    """Report a source of a challenge that is gone."""
    return _gone(request, "challenge", see(request.viewer, "challenge.recheck", Challenge.objects.all(), code=code))


def _gone(request: HouseRequest, of: str, entry: Tool | Challenge) -> HttpResponse:
    if request.method == "POST":
        place = request.POST.get("place", "")
        try:
            evidence.report_gone(request.viewer, entry.pk, int(place) if place.isdecimal() else -1, at=clock.now(), of=of)
            messages.success(request, _("Marked: that source is gone."))
        except Refused as wrong:
            messages.error(request, str(wrong))
    return redirect(entry.url_here)


@door("map.propose")
def end(request: HouseRequest, code: str) -> HttpResponse:
    """Propose that a tool be taken off the map, put together with another, or put back."""
    tool: Tool = see(request.viewer, "tool.view", code=code)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"how": request.GET.get("how", ""), "into": request.GET.get("into", "")}
    )
    here = tool.state == EntryState.LISTED
    form.restrict(here=here)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form, ending.propose_end, request.viewer, code, how=said["how"], into=code_of(said["into"]), note=said["note"], interest=said["interest"], at=clock.now()
        )  # fmt: skip
        if made:
            messages.success(request, _("Proposed as %s. Two other people review it.") % made.number)
            return redirect("landscape:proposal", pk=made.pk)
    context: dict[str, Any] = {
        "form": form,
        "tool": tool,
        "here": here,
        "names": names(),
        "crumbs": crumb((tool.name, tool.url_here), (_("Off the map"), "")),
    }
    return _page(request, "landscape/end.html", context)


@door("map-reply.file")
def reply(request: HouseRequest, code: str) -> HttpResponse:
    """The steward's right of reply."""
    tool: Tool = see(request.viewer, "map-reply.file", code=code)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, evidence.file_reply, request.viewer, tool.pk, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Filed. It is printed once an officer has checked who speaks."))
        return redirect(tool.url_here)
    return _page(
        request,
        "landscape/reply.html",
        {"form": form, "tool": tool, "crumbs": crumb((tool.name, tool.url_here), (_("Right of reply"), ""))},
    )


@door("map-reply.decide")
def decide_reply(request: HouseRequest, pk: int) -> HttpResponse:
    """Print a reply or not."""
    found: Reply = see(request.viewer, "map-reply.decide", Reply.objects.select_related("tool"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            evidence.decide_reply,
            request.viewer,
            pk,
            publish=request.POST.get("what") == "publish",
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        if done:
            return redirect(found.tool.url_here)
    return _page(
        request,
        "landscape/decide_reply.html",
        {"form": form, "reply": found, "crumbs": crumb((found.tool.name, found.tool.url_here), (_("Reply"), ""))},
    )
