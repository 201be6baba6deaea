"""Applying, step by step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.post.queries import about
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.network.calls import actions, queries
from interchange.network.calls.actions.applications import Late, problems_of
from interchange.network.calls.forms import EvidenceRows, InterestRows, step_form
from interchange.network.calls.models import Application
from interchange.network.calls.printing import application_copy
from interchange.network.calls.steps import FIELDS, STEPS
from interchange.network.calls.views.declarations import typed_row
from interchange.network.calls.vocabulary import MOVES, REQUIRED_TEXTS, ApplicationState, FileKind

LIST_FIELDS = {"nationalities", "languages", "other_profiles", "sectors", "topics"}


@public
def apply(request: HouseRequest, slug: str) -> HttpResponse:
    """The door to an application: visitors start with their address, others begin or go on."""
    viewer, at = request.viewer, clock.now()
    call = queries.full_call(viewer, slug)
    if not viewer.is_signed_in:
        return redirect(f"{reverse('account_start')}?next={request.path}")
    mine = queries.live_application(viewer.person_id, call.pk)
    if mine is not None:
        return redirect(
            "calls:status" if mine.state not in {ApplicationState.DRAFT, ApplicationState.RETURNED} else "calls:check", pk=mine.pk
        )
    if request.method == "POST":
        try:
            made = actions.start_application(viewer, call.pk, at=at)
        except Refused as refused:
            return render(request, "calls/late.html", {"call": call, "why": refused, "application": None}, status=409)
        return redirect("calls:step", pk=made.pk, step="identity")
    return render(request, "calls/begin.html", {"call": call, "phase": queries.phase(call, at), "crumbs": _crumbs(call)})


def _crumbs(call: Any) -> list[tuple[str, str]]:
    return [(_("Calls"), reverse("calls:index")), (call.title, reverse("calls:detail", args=[call.slug])), (_("Application"), "")]


def _rail(application: Application, here: str) -> list[dict[str, Any]]:
    """The steps beside the form; a returned application shows only its own parts."""
    keys = [key for key in STEPS if application.state != ApplicationState.RETURNED or key in application.repair_parts]
    rail = [{"label": STEPS[key], "url": reverse("calls:step", args=[application.pk, key]), "current": key == here} for key in keys]
    return [*rail, {"label": _("Check and submit"), "url": reverse("calls:check", args=[application.pk]), "current": here == "check"}]


def _mine(request: HouseRequest, pk: int) -> Application:
    found = Application.objects.select_related("call").prefetch_related("call__questions", "call__texts", "evidence", "files__file")
    application: Application = see(request.viewer, "application.own", found, pk=pk)
    return application


def _data(request: HouseRequest, step: str) -> dict[str, Any]:
    """What was typed for a step, lists as lists."""
    data: dict[str, Any] = {}
    for name in request.POST:
        if name in LIST_FIELDS or (name.startswith("question-") and len(request.POST.getlist(name)) > 1):
            data[name] = request.POST.getlist(name)
        else:
            data[name] = request.POST[name]
    for name in LIST_FIELDS & set(FIELDS[step]):
        data.setdefault(name, [])
    return data


def _save(request: HouseRequest, application: Application, step: str) -> Application:
    """One step through its action."""
    viewer, at = request.viewer, clock.now()
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdigit() else None
    if step == "evidence":
        rows = EvidenceRows(request.POST, prefix="evidence")
        rows.is_valid()
        return actions.save_evidence(viewer, application.pk, [typed_row(form) for form in rows], revision=revision, at=at)
    if step == "balance":
        career = {"yes": True, "no": False}.get(request.POST.get("early_career", ""))
        return actions.save_balance(
            viewer, application.pk, gender=request.POST.get("gender", ""), early_career=career, revision=revision, at=at
        )
    if step == "files":
        saved = application
        for kind in FileKind:
            if kind in request.FILES:
                saved = actions.give_file(viewer, application.pk, kind, request.FILES[kind], at=at)
            elif request.POST.get("remove") == kind:
                saved = actions.remove_file(viewer, application.pk, kind, at=at)
        return saved
    if step == "declarations":
        return _declare(request, application, revision)
    data = _data(request, step)
    if step == "text":
        for question in application.call.questions.all():
            if question.kind == "choices":
                data[f"question-{question.key}"] = request.POST.getlist(f"question-{question.key}")
    _whole_numbers(application, step, data)
    return actions.save_step(viewer, application.pk, step, data, revision=revision, at=at)


def _whole_numbers(application: Application, step: str, data: dict[str, Any]) -> None:
    """Typed numbers as numbers; refuses words where a number is asked for."""
    names = (
        ["hours_per_month"]
        if step == "practical"
        else [f"question-{question.key}" for question in application.call.questions.all() if question.kind == "number"]
        if step == "text"
        else []
    )
    for name in names:
        typed = str(data.get(name, "")).strip()
        if typed and not typed.isdigit():
            raise Refused.of(name, _("“%s” is not a whole number.") % typed[:20], _("Give digits only."))
        data[name] = int(typed) if typed else None


def _declare(request: HouseRequest, application: Application, revision: int | None) -> Application:
    viewer, at = request.viewer, clock.now()
    saved = actions.save_step(
        viewer, application.pk, "declarations", {"consent_to_be_named": request.POST.get("consent_to_be_named")}, revision=revision, at=at
    )
    rows = InterestRows(request.POST, prefix="interests")
    rows.is_valid()
    typed = [typed_row(form) for form in rows]
    nothing = bool(request.POST.get("nothing_to_declare"))
    if nothing or any(row.get("entity") or row.get("category") for row in typed):
        actions.declare_interests(viewer, typed, nothing=nothing, at=at)
    wanted = [int(value) for value in request.POST.getlist("texts") if value.isdigit()]
    asked = {text.pk for text in application.call.texts.all()}
    actions.accept_texts(viewer, [pk for pk in wanted if pk in asked], at=at)
    actions.set_consent(viewer, yes=bool(request.POST.get("consent_to_be_named")), at=at)
    return saved


@door("application.start")
def step(request: HouseRequest, pk: int, step: str) -> HttpResponse:
    """One step: show, save, autosave; too late, returned, and saved elsewhere each have their own answer."""
    if step not in STEPS:
        raise Http404
    application = _mine(request, pk)
    auto = request.headers.get("X-Autosave") == "1"
    refused: Refused | None = None
    if request.method == "POST":
        try:
            saved = _save(request, application, step)
        except Late as late:
            return _late(request, application, late, auto)
        except Stale as stale:
            return _stale(request, application, step, stale, auto)
        except NotAMove as wrong:
            messages.error(request, str(wrong))
            return JsonResponse({"message": str(wrong)}, status=409) if auto else redirect("calls:status", pk=pk)
        except Refused as found:
            refused = found
            if auto:
                return JsonResponse({"message": _("Not saved: %s") % found}, status=422)
        else:
            if auto:
                words = _("Saved at %s") % time_format(
                    saved.saved_at.astimezone(clock.network_zone() if not saved.time_zone else clock.zone(saved.time_zone)), "H:i"
                )
                return JsonResponse({"message": words, "revision": saved.revision})
            return _onwards(request, saved, step)
    elif queries.is_over(application.call, clock.now()) and application.state in {ApplicationState.DRAFT}:
        return _late(request, application, Late(application.call), auto=False)
    return _show(request, application, step, refused)


def _onwards(request: HouseRequest, application: Application, step: str) -> HttpResponseRedirect:
    """After saving: stay (add a row, a file), or the next step."""
    if request.POST.get("what") in {"stay", "add"} or request.POST.get("remove"):
        return HttpResponseRedirect(
            reverse("calls:step", args=[application.pk, step]) + ("?more=1" if request.POST.get("what") == "add" else "")
        )
    keys = [key for key in STEPS if application.state != ApplicationState.RETURNED or key in application.repair_parts]
    after = keys[keys.index(step) + 1 :] if step in keys else []
    return HttpResponseRedirect(
        reverse("calls:step", args=[application.pk, after[0]]) if after else reverse("calls:check", args=[application.pk])
    )


def _show(request: HouseRequest, application: Application, step: str, refused: Refused | None) -> HttpResponse:
    posted = request.POST if refused is not None else None
    context: dict[str, Any] = {
        "application": application,
        "call": application.call,
        "step": step,
        "step_label": STEPS[step],
        "steps": _rail(application, step),
        "crumbs": _crumbs(application.call),
    }
    more = 1 if request.GET.get("more") else 0
    form = None
    if step == "evidence":
        known = [
            {name: getattr(row, name) for name in ("kind", "title", "link", "year", "own_part", "co_authors")}
            for row in application.evidence.all()
        ]
        rows = EvidenceRows(posted, prefix="evidence", initial=known)
        rows.extra = max(1 if not known else 0, more)
        context["rows"] = rows
    else:
        form = step_form(step, application, posted)
        context["form"] = form
    if step == "declarations":
        newest = queries.latest_interests(application.person_id)
        known = (
            []
            if newest is None
            else [
                {name: getattr(row, name) for name in ("category", "entity", "from_year", "to_year", "topics", "size")}
                for row in newest.rows.all()
            ]
        )
        rows = InterestRows(posted, prefix="interests", initial=known)
        rows.extra = max(1 if not known else 0, more)
        accepted = queries.accepted_texts(application.person_id)
        context |= {
            "rows": rows,
            "texts": [(text, text.pk in accepted) for text in application.call.texts.all() if text.kind in REQUIRED_TEXTS],
            "interests": newest,
        }
        if posted is None and newest is not None and form is not None:
            form.initial["nothing_to_declare"] = newest.nothing_to_declare
    if step == "files":
        context["files"] = {entry.kind: entry for entry in application.files.select_related("file")}
    status = 200
    if refused is not None:
        status = 422
        context["problems"] = [(f"id_{problem.field}" if problem.field else "", str(problem)) for problem in refused.problems]
        if form is not None:
            form.is_valid()
            for problem in refused.problems:
                if problem.field in form.fields:
                    form.add_error(problem.field, str(problem))
    return render(request, "calls/step.html", context, status=status)


def _late(request: HouseRequest, application: Application, late: Refused, auto: bool) -> HttpResponse:
    if auto:
        return JsonResponse({"message": str(late)}, status=409)
    return render(
        request,
        "calls/late.html",
        {"call": application.call, "why": late, "application": application},
        status=409 if request.method == "POST" else 200,
    )


def _stale(request: HouseRequest, application: Application, step: str, stale: Stale, auto: bool) -> HttpResponse:
    """Both versions side by side: what is saved, and what was typed here; either can be kept."""
    if auto:
        return JsonResponse({"message": str(stale), "url": reverse("calls:step", args=[application.pk, step])}, status=409)
    current: Application = stale.current
    typed = [(name, request.POST.getlist(name)) for name in request.POST if name not in {"csrfmiddlewaretoken", "revision", "what"}]
    names = dict(typed)
    compared = []
    if FIELDS.get(step):
        shown = step_form(step, current)
        for name in FIELDS[step]:
            saved = getattr(current, name)
            mine = names.get(name, [])
            saved_words = ", ".join(map(str, saved)) if isinstance(saved, list) else str(saved if saved is not None else "")
            compared.append((shown.fields[name].label if name in shown.fields else name, saved_words, ", ".join(mine)))
    context = {
        "application": current,
        "call": current.call,
        "step": step,
        "typed": typed,
        "compared": compared,
        "revision": current.revision,
        "crumbs": _crumbs(current.call),
    }
    return render(request, "calls/stale.html", context, status=409)


@door("application.start")
def check(request: HouseRequest, pk: int) -> HttpResponse:
    """Read everything once more, and submit."""
    viewer, at = request.viewer, clock.now()
    application = _mine(request, pk)
    if application.state not in {ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED}:
        return redirect("calls:status", pk=pk)
    problem = None
    if request.method == "POST":
        try:
            done = actions.submit(viewer, pk, at=at)
        except Late as late:
            return _late(request, application, late, auto=False)
        except Refused as refused:
            problem = refused
        else:
            messages.success(request, _("Received. Your number is %s; a receipt is on its way to you.") % done.number)
            return redirect("calls:status", pk=pk)
    wrong = [
        (STEPS[key], reverse("calls:step", args=[pk, key]) + f"#id_{one.field}", str(one)) for key, one in problems_of(application, at)
    ]
    full = application
    context = {
        "application": full,
        "answers": queries.answers(full),
        "call": full.call,
        "wrong": wrong,
        "problem": problem if not wrong else None,
        "steps": _rail(application, "check"),
        "crumbs": _crumbs(full.call),
        "over": queries.is_over(full.call, at) and full.state == ApplicationState.DRAFT,
    }
    return render(request, "calls/check.html", context, status=422 if request.method == "POST" else 200)


@door("application.start")
def status(request: HouseRequest, pk: int) -> HttpResponse:
    """Where one's application is, in plain words; never marks, reviewers or rank."""
    viewer, at = request.viewer, clock.now()
    application = _mine(request, pk)
    editable = application.state in {ApplicationState.DRAFT, ApplicationState.SUBMITTED} and not queries.is_over(application.call, at)
    context = {
        "application": application, "call": application.call, "letters": about(viewer, application), "editable": editable or application.state == ApplicationState.RETURNED,
        "can_withdraw": MOVES.possible("withdraw", application.state), "crumbs": [(_("My desk"), "/desk/"), (str(application), "")],
        "plain": PLAIN.get(application.state, ""), "versions": application.versions.all(), "parts": [STEPS[key] for key in application.repair_parts if key in STEPS],
    }  # fmt: skip
    return render(request, "calls/status.html", context)


