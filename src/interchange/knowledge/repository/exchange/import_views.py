"""Pages of officers: bring in a file of records and see how far it is; register a DOI."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.ground.shell.forms import attempt
from interchange.knowledge.repository.exchange import importing, minting
from interchange.knowledge.repository.exchange.forms import ImportForm
from interchange.knowledge.repository.models import ImportJob, Minting, Record
from interchange.knowledge.repository.vocabulary import JobState


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Repository"), "/repository/"), (_("Import"), "/repository/import/" if more else ""), *more]


@door("import.run")
def imports(request: HouseRequest) -> HttpResponse:
    """A file to bring in, and the imports so far, newest first."""
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        job = attempt(
            form, importing.begin, request.viewer, given["file"], topics=given["topics"], sectors=given["sectors"], at=clock.now()
        )
        if job is not None:
            return redirect("repository:import_job", pk=job.pk)
    jobs = list(rows(request.viewer, "import.view", ImportJob.objects.select_related("person"))[:20])
    context = {"form": form, "jobs": jobs, "crumbs": _crumbs()}
    return render(request, "repository/exchange/imports.html", context, status=422 if form.errors else 200)


@door("import.run")
def import_job(request: HouseRequest, pk: int) -> HttpResponse:
    """How far an import is; what was here already or could not be read. A running one can be stopped."""
    job: ImportJob = see(request.viewer, "import.view", ImportJob.objects.select_related("person"), pk=pk)
    if request.method == "POST":
        importing.stop(request.viewer, job.pk, at=clock.now())
        return redirect("repository:import_job", pk=pk)
    slugs = [one[2] for one in job.problems if len(one) > 2 and one[2]]
    titles = dict(rows(request.viewer, "record.view", Record.objects.filter(slug__in=slugs)).values_list("slug", "title"))
    troubles = [(line, rule, slug, titles.get(slug, "")) for line, rule, slug in sorted(job.problems, key=lambda one: (not one[0], one[0]))]
    done = job.made + job.known + job.failed
    context = {
        "job": job,
        "done": min(done, job.total),
        "is_going": job.state in {JobState.WAITING, JobState.RUNNING},
        "troubles": troubles,
        "more": max(0, job.known + job.failed - len([one for one in job.problems if one[0]])),
        "crumbs": _crumbs((job.name, "")),
    }
    return render(request, "repository/exchange/import_job.html", context)


@door("record.curate")
def doi(request: HouseRequest, slug: str) -> HttpResponse:
    """The DOI of the version shown: none yet, on its way, registered, refused by the registry."""
    record: Record = see(request.viewer, "record.curate", Record.objects.select_related("current"), slug=slug)
    if request.method == "POST":
        try:
            minting.mint(request.viewer, record.pk, at=clock.now())
            messages.success(request, _("The DOI is asked for; the registry is told within some minutes."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("repository:doi", slug=slug)
    made = Minting.objects.filter(version=record.current).first() if record.current else None
    foreign = record.current.doi if record.current and made is None else ""
    context = {
        "record": record,
        "made": made,
        "foreign": foreign,
        "is_on": minting.is_on(),
        "name": minting.name_for(record.current) if record.current and minting.is_on() else "",
        "crumbs": [(_("Repository"), "/repository/"), (Truncator(record.title).chars(60), record.url), (_("DOI"), "")],
    }
    return render(request, "repository/exchange/doi.html", context)
