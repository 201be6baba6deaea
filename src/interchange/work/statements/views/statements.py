"""Statements: the list with its clocks, filing, one statement with everything that its State and the Secretariat do to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.errors import NotAllowed
from interchange.ground.files.views import serve
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import exports
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.states import queries as states
from interchange.network.states.policy import states_of
from interchange.work.statements import feeds, places, queries
from interchange.work.statements.actions import filing, treating
from interchange.work.statements.forms import (
    AskForm,
    AssignForm,
    ClarifyForm,
    LevelForm,
    StatementForm,
    TargetForm,
    TextForm,
    TranslationForm,
)
from interchange.work.statements.models import Attachment
from interchange.work.statements.views import crumb, filled, page, pressed
from interchange.work.statements.vocabulary import OPEN_STATES, STATEMENT_MOVES, Kind, StatementState


@public
def index(request: HouseRequest) -> HttpResponse:
    """What Member States filed, as far as the viewer may read it, and how the Secretariat keeps its times."""
    viewer, at = request.viewer, clock.now()

    def overdue(queryset: Any, code: str) -> Any:
        late = queries.late_answer(at) | queries.late_acknowledgement(at)
        return queryset.filter(late) if code == "yes" else queryset.exclude(late)

    listing = Listing(
        request,
        queries.listed(viewer),
        facets=[
            Facet("kind", _("Kind"), Kind.choices),
            Facet("state", _("Standing"), StatementState.choices),
            Facet("overdue", _("In time"), [("yes", _("Overdue")), ("no", _("In time"))], apply=overdue),
        ],
        sorts={"new": (_("Newest first"), ["-filed_at", "-pk"]), "due": (_("Due first"), ["target_at", "pk"])},
        search=["number", "member_state__name"],
    )
    if request.GET.get("format") in {"csv", "json"}:
        table = (
            (
                one.number,
                one.kind,
                one.member_state_id,
                one.title if one.readable else "",
                one.state,
                one.filed_at,
                one.target_at,
                one.answered_at,
            )
            for one in listing.rows
        )
        return exports.table(
            request, "statements", ["number", "kind", "state", "title", "standing", "filed", "answer_by", "answered"], table
        )
    shown = [(one, queries.is_overdue(one, at)) for one in listing.page]
    context = {"listing": listing, "shown": shown, "clocks": queries.clocks(at), "crumbs": [(_("Statements of Member States"), "")]}
    return page(request, "statements/index.html", context)


def form_for(request: HouseRequest, *, comment: bool = False, initial: dict[str, Any] | None = None) -> StatementForm:
    """The form of whoever speaks for a State."""
    viewer = request.viewer
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    sessions = [] if comment else [(one.pk, f"{one.symbol} {one.title}") for one in places.sessions_to_come(viewer, clock.now())[:20]]
    return StatementForm(
        *data, mine=states_of(viewer), groups=states.coordinated(viewer), sessions=sessions, comment=comment, initial=initial or {}
    )


@public
@require_safe
def feed(request: HouseRequest) -> HttpResponse:
    """Published statements as an Atom feed."""
    return HttpResponse(feeds.published(request.path), content_type="application/atom+xml")


@door("statement.file")
def write(request: HouseRequest) -> HttpResponse:
    """File something for one's State."""
    viewer = request.viewer
    form = form_for(
        request, initial={name: request.GET.get(name, "") for name in ("kind", "member_state", "session") if request.GET.get(name)}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        files, named, session = given.pop("files"), given.pop("states", []), given.pop("session", "")
        made = attempt(
            form,
            filing.file_statement,
            viewer,
            given,
            states=named,
            files=files,
            session_id=int(session) if session else None,
            at=clock.now(),
        )
        if made:
            messages.success(request, _("Filed as %s. A receipt is on its way.") % made.number)
            return redirect(made.get_absolute_url())
    return page(request, "statements/file.html", {"form": form, "crumbs": crumb((_("File something"), ""))}, form)


Bound = dict[str, forms.Form]


def _office(request: HouseRequest, what: str, shown: queries.Shown, bound: Bound) -> "bool | Exception | None":
    """What an officer asked; True: done, False: a form was refused, an exception: refused, None: not an officer's verb."""
    viewer, at, pk = request.viewer, clock.now(), shown.found.pk
    simple: dict[str, tuple[Callable[[], Any], str]] = {
        "acknowledge": (lambda: treating.acknowledge(viewer, pk, at=at), _("Acknowledged; the State is told.")),
        "answer": (lambda: treating.give_answer(viewer, pk, at=at), _("Given; whoever may read the statement can read the answer now.")),
        "clear": (
            lambda: treating.clear_answer(viewer, pk, answer_id=_number(request.POST.get("answer", "")), at=at),
            _("Cleared. The answer can be given now."),
        ),
    }
    typed: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
        "ask": (
            lambda given: treating.ask_back(viewer, pk, text=given["question"], at=at),
            _("Asked. The clock stands still until the State answers."),
        ),
        "assign": (lambda given: treating.assign(viewer, pk, **given, at=at), _("Assigned; the State is told.")),
        "target": (lambda given: treating.set_target(viewer, pk, **given, at=at), _("The new day is set; the State is told why.")),
        "draft": (lambda given: treating.draft_answer(viewer, pk, text=given["text"], at=at), _("Drafted. Another officer clears it.")),
        "send-back": (
            lambda given: treating.send_back(viewer, pk, reason=given["reason"], at=at),
            _("Sent back. A new answer can be drafted."),
        ),
    }
    if what in simple:
        action, done = simple[what]
        return pressed(request, action, done) or True
    if what in typed:
        run, done = typed[what]
        return filled(request, bound[what], run, done)
    return None