PLAIN = {
    ApplicationState.DRAFT: gettext_lazy("Nobody but you sees this draft. It counts once you submit it."),
    ApplicationState.SUBMITTED: gettext_lazy("We have it. An officer checks first whether everything is there."),
    ApplicationState.RETURNED: gettext_lazy("Something is missing. Complete the parts named below and submit again."),
    ApplicationState.ELIGIBLE: gettext_lazy("Everything is there. It waits for its reviewers."),
    ApplicationState.INELIGIBLE: gettext_lazy("It could not be taken into the review. The letter says why."),
    ApplicationState.IN_REVIEW: gettext_lazy("It is being reviewed."),
    ApplicationState.SCORED: gettext_lazy("It has been reviewed. Decisions are made for all applications together."),
    ApplicationState.SHORTLISTED: gettext_lazy("It has been reviewed. Decisions are made for all applications together."),
    ApplicationState.DECIDED: gettext_lazy("A decision is made. The letter tells you."),
    ApplicationState.OFFERED: gettext_lazy("A place is offered to you. Answer in time, or it goes to somebody else."),
    ApplicationState.CONFIRMED: gettext_lazy("You accepted the place. Welcome."),
    ApplicationState.REFUSED_OFFER: gettext_lazy("You refused the place."),
    ApplicationState.LAPSED: gettext_lazy(
        "The offer or your place on the waiting list has lapsed. Write to the Secretariat if that surprises you."
    ),
    ApplicationState.WITHDRAWN: gettext_lazy("You withdrew it. While the call is open you may apply anew."),
    ApplicationState.DUPLICATE: gettext_lazy("It was found to be a second application of yours; the other one goes on."),
}


@door("application.start")
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """Withdraw, after being asked once."""
    application = _mine(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = False
    form.fields["reason"].label = _("Reason, if you want to give one")
    if request.method == "POST" and form.is_valid():
        done = attempt(form, actions.withdraw, request.viewer, pk, at=clock.now(), reason=form.cleaned_data["reason"])
        if done:
            messages.success(request, _("Withdrawn. A receipt is on its way to you."))
            return redirect("calls:status", pk=pk)
    return render(request, "calls/withdraw.html", {"application": application, "form": form, "crumbs": _crumbs(application.call)})


@door("application.start")
def copy(request: HouseRequest, pk: int) -> HttpResponse:
    """One's own application as a PDF."""
    application = queries.full_application(request.viewer, pk=_mine(request, pk).pk)
    response = HttpResponse(application_copy(application), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{(application.number or f"draft-{pk}").replace("/", "-")}.pdf"'
    return response
