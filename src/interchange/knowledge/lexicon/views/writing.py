"""Propose, edit, amend, decide, undo; check a text; reports on texts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell import exports as tables
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Listing
from interchange.ground.text.sources import SOURCES, whole
from interchange.knowledge.lexicon import actions, linking, queries, reports, store
from interchange.knowledge.lexicon.actions.amending import merged
from interchange.knowledge.lexicon.content import Content, changes, from_data, words
from interchange.knowledge.lexicon.forms import CheckForm, DecisionForm, EntryForm
from interchange.knowledge.lexicon.models import Amendment, Concept
from interchange.knowledge.lexicon.views.common import advice, crumbs

NEWEST, REPORTS = 6, 25  # texts of a kind beside the other kinds, and on a page of their own

# Where the fields of a problem stand in the form.
_PLACES = {"labels": "preferred", "slug": "preferred", "definitions": "definition_0", "replaced_by": None}


def _with_places(form: EntryForm, action: Any, *args: Any, **kwargs: Any) -> Any:
    """Run an action; its problems go to the fields in which people can mend them."""
    try:
        return action(*args, **kwargs)
    except Refused as refused:
        for problem in refused.problems:
            place = _PLACES.get(problem.field, problem.field)
            form.add_error(place if place in form.fields else None, str(problem))
        return None


def _entry_page(request: HouseRequest, form: EntryForm, title: str, lead: str, **context: Any) -> HttpResponse:
    """The form of an entry, with the lint of what is written so far."""
    content = form.content() if form.is_bound and form.is_valid() else form.before
    found = advice(request.viewer, content) if content is not None and (form.is_bound or form.before) else []
    status = 422 if form.is_bound and form.errors else 200
    whole_context = {"form": form, "title": title, "lead": lead, "advice": found, **context}
    return render(request, "lexicon/entry.html", whole_context, status=status)


@door("term.propose")
def propose(request: HouseRequest) -> HttpResponse:
    """Propose a term; "check" shows the advice and saves nothing."""
    initial = {"preferred": request.GET.get("label", "")[:200], "adopted": "0"}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and request.POST.get("what") != "check":
        made = _with_places(form, actions.propose, request.viewer, form.content(), at=clock.now())
        if made is not None:
            messages.success(request, _("Proposed. An officer opens the discussion; members see it at once."))
            return redirect("lexicon:concept", slug=made.slug)
    return _entry_page(
        request,
        form,
        _("Propose a term"),
        _("Members see it at once; everyone else when it is agreed."),
        crumbs=crumbs((_("Propose a term"), "")),
    )


@door("term.edit")
def edit(request: HouseRequest, slug: str) -> HttpResponse:
    """Change an entry: proposers while it is open, curators always. A newer text is shown beside the one that was being written."""
    viewer = request.viewer
    concept = see(viewer, "term.edit", Concept.objects.all(), slug=slug)
    content = store.content_of(concept)
    form = EntryForm(request.POST if request.method == "POST" else None, content=content, initial={"revision": concept.revision})
    newer: list[queries.Change] = []
    if request.method == "POST" and form.is_valid() and request.POST.get("what") != "check":
        try:
            revision, reason = form.cleaned_data["revision"], form.cleaned_data["reason"]
            saved = _with_places(form, actions.edit, viewer, slug, form.content(), revision=revision, reason=reason, at=clock.now())
            if saved is not None:
                messages.success(request, _("Saved."))
                return redirect("lexicon:concept", slug=slug)
        except Stale:
            newer = _differences(content, form.content())
            again = request.POST.copy()
            again["revision"] = str(concept.revision)  # saving again, after reading both, is a decision
            form.data = again
    return _entry_page(
        request,
        form,
        _("Edit “%s”") % content.preferred,
        _("Every save is a version and can be undone."),
        newer=newer,
        concept=concept,
        crumbs=crumbs((content.preferred, f"/lexicon/{slug}"), (_("Edit"), "")),
    )


def _differences(now: Content, mine: Content) -> list[queries.Change]:
    return [queries.Change(name, words(now, name), words(mine, name)) for name in changes(now, mine)]


@door("term.amend")
def amend(request: HouseRequest, slug: str) -> HttpResponse:
    """Propose a change of an agreed entry."""
    viewer = request.viewer
    concept = see(viewer, "term.amend", Concept.objects.all(), slug=slug)
    content = store.content_of(concept)
    form = EntryForm(
        request.POST if request.method == "POST" else None, content=content, needs_reason=True, initial={"revision": concept.revision}
    )
    if request.method == "POST" and form.is_valid() and request.POST.get("what") != "check":
        made = _with_places(form, actions.amend, viewer, slug, form.content(), reason=form.cleaned_data["reason"], at=clock.now())
        if made is not None:
            messages.success(request, _("Proposed. The entry stays as it is until a curator adopts the amendment."))
            return redirect("lexicon:amendment", slug=slug, pk=made.pk)
    return _entry_page(
        request,
        form,
        _("Amend “%s”") % content.preferred,
        _("The agreed text stands until a curator adopts your amendment. Several definitions may stand side by side."),
        crumbs=crumbs((content.preferred, f"/lexicon/{slug}"), (_("Amend"), "")),
    )


@door("amendment.view")
def amendment(request: HouseRequest, slug: str, pk: int) -> HttpResponse:
    """One amendment: what it changes, what changed meanwhile, and its decision."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "amendment.view", Amendment.objects.select_related("concept", "by", "decided_by"), pk=pk, concept__slug=slug)
    problem: Exception | None = None
    if request.method == "POST":
        what, reason = request.POST.get("what", ""), request.POST.get("reason", "")
        try:
            if what == "adopt":
                actions.adopt_amendment(viewer, pk, reason=reason, over=request.POST.get("over") == "1", at=at)
            elif what == "refuse":
                actions.refuse_amendment(viewer, pk, reason=reason, at=at)
            elif what == "withdraw":
                actions.withdraw_amendment(viewer, pk, at=at)
            else:
                raise Refused.of("", _("Nothing was chosen."), _("Choose one of the buttons."))
            messages.success(request, _("Decided."))
            return redirect("lexicon:amendment", slug=slug, pk=pk)
        except (Refused, NotAMove) as refused:
            problem = refused
    now = store.content_of(found.concept)
    content, clashes = merged(found, now)
    shown = _differences(now, content) if found.state == "open" else _differences(_base(found, now), from_data(found.content))
    context = {
        "amendment": found,
        "changes": shown,
        "clashes": clashes if found.state == "open" else [],
        "advice": advice(viewer, content) if found.state == "open" else [],
        "problem": problem,
        "typed": request.POST.get("reason", ""),
        "label": now.preferred,
        "can_decide": found.state == "open" and allows(viewer, "amendment.decide") and allows(viewer, "amendment.decide", found),
        "can_withdraw": found.state == "open" and found.by_id == viewer.person_id,
        "crumbs": crumbs((now.preferred, f"/lexicon/{slug}"), (_("Amendment"), "")),
    }
    return render(request, "lexicon/amendment.html", context, status=422 if problem else 200)


