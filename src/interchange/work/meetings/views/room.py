"""The live page: what the room shows, one's own place in it, and the desk of those who steer and record.

It works by plain reload. Where scripts run, the page asks `now` every two seconds with the tag of what it has and puts new parts in place,
but for a part in which somebody is typing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused, Stale
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.shell.forms import attempt
from interchange.work.meetings.actions import notes, outcomes, points, polls, recusals, room, speaking
from interchange.work.meetings.forms_room import (
    ActionForm,
    AnswerForm,
    AsideForm,
    AttendanceForm,
    NoteForm,
    OutcomeForm,
    PollForm,
    RewordForm,
    RoomForm,
)
from interchange.work.meetings.models import NoteBlock, Outcome, Session
from interchange.work.meetings.policy.live import OPEN_RECORD
from interchange.work.meetings.policy.sessions import takes_part
from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.views import room_parts
from interchange.work.meetings.vocabulary import SessionState

Crumbs = list[tuple[str, str]]


def crumbs_of(session: Session, *more: tuple[str, str]) -> Crumbs:
    """The way back: meetings, the session, and where one is."""
    return [(_("Meetings"), "/meetings/"), (session.symbol, session.get_absolute_url()), *more]


class Desk:
    """One request to the live page: who asks, and the forms that they may need. Forms keep what was typed when something is refused."""

    def __init__(self, request: HouseRequest, session: Session, shared: room_parts.Shared, at: datetime) -> None:
        self.request, self.session, self.at, self.viewer = request, session, at, request.viewer
        self.shared, self.own = shared, shared.own(request.viewer.person_id)
        self.what = request.POST.get("what", "") if request.method == "POST" else ""
        self.problem: Exception | None = None
        self.at_desk = room_parts.is_at_desk(self.viewer, session)
        self.forms: dict[str, RoomForm] = {}
        self.room: queries.Room | None = None

    def data(self, *names: str) -> Any:
        """What was sent, for the form that it was sent for."""
        return self.request.POST if self.what in names else None

    def build(self) -> None:
        """The forms that this person needs now."""
        self.takes_part = self.own.invited and takes_part(self.viewer) and self.session.state == SessionState.IN_SESSION
        if self.takes_part and (self.shared.open_poll or self.what == "answer"):
            self.forms["answer"] = AnswerForm(self.data("answer"), initial={"choice": self.own.choice, "reason": self.own.reason})
        if not self.at_desk:
            return
        self.room = self.shared.room
        now = self.room.now.item if self.room.now else None
        self.steers = room_parts.steers(self.viewer, self.session) and self.session.state == SessionState.IN_SESSION
        self.records = self.session.state in OPEN_RECORD
        invited = self.room.people
        self.forms["attendance"] = AttendanceForm(self.data("attendance"), people=invited)
        if now is not None:
            self.forms["note"] = NoteForm(self.data("note"), speakers=invited if now.attributed else None)
            self.forms["outcome"] = OutcomeForm(self.data("outcome"))
            self.forms["action"] = ActionForm(self.data("action"), people=[one for one in invited if one[0] not in self.room.aside])
            self.forms["aside"] = AsideForm(self.data("aside"), people=invited)
            self.forms["poll"] = PollForm(self.data("poll"))

    def run(self) -> bool:
        """Do what was asked; false where something is to be mended, with the reason in a form or in `problem`."""
        form = self.forms.get(self.what)
        try:
            if form is not None:
                return form.is_valid() and self._typed(form)
            self._pressed()
        except (Refused, NotAMove, Stale) as refused:
            self.problem = refused
            return False
        return True

    def _number(self, name: str) -> int:
        found = self.request.POST.get(name, "")
        if not found.isdigit() or len(found) > 15:
            raise Refused.of("", _("This button is out of date."), _("Reload the page."))
        return int(found)

    def _typed(self, form: RoomForm) -> bool:
        data, item, viewer, at = form.cleaned_data, self.shared.item_id or 0, self.viewer, self.at
        verbs: dict[str, Callable[[], Any]] = {
            "answer": lambda: polls.answer_poll(viewer, self._number("poll"), choice=data["choice"], reason=data["reason"], at=at),
            "attendance": lambda: room.note_attendance(viewer, self.session.pk, data["person"] or 0, mode=data["mode"], at=at) or True,
            "note": lambda: notes.add_note(viewer, self._number("item"), text=data["text"], speaker_id=data.get("speaker"), at=at),
            "outcome": lambda: outcomes.propose_outcome(viewer, self._number("item"), kind=data["kind"], text=data["text"], addressee=data["addressee"], at=at),
            "action": lambda: points.add_action(viewer, self._number("item"), text=data["text"], owner_id=data["owner"], due=data["due"], at=at),
            "aside": lambda: recusals.step_aside(viewer, item, person_id=data["person"] or 0, at=at),
            "poll": lambda: polls.open_poll(viewer, self._number("item"), question=data["question"], at=at),
        }  # fmt: skip
        return attempt(form, verbs[self.what]) is not None

    def _pressed(self) -> None:
        viewer, at, session = self.viewer, self.at, self.session
        verbs: dict[str, Callable[[], Any]] = {
            "here": lambda: room.check_in(viewer, session.pk, mode=self.request.POST.get("mode", ""), at=at),
            "leave": lambda: room.check_out(viewer, session.pk, at=at),
            "ask": lambda: speaking.ask_floor(viewer, self._number("item"), at=at),
            "unask": lambda: speaking.withdraw_floor(viewer, self._number("item"), at=at),
            "step-aside": lambda: recusals.step_aside(viewer, self._number("item"), at=at),
            "come-back": lambda: recusals.come_back(viewer, self._number("item"), at=at),
            "take": lambda: room.take_item(viewer, self._number("item"), at=at),
            "end-item": lambda: room.end_item(viewer, session.pk, at=at),
            "call": lambda: speaking.call_speaker(viewer, self._number("turn"), at=at),
            "spoken": lambda: speaking.finish_turn(viewer, self._number("turn"), at=at),
            "close-poll": lambda: polls.close_poll(viewer, self._number("poll"), at=at),
            "adopt": lambda: outcomes.adopt_outcome(viewer, self._number("outcome"), revision=self._number("revision"), at=at),
            "withdraw": lambda: outcomes.withdraw_outcome(viewer, self._number("outcome"), at=at),
            "close": lambda: room.close_session(viewer, session.pk, at=at),
        }  # fmt: skip
        if self.what not in verbs:
            raise Refused.of("", _("There is no such button."), _("Reload the page."))
        verbs[self.what]()

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        floor = getattr(self.session, "floor", None)
        found = {
            "session": self.session, "shared": self.shared, "own": self.own, "forms": self.forms, "problem": self.problem, "desk": self.at_desk,
            "item_id": self.shared.item_id, "takes_part": self.takes_part,
            "tag": room_parts.tag_of(floor.version if floor else 0, self.shared), "at": self.at, "over": self.session.state != SessionState.IN_SESSION,
            "crumbs": crumbs_of(self.session, (_("In session"), "")),
        }  # fmt: skip
        if self.room is not None:
            found |= {
                "room": self.room, "steers": self.steers, "records": self.records, "recused_here": list(self.room.aside.values()),
                "minutes": self.room.now.minutes_at(self.at) if self.room.now else 0,
            }  # fmt: skip
        return found


@door("room.view")
def live(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """The live page."""
    at = clock.now()
    session = queries.enter(request.viewer, slug, number)
    floor = getattr(session, "floor", None)
    desk = Desk(request, session, room_parts.shared(session.pk, session.state, floor.version if floor else 0, at), at)
    desk.build()
    if request.method == "POST" and desk.run():
        return redirect(request.path + ("" if desk.what == "close" else f"#{request.POST.get('back', '')[:40]}".rstrip("#")))
    wrong = request.method == "POST"
    response = render(request, "meetings/room.html", desk.context(), status=409 if wrong else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@door("room.view")
def now(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """What the live page asks for: the parts of the room, or 304 where the caller has them."""
    at = clock.now()
    pk, state, version = queries.look_in(request.viewer, slug, number)
    found = room_parts.shared(pk, state, version, at)
    tag = room_parts.tag_of(version, found)
    if room_parts.knows(request.headers.get("If-None-Match", ""), tag):
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = tag
        return unchanged
    desk = Desk(request, found.session, found, at)
    desk.build()
    response: HttpResponse = JsonResponse({"html": render_to_string("meetings/room/parts.html", desk.context(), request)})
    response["ETag"], response["Cache-Control"] = tag, "private, no-store"
    return response


@door("room.view")
def note(request: HouseRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One paragraph of the notes, to change or strike. Where somebody else changed it meanwhile, both texts are shown."""
    at = clock.now()
    session = queries.enter(request.viewer, slug, number)
    block = see(request.viewer, "note.view", NoteBlock.objects.select_related("item", "speaker"), pk=pk, item__session=session)
    see(request.viewer, "room.record", Session.objects.filter(pk=session.pk))
    speakers = [(one.person_id, one.person.name) for one in queries.owners(session, None, at)] if block.item.attributed else None
    speaker = getattr(block, "speaker", None)
    initial = {"text": block.text, "revision": block.revision, "speaker": speaker.person_id if speaker else ""}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial, speakers=speakers)
    newer: NoteBlock | None = None
    if request.method == "POST":
        what = request.POST.get("what", "")
        try:
            if what == "restore":
                notes.restore_note(request.viewer, pk, at=at)
                return _back(session, "notes")
            if form.is_valid():
                data = form.cleaned_data
                if what == "strike":
                    done: Any = notes.strike_note(request.viewer, pk, revision=data["revision"], at=at)
                else:
                    done = attempt(
                        form, notes.edit_note, request.viewer, pk, text=data["text"], revision=data["revision"], speaker_id=data.get("speaker"), at=at
                    )  # fmt: skip
                if done:
                    return _back(session, "notes")
        except Stale as stale:
            newer = stale.current
            form = _anew(form, newer.revision)
    context = {
        "session": session, "block": block, "form": form, "newer": newer, "crumbs": crumbs_of(session, (_("In session"), live_url(session)), (_("Paragraph"), "")),
    }  # fmt: skip
    return render(request, "meetings/room/note.html", context, status=409 if newer or form.errors else 200)


