"""Who can help with a question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.work.exchange import queries
from interchange.work.exchange.actions import asking
from interchange.work.exchange.forms import PutForm
from interchange.work.exchange.matching import Fit
from interchange.work.exchange.models import Question
from interchange.work.exchange.views import crumb, page
from interchange.work.exchange.vocabulary import AskState


def reasons(fit: Fit) -> list[str]:
    """What speaks for somebody, and against, in words."""
    known, found = fit.known, []
    if known.topics:
        found.append(_("Topics: %s") % ", ".join(known.topics))
    if known.things:
        found.append(_("Worked on: %s") % ", ".join(known.things))
    if known.accepted:
        found.append(
            ngettext("%(n)d accepted answer on these topics", "%(n)d accepted answers on these topics", known.accepted)
            % {"n": known.accepted}
        )
    if known.papers:
        found.append(ngettext("%(n)d paper on these topics", "%(n)d papers on these topics", known.papers) % {"n": known.papers})
    if known.words:
        found.append(_("Their entry says: %s") % ", ".join(known.words))
    if known.open_asks:
        found.append(
            ngettext("%(n)d question waits for their reply", "%(n)d questions wait for their reply", known.open_asks)
            % {"n": known.open_asks}
        )
    return found


@door("peer-question.keep")
def helpers(request: HouseRequest, pk: int) -> HttpResponse:
    """Members who could help, why, and the button that asks them."""
    viewer, at = request.viewer, clock.now()
    found: Question = see(viewer, "peer-question.keep", pk=pk)
    fits = queries.helpers(found, at=at) if found.takes_answers else []
    form = PutForm(request.POST if request.method == "POST" else None, people=[(fit.person_id, fit.name) for fit in fits])
    if request.method == "POST" and form.is_valid():
        done = attempt(form, asking.put_to, viewer, pk, [int(one) for one in form.cleaned_data["people"]], at=at)
        if done is not None:
            messages.success(request, _("They get a letter, and can answer by mail or on the page."))
            return redirect("exchange:question", pk=pk)
    ticked = set(request.POST.getlist("people"))
    context = {
        "found": found,
        "fits": [(fit, reasons(fit), str(fit.person_id) in ticked) for fit in fits],
        "waiting": found.asks.filter(state=AskState.ASKED).count(),
        "form": form,
        "crumbs": crumb((found.title, f"/exchange/questions/{pk}/"), (_("Who can help"), "")),
    }
    return page(request, "exchange/help.html", context, form)