def _base(found: Amendment, now: Content) -> Content:
    row = found.concept.versions.filter(number__lte=found.base_revision).order_by("-number").first()
    return from_data(row.content) if row else now


@door("term.curate")
@require_POST
def decide(request: HouseRequest, slug: str) -> HttpResponse:
    """A curator's verb on a concept."""
    viewer, at = request.viewer, clock.now()
    see(viewer, "term.curate", Concept.objects.all(), slug=slug)
    form = DecisionForm(request.POST)
    what = request.POST.get("what", "")
    form.is_valid()
    reason, other = form.cleaned_data.get("reason", ""), form.cleaned_data.get("replaced_by", "").strip()
    verbs: dict[str, Any] = {
        "discuss": lambda: actions.discuss(viewer, slug, at=at),
        "check": lambda: actions.check(viewer, slug, at=at),
        "call": lambda: actions.open_call(viewer, slug, at=at),
        "agree": lambda: actions.agree(viewer, slug, reason=reason, at=at),
        "reject": lambda: actions.reject(viewer, slug, reason=reason, at=at),
        "reopen": lambda: actions.reopen(viewer, slug, reason=reason, at=at),
        "deprecate": lambda: actions.deprecate(viewer, slug, reason=reason, replaced_by=other, at=at),
        "reinstate": lambda: actions.reinstate(viewer, slug, reason=reason, at=at),
    }
    try:
        if what not in verbs:
            raise Refused.of("", _("Nothing was chosen."), _("Choose one of the buttons."))
        verbs[what]()
        messages.success(request, _("Done."))
    except (Refused, NotAMove) as refused:
        messages.error(request, str(refused))
    return redirect(f"/lexicon/{slug}#decide")


