"""Rounds: list, page with papers, comments and dispositions, preparing, the log of equal release."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Stale
from interchange.ground.files.views import serve
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell import exports
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.statements import queries
from interchange.work.statements.actions import filing, rounds, treating
from interchange.work.statements.forms import DisposeForm, ExtendForm, FinalForm, PaperForm, RoundForm
from interchange.work.statements.models import Round
from interchange.work.statements.views import crumb, filled, page, pressed
from interchange.work.statements.views.statements import form_for
from interchange.work.statements.vocabulary import Kind, RoundState

COMMENTS = 50  # on one page of a round
HERE = "/statements/rounds/"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumb((_("Rounds of comments"), HERE), *more)


@public
def index(request: HouseRequest) -> HttpResponse:
    """The rounds of comments."""
    listing = Listing(
        request,
        queries.rounds(request.viewer),
        facets=[Facet("state", _("State"), RoundState.choices)],
        sorts={"new": (_("Newest first"), ["-made_at", "-pk"]), "closes": (_("Closing first"), ["closes_at", "pk"])},
        search=["title", "number"],
    )
    context = {"listing": listing, "at": clock.now(), "crumbs": crumb((_("Rounds of comments"), ""))}
    return page(request, "statements/rounds.html", context)


def _prepare(request: HouseRequest, found: Round | None) -> HttpResponse:
    initial: dict[str, Any] = {"revision": 0}
    if found is not None:
        names = ("title", "note", "template", "level", "time_zone", "revision")
        initial = {name: getattr(found, name) for name in names} | {
            "closes_on": found.closes_at.astimezone(clock.zone(found.time_zone)).date()
        }
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    newer: Round | None = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        revision = given.pop("revision")
        try:
            made = attempt(
                form, rounds.prepare_round, request.viewer, given, round_id=found.pk if found else None, revision=revision if found else None, at=clock.now()
            )  # fmt: skip
            if made:
                messages.success(request, _("Kept. Add the papers, then open it."))
                return redirect(made.get_absolute_url())
        except Stale as stale:
            newer = stale.current
            form.data = {**request.POST.dict(), "revision": str(newer.revision if newer else 0)}
    crumbs = _crumbs((found.title, found.get_absolute_url()), (_("Change"), "")) if found else _crumbs((_("A new round"), ""))
    return page(request, "statements/round_form.html", {"form": form, "found": found, "newer": newer, "crumbs": crumbs}, form)


@door("consultation.manage")
def new(request: HouseRequest) -> HttpResponse:
    """Prepare a round."""
    return _prepare(request, None)


@door("consultation.manage")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Change a round that is not open."""
    found = see(request.viewer, "consultation.manage", pk=pk)
    if found.state != RoundState.DRAFT:
        raise Http404
    return _prepare(request, found)


def _manage(request: HouseRequest, found: Round, what: str, forms: dict[str, Any]) -> "bool | Exception":
    viewer, at, pk = request.viewer, clock.now(), found.pk
    if what == "open":
        return (
            pressed(
                request,
                lambda: rounds.open_round(viewer, pk, at=at),
                _("Open: all States can read it since this second. The worker writes to each."),
            )
            or True
        )
    if what == "remove":
        number = int(request.POST["paper"]) if request.POST.get("paper", "").isdigit() else 0
        if not found.papers.filter(pk=number).exists():
            raise Http404
        return pressed(request, lambda: rounds.take_paper_out(viewer, number, at=at), _("Taken out.")) or True
    if what == "paper":
        return filled(request, forms[what], lambda given: rounds.add_paper(viewer, pk, **given, at=at), _("The paper is in the round."))
    if what == "extend":
        return filled(
            request, forms[what], lambda given: rounds.extend_round(viewer, pk, **given, at=at), _("Everybody has more time, and is told.")
        )
    if what == "publish":
        done = _("Published, with the table of dispositions; all States at once.")
        return filled(request, forms[what], lambda given: rounds.publish_round(viewer, pk, text=given["text"], at=at), done)
    if what == "dispose":
        number = int(request.POST["comment"]) if request.POST.get("comment", "").isdigit() else 0
        if not found.comments.filter(pk=number).exists():
            raise Http404
        return filled(
            request,
            forms[what],
            lambda given: treating.dispose(viewer, number, **given, at=at),
            _("Noted; the State reads it with the final text."),
        )
    raise Http404


