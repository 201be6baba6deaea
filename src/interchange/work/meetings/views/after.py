"""Pages that follow a session: its record, its summary from draft to publication, and the question about interests that comes before it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.consensus.models import Call
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.shell.forms import ReasonForm, attempt
from interchange.ground.text.render import render as render_text
from interchange.network.calls import queries as calls
from interchange.work.meetings.actions import interests as interest_actions
from interchange.work.meetings.actions import points, recusals, room, summary, writing
from interchange.work.meetings.forms_after import PublishForm, SummaryForm
from interchange.work.meetings.models import InterestRefresh, Outcome, Recusal, Session, SummaryDraft
from interchange.work.meetings.queries import after, barred
from interchange.work.meetings.views.common import number_of, put_newer, to_session
from interchange.work.meetings.views.marking import marked
from interchange.work.meetings.vocabulary import HELD, SessionState


def the_session(request: HouseRequest, slug: str, number: int, verb: str = "session.inside") -> Session:
    """The session that the viewer sees from inside. One query."""
    return see(request.viewer, verb, Session.objects.select_related("series"), series__slug=slug, number=number)


@door("session.chair")
def begin(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The chair opens the session."""
    session = the_session(request, slug, number, "session.chair")
    if request.method == "POST":
        try:
            room.open_session(request.viewer, session.pk, at=clock.now())
        except (Refused, NotAMove) as refused:
            messages.error(request, str(refused))
            return redirect(session.get_absolute_url())
        return redirect("meetings:room", slug, number)
    return render(request, "meetings/after/begin.html", {"session": session, "crumbs": to_session(session, _("Open the session"))})