@door("room.view")
def outcome(request: HouseRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Other words for a proposed outcome."""
    at = clock.now()
    session = queries.enter(request.viewer, slug, number)
    found = see(request.viewer, "outcome.view", Outcome.objects.select_related("item"), pk=pk, session=session)
    see(request.viewer, "room.record", Session.objects.filter(pk=session.pk))
    form = RewordForm(request.POST if request.method == "POST" else None, initial={"text": found.text, "revision": found.revision})
    newer: Outcome | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if attempt(form, outcomes.edit_outcome, request.viewer, pk, text=data["text"], revision=data["revision"], at=at):
                return _back(session, "outcomes")
        except Stale as stale:
            newer = stale.current
            form = _anew(form, newer.revision)
    context = {
        "session": session, "outcome": found, "form": form, "newer": newer,
        "crumbs": crumbs_of(session, (_("In session"), live_url(session)), (found.number, "")),
    }  # fmt: skip
    return render(request, "meetings/room/outcome.html", context, status=409 if newer or form.errors else 200)


def _anew(form: Any, revision: int) -> Any:
    """The same form with what was typed, ready to be saved over the newer text once that has been read."""
    data = form.data.copy()
    data["revision"] = str(revision)
    form.data = data
    return form


def live_url(session: Session) -> str:
    """The live page of a session."""
    return f"{session.get_absolute_url()}live/"


def _back(session: Session, place: str) -> HttpResponse:
    where = live_url(session) if session.state == SessionState.IN_SESSION else f"{session.get_absolute_url()}record/"
    return redirect(f"{where}#{place}")
