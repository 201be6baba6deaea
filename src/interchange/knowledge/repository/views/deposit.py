"""Depositing in one flowing form: begin with what is at hand, complete it, see likely duplicates and a preview, submit."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.knowledge.repository import actions, duplicates, identify, links, queries, supplied
from interchange.knowledge.repository.actions.deposit import missing
from interchange.knowledge.repository.drafts import Draft, Unread, creators_of
from interchange.knowledge.repository.forms import CreatorRows, DepositForm, FileForm, StartForm, creator_rows, day_of, instant_of
from interchange.knowledge.repository.licences import COMMON
from interchange.knowledge.repository.models import CopyRequest, RecordFile, Review, Version
from interchange.knowledge.repository.vocabulary import (
    CHECKS,
    EDITABLE,
    CheckOutcome,
    Kind,
    ReviewState,
    TextState,
    VersionState,
)

LARGEST_METADATA = 2_000_000  # bytes of a file of metadata in this form; more belongs in the import
OFFERED = 50  # works of one file that can be chosen from


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Repository"), reverse("repository:index")), (_("Deposit"), reverse("repository:deposit") if more else ""), *more]


@door("record.deposit")
def deposit(request: HouseRequest) -> HttpResponse:
    """Begin: paste an identifier, drop a file, or start with an empty form."""
    at = clock.now()
    form = StartForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "crumbs": _crumbs(), "mine": _mine(request)[:5]}
    if request.method == "POST" and form.is_valid():
        what = request.POST.get("what", "go")
        try:
            if what in {"empty", "card"}:
                made = actions.start(request.viewer, Draft(kind=Kind.PRACTICE if what == "card" else Kind.PAPER), at=at)
                return redirect("repository:edit", pk=made.pk)
            done = _begin(request, form, context, at)
            if done is not None:
                return done
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return render(request, "repository/deposit.html", context, status=422 if form.errors else 200)


def _begin(request: HouseRequest, form: StartForm, context: dict[str, Any], at: datetime) -> HttpResponse | None:
    """From whatever was given. None where the page is shown again, with a choice or with what is wrong."""
    upload: UploadedFile[Any] | None = form.cleaned_data.get("file")
    text = form.cleaned_data.get("identifier", "").strip()
    if upload is None and not text:
        raise Refused.of("identifier", _("Nothing was given."), _("Paste an identifier, drop a file, or begin with an empty form."))
    draft = Draft()
    if text:
        found = identify.recognise(text)
        if found is None:
            raise Refused.of(
                "identifier", _("This is no identifier that we know."), _("Try a DOI (10...), an arXiv number or a web address.")
            )
        if found.problem:
            raise Refused.of("identifier", found.problem, _("Copy it anew from the work."))
        twins = duplicates.find(request.viewer, identifiers=[[found.scheme, found.value]])
        if twins:
            context["twins"] = twins
            form.add_error("identifier", _("This work is here already."))
            return None
        draft = links.looked_up(found.scheme, found.value) or Draft(identifiers=[(found.scheme, found.value)])
    if upload is not None and not _is_pdf(upload):
        drafts, unread = _read_metadata(upload)
        chosen = request.POST.get("pick", "")
        if len(drafts) > 1 and not (chosen.isdecimal() and int(chosen[:6]) < len(drafts)):
            context |= {"offered": list(enumerate(drafts[:OFFERED])), "unread": unread, "many": len(drafts)}
            return None
        if not drafts:
            context["unread"] = unread
            raise Refused.of("file", _("No work was found in the file."), _("See the lines below; or begin with an empty form."))
        draft = drafts[int(chosen[:6]) if chosen.isdecimal() else 0]
        if unread:
            messages.warning(request, _("Some parts of the file could not be read: %s") % _said(unread))
    made = actions.start(request.viewer, draft, at=at)
    if upload is not None and _is_pdf(upload):
        try:
            actions.add_file(request.viewer, made.pk, upload, at=at)
        except Refused:
            actions.discard(request.viewer, made.pk, at=at)
            raise
    return redirect("repository:edit", pk=made.pk)


def _said(unread: list[Unread]) -> str:
    return "; ".join(_("line %(line)d: %(rule)s") % {"line": one.line, "rule": one.rule} for one in unread[:5])


def _is_pdf(upload: "UploadedFile[Any]") -> bool:
    """By name or by content: what claims to be a PDF is examined as one."""
    first = upload.read(5)
    upload.seek(0)
    return first == b"%PDF-" or (upload.name or "").lower().endswith(".pdf")


def _read_metadata(upload: "UploadedFile[Any]") -> tuple[list[Draft], list[Unread]]:
    if (upload.size or 0) > LARGEST_METADATA:
        raise Refused.of(
            "file", _("The file is too large for one deposit."), _("Officers can import it as a whole; or take out the works you mean.")
        )
    return supplied.read(upload.read(), upload.name or "")


def _mine(request: HouseRequest) -> list[Version]:
    viewer = request.viewer
    found = Version.objects.select_related("record").exclude(state=VersionState.DISCARDED).filter(created_by_id=viewer.person_id)
    return list(rows(viewer, "version.view", found).order_by("-created_at"))


@door("record.deposit")
def mine(request: HouseRequest) -> HttpResponse:
    """My deposits and where they stand; reviews that I am asked for; requests for copies of my files."""
    viewer = request.viewer
    asked = rows(viewer, "review.file", Review.objects.select_related("version__record")).order_by("due_at")
    copies = rows(viewer, "copy.decide", CopyRequest.objects.filter(state="asked", file__version__record__submitter_id=viewer.person_id))
    context = {
        "versions": _mine(request),
        "reviews": list(asked),
        "copies": list(copies.select_related("file__version__record")),
        "crumbs": _crumbs((_("My deposits"), "")),
    }
    return render(request, "repository/mine.html", context)


def _own(request: HouseRequest, pk: int) -> Version:
    viewer = request.viewer
    found: Version = see(viewer, "version.view", Version.objects.select_related("record"), pk=pk)
    if viewer.person_id not in {found.created_by_id, found.record.submitter_id}:
        see(viewer, "version.edit", pk=pk)  # somebody else's: absent here
    return found


@door("record.deposit")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """The one form: metadata, authors, files; below it what is missing, likely duplicates, a preview, and submitting."""
    at = clock.now()
    version = _own(request, pk)
    if version.state not in EDITABLE:
        return _stands(request, version)
    what = request.POST.get("what", "")
    posted = request.POST if request.method == "POST" and what in {"save", "more", "submit", ""} and "revision" in request.POST else None
    auto = request.headers.get("X-Autosave") == "1"
    form = DepositForm(posted, version=version)
    people = CreatorRows(posted, prefix="people", initial=creator_rows(version))
    people.extra = (1 if version.creators else 2) + (3 if what == "more" else 0)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            done = _edit_verb(request, version, form, people, what, auto, at)
            if done is not None:
                return done
        except Stale as stale:
            return _stale(request, stale.current, auto)
        except Refused as refused:
            problems = refused.problems
            if auto:
                return JsonResponse({"message": str(refused)}, status=422)
        except NotAMove as moved:
            problems = [Problem("", str(moved))]
    for problem in problems:
        if posted is not None and problem.field in form.fields:
            form.add_error(problem.field, str(problem))
    version.refresh_from_db()
    return _edit_page(request, version, form, people, problems, at)


def _edit_verb(
    request: HouseRequest, version: Version, form: DepositForm, people: Any, what: str, auto: bool, at: datetime
) -> HttpResponse | None:
    """What was asked for; None where the page is shown again."""
    viewer = request.viewer
    if what == "discard":
        actions.discard(viewer, version.pk, at=at)
        messages.success(request, _("Given up. Nothing of it was published."))
        return redirect("repository:mine")
    if "revision" not in request.POST:
        return redirect("repository:edit", pk=version.pk)
    if not (form.is_valid() and people.is_valid()):
        return JsonResponse({"message": _("Not saved: something in the form cannot be read.")}, status=422) if auto else None
    raw = {**form.raw(), "creators": people.entries()}
    saved = actions.save(viewer, version.pk, raw, revision=form.cleaned_data["revision"], at=at)
    if auto:
        return JsonResponse({"revision": saved.revision, "saved": clock.show(at, viewer.time_zone or "UTC").text})
    if what == "submit":
        actions.submit(viewer, version.pk, rights=request.POST.get("rights") == "on", at=at)
        messages.success(request, _("Submitted. A curator looks at it; you get a letter with the result."))
        return redirect("repository:edit", pk=version.pk)
    if what == "more":
        return redirect(f"{reverse('repository:edit', args=[version.pk])}?rows=4#people")
    messages.success(request, _("Saved."))
    return redirect("repository:edit", pk=version.pk)


def _edit_page(
    request: HouseRequest, version: Version, form: DepositForm, people: Any, problems: list[Problem], at: datetime
) -> HttpResponse:
    viewer = request.viewer
    if request.GET.get("rows", "").isdecimal():
        people.extra = min(10, int(request.GET["rows"][:2]))
    files = list(version.files.select_related("stored"))
    context = {
        "version": version,
        "record": version.record,
        "form": form,
        "people": people,
        "problems": problems,
        "files": [
            (
                file,
                FileForm(
                    initial={"level": file.level, "embargo_until": day_of(file.embargo_until)}, prefix="f", auto_id=f"file{file.pk}_%s"
                ),
            )
            for file in files
        ],
        "reading": any(file.text_state == TextState.WAITING for file in files),
        "proposals": [(file, _proposed(version, file)) for file in files if _proposed(version, file)],
        "file_form": FileForm(initial={"level": "public"}, prefix="f"),
        "missing": missing(viewer, version, at=at),
        "twins": duplicates.of_version(viewer, version),
        "licences": COMMON,
        "creators": creators_of(version.creators),
        "is_card": version.kind == Kind.PRACTICE,
        "ticked": request.POST.get("rights") == "on",
        **_told(version),
        "crumbs": _crumbs((version.title or _("New deposit"), "")),
    }
    return render(request, "repository/edit.html", context, status=422 if problems or form.errors else 200)


def _proposed(version: Version, file: RecordFile) -> dict[str, Any]:
    """What the file says of itself and the form does not say yet."""
    return {name: value for name, value in file.found.items() if name in {"title", "summary", "identifiers"} and not getattr(version, name)}


def _told(version: Version) -> dict[str, Any]:
    """What curators and reviewers said, as the depositor may read it: no names."""
    checks = [(CHECKS.get(one.key, one.key), one) for one in version.checks.all() if one.outcome != CheckOutcome.OK]
    remarks = [
        one.remark for one in version.reviews.filter(state=ReviewState.FILED) if one.remark and version.state != VersionState.SUBMITTED
    ]
    return {"checks": checks, "remarks": remarks}


def _stands(request: HouseRequest, version: Version) -> HttpResponse:
    """A version that its depositor cannot change now: where it stands."""
    context = {
        "version": version,
        "record": version.record,
        "creators": creators_of(version.creators),
        "files": queries.files_of(request.viewer, version),
        "may_curate": allows(request.viewer, "version.curate", version) if allows(request.viewer, "version.curate") else False,
        **_told(version),
        "crumbs": _crumbs((version.title, "")),
    }
    return render(request, "repository/stands.html", context)


def _stale(request: HouseRequest, current: Version, auto: bool) -> HttpResponse:
    """Saved elsewhere meanwhile: both texts side by side, either can be kept."""
    if auto:
        message = _("This deposit was changed in another window.")
        return JsonResponse({"message": message, "url": reverse("repository:edit", args=[current.pk])}, status=409)
    typed = [(name, request.POST.getlist(name)) for name in request.POST if name not in {"csrfmiddlewaretoken", "revision", "what"}]
    names = dict(typed)
    shown = DepositForm(version=current)
    compared = []
    for name, field in shown.fields.items():
        if name not in names:
            continue
        saved = shown.initial.get(name, "")
        words = ", ".join(map(str, saved)) if isinstance(saved, list) else str(saved if saved is not None else "")
        mine = ", ".join(names[name])
        if words.strip() != mine.replace("\r\n", "\n").strip():
            compared.append((field.label, words, mine))
    context = {"version": current, "typed": typed, "compared": compared, "crumbs": _crumbs((current.title, ""))}
    return render(request, "repository/stale.html", context, status=409)


@door("record.deposit")
@require_POST
def files(request: HouseRequest, pk: int) -> HttpResponse:
    """Give a file to a deposit, take one out, change who may read it, take over what it says of itself."""
    viewer, at = request.viewer, clock.now()
    version = _own(request, pk)
    what, number = request.POST.get("what", "add"), request.POST.get("file_id", "")
    chosen = int(number) if number.isdecimal() and len(number) < 18 else 0
    form = FileForm(request.POST, request.FILES, prefix="f")
    try:
        if what == "add":
            upload = request.FILES.get("f-file")
            if upload is None:
                raise Refused.of("file", _("No file was chosen."), _("Choose a PDF."))
            form.is_valid()
            data = form.cleaned_data
            actions.add_file(
                viewer, pk, upload, level=data.get("level") or "public", embargo_until=instant_of(data.get("embargo_until")), at=at
            )
            messages.success(request, _("The file is here. Its text is read in the background; look again in a moment."))
        elif what == "remove":
            actions.remove_file(viewer, chosen, at=at)
            messages.success(request, _("Taken out."))
        elif what == "take":
            actions.take_proposals(viewer, chosen, at=at)
            messages.success(request, _("Taken over. Check it below."))
        elif what == "access":
            if not form.is_valid():
                raise Refused.of(
                    "file", _("Who may read it was not understood."), _("Choose from the list, and write a day as 2027-01-31.")
                )
            until = instant_of(form.cleaned_data["embargo_until"])
            actions.set_access(viewer, chosen, level=form.cleaned_data["level"], embargo_until=until, at=at)
            messages.success(request, _("Saved."))
    except (Refused, NotAMove) as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('repository:edit', args=[version.pk])}#files")


@door("record.revise")
@require_POST
def revise(request: HouseRequest, slug: str) -> HttpResponse:
    """Draw up a new version of a published record."""
    record = queries.full_record(request.viewer, slug)
    try:
        made = actions.new_version(request.viewer, record.pk, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(record.url)
    return redirect("repository:edit", pk=made.pk)
