"""Officers' pages about calls and declarations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.network.calls import actions, queries
from interchange.network.calls.forms import AssessForm, CallForm, CriterionForm, ExtendForm, InviteForm, QuestionForm
from interchange.network.calls.models import Call
from interchange.network.calls.vocabulary import CallState

MANAGE = (gettext_lazy("Manage calls"), "/calls/manage/")


@door("call.edit")
def manage(request: HouseRequest) -> HttpResponse:
    """Every call."""
    listing = Listing(
        request, queries.calls(request.viewer), facets=[Facet("state", _("State"), CallState.choices)], search=["title", "number"]
    )  # type: ignore[attr-defined]
    return render(request, "calls/manage.html", {"listing": listing})


@door("call.edit")
def create(request: HouseRequest) -> HttpResponse:
    """A new call."""
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.create_call(request.viewer, form.values(), at=clock.now()))
        if made:
            messages.success(request, _("The call is in preparation. Check its criteria, then publish it."))
            return redirect("calls:manage_call", slug=made.slug)
    return render(request, "calls/edit.html", {"form": form, "crumbs": [MANAGE, (_("New call"), "")]})


@door("call.edit")
def edit(request: HouseRequest, slug: str) -> HttpResponse:
    """Dates and texts of a call."""
    viewer, at = request.viewer, clock.now()
    call: Call = see(viewer, "call.edit", slug=slug)
    form = CallForm(request.POST if request.method == "POST" else None, initial=CallForm.initial_of(call))
    newer = None
    if request.method == "POST" and form.is_valid():
        typed = request.POST.get("revision", "")
        try:
            if attempt(
                form, lambda: actions.edit_call(viewer, call.pk, form.values(), revision=int(typed) if typed.isdigit() else 0, at=at)
            ):
                messages.success(request, _("Saved."))
                return redirect("calls:manage_call", slug=slug)
        except Stale as stale:
            newer = stale.current
            call = newer
    context = {
        "form": form,
        "call": call,
        "newer": newer,
        "crumbs": [MANAGE, (call.title, reverse("calls:manage_call", args=[slug])), (_("Edit"), "")],
    }
    return render(request, "calls/edit.html", context, status=409 if newer else 200)


@door("call.edit")
def manage_call(request: HouseRequest, slug: str) -> HttpResponse:
    """One call as officers see it: publish, extend, invite, cancel, archive; its criteria and questions."""
    viewer, at = request.viewer, clock.now()
    call = queries.full_call(viewer, slug)
    what = request.POST.get("what", "")
    extend = ExtendForm(request.POST if what == "extend" else None, auto_id="extend_%s")
    invite = InviteForm(request.POST if what == "invite" else None, auto_id="invite_%s")
    reason = ReasonForm(request.POST if what in {"cancel", "archive"} else None)
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _carry_out(what, viewer, call, at, extend, invite, reason)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return redirect("calls:manage_call", slug=slug)
    context = {
        "call": call,
        "phase": queries.phase(call, at),
        "extend": extend,
        "invite": invite,
        "reason": reason,
        "problem": problem,
        "crumbs": [MANAGE, (call.title, "")],
        "frozen": call.state != CallState.DRAFT and call.opens_at <= at,
    }
    return render(request, "calls/manage_call.html", context, status=409 if problem else 200)


def _carry_out(what: str, viewer: Any, call: Call, at: Any, extend: ExtendForm, invite: InviteForm, reason: ReasonForm) -> str:
    """What an officer asked for; returns what to say, empty where the form is not complete."""
    if what == "publish":
        actions.publish_call(viewer, call.pk, at=at)
        return _("Published.")
    if what == "extend" and extend.is_valid():
        local = call.closes_at.astimezone(clock.zone(call.time_zone)).time()
        later = clock.deadline(extend.cleaned_data["closes_on"], call.time_zone, "closes_on", local)
        return (
            _("Extended for everyone; holders of drafts are told.")
            if attempt(extend, actions.extend_call, viewer, call.pk, later, at=at, reason=extend.cleaned_data["reason"])
            else ""
        )
    if what == "invite" and invite.is_valid():
        return (
            _("The invitation is on its way; it holds for fourteen days.")
            if attempt(invite, actions.invite, viewer, call.pk, invite.cleaned_data["email"], at=at)
            else ""
        )
    if what == "cancel" and reason.is_valid():
        actions.cancel_call(viewer, call.pk, at=at, reason=reason.cleaned_data["reason"])
        return _("Cancelled.")
    if what == "archive" and reason.is_valid():
        actions.archive_call(viewer, call.pk, at=at, reason=reason.cleaned_data["reason"])
        return _("Archived.")
    return ""


@door("call.edit")
def criteria(request: HouseRequest, slug: str) -> HttpResponse:
    """Criteria with weights and anchors; frozen once the call has opened."""
    viewer, at = request.viewer, clock.now()
    call = queries.full_call(viewer, slug)
    known = [
        {"key": one.key, "title": one.title, "weight": one.weight, "anchors": "\n".join(one.anchors.get(str(n), "") for n in range(1, 6))}
        for one in call.criteria.all()
    ]
    count = int(request.POST["count"]) if request.POST.get("count", "").isdigit() else len(known) + 1
    posted = request.POST if request.method == "POST" else None
    forms = [
        CriterionForm(
            posted,
            prefix=f"c{index}",
            initial=known[index] if index < len(known) else None,
            empty_permitted=index >= len(known),  # a known one left as it is must be read all the same
            use_required_attribute=False,
        )
        for index in range(min(count, 20))
    ]
    problem = None
    if posted is not None:
        filled = [form for form in forms if posted.get(f"{form.prefix}-key")]
        if all(form.is_valid() for form in filled):
            values = [
                {**form.cleaned_data, "anchors": {str(n): line for n, line in enumerate(form.cleaned_data["anchors"].splitlines()[:5], 1)}}
                for form in filled
            ]
            try:
                actions.set_criteria(viewer, call.pk, values, at=at)
                messages.success(request, _("Saved."))
                return redirect("calls:manage_call", slug=slug)
            except Refused as refused:
                problem = refused
    return render(
        request,
        "calls/criteria.html",
        {
            "call": call,
            "forms": forms,
            "problem": problem,
            "crumbs": [MANAGE, (call.title, reverse("calls:manage_call", args=[slug])), (_("Criteria"), "")],
        },
        status=409 if problem else 200,
    )


@door("call.edit")
def questions(request: HouseRequest, slug: str) -> HttpResponse:
    """The call's own questions; frozen once it has opened."""
    viewer, at = request.viewer, clock.now()
    call = queries.full_call(viewer, slug)
    known = [
        {
            "key": one.key,
            "label": one.label,
            "kind": one.kind,
            "limit": one.limit,
            "required": one.required,
            "choices_text": "\n".join(choice["label"] for choice in one.choices),
        }
        for one in call.questions.all()
    ]
    count = int(request.POST["count"]) if request.POST.get("count", "").isdigit() else len(known) + 1
    posted = request.POST if request.method == "POST" else None
    forms = [
        QuestionForm(posted, prefix=f"q{index}", initial=known[index] if index < len(known) else None, use_required_attribute=False)
        for index in range(min(count, 30))
    ]
    problem = None
    if posted is not None:
        filled = [form for form in forms if posted.get(f"{form.prefix}-key")]
        if all(form.is_valid() for form in filled):
            values = [
                {
                    **form.cleaned_data,
                    "choices": [
                        {"code": slugify(line)[:40] or f"choice-{n}", "label": line}
                        for n, line in enumerate(form.cleaned_data["choices_text"].splitlines(), 1)
                        if line.strip()
                    ],
                }
                for form in filled
            ]
            try:
                actions.set_questions(viewer, call.pk, values, at=at)
                messages.success(request, _("Saved."))
                return redirect("calls:manage_call", slug=slug)
            except Refused as refused:
                problem = refused
    return render(
        request,
        "calls/questions.html",
        {
            "call": call,
            "forms": forms,
            "problem": problem,
            "crumbs": [MANAGE, (call.title, reverse("calls:manage_call", args=[slug])), (_("Questions"), "")],
        },
        status=409 if problem else 200,
    )


@door("interests.assess")
def interests(request: HouseRequest) -> HttpResponse:
    """Declarations that wait for an assessment or another look."""
    viewer, at = request.viewer, clock.now()
    waiting = queries.interests_to_assess(viewer, at)
    form = AssessForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.get("declaration", "")
    if request.method == "POST" and form.is_valid() and chosen.isdigit():
        data = form.cleaned_data
        if attempt(
            form,
            actions.assess_interests,
            viewer,
            int(chosen),
            data["assessment"],
            reason=data["reason"],
            topics=data["topics"],
            review_due=data["review_due"],
            at=at,
        ):
            messages.success(request, _("Noted."))
            return redirect("calls:interests")
    listing = Listing(request, waiting, per_page=10)
    return render(request, "calls/interests.html", {"listing": listing, "form": form, "chosen": chosen, "now": at})
