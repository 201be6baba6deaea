"""The first pages, the desk, and what machines ask."""

from django.conf import settings
from django.contrib.sitemaps import views as maps
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from interchange.desk.home import actions, figures, queries, readiness
from interchange.desk.home import state_file as states
from interchange.desk.home.forms import ContactForm
from interchange.ground import clock
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.sitemaps import MAPS
from interchange.ground.shell.visitors import shared_by_visitors
from interchange.workbench.bench import house


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (here, "")]


@shared_by_visitors
@public
@require_safe
def home(request: HouseRequest) -> HttpResponse:
    """What the network is, what stands open now, and who runs it."""
    return render(request, "home/home.html", {"facts": queries.facts(), "doors": queries.doors(request.viewer, clock.now())})


@shared_by_visitors
@public
@require_safe
def about(request: HouseRequest) -> HttpResponse:
    """Purpose, objectives, topics, principles, what is not stated, public facts with their sources, and what we keep."""
    return render(request, "home/about.html", {"facts": queries.facts(), "crumbs": _crumbs(_("About"))})


@shared_by_visitors
@public
@require_safe
def accessibility(request: HouseRequest) -> HttpResponse:
    """How these pages can be used, what was tested, whom to tell; the keyboard shortcuts."""
    return render(request, "home/accessibility.html", {"crumbs": _crumbs(_("Accessibility"))})


@public
def contact(request: HouseRequest) -> HttpResponse:
    """Write to the Secretariat; a text that cannot be sent stays in the form."""
    start = {"sender": request.user.email} if request.user.is_authenticated else {}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["website"]:  # a program walked into the trap: it hears the same answer, and nobody is written to
            return redirect("contact_sent")
        viewer = request.viewer
        if attempt(form, actions.write_to_secretariat, viewer, sender=given["sender"], text=given["text"], at=clock.now()):
            return redirect("contact_sent")
    return render(request, "home/contact.html", {"form": form, "crumbs": _crumbs(_("Contact"))})


@public
@require_safe
def contact_sent(request: HouseRequest) -> HttpResponse:
    """The message is on its way."""
    return render(request, "home/contact_sent.html", {"crumbs": [(_("Home"), "/"), (_("Contact"), "/contact/"), (_("Sent"), "")]})


@door("desk.view")
@require_safe
def desk(request: HouseRequest) -> HttpResponse:
    """What I owe, what is new, where I go next."""
    seen = request.user.last_seen_changes_at  # type: ignore[union-attr]
    found = queries.desk(request.viewer, seen, clock.now())
    return render(request, "home/desk.html", {"desk": found, "seen_at": seen, "crumbs": _crumbs(_("My desk"))})


@require_safe
@door("duty.oversee")
def processes(request: HouseRequest) -> HttpResponse:
    """The state of every process, with what is stuck."""
    at = clock.now()
    crumbs = [(_("My desk"), "/desk/"), (_("Processes"), "")]
    works = queries.works(request.viewer, at)
    context = {"works": works, "signs": readiness.signs(at, works.workers), "at": at, "crumbs": crumbs}
    return render(request, "home/processes.html", context)


@require_safe
@door("state.speak")
def state_file(request: HouseRequest, iso2: str) -> HttpResponse:
    """The file of a State, for those who speak for it."""
    file = states.state_file(request.viewer, iso2.upper(), clock.now())
    crumbs = [(_("My desk"), "/desk/"), (file.state.name, "")]
    return render(request, "home/state_file.html", {"file": file, "crumbs": crumbs})


@door("desk.view")
@require_POST
def news_read(request: HouseRequest) -> HttpResponse:
    """The button “I have read these”."""
    actions.mark_news_read(request.viewer, at=clock.now())
    return redirect("desk")


@public
@require_safe
def healthz(request: HouseRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@public
@require_safe
def readyz(request: HouseRequest) -> HttpResponse:
    """200 where all is well, else 503 naming what is not; `?for=web` asks only for what a web process needs, as load balancers should."""
    found = readiness.ready(clock.now(), web=request.GET.get("for") == "web")
    return JsonResponse(found, status=200 if all(found.values()) else 503, headers={"Cache-Control": "no-store"})


@public
@require_safe
def metrics(request: HouseRequest) -> HttpResponse:
    """Figures for Prometheus, for whoever brings the token of the settings; for everybody else there is no such page."""
    if not figures.may_read(request.headers.get("Authorization", "")):
        raise Http404
    return HttpResponse(figures.text(), content_type=figures.TYPE, headers={"Cache-Control": "no-store"})


@public
@require_safe
def robots(request: HouseRequest) -> HttpResponse:
    """What crawlers are asked to leave alone (pages that need a sign-in hold nothing for them), and which uses are welcome."""
    text = house.robots_txt(f"{settings.BASE_URL}/sitemap.xml")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public
@require_safe
def sitemap_index(request: HouseRequest) -> HttpResponse:
    """The index of the site map (sitemaps.org protocol 0.9): one entry a part and page."""
    return maps.index(request, sitemaps=MAPS, sitemap_url_name="sitemap_part").render()


@public
@require_safe
def sitemap_part(request: HouseRequest, section: str) -> HttpResponse:
    """One part of the site map; its further pages with `?p=2`."""
    return maps.sitemap(request, sitemaps=MAPS, section=section).render()
