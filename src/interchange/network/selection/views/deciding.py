"""Officers: the set with its live balance, what-if and suggestion; release; offers and waiting list; complaints; report."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.ground.shell.charts import Bar
from interchange.network.calls.vocabulary import ApplicationState, Outcome
from interchange.network.selection import actions, solver
from interchange.network.selection.models import Release, SelectionReport, SelectionSet
from interchange.network.selection.queries import balance as balances
from interchange.network.selection.queries.appeals import took_part
from interchange.network.selection.queries.waiting import standing
from interchange.network.selection.views.common import attempt, call_of, crumbs, number, tell
from interchange.network.selection.vocabulary import Dimension, RequestOutcome


@require_http_methods(["GET", "HEAD"])
@door("set.build")
def set_page(request: HouseRequest, slug: str) -> HttpResponse:
    """The set. `?with=` and `?without=` ids and `?places=` look at a what-if, `?suggest=1` asks the solver; nothing of it is saved."""
    call = call_of(slug)
    working = SelectionSet.objects.filter(call=call).first() or SelectionSet(call=call)
    listed = balances.people(request.viewer, call.pk)
    saved = {choice.application_id: choice for choice in rows(request.viewer, "choice.manage").filter(set__call=call)}
    plus, minus = ({int(key) for key in request.GET.getlist(name) if key.isdecimal()} for name in ("with", "without"))
    accepted = {key for key, choice in saved.items() if choice.outcome == Outcome.ACCEPTED}
    inside = (accepted | plus) - minus
    places = number(request.GET.get("places")) or call.places
    targets, caps = (list(working.targets.all()), list(working.caps.prefetch_related("overrides"))) if working.pk else ([], [])
    goals, limits = balances.goals_of(targets), balances.limits_of(caps)
    suggestion, words = None, {}
    if request.GET.get("suggest"):
        problem = solver.Problem(
            [person.candidate for person in listed],
            places,
            goals,
            limits,
            kept=frozenset(inside & {person.id for person in listed}),
            left=frozenset({key for key, choice in saved.items() if choice.outcome != Outcome.ACCEPTED} | minus),
        )
        suggestion = solver.suggest(problem)
        numbers = {person.id: person.number for person in listed}
        words = {key: balances.in_words(reason, places, numbers) for key, reason in suggestion.reasons.items()}
    shown = set(suggestion.chosen) if suggestion and suggestion.feasible else inside
    chosen = [person.candidate for person in listed if person.id in shown]
    bars = [
        (
            code,
            label,
            [Bar(row.label, row.value, target=row.target, cap=row.cap) for row in entries],
            [row for row in entries if row.warning],
        )
        for code, label, entries in balances.balance(chosen, [person.candidate for person in listed], goals, limits)
    ]
    context = {
        "call": call,
        "working": working,
        "people": [
            (person, saved.get(person.id), person.id in shown, words.get(person.id, ""), person.id in plus | minus) for person in listed
        ],
        "bars": bars,
        "inside": len(chosen),
        "places": places,
        "what_if": bool(plus or minus or request.GET.get("places")),
        "suggestion": suggestion,
        "fresh": [key for key in (suggestion.chosen if suggestion else ()) if key not in saved],
        "conflicts": [f"{Dimension(d).label}: {balances.value_label(d, v)}" for d, v in (suggestion.conflicts if suggestion else ())],
        "caps": [
            (cap, cap.get_dimension_display(), balances.value_label(cap.dimension, cap.value) if cap.value else _("each")) for cap in caps
        ],
        "targets": [(entry, entry.get_dimension_display(), balances.value_label(entry.dimension, entry.value)) for entry in targets],
        "affiliations": balances.full_values(chosen, limits),
        "dimensions": Dimension.choices,
        "target_values": [(f"{d}:{code}", f"{d.label}: {label}") for d in Dimension for code, label in balances.choices_for(d)],
        "outcomes": Outcome.choices,
        "crumbs": crumbs((call.title, ""), (_("Set"), "")),
    }
    return render(request, "selection/set.html", context)


@require_POST
@door("set.build")
def set_choose(request: HouseRequest, slug: str) -> HttpResponse:
    """Choose, undo a choice, choose for the rest, take a suggestion over."""
    call, at, verb = call_of(slug), clock.now(), request.POST.get("do", "")
    reason, key = request.POST.get("reason", ""), number(request.POST.get("application")) or 0
    keys = [int(value) for value in request.POST.getlist("suggested") if value.isdecimal()]
    outcome = request.POST.get("outcome", "")
    verbs = {
        "choose": lambda: actions.choose(request.viewer, key, outcome, reason=reason, at=at, revision=number(request.POST.get("revision"))),
        "take-back": lambda: actions.take_back(request.viewer, key, at=at),
        "rest": lambda: actions.choose_rest(request.viewer, call.pk, reason=reason, at=at),
        "suggestion": lambda: actions.apply_suggestion(request.viewer, call.pk, keys, reason=reason, at=at),
    }
    if verb in verbs:
        tell(request, attempt(request, verbs[verb], _("Saved in the set."))[1])
    return redirect("selection:set", slug=slug)


@require_POST
@door("set.build")
def set_rules(request: HouseRequest, slug: str) -> HttpResponse:
    """Targets, caps, and reasons for passing a cap."""
    call, at, post = call_of(slug), clock.now(), request.POST
    dimension, _sep, value = post.get("what", "").partition(":")
    key = number(post.get("id")) or 0
    verbs = {
        "target": lambda: actions.set_target(
            request.viewer,
            call.pk,
            dimension,
            value,
            minimum=number(post.get("minimum")),
            aim=number(post.get("aim")),
            maximum=number(post.get("maximum")),
            at=at,
        ),
        "remove-target": lambda: actions.remove_target(request.viewer, call.pk, key, at=at),
        "cap": lambda: actions.set_cap(request.viewer, call.pk, dimension, value, number(post.get("limit")) or 0, at=at),
        "remove-cap": lambda: actions.remove_cap(request.viewer, call.pk, key, reason=post.get("reason", ""), at=at),
        "override": lambda: actions.override_cap(request.viewer, key, post.get("value", ""), reason=post.get("reason", ""), at=at),
    }
    verb = post.get("do", "")
    if verb in verbs:
        tell(request, attempt(request, verbs[verb], _("Saved."))[1])
    return redirect("selection:set", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@door("release.prepare")
def release(request: HouseRequest, slug: str) -> HttpResponse:
    """Prepare the letters, look every one through, release by a second officer."""
    call, at = call_of(slug), clock.now()
    found = Release.objects.filter(call=call, discarded_at__isnull=True).select_related("prepared_by", "released_by").first()
    if request.method == "POST":
        verb, key = request.POST.get("do", ""), found.pk if found else 0
        verbs = {
            "prepare": lambda: actions.prepare_release(request.viewer, call.pk, at=at),
            "discard": lambda: actions.discard_release(request.viewer, key, at=at),
            "release": lambda: actions.release(request.viewer, key, at=at),
        }
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:release", slug=slug)
    choices = rows(request.viewer, "choice.manage").filter(set__call=call).select_related("application")
    context = {
        "call": call,
        "release": found,
        "choices": list(choices.order_by("outcome", "profile", "rank", "pk")),
        "own": found is not None and found.prepared_by_id == request.viewer.person_id,
        "crumbs": crumbs((call.title, ""), (_("Release"), "")),
    }
    return render(request, "selection/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("offer.manage")
def offers(request: HouseRequest, slug: str) -> HttpResponse:
    """Offers with their clocks, the waiting list with whom to call next."""
    call, at = call_of(slug), clock.now()
    if request.method == "POST":
        verb, key = request.POST.get("do", ""), number(request.POST.get("application")) or 0
        verbs = {
            "call-up": lambda: actions.call_up(request.viewer, key, reason=request.POST.get("reason", ""), at=at),
            "pause": lambda: actions.pause_offer(request.viewer, key, at=at),
            "resume": lambda: actions.resume_offer(request.viewer, key, at=at),
        }
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:offers", slug=slug)
    visible = set(rows(request.viewer, "waiting.manage").filter(call=call).values_list("pk", flat=True))
    waiting = [entry for entry in standing(call.pk, at) if entry.pk in visible]
    firsts: dict[str, int] = {}
    for entry in waiting:
        firsts.setdefault(entry.profile, entry.pk)
    made = rows(request.viewer, "offer.manage").filter(application__call=call).select_related("application").order_by("answer", "lapses_at")
    context = {
        "call": call,
        "offers": list(made),
        "waiting": [(entry, firsts[entry.profile] == entry.pk) for entry in waiting],
        "crumbs": crumbs((call.title, ""), (_("Offers and waiting list"), "")),
    }
    return render(request, "selection/offers.html", context)


@require_http_methods(["GET", "HEAD"])
@door("appeal.manage")
def appeals(request: HouseRequest) -> HttpResponse:
    """Requests for review with their clocks."""
    found = rows(request.viewer, "appeal.manage").select_related("application", "handler").order_by("answered_at", "answer_by")
    return render(
        request, "selection/appeals.html", {"requests": found, "now": clock.now(), "crumbs": crumbs((_("Requests for review"), ""))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door("appeal.manage")
def appeal(request: HouseRequest, pk: int) -> HttpResponse:
    """One request: take it, answer it."""
    found = see(request.viewer, "appeal.manage", pk=pk)
    problems = []
    if request.method == "POST":
        at, outcome = clock.now(), request.POST.get("outcome", "")
        if request.POST.get("do") == "take":
            made, problems = attempt(request, lambda: actions.take_request(request.viewer, pk, at=at), _("You handle this request."))
        else:
            reason = request.POST.get("reason", "")
            made, problems = attempt(
                request, lambda: actions.answer_request(request.viewer, pk, outcome, reason=reason, at=at), _("Answered.")
            )
        if made is not None:
            return redirect("selection:appeal", pk=pk)
    context = {
        "appeal": found,
        "involved": request.viewer.person_id in took_part(found.application_id) and found.handler_id != request.viewer.person_id,
        "mine": found.handler_id == request.viewer.person_id,
        "outcomes": RequestOutcome.choices,
        "problems": problems,
        "input": request.POST,
        "crumbs": crumbs((_("Requests for review"), ""), (found.application.number, "")),
    }
    return render(request, "selection/appeal.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def report(request: HouseRequest, slug: str) -> HttpResponse:
    """The selection report: officers draft and approve, everybody reads it once approved."""
    call, at = call_of(slug), clock.now()
    if request.method == "POST":
        verbs = {
            "draft": lambda: actions.draft_report(request.viewer, call.pk, remark=request.POST.get("remark", ""), at=at),
            "approve": lambda: actions.approve_report(request.viewer, call.pk, at=at),
        }
        verb = request.POST.get("do", "")
        if verb in verbs:
            tell(request, attempt(request, verbs[verb], _("Done."))[1])
        return redirect("selection:report", slug=slug)
    officer = request.viewer.has("officer")
    found = rows(request.viewer, "report.view").filter(call=call).first()
    if found is None and not officer:
        see(request.viewer, "report.view", call=call)
    data = found.data if found else None
    context = {
        "call": call,
        "report": found,
        "officer": officer,
        "own": isinstance(found, SelectionReport) and found.drafted_by_id == request.viewer.person_id,
        "states": [(code, label, data["states"].get(code, 0)) for code, label in _states()] if data else [],
        "composition": [(label, data["composition"].get(code, [])) for code, label in Dimension.choices if code in data["composition"]]
        if data
        else [],
    }
    return render(request, "selection/report.html", context)


def _states() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in ApplicationState.choices if code != ApplicationState.DRAFT]
