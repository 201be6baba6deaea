"""My declarations: interests in versions, the texts I accept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt
from interchange.network.calls import actions, queries
from interchange.network.calls.forms import InterestRows, VersionForm
from interchange.network.calls.vocabulary import REQUIRED_TEXTS, TextKind


def typed_row(form: Any) -> dict[str, Any]:
    """One row of a formset as typed (also where the form found it wrong: the action says why, in its words)."""
    values = {}
    for name in form.fields:
        raw = form[name].value()
        values[name] = raw if raw is not None else ""
    for name in ("year", "from_year", "to_year"):
        if name in values:
            typed = str(values[name]).strip()
            if typed and not typed.isdigit():
                raise Refused.of(form.add_prefix(name), _("“%s” is not a year.") % typed[:20], _("Give four digits."))
            values[name] = int(typed) if typed else None
    return values


@door("interests.declare")
def my_interests(request: HouseRequest) -> HttpResponse:
    """My declaration of interests: see, change (a new version)."""
    viewer, at = request.viewer, clock.now()
    newest = queries.latest_interests(viewer.person_id)
    known = (
        []
        if newest is None
        else [
            {name: getattr(row, name) for name in ("category", "entity", "from_year", "to_year", "topics", "size")}
            for row in newest.rows.all()
        ]
    )
    posted = request.POST if request.method == "POST" else None
    rows = InterestRows(posted, prefix="interests", initial=known)
    rows.extra = 1
    problems: list[tuple[str, str]] = []
    if posted is not None:
        rows.is_valid()
        try:
            actions.declare_interests(viewer, [typed_row(form) for form in rows], nothing=bool(posted.get("nothing_to_declare")), at=at)
            messages.success(request, _("Your declaration is saved as a new version."))
            return redirect("calls:my_interests")
        except Refused as refused:
            problems = [(f"id_{problem.field}", str(problem)) for problem in refused.problems]
    context = {
        "rows": rows,
        "interests": newest,
        "problems": problems,
        "nothing": posted.get("nothing_to_declare") if posted else newest is not None and newest.nothing_to_declare,
    }
    return render(request, "calls/my_interests.html", context, status=422 if problems else 200)


@door("interests.declare")
@require_POST
def accept(request: HouseRequest) -> HttpResponse:
    """Accept new versions of the texts."""
    wanted = [int(value) for value in request.POST.getlist("texts") if value.isdigit()]
    actions.accept_texts(request.viewer, wanted, at=clock.now())
    messages.success(request, _("Noted, with the version and the time."))
    return redirect("/desk/")


@door("interests.declare")
def texts(request: HouseRequest) -> HttpResponse:
    """The texts that wait for my acceptance."""
    viewer = request.viewer
    return render(request, "calls/texts.html", {"texts": queries.missing_acceptances(viewer.person_id, clock.now())})


@door("text.publish")
def standing(request: HouseRequest) -> HttpResponse:
    """The declaration texts that hold, with a form for a new version of one; everyone bound by it is asked again."""
    viewer, at = request.viewer, clock.now()
    held = queries.standing_texts(at)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    known = held.get(kind)
    initial = {"title": known.title, "body": known.body} if known else {}
    form = VersionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and kind in TextKind.values:
        words = form.cleaned_data
        made = attempt(form, actions.publish_text, viewer, kind, title=words["title"], body=words["body"], at=at)
        if made:
            messages.success(request, _("Version %s is published; those bound by the text are asked to accept it.") % made.version)
            return redirect("calls:standing")
    context = {
        "texts": [(code, label, held.get(code), code in REQUIRED_TEXTS) for code, label in TextKind.choices],
        "kind": kind if kind in TextKind.values else "",
        "label": dict(TextKind.choices).get(kind, ""),
        "form": form,
        "crumbs": [(_("Manage calls"), "/calls/manage/"), (_("Declaration texts"), "")],
    }
    return render(request, "calls/standing.html", context)