@door("session.inside")
def record(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """What came of a session, item by item; notes for those who were invited. Outcomes are offered in writing here, actions settled."""
    viewer, at = request.viewer, clock.now()
    session = the_session(request, slug, number)
    if session.state not in HELD:
        return redirect(session.get_absolute_url())
    problem: Exception | None = None
    if request.method == "POST":
        try:
            place = _record_verb(request, at)
            return redirect(f"{request.path}#{place}")
        except (Refused, NotAMove) as refused:
            problem = refused
    reads_notes = allows(viewer, "room.view", session)
    records = allows(viewer, "session.record") and allows(viewer, "session.record", session)
    items = after.record_of(session, notes=reads_notes)
    context = {
        "session": session, "items": items, "reads_notes": reads_notes, "records": records, "problem": problem, "typed": request.POST.get("note", ""),
        "open_record": session.state in {SessionState.IN_SESSION, SessionState.CLOSED, SessionState.SUMMARY_DRAFT},
        "calls": _calls(session, [one for entry in items for one in entry.outcomes]), "crumbs": to_session(session, _("Record")),
    }  # fmt: skip
    return render(request, "meetings/after/record.html", context, status=409 if problem else 200)


def _calls(session: Session, outcomes: list[Outcome]) -> dict[int, Call]:
    """The newest call for consensus about each outcome. One query."""
    found: dict[int, Call] = {}
    keys = [str(one.pk) for one in outcomes]
    for call in (
        Call.objects.filter(subject_kind=subject_of(Outcome(pk=0))[0], subject_id__in=keys).order_by("opened_at", "pk") if keys else ()
    ):
        found[int(call.subject_id)] = call
    return found


def _record_verb(request: HouseRequest, at: Any) -> str:
    what, viewer = request.POST.get("what", ""), request.viewer
    pk = number_of(request.POST.get("pk", ""))
    if what == "in-writing":
        writing.ask_in_writing(viewer, pk, at=at)
        return f"outcome-{pk}"
    if what in {"finish", "drop", "reopen"}:
        points.settle_action(viewer, pk, what, note=request.POST.get("note", ""), at=at)
        return f"action-{pk}"
    raise Refused.of("", _("There is no such button."), _("Reload the page."))


@door("session.inside")
def outcome(request: HouseRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One outcome: its words, how it was decided, the call for consensus about it, and what is said about it."""
    session = the_session(request, slug, number)
    found = see(request.viewer, "outcome.view", Outcome.objects.select_related("item", "session__series"), pk=pk, session=session)
    crumbs = [*to_session(session, _("Record"))[:-1], (_("Record"), f"{session.get_absolute_url()}record/"), (found.number, "")]
    return render(request, "meetings/after/outcome.html", {"session": session, "outcome": found, "crumbs": crumbs})


@door("session.inside")
def summary_page(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The summary: written and searched for names by rapporteurs, checked by members, approved by the chair, published."""
    viewer, at = request.viewer, clock.now()
    session = the_session(request, slug, number)
    desk = Bench(request, session)
    if desk.draft is None and not desk.writes:
        see(viewer, "summary.view", SummaryDraft.objects.filter(session=session))  # answers 404
    if request.method == "POST":
        done = desk.run(at)
        if done is not None:
            return done
    return render(request, "meetings/after/summary.html", desk.context(at), status=409 if desk.wrong else 200)


class Bench:
    """One request to the summary's page."""

    def __init__(self, request: HouseRequest, session: Session) -> None:
        self.request, self.session, self.viewer = request, session, request.viewer
        self.draft = after.newest_draft(self.viewer, session)
        self.writes = allows(self.viewer, "session.record") and allows(self.viewer, "session.record", session)
        self.steers = allows(self.viewer, "session.chair") and allows(self.viewer, "session.chair", session)
        self.what = request.POST.get("what", "")
        self.problem: Exception | None = None
        self.newer: SummaryDraft | None = None
        draft, sent = self.draft, request.POST if request.method == "POST" else None
        initial = {"text": draft.text, "revision": draft.revision} if draft else None
        self.form = SummaryForm(sent if self.what == "save" else None, initial=initial)
        self.publish_form = PublishForm(sent if self.what == "publish" else None)
        self.reason = ReasonForm(sent if self.what in {"leave-in", "redraft"} else None, auto_id="reason-%s")

    @property
    def wrong(self) -> bool:
        """Whether something is to be mended."""
        return bool(self.problem or self.newer or self.form.errors or self.publish_form.errors or self.reason.errors)

    def run(self, at: Any) -> HttpResponse | None:
        """Do what was asked; None where the page is to be shown again."""
        viewer, session, draft = self.viewer, self.session, self.draft
        here = redirect(self.request.path)
        try:
            if self.what == "begin":
                summary.start_summary(viewer, session.pk, at=at)
                return here
            if self.what == "redraft" and self.reason.is_valid():
                done = attempt(self.reason, summary.redraft_summary, viewer, session.pk, reason=self.reason.cleaned_data["reason"], at=at)
                return here if done else None
            if self.what == "publish" and self.publish_form.is_valid():
                document = summary.publish_summary(viewer, session.pk, **self.publish_form.cleaned_data, at=at)
                messages.success(self.request, _("Published as %s.") % document.number)
                return redirect(document.get_absolute_url())
            return self._on_draft(draft, here, at) if draft else None
        except Stale as stale:
            self.newer = stale.current
            put_newer(self.form, "revision", stale.current.revision)
        except (Refused, NotAMove) as refused:
            self.problem = refused
        return None

    def _on_draft(self, draft: SummaryDraft, here: HttpResponse, at: Any) -> HttpResponse | None:
        viewer = self.viewer
        if self.what == "save" and self.form.is_valid():
            data = self.form.cleaned_data
            saved = attempt(self.form, summary.save_summary, viewer, draft.pk, text=data["text"], revision=data["revision"], at=at)
            if saved is not None:
                messages.success(self.request, _("Saved, and searched for names."))
                return here
        elif self.what == "leave-in" and self.reason.is_valid():
            finding = number_of(self.request.POST.get("finding", ""))
            if attempt(self.reason, summary.leave_in, viewer, finding, reason=self.reason.cleaned_data["reason"], at=at):
                return redirect(f"{self.request.path}#findings")
        elif self.what == "send":
            summary.send_to_members(viewer, draft.pk, at=at)
            messages.success(self.request, _("The draft is with the members."))
            return here
        elif self.what == "agree":
            summary.agree_to_summary(viewer, draft.pk, at=at)
            messages.success(self.request, _("Thank you. It is off your desk."))
            return here
        elif self.what == "approve":
            summary.approve_summary(viewer, draft.pk, at=at)
            messages.success(self.request, _("Approved."))
            return here
        return None

    def context(self, at: Any) -> dict[str, Any]:
        """What the page shows."""
        draft, session = self.draft, self.session
        findings = list(draft.findings.select_related("overridden_by")) if draft and self.writes else []
        drafting = session.state == SessionState.SUMMARY_DRAFT
        return {
            "session": session, "draft": draft, "form": self.form, "publish_form": self.publish_form, "reason": self.reason, "problem": self.problem,
            "newer": self.newer, "writes": self.writes, "steers": self.steers, "drafting": drafting and self.writes,
            "findings": findings, "left": sum(one.overridden_at is None for one in findings), "finding": self.request.POST.get("finding", ""),
            "body": render_text(draft.text, 2 if draft.text.startswith("# ") or "\n# " in draft.text else 1) if draft else "",
            "marked": marked(draft.text, findings) if draft and findings else SafeString(""),
            "checking": session.state == SessionState.MEMBER_CHECK, "approved": session.state == SessionState.APPROVED,
            "time_over": bool(draft and draft.check_closes_at and at > draft.check_closes_at), "at": at,
            "crumbs": to_session(session, _("Summary")),
        }  # fmt: skip


@door("refresh.own")
def interests(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """Before a session: do your interests still stand? And the items that they touch."""
    viewer, at = request.viewer, clock.now()
    session = the_session(request, slug, number)
    row = rows(viewer, "refresh.own", InterestRefresh.objects.filter(session=session)).first()
    if row is None:  # not asked yet
        return redirect("calls:my_interests")
    problem: Exception | None = None
    if request.method == "POST":
        try:
            what, item = request.POST.get("what", ""), number_of(request.POST.get("item", ""))
            if what == "step-aside":
                recusals.step_aside(viewer, item, at=at)
            elif what == "come-back":
                recusals.come_back(viewer, item, at=at)
            else:
                interest_actions.confirm_interests(viewer, session.pk, at=at)
                messages.success(request, _("Noted: your interests stand as declared."))
            return redirect(request.path)
        except (Refused, NotAMove) as refused:
            problem = refused
    declared = calls.latest_interests(viewer.me)
    mine = Recusal.objects.filter(item__session=session, person_id=viewer.person_id, withdrawn_at__isnull=True)
    context = {
        "session": session, "declared": declared, "problem": problem, "touched": barred.reminders(viewer.me, session),
        "answered": row.answered_at or (declared.declared_at if declared and declared.declared_at >= row.asked_at else None),
        "aside": [one.item for one in rows(viewer, "item-recusal.view", mine.select_related("item"))],
        "crumbs": to_session(session, _("Interests")),
    }  # fmt: skip
    return render(request, "meetings/after/interests.html", context, status=409 if problem else 200)
