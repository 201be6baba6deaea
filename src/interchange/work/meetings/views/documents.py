"""Documents: the list, a document's page, its PDF and plain text, giving in and revising."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.levels import Level, is_insider
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell import exports
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.text.sections import sections
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.meetings import actions, printing, queries
from interchange.work.meetings import forms as room
from interchange.work.meetings.models import Document, Issue
from interchange.work.meetings.queries import documents as found_documents
from interchange.work.meetings.queries import sessions as session_queries
from interchange.work.meetings.views.common import number_of, put_newer, to_session
from interchange.work.meetings.vocabulary import DocumentKind

HOME = "/documents/"


@public
def index(request: HouseRequest) -> HttpResponse:
    """Documents that the viewer may read: by number, meeting, kind and topic."""
    viewer = request.viewer
    listing = Listing(
        request,
        queries.visible_documents(viewer),
        facets=[
            Facet("kind", _("Kind"), DocumentKind.choices),
            Facet("meeting", _("Series"), [(one.slug, one.title) for one in queries.series_list(viewer)], field="session__series__slug"),
            Facet("topic", _("Topic"), vocabulary.choices("topics"), field="topics", many=True),
            Facet("level", _("Who may read it"), Level.choices),
        ],
        sorts={
            "new": (_("Newest first"), ["-issued_at", "-pk"]),
            "number": (_("By number"), ["session__series__body", "session__number", "number"]),
        },
        search=["number", "title"],
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [(one.number, one.title, one.kind, one.level, one.issued_at.date().isoformat(), one.topics) for one in listing.rows]
        return exports.table(request, "documents", ["number", "title", "kind", "level", "issued", "topics"], rows)
    return render(request, "meetings/documents.html", {"listing": listing, "manages": allows(viewer, "document.manage")})


def _found(request: HouseRequest, address: str) -> tuple[Document, Issue]:
    number, tail = found_documents.split_address(address)
    document = queries.document(request.viewer, number)
    issue = queries.issue_by_mark(document, tail)
    if issue is None:
        raise Http404
    return document, issue


@public
def document(request: HouseRequest, address: str) -> HttpResponse:
    """One document: its text to read, its issues, and what may be done with it. The address of an issue shows that issue."""
    viewer = request.viewer
    found, issue = _found(request, address)
    may = found_documents.standing(viewer, found) if viewer.is_signed_in else set()
    steers, revises, manages = "steer" in may, "revise" in may, "manage" in may
    forms: dict[str, Any] = {
        "leave": ReasonForm(request.POST if request.POST.get("what") == "leave" else None, auto_id="leave_%s"),
        "withdraw": ReasonForm(request.POST if request.POST.get("what") == "withdraw" else None, auto_id="withdraw_%s"),
        "widen": room.WidenForm(
            request.POST if request.POST.get("what") == "widen" else None, auto_id="widen_%s", initial={"level": found.level}
        ),
    }
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _carry_out(request, found, forms)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return redirect(found.get_absolute_url())
    issues = [(one, f"{found.get_absolute_url()}{found_documents.tail_of(one)}/") for one in found.issues.all()]
    crumbs = [(_("Documents"), HOME), (found.number, "")] if found.session is None else [*to_session(found.session, found.number)]
    context = {
        "document": found, "issue": issue, "issues": issues, "newest": issue == issues[-1][0], "steers": steers, "manages": manages, "forms": forms,
        "revises": revises and not printing.is_final(found) and found.withdrawn_at is None, "problem": problem, "crumbs": crumbs,
        "inside": is_insider(viewer), "comments": "comment" in may, "sections": sections(issue.text), "pdf": f"{found.get_absolute_url()}{found_documents.tail_of(issue)}/pdf/",
        "plain": f"{found.get_absolute_url()}{found_documents.tail_of(issue)}/text/",
    }  # fmt: skip
    return render(request, "meetings/document.html", context, status=409 if problem else 200)


def _carry_out(request: HouseRequest, found: Document, forms: dict[str, Any]) -> str:
    viewer, at, what = request.viewer, clock.now(), request.POST.get("what", "")
    form = forms.get(what)
    if form is None or not form.is_valid():
        return ""
    data = form.cleaned_data
    if what == "leave":
        return _("Leave is given.") if attempt(form, actions.give_leave, viewer, found.pk, reason=data["reason"], at=at) else ""
    if what == "withdraw":
        return _("Withdrawn. The number stays.") if attempt(form, actions.withdraw, viewer, found.pk, reason=data["reason"], at=at) else ""
    done = attempt(form, actions.open_wider, viewer, found.pk, data["level"], reason=data["reason"], at=at)
    return _("Opened wider; recorded with your reason.") if done else ""


@public
def pdf(request: HouseRequest, address: str) -> HttpResponse:
    """The issue as PDF, with number and mark on page one."""
    found, issue = _found(request, address)
    if found.withdrawn_at is not None:
        raise Http404
    response = HttpResponse(printing.marked_copy(found, issue), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{issue.symbol.replace("/", "-").replace(" ", "-").replace(".", "")}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@public
def plain(request: HouseRequest, address: str) -> HttpResponse:
    """The issue as plain text: for slow lines, and for reading aloud."""
    found, issue = _found(request, address)
    if found.withdrawn_at is not None:
        raise Http404
    late = f" [{_('LATE')}]" if issue.late else ""
    head = f"{issue.symbol} [{printing.mark_words(found.level)}]{late}\n{found.title}\n{printing.session_line(found.session)}\n\n"
    response = HttpResponse(head + issue.text + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response


@door("session.inside")
def give(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Give a paper in for a session."""
    viewer = request.viewer
    session = queries.by_number(viewer, slug, number, verb="session.inside")
    items = [(str(one.pk), f"{one.position}. {one.title}") for one in session_queries.agenda(viewer, session)]
    form = room.PaperForm(request.POST if request.method == "POST" else None, request.FILES or None, items=items)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = [int(one) for one in data.get("items", [])]
        made = attempt(form, actions.give_paper, viewer, session.pk, data, upload=data["file"], items=chosen, at=clock.now())
        if made:
            messages.success(request, _("It has the number %s.") % made.symbol)
            return redirect(made.document.get_absolute_url())
    context = {
        "form": form,
        "session": session,
        "title": _("Give a paper in"),
        "crumbs": to_session(session, _("Give a paper in")),
        "upload": True,
    }
    return render(request, "meetings/give.html", context)


