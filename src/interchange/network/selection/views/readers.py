"""Reviewers: my reviews, the form, stepping aside, calibration; officers: strictness and calibration."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.network.calls.queries import answers
from interchange.network.selection import actions
from interchange.network.selection.models import Assignment, CalibrationMark, CalibrationRound
from interchange.network.selection.queries.dashboard import reviews_of
from interchange.network.selection.queries.files import SCORED, dossier, files
from interchange.network.selection.queries.marks import calibration_spread, comparison, severity_of
from interchange.network.selection.views.common import attempt, call_of, crumbs, number, tell
from interchange.network.selection.vocabulary import AssignmentState


@require_safe
@door("review.mine")
def my_reviews(request: HouseRequest) -> HttpResponse:
    """What is asked of me, what I filed."""
    open_rounds = CalibrationRound.objects.filter(closed_at__isnull=True).select_related("call")
    mine = reviews_of(request.viewer)
    waiting = [entry for entry in mine if entry.state == AssignmentState.ASSIGNED]
    context = {"assignments": mine, "waiting": waiting, "filed": len(mine) - len(waiting), "rounds": open_rounds, "now": clock.now()}
    return render(request, "selection/my_reviews.html", context)


def _mine(viewer: Viewer, pk: int) -> Assignment:
    """My live assignment; whoever stepped aside and types the address gets 403 and a line in the journal, others 404."""
    found = rows(viewer, "review.write").filter(pk=pk).select_related("application__call", "review").first()
    if found is None:
        closed = Assignment.objects.filter(pk=pk).values_list("application_id", flat=True).first()
        actions.refuse_conflicted(viewer, closed or 0, at=clock.now())
        raise AssertionError("refuse_conflicted always raises")
    return found


def _entries(request: HouseRequest, assignment: Assignment) -> dict[int, tuple[int | None, str]]:
    return {
        criterion.pk: (number(request.POST.get(f"score_{criterion.pk}")), request.POST.get(f"comment_{criterion.pk}", ""))
        for criterion in assignment.application.call.criteria.all()
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door("review.write")
def review(request: HouseRequest, pk: int) -> HttpResponse:
    """The form with anchors beside each criterion; after filing, the reviews side by side."""
    assignment = _mine(request.viewer, pk)
    problems = []
    if request.method == "POST" and assignment.state == AssignmentState.ASSIGNED:
        entries, remark, revision = _entries(request, assignment), request.POST.get("remark", ""), number(request.POST.get("revision"))
        verb = actions.file_review if request.POST.get("do") == "file" else actions.save_review
        done = _("Your review is filed.") if request.POST.get("do") == "file" else _("Draft saved.")
        made, problems = attempt(request, lambda: verb(request.viewer, pk, entries, remark=remark, revision=revision, at=clock.now()), done)
        if made is not None:
            return redirect("selection:reviews" if request.POST.get("do") == "file" else reverse("selection:review", args=[pk]))
        assignment = _mine(request.viewer, pk)
    held = {mark.criterion_id: mark for mark in assignment.review.marks.all()}
    criteria = []
    for criterion in assignment.application.call.criteria.all():
        mark = held.get(criterion.pk)
        typed = request.POST.get(f"score_{criterion.pk}") if problems else None
        score = number(typed) if problems else (mark.score if mark else None)
        comment = request.POST.get(f"comment_{criterion.pk}", "") if problems else (mark.comment if mark else "")
        anchors = [(value, criterion.anchors.get(str(value), ""), score == value) for value in range(1, 6)]
        criteria.append((criterion, anchors, comment))
    seen = rows(request.viewer, "review.read").filter(assignment__application_id=assignment.application_id, filed_at__isnull=False)
    filed = assignment.state == AssignmentState.FILED
    context = {
        "assignment": assignment,
        "application": assignment.application,
        **dossier(request.viewer, assignment.application),
        "criteria": criteria,
        "problems": problems,
        "filed": filed,
        "comparison": comparison(assignment.application, [entry.pk for entry in seen]) if filed else None,
        "remark": request.POST.get("remark", "") if problems else assignment.review.remark,
        "reasons": ConflictReason.choices,
        "crumbs": [(_("My reviews"), reverse("selection:reviews")), (assignment.application.number, "")],
    }
    return render(request, "selection/review.html", context, status=422 if problems else 200)


@require_POST
@door("review.write")
def review_draft(request: HouseRequest, pk: int) -> HttpResponse:
    """Autosave; answers the new revision, or what is wrong."""
    assignment = _mine(request.viewer, pk)
    entries, revision = _entries(request, assignment), number(request.POST.get("revision"))
    remark = request.POST.get("remark", "")
    made, problems = attempt(
        request, lambda: actions.save_review(request.viewer, pk, entries, remark=remark, revision=revision, at=clock.now())
    )
    if made is None:
        return JsonResponse(
            {"message": " ".join(str(problem) for problem in problems), "url": reverse("selection:review", args=[pk])}, status=409
        )
    return JsonResponse({"revision": made.revision, "message": _("Draft saved.")})


@require_POST
@door("review.recuse")
def step_aside(request: HouseRequest, pk: int) -> HttpResponse:
    """One click; the file is closed from this moment on."""
    reason = request.POST.get("reason", ConflictReason.OTHER)
    tell(
        request,
        attempt(request, lambda: actions.recuse(request.viewer, pk, reason=reason, at=clock.now()), _("The file is closed to you."))[1],
    )
    return redirect("selection:reviews")


@require_safe
@door("selection.table")
def severity(request: HouseRequest, slug: str) -> HttpResponse:
    """How strict each reviewer is beside the others; explains, changes nothing."""
    call = call_of(slug)
    found = severity_of(call.pk)
    names = dict(_people([entry.reviewer for entry in found]))
    listed = [(names.get(entry.reviewer, ""), entry) for entry in found]
    return render(request, "selection/severity.html", {"call": call, "listed": listed, "crumbs": crumbs((call.title, ""))})


def _people(ids: list[int]) -> list[tuple[int, str]]:
    model = Assignment._meta.get_field("reviewer").related_model
    return [(person.pk, person.name) for person in model._default_manager.filter(pk__in=ids)]  # type: ignore[union-attr]


@require_http_methods(["GET", "HEAD", "POST"])
@door("calibration.read")
def calibration(request: HouseRequest, slug: str) -> HttpResponse:
    """Reviewers mark the round's files; officers open, repeat and close it; both see the spread without names."""
    call = call_of(slug)
    officer = request.viewer.has(Role.OFFICER)
    found = CalibrationRound.objects.filter(call=call).first()
    problems = []
    if request.method == "POST":
        at, verb = clock.now(), request.POST.get("do", "")
        keys = [int(key) for key in request.POST.getlist("application") if key.isdecimal()]
        marks = {c.pk: number(request.POST.get(f"score_{c.pk}")) or 0 for c in call.criteria.all()}
        key = found.pk if found else 0
        verbs = {
            "open": lambda: actions.open_round(request.viewer, call.pk, keys, at=at),
            "redo": lambda: actions.allow_redo(request.viewer, key, note=request.POST.get("note", ""), at=at),
            "close": lambda: actions.close_round(request.viewer, key, at=at),
            "mark": lambda: actions.mark_calibration(request.viewer, key, keys[0] if keys else 0, marks, at=at),
        }
        if verb in verbs:
            made, problems = attempt(request, verbs[verb], _("Done."))
            if made is not None:
                return redirect("selection:calibration", slug=slug)
    attempt_now = 2 if found and found.redo_at else 1
    mine = set(
        CalibrationMark.objects.filter(round=found, reviewer_id=request.viewer.person_id, attempt=attempt_now).values_list(
            "application_id", flat=True
        )
    )
    hidden = _hidden(request.viewer)
    open_files = []
    if found and not found.closed_at:
        whole = found.applications.select_related("call").prefetch_related("evidence", "call__questions")
        open_files = [application for application in whole if application.pk not in mine and application.pk not in hidden]
    for application in open_files:
        application.said = answers(application)
    choosable = (
        files(request.viewer).filter(call=call).exclude(state__in=SCORED).order_by("number")[:40]
        if officer and (not found or found.closed_at)
        else []
    )
    everyone_marked = officer or (found is not None and not open_files)
    context = {
        "call": call,
        "round": found,
        "open_files": open_files if request.viewer.has(Role.REVIEWER) else [],
        "choosable": choosable,
        "criteria": call.criteria.all(),
        "scale": range(1, 6),
        "spread": calibration_spread(found) if found and everyone_marked else [],
        "officer": officer,
        "problems": problems,
        "input": request.POST,
        "crumbs": [(_("My reviews"), reverse("selection:reviews"))] if not officer else crumbs((call.title, "")),
    }
    return render(request, "selection/calibration.html", context, status=422 if problems else 200)


def _hidden(viewer: Viewer) -> set[int]:
    """Applications that a recorded conflict hides from the viewer."""
    return set(Conflict.objects.filter(person_id=viewer.person_id, kind="calls.application").values_list("object_id", flat=True))
