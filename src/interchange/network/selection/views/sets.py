"""Officers: the set with its live balance, what-if and suggestion (DOMAIN S7, U34)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows
from interchange.ground.shell.charts import Bar
from interchange.network.calls.vocabulary import Outcome
from interchange.network.selection import actions, solver
from interchange.network.selection.models import Choice, SelectionSet
from interchange.network.selection.queries import balance as balances
from interchange.network.selection.queries import wording
from interchange.network.selection.queries.candidates import Person, people
from interchange.network.selection.views.common import attempt, call_of, crumbs, number, tell, tell_choices
from interchange.network.selection.vocabulary import Dimension

PER_PAGE = 50
SUGGESTION_KEPT = 600  # seconds


class Look:
    """What the address asks to see: `with` and `without` ids and `places` are a what-if, `suggest` asks the solver, `show`, `q` and `page`
    choose lines. Nothing of it is saved."""

    SHOWS = ("in", "out", *Outcome.values, "no-choice")

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.plus, self.minus = (frozenset(int(key) for key in params.getlist(name) if key.isdecimal()) for name in ("with", "without"))
        self.places = number(params.get("places"))
        self.suggest = bool(params.get("suggest"))
        self.show = params["show"] if params.get("show") in self.SHOWS else ""
        self.words = params.get("q", "").casefold().split()[:6]

    @property
    def what_if(self) -> bool:
        """Whether anything differs from the saved set."""
        return bool(self.plus or self.minus or self.places)

    def address(self, **changes: str) -> str:
        """This look with some parameters changed ("" takes one away); the pages start over."""
        params = self.params.copy()
        params.pop("page", None)
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return "?" + params.urlencode()

    def toggled(self, key: int, here: bool) -> str:
        """This look with one person tried the other way round; a second trial takes the first back. A suggestion ends with it."""
        params, mine, other = self.params.copy(), ("without", "with")[not here], ("with", "without")[not here]
        for name in ("page", "suggest"):
            params.pop(name, None)
        if str(key) in params.getlist(other):
            params.setlist(other, [one for one in params.getlist(other) if one != str(key)])
        else:
            params.appendlist(mine, str(key))
        return "?" + params.urlencode()


@dataclass(frozen=True)
class Line:
    """One person on the page."""

    person: Person
    choice: Choice | None
    here: bool
    why: str
    tried: bool
    toggle: str


def _suggestion(problem: solver.Problem) -> solver.Suggestion:
    """The solver's answer, kept for a while: leafing through its pages does not solve the same problem again."""
    key = "selection.suggestion:" + hashlib.sha256(repr(problem).encode()).hexdigest()
    kept = cache.get(key)
    if not isinstance(kept, solver.Suggestion):
        kept = solver.suggest(problem)
        if kept.finished:
            cache.set(key, kept, SUGGESTION_KEPT)
    return kept


def _wanted(line: tuple[Person, Choice | None, bool], look: Look) -> bool:
    person, choice, here = line
    text = f"{person.number} {person.name} {person.organisation}".casefold()
    if not all(word in text for word in look.words):
        return False
    match look.show:
        case "in":
            return here
        case "out":
            return not here
        case "no-choice":
            return choice is None
        case "":
            return True
    return choice is not None and choice.outcome == look.show


def _tabs(found: list[tuple[Person, Choice | None, bool]], look: Look) -> list[tuple[str, str, int, bool]]:
    """(label, address, count, in force) of each part of the list that has anybody in it."""
    inside = sum(here for _person, _choice, here in found)
    counts = {"in": inside, "out": len(found) - inside, "no-choice": sum(choice is None for _person, choice, _here in found)}
    for outcome in Outcome.values:
        counts[outcome] = sum(choice is not None and choice.outcome == outcome for _person, choice, _here in found)
    labels = {"": _("All"), "in": _("In this view"), "out": _("Not in this view"), "no-choice": _("No choice yet")}
    labels |= {outcome: _("Saved: %(outcome)s") % {"outcome": label} for outcome, label in Outcome.choices}
    tabs = [(labels[""], look.address(show=""), len(found), not look.show)]
    return tabs + [(labels[key], look.address(show=key), counts[key], look.show == key) for key in Look.SHOWS if counts[key]]