@door("document.revise")
def revise(request: HouseRequest, pk: int) -> HttpResponse:
    """Let a revision, corrigendum or addendum follow."""
    viewer = request.viewer
    found = see(viewer, "document.revise", Document.objects.select_related("session__series"), pk=pk)
    issues = list(found.issues.all())
    start = {"seen": len(issues), "text": issues[-1].text if issues and issues[-1].file_id is None else ""}
    form = room.ReviseForm(request.POST if request.method == "POST" else None, request.FILES or None, initial=start)
    newer = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = attempt(
                form, actions.revise, viewer, pk, mark=data["mark"], seen=number_of(str(data["seen"])), text=data["text"], upload=data["file"],
                ai_use=data["ai_use"], note=data["note"], at=clock.now(),
            )  # fmt: skip
            if made:
                messages.success(request, _("It is out as %s.") % made.symbol)
                return redirect(found.get_absolute_url())
        except Stale:
            newer = found
            put_newer(form, "seen", found.issues.count())
    context = {
        "form": form, "title": _("Revise %s") % found.number, "newer": newer, "upload": True,
        "crumbs": [(_("Documents"), HOME), (found.number, found.get_absolute_url()), (_("Revise"), "")],
    }  # fmt: skip
    return render(request, "meetings/form.html", context, status=409 if newer else 200)


@door("document.manage")
def between(request: HouseRequest) -> HttpResponse:
    """A document between sessions: TEN/IS/2026/2."""
    form = room.BetweenForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, actions.issue_between, request.viewer, data, upload=data["file"], at=clock.now())
        if made:
            messages.success(request, _("It has the number %s.") % made.symbol)
            return redirect(made.document.get_absolute_url())
    context = {
        "form": form,
        "title": _("Document between sessions"),
        "upload": True,
        "crumbs": [(_("Documents"), HOME), (_("Between sessions"), "")],
    }
    return render(request, "meetings/form.html", context)