def _state(request: HouseRequest, what: str, shown: queries.Shown, bound: Bound) -> "bool | Exception | None":
    """What the State's people asked; as `_office`."""
    viewer, at, pk = request.viewer, clock.now(), shown.found.pk
    if what == "withdraw":
        return pressed(request, lambda: filing.withdraw(viewer, pk, at=at), _("Withdrawn. Its number stays; its words do not.")) or True
    if what == "widen":
        return filled(
            request, bound[what], lambda given: filing.widen(viewer, pk, level=given["level"], at=at), _("More people can read it now.")
        )
    if what == "clarify":
        return filled(
            request, bound[what], lambda given: filing.clarify(viewer, pk, text=given["clarification"], at=at), _("The Secretariat has it.")
        )
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


FORMS: dict[str, type[forms.Form]] = {
    "ask": AskForm, "assign": AssignForm, "target": TargetForm, "draft": TextForm, "send-back": ReasonForm, "widen": LevelForm, "clarify": ClarifyForm,
    "reopen": ReasonForm, "translate": TranslationForm,
}  # fmt: skip


def _do(request: HouseRequest, viewer: Viewer, shown: queries.Shown, what: str, bound: Bound) -> "bool | Exception":
    """Run what was asked. Raises `NotAllowed` for those who are neither of the State nor officers, 404 for verbs that are none."""
    if not shown.own and not shown.office:
        raise NotAllowed("statement.handle")
    at, pk = clock.now(), shown.found.pk
    if what == "reopen":
        return filled(
            request,
            bound[what],
            lambda given: treating.reopen(viewer, pk, reason=given["reason"], at=at),
            _("Taken up again, with a new date."),
        )
    if what == "translate":
        return filled(
            request,
            bound[what],
            lambda given: filing.translate(viewer, pk, **given, at=at),
            _("The translation stands beside the original."),
        )
    answer = _office(request, what, shown, bound) if shown.office else None
    if answer is None and shown.own:
        answer = _state(request, what, shown, bound)
    if answer is None:
        raise Http404
    return answer


@public
def statement(request: HouseRequest, pk: int) -> HttpResponse:
    """One statement: its words, where it stands, its answer; for its State and the Secretariat what they can do now."""
    viewer, at = request.viewer, clock.now()
    shown = queries.statement(viewer, pk, at)
    what = request.POST.get("what", "")
    bound = {name: kind(request.POST if what == name else None, auto_id=f"{name}-%s") for name, kind in FORMS.items()}
    problem: Exception | None = None
    if request.method == "POST":
        answer = _do(request, viewer, shown, what, bound)
        if answer is True:
            return redirect(shown.found.get_absolute_url())
        problem = answer if isinstance(answer, Exception) else None
    found = shown.found
    can = set(STATEMENT_MOVES.verbs(found.state))
    if found.kind == Kind.COMMENT:
        can -= {"ask", "assign", "draft"}
    making = next((one for one in shown.answers if one.given_at is None and one.sent_back_at is None), None)
    asked = next((one for one in shown.clarifications if one.answered_at is None), None)
    context = {
        "shown": shown, "found": found, "can": can, "making": making, "given": [one for one in shown.answers if one.given_at], "asked": asked, "forms": {name.replace("-", "_"): form for name, form in bound.items()},
        "sent_back": [one for one in shown.answers if one.sent_back_at], "problem": problem, "open": found.state in OPEN_STATES, "comment": found.kind == Kind.COMMENT,
        "may_clear": making is not None and making.drafted_by_id != viewer.person_id, "inside": shown.own or shown.office, "what": what,
        "correspond": allows(viewer, "statement.correspond") and (shown.own or shown.office), "crumbs": crumb((found.number, "")),
        "language": dict(vocabulary.languages()).get(found.language, found.language), "languages": dict(vocabulary.languages()),
    }  # fmt: skip
    return page(request, "statements/statement.html", context, *bound.values())


@public
def attachment(request: HouseRequest, pk: int, file: int) -> HttpResponseBase:
    """A file that came with a statement, for whoever may read its words."""
    see(request.viewer, "statement.read", pk=pk)
    found = Attachment.objects.select_related("file").filter(pk=file, statement=pk, file__removed_at__isnull=True).first()
    if found is None:
        raise Http404
    return serve(request, found.file)