@require_http_methods(["GET", "HEAD"])
@door("set.build")
def set_page(request: HouseRequest, slug: str) -> HttpResponse:
    """The set: counts beside targets and caps, people page by page with what was chosen, a what-if, a suggestion."""
    call, look = call_of(slug), Look(request.GET)
    working = SelectionSet.objects.filter(call=call).first() or SelectionSet(call=call)
    listed = people(request.viewer, call.pk)
    present = {person.id for person in listed}
    saved = {choice.application_id: choice for choice in rows(request.viewer, "choice.manage").filter(set__call=call)}
    accepted = {key for key, choice in saved.items() if choice.outcome == Outcome.ACCEPTED}
    inside = (accepted | look.plus) - look.minus
    places = look.places or call.places
    targets, caps = (list(working.targets.all()), list(working.caps.prefetch_related("overrides"))) if working.pk else ([], [])
    goals, limits = balances.goals_of(targets), balances.limits_of(caps)
    suggestion = None
    if look.suggest:
        out = {key for key, choice in saved.items() if choice.outcome != Outcome.ACCEPTED} | look.minus
        everybody = [person.candidate for person in listed]
        suggestion = _suggestion(solver.Problem(everybody, places, goals, limits, kept=frozenset(inside & present), left=frozenset(out)))
        inside = set(suggestion.chosen) if suggestion.feasible else inside
    chosen = [person.candidate for person in listed if person.id in inside]
    found = [(person, saved.get(person.id), person.id in inside) for person in listed]
    page = Paginator([line for line in found if _wanted(line, look)], PER_PAGE).get_page(request.GET.get("page"))
    numbers = {person.id: person.number for person in listed}
    reasons = suggestion.reasons if suggestion else {}
    context: dict[str, Any] = {
        "call": call,
        "working": working,
        "look": look,
        "lines": [
            Line(
                person,
                choice,
                here,
                wording.why(reasons[person.id], places, numbers) if person.id in reasons else "",
                person.id in look.plus | look.minus,
                look.toggled(person.id, here),
            )
            for person, choice, here in page
        ],
        "page": page,
        "tabs": _tabs(found, look),
        "bars": [
            (label, [Bar(row.label, row.value, target=row.target, cap=row.cap) for row in entries], [row for row in entries if row.warning])
            for _code, label, entries in balances.balance(chosen, [person.candidate for person in listed], goals, limits)
        ],
        "inside": len(chosen),
        "places": places,
        "suggestion": suggestion,
        "fresh": [key for key in (suggestion.chosen if suggestion else ()) if key not in saved],
        "conflicts": [wording.key_label(key) for key in (suggestion.conflicts if suggestion else ())],
        "caps": [
            (cap, cap.get_dimension_display(), wording.value_label(cap.dimension, cap.value) if cap.value else _("each")) for cap in caps
        ],
        "targets": [(entry, entry.get_dimension_display(), wording.value_label(entry.dimension, entry.value)) for entry in targets],
        "reached": balances.full_values(chosen, limits),
        "dimensions": Dimension.choices,
        "target_values": [(f"{d}:{code}", f"{d.label}: {label}") for d in Dimension for code, label in balances.choices_for(d)],
        "outcomes": Outcome.choices,
        "crumbs": crumbs((call.title, ""), (_("Set"), "")),
    }
    return render(request, "selection/set.html", context)


@require_POST
@door("set.build")
def set_choose(request: HouseRequest, slug: str) -> HttpResponse:
    """Choose for the ticked people, undo choices, choose for the rest, take a suggestion over."""
    call, at, verb = call_of(slug), clock.now(), request.POST.get("do", "")
    reason, outcome, revision = request.POST.get("reason", ""), request.POST.get("outcome", ""), number(request.POST.get("revision"))
    ticked, suggested = ([int(key) for key in request.POST.getlist(name) if key.isdecimal()] for name in ("application", "suggested"))
    if verb in ("choose", "suggestion"):
        keys, taken = (suggested, Outcome.ACCEPTED.value) if verb == "suggestion" else (ticked, outcome)
        made, problems = attempt(
            request,
            lambda: actions.choose_many(
                request.viewer, call.pk, keys, taken, reason=reason, at=at, revision=revision, suggested=verb == "suggestion"
            ),
        )
        tell_choices(request, made, problems)
    elif verb == "take-back":
        for key in ticked:
            tell(request, attempt(request, lambda key=key: actions.take_back(request.viewer, key, at=at), _("Taken back."))[1])
    elif verb == "rest":
        done = _("Saved in the set.")
        tell(request, attempt(request, lambda: actions.choose_rest(request.viewer, call.pk, reason=reason, at=at), done)[1])
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
