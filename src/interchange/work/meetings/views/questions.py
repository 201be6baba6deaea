"""Questions of Member States to a session: put by focal points, read by whom they are marked for, taken up by whoever steers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed
from interchange.ground.policy.doors import public
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows
from interchange.ground.shell.forms import attempt
from interchange.network.states.policy import states_of
from interchange.work.meetings import actions, queries
from interchange.work.meetings.forms_public import QuestionForm
from interchange.work.meetings.queries import sessions as session_queries
from interchange.work.meetings.views.common import number_of, to_session, tried
from interchange.work.meetings.vocabulary import CALLED


@public
def questions(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The questions to one session that the viewer may read, with the form for those who speak for a Member State."""
    viewer, at = request.viewer, clock.now()
    session = queries.by_number(viewer, slug, number)
    asks = allows(viewer, "question.put") and session.state in CALLED and session.starts_at is not None and at < session.starts_at
    steers = is_insider(viewer) and queries.steers(viewer, session)
    form = (
        QuestionForm(request.POST if request.POST.get("what") == "put" else None, states=states_of(viewer))
        if allows(viewer, "question.put")
        else None
    )
    problem: Exception | None = None
    what, pk = request.POST.get("what", ""), number_of(request.POST.get("pk", ""))
    if request.method == "POST":
        if not viewer.is_signed_in:
            raise NotAllowed("question.put")
        if what == "put" and form is not None:
            if form.is_valid():
                made = attempt(form, actions.put_question, viewer, session.pk, form.cleaned_data, at=at)
                if made:
                    messages.success(request, _("Filed as %s. A receipt is on its way.") % made.number)
                    return redirect(made.get_absolute_url())
        elif what == "withdraw":
            problem = tried(request, lambda: actions.withdraw_question(viewer, pk, at=at), _("Withdrawn."))
        elif what == "take":
            problem = tried(
                request,
                lambda: actions.add_from_source(viewer, session.pk, kind="meetings.statequestion", key=str(pk), at=at),
                _("It is an item of the agenda; the State is told."),
            )
        elif what == "decline":
            reason = request.POST.get("reason", "")
            problem = tried(request, lambda: actions.decline_question(viewer, pk, reason=reason, at=at), _("Declined; the State is told."))
        else:
            raise Http404
        if problem is None and what != "put":
            return redirect("meetings:questions", slug=slug, number=number)
    found = list(session_queries.questions(viewer, session).select_related("item"))
    context = {
        "session": session, "found": found, "form": form if asks else None, "problem": problem, "steers": steers, "inside": is_insider(viewer),
        "own": set(states_of(viewer)), "speaks": allows(viewer, "question.put"), "crumbs": to_session(session, _("Questions of Member States")),
    }  # fmt: skip
    return render(request, "meetings/questions.html", context, status=409 if problem else 200)