@public
def round_(request: HouseRequest, pk: int) -> HttpResponse:
    """One round: the note, the papers, what was said and what became of it."""
    viewer, at = request.viewer, clock.now()
    found = queries.round_(viewer, pk)
    manages = allows(viewer, "consultation.manage")
    what = request.POST.get("what", "")
    forms = {
        "paper": PaperForm(*((request.POST, request.FILES) if what == "paper" else ()), auto_id="paper-%s"),
        "extend": ExtendForm(request.POST if what == "extend" else None, auto_id="extend-%s"),
        "publish": FinalForm(request.POST if what == "publish" else None, auto_id="publish-%s"),
        "dispose": DisposeForm(request.POST if what == "dispose" else None, auto_id="dispose-%s"),
    }
    problem: Exception | None = None
    if request.method == "POST":
        if not manages:
            raise NotAllowed("consultation.manage")
        answer = _manage(request, found, what, forms)
        if answer is True:
            return redirect(f"{request.get_full_path()}#comments" if what == "dispose" else found.get_absolute_url())
        problem = answer if isinstance(answer, Exception) else None
    listing = Listing(request, queries.comments(viewer, found), per_page=COMMENTS)
    over = filing.is_late(found.closes_at, at)
    context = {
        "found": found, "papers": list(found.papers.all()), "listing": listing, "comments": queries.with_words(listing.page), "kept_back": queries.kept_back(viewer, found), "manages": manages, "forms": forms,
        "problem": problem, "over": over, "speaks": allows(viewer, "consultation.comment"), "languages": dict(vocabulary.languages()),
        "disposing": request.POST.get("comment", ""), "what": what, "released": found.state != RoundState.DRAFT,
        "may_publish": manages and over and found.state == RoundState.OPEN, "crumbs": _crumbs((found.number, "")),
    }  # fmt: skip
    return page(request, "statements/round.html", context, *forms.values())


@door("statement.file")
def comment(request: HouseRequest, pk: int) -> HttpResponse:
    """Give in a comment for one's State; late ones are marked, never refused."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "consultation.comment", pk=pk)
    initial: dict[str, Any] = {"text": found.template, "level": found.level}
    source = request.GET.get("from", "")
    again = queries.earlier(viewer)
    used = next((one for one in again if str(one.pk) == source), None)
    if used is not None:
        initial |= {"title": used.title, "text": used.text, "language": used.language}
    form = form_for(request, comment=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data) | {"kind": Kind.COMMENT}
        files, named = given.pop("files"), given.pop("states", [])
        made = attempt(form, filing.file_statement, viewer, given, states=named, files=files, round_id=pk, at=at)
        if made:
            messages.success(request, _("Filed as %s. A receipt is on its way.") % made.number)
            return redirect(made.get_absolute_url())
    context = {
        "form": form,
        "round": found,
        "again": again,
        "late": filing.is_late(found.closes_at, at),
        "crumbs": _crumbs((found.number, found.get_absolute_url()), (_("Comment"), "")),
    }
    return page(request, "statements/file.html", context, form)


@public
def paper(request: HouseRequest, pk: int, paper: int) -> HttpResponseBase:
    """A paper of a round, from the instant of its release on."""
    found = queries.round_(request.viewer, pk)
    one = next((each for each in found.papers.all() if each.pk == paper), None)
    if one is None or one.file.removed_at is not None:
        raise Http404
    return serve(request, one.file)


@public
def log(request: HouseRequest, pk: int) -> HttpResponse:
    """The log of a round's releases: one instant for all, and when each State was written to."""
    found = queries.round_(request.viewer, pk)
    releases = queries.releases(found)
    if request.GET.get("format") in {"csv", "json"}:
        columns = ["release", "readable_from", "state", "written_at", "letters"]
        table = ((one.kind, one.released_at, line.member_state_id, line.at, line.letters) for one in releases for line in one.lines.all())
        return exports.table(request, "release-log", columns, table)
    context = {
        "found": found,
        "releases": releases,
        "crumbs": _crumbs((found.number, found.get_absolute_url()), (_("Log of releases"), "")),
    }
    return page(request, "statements/log.html", context)
