"""Questions: list, page, asking, answering, accepting, closing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy import subjects
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell import exports
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.exchange import queries
from interchange.work.exchange.actions import answering, asking
from interchange.work.exchange.actions import questions as actions
from interchange.work.exchange.forms import AnswerForm, CloseForm, QuestionForm, RemoveForm
from interchange.work.exchange.models import Answer, Question
from interchange.work.exchange.views import crumb, naming, page
from interchange.work.exchange.vocabulary import MOVES, AskState, QuestionState


@door("peer-question.list")
def index(request: HouseRequest) -> HttpResponse:
    """The questions; those put to the viewer first; those about one thing, where the address names one."""
    viewer, at = request.viewer, clock.now()
    found, thing = queries.questions(viewer), None
    kind, _colon, key = request.GET.get("about", "")[:130].rpartition(":")
    if kind:
        thing = subjects.named(viewer, [(kind, key)]).get((kind, key))
        found = queries.about(found, kind, key) if thing else found.none()
    states = [one for one in QuestionState.choices if one[0] != QuestionState.WITHDRAWN]
    waits = {
        "none": lambda rows: rows.filter(state=QuestionState.OPEN, answer_count=0),
        "late": lambda rows: rows.filter(state=QuestionState.OPEN, wanted_by__lt=at),
        "soon": lambda rows: rows.filter(state=QuestionState.OPEN, wanted_by__gte=at, wanted_by__lt=at + timedelta(days=3)),
    }
    labels = [("none", _("Without an answer")), ("soon", _("Wanted within three days")), ("late", _("Overdue"))]
    listing = Listing(
        request,
        found,
        facets=[
            Facet("state", _("State"), states),
            Facet("topic", _("Topic"), vocabulary.choices("topics"), field="topics", many=True),
            Facet("waits", _("Waits"), labels, apply=lambda rows, code: waits[code](rows)),
        ],
        sorts={"new": (_("Newest first"), ["-asked_at", "-pk"]), "wanted": (_("Wanted soonest"), ["wanted_by", "pk"])},
        search=["title", "number", "text"],
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [
            (one.number, one.title, one.get_state_display(), one.topics, one.asked_at.date(), one.wanted_by.date(), one.answer_count)
            for one in listing.rows
        ]
        return exports.table(request, "questions", ["number", "question", "state", "topics", "asked", "wanted_by", "answers"], rows)
    context = {
        "listing": listing,
        "thing": thing,
        "about": f"{kind}:{key}" if thing else "",
        "put_to_me": list(queries.put_to_me(viewer)[:10]) if allows(viewer, "help-ask.reply") else [],
        "now": at,
    }
    return page(request, "exchange/questions.html", context)


@door("peer-question.ask")
def ask(request: HouseRequest) -> HttpResponse:
    """Ask the members."""
    names = [request.GET["about"][:130]] if request.GET.get("about") else []
    return _write(request, None, {"names": names})


@door("peer-question.own")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Word one's own question anew."""
    found: Question = see(request.viewer, "peer-question.own", pk=pk)
    pairs = found.named.filter(person__isnull=True).values_list("subject_kind", "subject_id")
    initial = {name: getattr(found, name) for name in ("title", "text", "topics", "revision")}
    names = [f"{kind}:{key}" for kind, key in pairs]
    return _write(request, found, {**initial, "wanted_by": found.wanted_by.astimezone(clock.network_zone()).date(), "names": names})


def _write(request: HouseRequest, found: Question | None, initial: dict[str, Any]) -> HttpResponse:
    viewer, posted = request.viewer, request.POST if request.method == "POST" else None
    looking = request.POST.get("what") == "look"
    chosen = request.POST.getlist("names")[:40] if posted is not None else initial["names"]
    offered = naming.choices(viewer, chosen, request.POST.get("look", "")[:120])
    form = QuestionForm(posted, initial=initial, found=offered, asking=found is None)
    newer: Question | None = None
    if posted is not None and not looking and form.is_valid():
        data, at = form.cleaned_data, clock.now()
        about, people = naming.apart(data["names"])
        given = {name: data[name] for name in ("title", "text", "topics", "wanted_by")}
        try:
            if found is None:
                done = attempt(form, actions.ask, viewer, given, about=about, people=people, unattributed=data["unattributed"], at=at)
            else:
                done = attempt(form, actions.edit, viewer, found.pk, given, about=about, revision=data["revision"], at=at)
        except Stale as stale:
            newer, done = stale.current, None
            form.add_error(
                None, _("This was changed elsewhere meanwhile. What stands there now is shown below; sending again replaces it.")
            )
            form.data = {**form.data.dict(), "revision": stale.current.revision}
        if done is not None:
            messages.success(request, _("Asked. Members with its topics hear of it.") if found is None else _("Changed."))
            return redirect("exchange:question", pk=done.pk)
    if looking:
        form.errors.clear()  # nothing was sent yet
    alike = queries.alike(viewer, form["title"].value() or "", but=found.pk if found else None) if posted is not None else []
    crumbs = crumb((found.title, f"/exchange/questions/{found.pk}/"), (_("Change it"), "")) if found else crumb((_("Ask"), ""))
    context = {"form": form, "found": found, "newer": newer, "looked": looking, "alike": alike, "crumbs": crumbs}
    return page(request, "exchange/question_form.html", context, form)


