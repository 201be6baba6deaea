"""A call on its lasting page, the list of calls, and the forms."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.consensus import actions, kinds, queries
from interchange.ground.consensus.forms import HowForm, ObjectForm, OpenForm
from interchange.ground.consensus.models import Call, Objection
from interchange.ground.consensus.vocabulary import CallState
from interchange.ground.errors import NotAllowed
from interchange.ground.policy import subjects
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import require, see
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing


@public
def index(request: HouseRequest) -> HttpResponse:
    """The calls that the viewer may see, newest first."""
    listing = Listing(
        request,
        queries.calls(request.viewer),
        facets=[Facet("state", _("State"), CallState.choices)],
        sorts={"new": (_("Newest first"), ["-opened_at", "-pk"]), "closing": (_("Closing first"), ["closes_at", "pk"])},
        search=["question"],
    )
    named = queries.titles(request.viewer, list(listing.page))
    lines = [(one, named.get(one.pk)) for one in listing.page]
    return render(request, "consensus/index.html", {"listing": listing, "lines": lines, "now": clock.now()})


def _subject(request: HouseRequest, found: Call) -> Model:
    return subjects.get(request.viewer, found.subject_kind, found.subject_id)


def _page(request: HouseRequest, found: Call, form: Form | None = None) -> HttpResponse:
    """The call's page; with a form that was refused, as it was typed."""
    viewer, at = request.viewer, clock.now()
    subject = _subject(request, found)
    named = subjects.name_of(subject)
    [shown] = queries.shown(viewer, [found], subject, leads=actions.may_open(viewer, subject), at=at)
    if form is None and shown.may_object:
        form = ObjectForm(auto_id="object_%s")
    context = {
        "one": shown,
        "subject": named,
        "form": form,
        "crumbs": [(_("Calls for consensus"), reverse("consensus:index")), (named.title, "")],
    }
    return render(request, "consensus/call.html", context, status=422 if form is not None and form.is_bound else 200)


@public
def call(request: HouseRequest, pk: int) -> HttpResponse:
    """One call: the question, until when, the objections, the result."""
    return _page(request, see(request.viewer, "consensus.view", queries.calls(request.viewer), pk=pk))


@door("consensus.object")
def object_to(request: HouseRequest, pk: int) -> HttpResponse:
    """Object."""
    found = see(request.viewer, "consensus.object", queries.calls(request.viewer), pk=pk)
    if request.method != "POST":
        return redirect(f"{reverse('consensus:call', args=[pk])}#object")
    form = ObjectForm(request.POST, auto_id="object_%s")
    if form.is_valid():
        data = form.cleaned_data
        values = {"reason": data["reason"], "annex": data["annex"], "signed": data["signed"]}
        made = attempt(form, actions.object_to, request.viewer, pk, at=clock.now(), **values)
        if made is not None:
            messages.success(request, _("Your objection is noted. You can withdraw it until the call closes."))
            return redirect(f"{reverse('consensus:call', args=[pk])}#objection-{made.pk}")
    return _page(request, found, form)


@door("consensus.open")
def open_call(request: HouseRequest, kind: str, key: str) -> HttpResponse:
    """Put a question about a thing."""
    viewer = request.viewer
    subject = subjects.get(viewer, kind, key)
    if kind not in kinds.KINDS:
        raise NotAllowed("consensus.open")
    require(viewer, kinds.of(subject).open, subject, known=True)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, actions.open_call, viewer, subject, question=data["question"], working_days=data["working_days"], at=clock.now()
        )
        if made is not None:
            messages.success(request, _("The call is open; those asked are written to."))
            return redirect("consensus:call", pk=made.pk)
    return _form(request, subject, form, title=_("Put a question"), button=_("Open the call"), about_open=True)


def _form(request: HouseRequest, subject: Model, form: Form, **context: Any) -> HttpResponse:
    named = subjects.name_of(subject)
    crumbs = [(_("Calls for consensus"), reverse("consensus:index")), (named.title, named.url), (context["title"], "")]
    context = {**context, "form": form, "subject": named, "crumbs": crumbs}
    return render(request, "consensus/form.html", context, status=422 if form.is_bound else 200)


def _led(request: HouseRequest, pk: int) -> tuple[Call, Model]:
    found = see(request.viewer, "consensus.lead", queries.calls(request.viewer), pk=pk)
    return found, _subject(request, found)


@door("consensus.lead")
def close(request: HouseRequest, pk: int) -> HttpResponse:
    """Close a call whose moment is over, before the clock's next turn does."""
    found, _thing = _led(request, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(form, actions.close_call, request.viewer, pk, at=clock.now()):
        return redirect("consensus:call", pk=pk)
    return _page(request, found, form if form.is_bound else None)


@door("consensus.lead")
def withdraw(request: HouseRequest, pk: int) -> HttpResponse:
    """Take a question back."""
    found, subject = _led(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, actions.withdraw_call, request.viewer, pk, reason=reason, at=clock.now())
        if done is not None:
            return redirect("consensus:call", pk=pk)
    return _form(request, subject, form, title=_("Withdraw the call"), button=_("Withdraw the call"), question=found.question, danger=True)


@door("objection.own")
def withdraw_objection(request: HouseRequest, pk: int) -> HttpResponse:
    """Take one's own objection back."""
    found = see(request.viewer, "objection.own", Objection.objects.select_related("call"), pk=pk)
    subject = _subject(request, found.call)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(form, actions.withdraw_objection, request.viewer, pk, at=clock.now()):
        messages.success(request, _("Your objection is withdrawn."))
        return redirect("consensus:call", pk=found.call_id)
    words = {"title": _("Withdraw your objection"), "button": _("Withdraw it")}
    return _form(request, subject, form, question=found.call.question, objection=found, **words)


SETTLING = {"meet": actions.meet_objection, "accept": actions.accept_objection, "let-stand": actions.let_stand}


@door("objection.meet")
def meet(request: HouseRequest, pk: int) -> HttpResponse:
    """Say what becomes of an objection: answered, accepted, or standing with a reason."""
    found = see(request.viewer, "objection.meet", Objection.objects.select_related("call"), pk=pk)
    subject = _subject(request, found.call)
    data = request.POST if request.method == "POST" else None
    form = HowForm(data, initial={"how": found.how_met}, closed=found.call.state == CallState.NO_CONSENSUS)
    if request.method == "POST" and form.is_valid():
        act = SETTLING[form.cleaned_data["what"]]
        if attempt(form, act, request.viewer, pk, how=form.cleaned_data["how"], at=clock.now()) is not None:
            return redirect(f"{reverse('consensus:call', args=[found.call_id])}#objection-{pk}")
    return _form(request, subject, form, title=_("Settle an objection"), button=_("Save"), question=found.call.question, objection=found)
