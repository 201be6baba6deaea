"""Two files of one person: side by side, merged into one, taken apart again within seven days."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.errors import Problem
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.network.calls import actions as calls
from interchange.network.calls import queries as call_queries
from interchange.network.calls.actions.duplicates import MERGE_UNDO_DAYS
from interchange.network.calls.vocabulary import DEAD_STATES
from interchange.network.selection.queries.files import file_of, files
from interchange.network.selection.views.common import attempt, crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@door("selection.table")
def duplicate(request: HouseRequest, pk: int) -> HttpResponse:
    """Likely twins of one file, and any other by number; POST merges, or undoes a merge."""
    viewer, at = request.viewer, clock.now()
    application = file_of(viewer, pk, "selection.table")
    problems: list[Problem] = []
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if request.POST.get("what") == "undo":
            undo = lambda: calls.undo_duplicate(viewer, pk, at=at, reason=reason)  # noqa: E731
            made, problems = attempt(request, undo, _("Taken apart again: both say what they said before."))
            back = pk
        else:
            typed = request.POST.get("number", "").strip() or request.POST.get("other", "")
            other = files(viewer).filter(call_id=application.call_id, number=typed).exclude(pk=pk).first()
            made, back = None, pk
            if other is None:
                problems = [
                    Problem("number", _("There is no other application of this call with that number."), _("Look it up in the table."))
                ]
            else:
                kept, dropped = (application, other) if request.POST.get("keep", "this") == "this" else (other, application)
                merge = lambda: calls.merge(viewer, dropped.pk, kept.pk, at=at, reason=reason)  # noqa: E731
                made, problems = attempt(request, merge, _("Merged into %s.") % kept.number)
                back = kept.pk
        if made is not None:
            return redirect("selection:file", pk=back)
    done = call_queries.merge_of(application)
    context = {
        "application": application,
        "twins": [twin for twin in call_queries.likely_twins(application) if files(viewer).filter(pk=twin.pk).exists()],
        "done": done,
        "until": done.merged_at + timedelta(days=MERGE_UNDO_DAYS) if done else None,
        "can_undo": done is not None and at <= done.merged_at + timedelta(days=MERGE_UNDO_DAYS),
        "can_merge": application.state not in DEAD_STATES,
        "problems": problems,
        "input": request.POST,
        "crumbs": crumbs(
            (application.call.title, reverse("selection:table", args=[application.call.slug])),
            (application.number, reverse("selection:file", args=[pk])),
            (_("Second application"), ""),
        ),
    }
    return render(request, "selection/duplicate.html", context, status=422 if problems else 200)