def _accept(request: HouseRequest, found: Question, *, accepted: bool) -> str:
    pk = request.POST.get("answer", "")
    actions.accept(request.viewer, int(pk) if pk.isdecimal() and len(pk) < 16 else 0, accepted=accepted, at=clock.now())
    return (
        _("Accepted. Whoever gave it is told.")
        if accepted and not found.unattributed
        else _("Accepted.")
        if accepted
        else _("The mark is taken back.")
    )


def _verb(request: HouseRequest, found: Question, what: str) -> str:
    """Carry out a button of the page; returns what to say."""
    viewer, at = request.viewer, clock.now()
    if what in {"accept", "unaccept"}:
        return _accept(request, found, accepted=what == "accept")
    if what == "reopen":
        actions.reopen(viewer, found.pk, at=at)
        return _("It takes answers again.")
    if what == "withdraw":
        actions.withdraw(viewer, found.pk, at=at)
        return _("Taken back.")
    if what == "decline":
        asking.decline(viewer, found.pk, at=at)
        return _("Thank you for saying so. It is put to somebody else.")
    return ""


@door("peer-question.view")
def question(request: HouseRequest, pk: int) -> HttpResponse:
    """One question with its answers."""
    viewer, at = request.viewer, clock.now()
    found: Question = see(viewer, "peer-question.view", Question.objects.select_related("asker"), pk=pk)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    answer = AnswerForm(
        request.POST if what == "answer" else None, request.FILES if what == "answer" else None, with_files=not found.unattributed
    )
    close = CloseForm(request.POST if what == "close" else None)
    problem: Exception | None = None
    done: Any = ""
    if what == "answer" and answer.is_valid():
        uploads = [answer.cleaned_data["files"]] if answer.cleaned_data.get("files") else []
        given = attempt(
            answer, answering.answer, viewer, pk, text=answer.cleaned_data["text"], sources=answer.listed, uploads=uploads, at=at
        )
        done = _("Your answer is there.") if given else ""
    elif what == "close" and close.is_valid():
        closed = attempt(close, actions.close, viewer, pk, note=close.cleaned_data["note"], at=at)
        done = _("Closed.") if closed else ""
    elif what:
        try:
            done = _verb(request, found, what)
        except (Refused, NotAMove) as refused:
            problem = refused
    if done:
        messages.success(request, done)
        return redirect("exchange:questions") if what == "withdraw" else redirect("exchange:question", pk=pk)
    keeps = allows(viewer, "peer-question.keep") and allows(viewer, "peer-question.keep", found)
    own = keeps and found.is_by(viewer)
    said = queries.answers(viewer, found, keeps=keeps)
    things, people = queries.named_by(viewer, found)
    asks = list(found.asks.select_related("person")) if keeps or viewer.is_signed_in else []
    context = {
        "found": found,
        "answers": said,
        "standing": sum(line.answer.removed_at is None for line in said),
        "things": things,
        "people": people,
        "keeps": keeps,
        "own": own,
        "can_edit": own and found.takes_answers,
        "can_withdraw": own and MOVES.possible("withdraw", found.state) and not said,
        "can_answer": found.takes_answers and allows(viewer, "peer-question.answer"),
        "asked": any(one.person_id == viewer.person_id and one.state == AskState.ASKED for one in asks) and found.takes_answers,
        "asks": asks if keeps else [],
        "answer_form": answer,
        "close_form": close,
        "problem": problem,
        "refused": what if problem or answer.errors or close.errors else "",
        "overdue": found.state == QuestionState.OPEN and found.wanted_by < at,
        "can_card": allows(viewer, "record.deposit") and any(line.answer.accepted_at for line in said),
        "crumbs": crumb((found.number, "")),
    }
    return page(request, "exchange/question.html", context, answer, close)


@door("peer-answer.edit")
def edit_answer(request: HouseRequest, pk: int) -> HttpResponse:
    """Word one's own answer anew."""
    found: Answer = see(request.viewer, "peer-answer.edit", Answer.objects.select_related("question"), pk=pk)
    initial = {"text": found.text, "sources": "\n".join(f"{one['title']} | {one['url']}" for one in found.sources)}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial, with_files=False)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, answering.edit_answer, request.viewer, pk, text=form.cleaned_data["text"], sources=form.listed, at=clock.now())
        if done is not None:
            messages.success(request, _("Your answer is changed."))
            return redirect("exchange:question", pk=found.question_id)
    return page(
        request, "exchange/answer_form.html", {"form": form, "title": _("Change your answer"), "button": _("Save"), **_of(found)}, form
    )


@door("peer-answer.remove")
def remove_answer(request: HouseRequest, pk: int) -> HttpResponse:
    """Take an answer away."""
    found: Answer = see(request.viewer, "peer-answer.remove", Answer.objects.select_related("question"), pk=pk)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = not found.is_by(request.viewer)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, answering.remove_answer, request.viewer, pk, reason=form.cleaned_data["reason"], at=clock.now())
        if done is not None:
            messages.success(request, _("Removed. Its place says so, and why."))
            return redirect("exchange:question", pk=found.question_id)
    context = {"form": form, "title": _("Remove an answer"), "button": _("Remove"), "danger": True, **_of(found)}
    return page(request, "exchange/answer_form.html", context, form)


def _of(found: Answer) -> dict[str, Any]:
    title = found.question.title
    return {
        "answer": found,
        "question": found.question,
        "crumbs": crumb((title, f"/exchange/questions/{found.question_id}/"), (_("Answer"), "")),
    }
