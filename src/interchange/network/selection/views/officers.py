"""Officers: the first page, the working table, the eligibility queue and check, one file, reviewers and assignments."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interchange.ground import clock
from interchange.ground.errors import Problem
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.network.calls.queries import likely_twins, merge_of
from interchange.network.calls.vocabulary import ApplicationState
from interchange.network.selection import actions, exports, neighbours
from interchange.network.selection.models import EligibilityCheck, ReviewerProfile
from interchange.network.selection.queries.dashboard import overview
from interchange.network.selection.queries.files import dossier, file_of, files
from interchange.network.selection.queries.marks import comparison
from interchange.network.selection.queries.readers import in_words, readers, suggestions, suggestions_for_all
from interchange.network.selection.queries.table import SORTS
from interchange.network.selection.queries.table import table as table_of
from interchange.network.selection.views.common import attempt, call_of, crumbs, number, tell, tell_choices
from interchange.network.selection.vocabulary import ChecklistItem, CheckResult, RepairPart


@require_safe
@door("selection.dashboard")
def dashboard(request: HouseRequest) -> HttpResponse:
    """Counts per state, files without readers, overdue reviews, divergences."""
    return render(request, "selection/dashboard.html", {"overview": overview(request.viewer, clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@door("selection.table")
def table(request: HouseRequest, slug: str) -> HttpResponse:
    """The working table; POST puts the ticked applications into the set."""
    call = call_of(slug)
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("application") if key.isdecimal()]
        outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
        made, problems = attempt(
            request, lambda: actions.choose_many(request.viewer, call.pk, keys, outcome, reason=reason, at=clock.now())
        )
        tell_choices(request, made, problems)
        return redirect(request.get_full_path())
    found = table_of(request.viewer, call.pk, request.GET.dict())
    if request.GET.get("format") == "csv":
        answer = HttpResponse(exports.as_csv(found.lines), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="applications-{call.slug}.csv"'
        return answer
    page = Paginator(found.lines, 50).get_page(request.GET.get("page"))
    keep = request.GET.copy()
    for name in ("page", "format"):
        keep.pop(name, None)
    context = {
        "call": call,
        "table": found,
        "page": page,
        "sorts": [(key, label) for key, (label, _key) in SORTS.items()],
        "keep": keep.urlencode(),
        "crumbs": crumbs((call.title, "")),
    }
    return render(request, "selection/table.html", context)


@require_safe
@door("eligibility.check")
def eligibility_queue(request: HouseRequest) -> HttpResponse:
    """Submitted applications, oldest first."""
    waiting = files(request.viewer).filter(state=ApplicationState.SUBMITTED).select_related("call").order_by("submitted_at", "pk")
    page = Paginator(waiting, 50).get_page(request.GET.get("page"))
    return render(request, "selection/eligibility.html", {"page": page, "crumbs": crumbs((_("Eligibility"), ""))})


@require_http_methods(["GET", "HEAD", "POST"])
@door("eligibility.check")
def check(request: HouseRequest, pk: int) -> HttpResponse:
    """One check. POST without a result says "I look at this"; with one, decides."""
    application = file_of(request.viewer, pk, "eligibility.check")
    problems, others = [], []
    if request.method == "POST":
        at = clock.now()
        if "result" in request.POST:
            ticked = request.POST.getlist("items")
            made, problems = attempt(
                request,
                lambda: actions.decide_check(
                    request.viewer,
                    pk,
                    request.POST.get("result", ""),
                    items={item: item in ticked for item in ChecklistItem.values},
                    reason=request.POST.get("reason", ""),
                    parts=request.POST.getlist("parts"),
                    at=at,
                ),
                _("The check is recorded."),
            )
            if made is not None:
                return redirect("selection:eligibility")
        else:
            actions.open_check(request.viewer, pk, at=at)
            return redirect("selection:check", pk=pk)
    others = list(
        EligibilityCheck.objects.filter(application_id=pk, result="").exclude(officer_id=request.viewer.person_id).select_related("officer")
    )
    context = {
        "application": application,
        **dossier(request.viewer, application),
        "twins": likely_twins(application),
        "problems": problems,
        "others": others,
        "items": [(code, label, code in request.POST.getlist("items")) for code, label in ChecklistItem.choices],
        "parts": [(code, label, code in request.POST.getlist("parts")) for code, label in RepairPart.choices],
        "results": CheckResult.choices,
        "input": request.POST,
        "mine": EligibilityCheck.objects.filter(application_id=pk, officer_id=request.viewer.person_id, result="").exists(),
        "crumbs": crumbs((_("Eligibility"), reverse("selection:eligibility")), (application.number, "")),
    }
    return render(request, "selection/check.html", context, status=422 if problems else 200)


@require_safe
@door("selection.table")
def file(request: HouseRequest, pk: int) -> HttpResponse:
    """One application for officers: texts, readers, what may be done next."""
    at = clock.now()
    application = file_of(request.viewer, pk, "selection.table")
    merged = merge_of(application) if application.state == ApplicationState.DUPLICATE else None
    context = {
        "application": application,
        **dossier(request.viewer, application),
        "twins": [] if merged else likely_twins(application),
        "merged": merged,
        "assignments": application.assignments.select_related("reviewer"),
        "recusals": application.recusals.select_related("person"),
        "result": getattr(application, "result", None),
        "choice": getattr(application, "choice", None),
        "suggestions": _spoken(suggestions(request.viewer, application, at)[:8]) if application.state in ("eligible", "in-review") else [],
        "reasons": ConflictReason.choices,
        "crumbs": crumbs((application.call.title, reverse("selection:table", args=[application.call.slug])), (application.number, "")),
    }
    return render(request, "selection/file.html", context)


def _spoken(found: list) -> list[tuple[object, object, str]]:
    return [(reader, entry, "; ".join(in_words(entry))) for reader, entry in found]


@require_POST
@door("assignment.manage")
def assign(request: HouseRequest, pk: int) -> HttpResponse:
    """Give the file to a reviewer."""
    reviewer_id = number(request.POST.get("reviewer")) or 0
    tell(request, attempt(request, lambda: actions.assign(request.viewer, pk, reviewer_id, at=clock.now()), _("Assigned."))[1])
    return redirect("selection:file", pk=pk)


@require_POST
@door("conflict.record")
def close_to(request: HouseRequest, pk: int) -> HttpResponse:
    """Close the file to a person."""
    person_id = number(request.POST.get("person")) or 0
    reason = request.POST.get("reason", "")
    tell(
        request,
        attempt(request, lambda: actions.recuse_by_officer(request.viewer, pk, person_id, reason=reason, at=clock.now()), _("Closed."))[1],
    )
    return redirect("selection:dashboard" if person_id == request.viewer.person_id else reverse("selection:file", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@door("assignment.manage")
def assignments(request: HouseRequest, slug: str) -> HttpResponse:
    """Readers suggested for every file that lacks them; POST confirms the ticked ones."""
    call = call_of(slug)
    if request.method == "POST":
        pairs = []
        for value in request.POST.getlist("pair"):
            first, _sep, second = value.partition(":")
            if first.isdecimal() and second.isdecimal():
                pairs.append((int(first), int(second)))
        made, refused = actions.assign_many(request.viewer, pairs, at=clock.now())
        tell(request, [Problem("", why) for _file, _reader, why in refused])
        attempt(request, lambda: made, _("%(count)d reviews were asked for.") % {"count": len(made)})
        return redirect("selection:assignments", slug=slug)
    found = suggestions_for_all(request.viewer, call.pk, clock.now())
    listed = [(application, _spoken(entries)) for application, entries in found]
    return render(request, "selection/assignments.html", {"call": call, "listed": listed, "crumbs": crumbs((call.title, ""))})


@require_safe
@door("reviewer.manage")
def reviewers(request: HouseRequest) -> HttpResponse:
    """Everybody who reviews, with their load."""
    return render(request, "selection/reviewers.html", {"readers": readers(clock.now()), "crumbs": crumbs((_("Reviewers"), ""))})


@require_http_methods(["GET", "HEAD", "POST"])
@door("reviewer.manage")
def reviewer(request: HouseRequest, pk: int) -> HttpResponse:
    """What is known about one reviewer."""
    reader = next((entry for entry in readers(clock.now()) if entry.id == pk), None)
    if reader is None:
        return redirect("selection:reviewers")
    problems = []
    if request.method == "POST":
        made, problems = attempt(
            request,
            lambda: actions.describe_reviewer(
                request.viewer,
                pk,
                organisation=request.POST.get("organisation", ""),
                parent_group=request.POST.get("parent_group", ""),
                country=request.POST.get("country", ""),
                topics=request.POST.getlist("topics"),
                profiles=request.POST.getlist("profiles"),
                capacity=number(request.POST.get("capacity")),
                at=clock.now(),
            ),
            _("Saved."),
        )
        if made is not None:
            return redirect("selection:reviewers")
    held = ReviewerProfile.objects.filter(pk=pk).first()
    context = {
        "reader": reader,
        "held": held,
        "problems": problems,
        "countries": sorted(neighbours.countries().items(), key=lambda entry: entry[1]),
        "topics": [(code, label, held is not None and code in held.topics) for code, label in neighbours.choices("topics")],
        "profiles": [(code, label, held is not None and code in held.profiles) for code, label in neighbours.choices("profiles")],
        "crumbs": crumbs((_("Reviewers"), reverse("selection:reviewers")), (reader.name, "")),
    }
    return render(request, "selection/reviewer.html", context, status=422 if problems else 200)


@require_safe
@door("selection.table")
def compare(request: HouseRequest, pk: int) -> HttpResponse:
    """Filed reviews side by side with the median; nothing of a sealed one."""
    application = file_of(request.viewer, pk, "selection.table")
    reviews = list(rows(request.viewer, "review.read").filter(assignment__application_id=pk, filed_at__isnull=False))
    context = {
        "application": application,
        "comparison": comparison(application, [entry.pk for entry in reviews]),
        "result": getattr(application, "result", None),
        "crumbs": crumbs((application.number, reverse("selection:file", args=[pk])), (_("Reviews side by side"), "")),
    }
    return render(request, "selection/compare.html", context)