@door("term.edit")
def undo(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Take back what one version changed, after saying why."""
    viewer = request.viewer
    concept = see(viewer, "term.edit", Concept.objects.all(), slug=slug)
    step = next((step for step in queries.history(viewer, concept) if step.version.number == number), None)
    if step is None:
        raise Http404(str(number))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        undone = attempt(form, actions.undo, viewer, slug, number, reason=form.cleaned_data["reason"], at=clock.now())
        if undone is not None:
            messages.success(request, _("Undone; it is a version of its own."))
            return redirect("lexicon:history", slug=slug)
    label = store.content_of(concept).preferred
    context = {"step": step, "form": form, "label": label, "concept": concept}
    return render(
        request,
        "lexicon/undo.html",
        {**context, "crumbs": crumbs((label, f"/lexicon/{slug}"), (_("History"), f"/lexicon/{slug}/history/"), (_("Undo"), ""))},
        status=422 if form.errors else 200,
    )


@public
def check(request: HouseRequest) -> HttpResponse:
    """Check a text: what to replace, which terms it says, which phrases have no entry. Works without scripts; keeps nothing."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    report, corrected = None, ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        chosen = request.POST.get("replace", "")
        if chosen:
            text = _replaced(text, chosen)
            form = CheckForm({"text": text})
            form.is_valid()
            corrected = text
        report = reports.report(linking.book(), text)
    context = {"form": form, "report": report, "corrected": corrected, "crumbs": crumbs((_("Check a text"), ""))}
    return render(request, "lexicon/check.html", context, status=422 if form.errors else 200)


def _replaced(text: str, chosen: str) -> str:
    """The text with one label to avoid replaced ("start:end:slug"), or every sure one ("all"), from the last to the first."""
    found = reports.findings(linking.book(), text)
    for one in reversed(found):
        for offer in one.offers:
            if chosen == f"{one.start}:{one.end}:{offer.slug}" or (chosen == "all" and one.sure and offer is one.offers[0]):
                text = text[: offer.start] + offer.words + text[offer.end :]
                break
    return text


@public
@require_safe
def reported(request: HouseRequest) -> HttpResponse:
    """Texts that a report can be made of: the newest of each kind, or all of one kind."""
    chosen = SOURCES.get(request.GET.get("kind", ""))
    listing = Listing(request, queries.texts_of(request.viewer, chosen), per_page=REPORTS) if chosen else None
    found = [(chosen, list(listing.page))] if chosen and listing else queries.texts(request.viewer, limit=NEWEST + 1)
    groups = [
        {
            "kind": source.kind,
            "label": source.label,
            "rows": [
                (source.title(thing), f"/lexicon/report/{source.kind}/{thing.pk}/") for thing in things[: REPORTS if chosen else NEWEST]
            ],
            "more": not chosen and len(things) > NEWEST,
        }
        for source, things in found
    ]
    context = {"groups": groups, "listing": listing, "crumbs": crumbs((_("Consistency reports"), ""))}
    return render(request, "lexicon/reports.html", context)


@public
@require_safe
def report(request: HouseRequest, kind: str, pk: int) -> HttpResponse:
    """The consistency report of one text of the house."""
    try:
        source, thing = queries.text_of(request.viewer, kind, pk)
    except LookupError as unknown:
        raise Http404(kind) from unknown
    gathered = reports.gathered(linking.book(), source.parts(request.viewer, thing)) if source.parts else None
    found = gathered.total if gathered else reports.report(linking.book(), whole(source, thing), own=source.own(thing))
    title = source.title(thing)
    if request.GET.get("format") in {"csv", "json"}:
        rows: list[tuple[Any, ...]] = []
        for part, one in gathered.parts if gathered else []:
            rows.append(("part", part.title, one.score, part.url))
        rows += [("used", one.label, one.count, one.slug) for one in found.used]
        rows += [("avoid", one.words, 1, one.offers[0].slug if one.offers else "") for one in found.avoided]
        rows += [("look again", one.words, 1, one.offers[0].slug if one.offers else "") for one in found.look_again]
        rows += [("no entry", words_, count, "") for words_, count in found.wanted]
        return tables.table(request, f"consistency-{kind}-{pk}", ["what", "words", "times", "id"], rows)
    context = {
        "report": found, "gathered": gathered, "title": title, "url": source.url(thing), "kind": source.label, "path": request.path,
    }  # fmt: skip
    return render(
        request, "lexicon/report.html", {**context, "crumbs": crumbs((_("Consistency reports"), "/lexicon/report/"), (title, ""))}
    )
