"""The roadmap and work items."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground import clock
from interchange.ground.accounts import names
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import HouseForm, attempt
from interchange.work.direction import queries
from interchange.work.direction.actions import items as acting
from interchange.work.direction.forms import AdoptForm, CloseForm, ExtendForm, MilestoneForm, OutputForm
from interchange.work.direction.models import Milestone, Proposal, WorkItem
from interchange.work.direction.views import crumb, page
from interchange.work.direction.views.topics import TOPICS
from interchange.work.direction.vocabulary import RUNNING, ItemState

ENDED_MOST = 20  # of the work items that ended, those that the roadmap shows at first


@public
def roadmap(request: HouseRequest) -> HttpResponse:
    """What runs, what is late, what ended with which result; each objective."""
    at = clock.now()
    found = queries.roadmap(request.viewer, at)
    shown = found.ended if request.GET.get("ended") == "all" else found.ended[:ENDED_MOST]
    context = {
        "map": found,
        "ended": shown,
        "ended_more": len(found.ended) - len(shown),
        "to_vote": list(queries.open_to_me(request.viewer, at)) if allows(request.viewer, "round.view") else [],
        "inside": allows(request.viewer, "topic.list"),
        "now": at,
    }
    return page(request, "direction/roadmap.html", context)


@door("topic.steer")
def adopt(request: HouseRequest, pk: int) -> HttpResponse:
    """Adopt a topic."""
    found: Proposal = see(request.viewer, "topic.steer", Proposal.objects.all(), pk=pk)
    form = AdoptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, acting.adopt, request.viewer, pk, **form.cleaned_data, at=clock.now())
        if made is not None:
            messages.success(request, _("Adopted. It stands on the roadmap."))
            return redirect("direction:item", pk=made.pk)
    crumbs = crumb((_("Topics proposed"), TOPICS), (found.title, f"{TOPICS}{pk}/"), (_("Adopt"), ""))
    return page(
        request, "direction/adopt.html", {"form": form, "found": found, "latest": acting.latest_sunset(clock.now()), "crumbs": crumbs}, form
    )


FORMS: dict[str, tuple[type[HouseForm], Callable[..., Any]]] = {
    "milestone": (
        MilestoneForm,
        lambda viewer, pk, data, at: acting.add_milestone(viewer, pk, title=data["milestone"], due=data["due"], at=at),
    ),
    "output": (OutputForm, lambda viewer, pk, data, at: acting.add_output(viewer, pk, title=data["output"], url=data["url"], at=at)),
    "extend": (
        ExtendForm,
        lambda viewer, pk, data, at: acting.extend(
            viewer, pk, sunset=data["sunset"], reason=data["reason"], decision=data["decision"], at=at
        ),
    ),
    "close": (CloseForm, lambda viewer, pk, data, at: acting.close(viewer, pk, ending=data["ending"], report=data["report"], at=at)),
    "draft": (HouseForm, lambda viewer, pk, data, at: acting.final_draft(viewer, pk, at=at)),
}


@public
def item(request: HouseRequest, pk: int) -> HttpResponse:
    """One work item: charter, people, milestones, outputs, how it ended; for those who lead it the forms."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "work-item.view", queries.items(viewer), pk=pk)
    running = found.state in RUNNING
    steering = running and viewer.is_signed_in and allows(viewer, "work-item.steer", found)
    leading = steering or (running and viewer.is_signed_in and allows(viewer, "work-item.lead", found))
    forms: dict[str, Form] = {name: kind(prefix=name, auto_id=f"{name}_%s") for name, (kind, _act) in FORMS.items()}
    what = request.POST.get("what", "")
    if request.method == "POST" and what in FORMS and (steering if what == "extend" else leading):
        kind, act = FORMS[what]
        forms[what] = form = kind(request.POST, prefix=what, auto_id=f"{what}_%s")
        if form.is_valid() and attempt(form, act, viewer, pk, form.cleaned_data, at) is not None:
            messages.success(request, _("Noted."))
            return redirect("direction:item", pk=pk)
    context = {
        "found": found,
        "line": queries.line(found, at),
        "people": _people(viewer, found),
        "leading": leading,
        "steering": steering,
        "can_extend": steering and found.extended_at is None,
        "can_draft": leading and found.state == ItemState.ACTIVE,
        "forms": forms,
        "refused": what if forms.get(what) is not None and forms[what].is_bound else "",
        "inside": allows(viewer, "topic.list"),
        "now": at,
        "crumbs": crumb((found.number, "")),
    }
    return page(request, "direction/item.html", context, *forms.values())


def _people(viewer: Any, found: WorkItem) -> list[tuple[str, list[str]]]:
    """(part, names) as the viewer may read them; those whose names are not open to the viewer are counted, last."""
    workers = list(found.workers.all())
    shown = names.shown(viewer, [one.person for one in workers])
    parts: dict[str, list[str]] = {}
    for one in workers:
        parts.setdefault(one.get_part_display(), []).append(shown[one.person_id])
    made = []
    for part, said in parts.items():
        unnamed = said.count(_("A participant"))
        lines = [name for name in said if name != _("A participant")]
        if unnamed and lines:
            lines.append(ngettext("%(n)d more", "%(n)d more", unnamed) % {"n": unnamed})
        elif unnamed:
            lines = [ngettext("%(n)d participant", "%(n)d participants", unnamed) % {"n": unnamed}]
        made.append((part, lines))
    return made


@door("milestone.mark")
def reach(request: HouseRequest, pk: int) -> HttpResponse:
    """Mark a milestone as done."""
    step = see(request.viewer, "milestone.mark", Milestone.objects.all(), pk=pk)
    if request.method == "POST":
        acting.reach(request.viewer, pk, at=clock.now())
    return redirect("direction:item", pk=step.item_id)
