"""Releases and their files; imports."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.knowledge.lexicon import actions, queries, store
from interchange.knowledge.lexicon.content import SourcePart, changes, from_data, joined, words
from interchange.knowledge.lexicon.forms import ImportForm, ReleaseForm
from interchange.knowledge.lexicon.models import Concept, ImportRun, Release, ReleaseFile
from interchange.knowledge.lexicon.tasks import write_file, write_run
from interchange.knowledge.lexicon.views.common import crumbs
from interchange.knowledge.lexicon.vocabulary import FORMATS, ImportState, ItemChoice, ItemVerdict

AT_ONCE = 2000  # concepts up to which a file is made while the reader waits


@public
def releases(request: HouseRequest) -> HttpResponse:
    """All releases; curators make the next."""
    viewer = request.viewer
    makes = allows(viewer, "release.make")
    form = ReleaseForm(request.POST if request.method == "POST" else None) if makes else None
    if request.method == "POST":
        if form is None:
            see(viewer, "release.view", Release.objects.none())
        elif form.is_valid():
            made = attempt(form, actions.make_release, viewer, **form.cleaned_data, at=clock.now())
            if made is not None:
                messages.success(request, _("Released."))
                return redirect("lexicon:release", number=made.number)
    context = {"releases": queries.released(viewer), "form": form, "crumbs": crumbs((_("Releases"), ""))}
    return render(request, "lexicon/releases.html", context, status=422 if form is not None and form.errors else 200)


def _release(request: HouseRequest, number: int) -> Release:
    return see(request.viewer, "release.view", queries.released(request.viewer), number=number)


@public
@require_safe
def release(request: HouseRequest, number: int) -> HttpResponse:
    """One release: its files, how to cite it, what changed since the one before."""
    found = _release(request, number)
    earlier = Release.objects.filter(number__lt=number).first()
    context = {
        "release": found,
        "earlier": earlier,
        "difference": queries.compare(request.viewer, earlier, found) if earlier is not None else None,
        "files": [(kind, label) for kind, (_type, label) in FORMATS.items()],
        "others": Release.objects.exclude(number=number),
        "crumbs": crumbs((_("Releases"), "/lexicon/releases/"), (_("Release %s") % number, "")),
    }
    return render(request, "lexicon/release.html", context)


@public
@require_safe
def compare(request: HouseRequest, number: int, other: int) -> HttpResponse:
    """What changed between two releases."""
    older, newer = _release(request, min(number, other)), _release(request, max(number, other))
    context = {
        "older": older,
        "newer": newer,
        "difference": queries.compare(request.viewer, older, newer),
        "crumbs": crumbs((_("Releases"), "/lexicon/releases/"), (_("Comparison"), "")),
    }
    return render(request, "lexicon/compare.html", context)


@public
@require_safe
def release_file(request: HouseRequest, number: int, kind: str) -> HttpResponse:
    """A release in one format. A large one is written by the worker meanwhile the page shows how far it is."""
    found = _release(request, number)
    if kind not in FORMATS:
        raise Http404(kind)
    row = ReleaseFile.objects.filter(release=found, format=kind).first()
    if row is None or row.ready_at is None or not default_storage.exists(row.name):
        if row is not None and row.ready_at is not None:  # the storage lost it: write it anew
            ReleaseFile.objects.filter(pk=row.pk).update(ready_at=None)
        if found.concepts <= AT_ONCE:  # type: ignore[attr-defined]
            row = actions.make_file(found.pk, kind, at=clock.now())
        else:
            if row is None:
                ReleaseFile.objects.get_or_create(release=found, format=kind, defaults={"total": found.concepts})  # type: ignore[attr-defined]
                write_file.enqueue(release_id=found.pk, kind=kind)
            row = ReleaseFile.objects.get(release=found, format=kind)
            context = {"release": found, "file": row, "label": FORMATS[kind][1], "crumbs": crumbs((_("Releases"), "/lexicon/releases/"))}
            return render(request, "lexicon/release_file.html", context, status=202)
    with default_storage.open(row.name) as stored:
        answer = HttpResponse(stored.read(), content_type=f"{FORMATS[kind][0]}; charset=utf-8" if kind != "pdf" else FORMATS[kind][0])
    answer["Content-Disposition"] = f'inline; filename="lexicon-release-{number}.{kind}"'
    return answer


@door("lexicon.import")
def imports(request: HouseRequest) -> HttpResponse:
    """Bring a vocabulary."""
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file, data = form.cleaned_data["file"], form.cleaned_data
        source = SourcePart(data["source_title"], data["source_url"])
        made = attempt(form, actions.begin_import, request.viewer, file.name, file.read(), source=source, at=clock.now())
        if made is not None:
            return redirect("lexicon:import_run", pk=made.pk)
    context = {"form": form, "runs": ImportRun.objects.select_related("by")[:30], "crumbs": crumbs((_("Import"), ""))}
    return render(request, "lexicon/imports.html", context, status=422 if form.errors else 200)


@door("lexicon.import")
def import_run(request: HouseRequest, pk: int) -> HttpResponse:
    """The preview of an import, its choices, and how far it is written."""
    viewer, at = request.viewer, clock.now()
    run = see(viewer, "lexicon.import", ImportRun.objects.select_related("by"), pk=pk)
    problem: Exception | None = None
    if request.method == "POST":
        try:
            what = request.POST.get("what", "")
            if what == "write":
                if run.items.count() > AT_ONCE:
                    write_run.enqueue(run_id=pk, person_id=viewer.me)
                    actions.write_import(viewer, pk, at=at, limit=0)
                else:
                    actions.write_import(viewer, pk, at=at)
            elif what == "discard":
                actions.discard_import(viewer, pk, at=at)
            elif what.startswith(("take-", "add-", "skip-")):
                choice, _dash, item = what.partition("-")
                actions.choose_item(viewer, int(item) if item.isdecimal() and len(item) < 12 else 0, choice, at=at)
            else:
                raise Refused.of("", _("Nothing was chosen."), _("Choose one of the buttons."))
            return redirect(request.get_full_path())
        except (Refused, NotAMove) as refused:
            problem = refused
    items = run.items.all()
    listing = Listing(
        request,
        items,
        facets=[Facet("verdict", _("Beside the entry here"), ItemVerdict.choices), Facet("choice", _("Choice"), ItemChoice.choices)],
        per_page=25,
    )
    rows = list(listing.page)
    here = store.contents(Concept.objects.filter(slug__in=[item.slug for item in rows]))
    shown = []
    for item in rows:
        brought = from_data(item.content)
        old = here.get(item.slug)
        new = joined(old, brought) if old is not None and item.choice == ItemChoice.ADD else brought
        differences = (
            [queries.Change(name, words(old, name), words(new, name)) for name in changes(old, new)]
            if old is not None and item.verdict == ItemVerdict.CHANGED
            else []
        )
        shown.append((item, brought, differences))
    taken = items.filter(choice__in=ItemChoice.written()).exclude(verdict=ItemVerdict.SAME)
    context = {
        "run": run,
        "listing": listing,
        "shown": shown,
        "total": taken.count(),
        "done": taken.filter(written_at__isnull=False).count(),
        "problem": problem,
        "preview": run.state == ImportState.PREVIEW,
        "running": run.state == ImportState.RUNNING,
        "crumbs": crumbs((_("Import"), "/lexicon/import/"), (run.name, "")),
    }
    return render(request, "lexicon/import_run.html", context, status=422 if problem else 200)
