"""What happened in the sessions of the demo world: two that were held and published, one that sits while somebody looks in."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from interchange.desk.demo.build.applying import DAY
from interchange.desk.demo.build.meetings import GENEVA, RAPPORTEUR, Meetings
from interchange.ground.consensus import actions as consensus
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.threads import actions as threads
from interchange.network.calls.queries import has_interests
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.actions import interests, ipr, notes, outcomes, points, polls, recusals, room, speaking, summary, writing
from interchange.work.meetings.models import AgendaItem, Series, Session

MINUTE = timedelta(minutes=1)
REASONS = [
    "A test once a year is too seldom: the tools change faster.",
    "Small houses have nobody who could run it.",
    "Only if the table says which version of a tool was tested.",
]


class Sittings(Meetings):
    """Sessions from their opening to their published summaries."""

    def sittings(self) -> None:
        """The held sessions, the one in session, interests asked for, two disclosures."""
        first, second = Session.objects.filter(series__body="TEN", starts_at__lt=self.now).order_by("starts_at")[:2]
        self._sat(first, level="public", here=52)
        self._sat(second, level="states", here=21)
        self._sitting(Series.objects.get(body="TEN-WM"))
        self._interests()
        self._disclosures()

    def _items(self, session: Session) -> list[AgendaItem]:
        return list(session.items.filter(dropped_at__isnull=True).order_by("position"))

    def _sat(self, session: Session, *, level: str, here: int) -> None:
        """A session from opening to publication. With few people there a decision is taken in writing."""
        at = session.starts_at or self.now
        chair, crowd, items = self.chairs(at), self._crowd(at), self._items(session)
        rapporteur = self.member_viewer(RAPPORTEUR, at)
        room.open_session(chair, session.pk, at=at)
        for number, viewer in enumerate(crowd[:here]):
            room.check_in(viewer, session.pk, mode="on-site" if number % 4 == 1 else "remote", at=at + number * timedelta(seconds=20))
        self._discussed(session, items[1], chair, rapporteur, crowd, at + 10 * MINUTE)
        room.take_item(chair, items[2].pk, at=at + 50 * MINUTE)
        notes.add_note(
            rapporteur,
            items[2].pk,
            text="Labels are lost where pictures enter an editing system.",
            speaker_id=crowd[4].person_id,
            at=at + 55 * MINUTE,
        )
        self._decided(session, items[3], chair, rapporteur, crowd[:here], at + 70 * MINUTE)
        room.close_session(chair, session.pk, at=at + 118 * MINUTE)
        self._published(session, chair, rapporteur, crowd, level, at + 6 * DAY)

    def _discussed(self, session: Session, item: AgendaItem, chair: Viewer, rapporteur: Viewer, crowd: list[Viewer], at: datetime) -> None:
        room.take_item(chair, item.pk, at=at)
        for number in (3, 8, 12):
            turn = speaking.ask_floor(crowd[number], item.pk, at=at + number * MINUTE)
            speaking.call_speaker(chair, turn.pk, at=at + number * MINUTE)
        for text in (
            "Marks in still images survive messaging services better than marks in short video.",
            "Results depend on the version of the tool; a table without versions would mislead.",
        ):
            notes.add_note(rapporteur, item.pk, text=text, at=at + 20 * MINUTE)
        text = "The network keeps one public table of robustness tests, with the version of every tool, and repeats them twice a year."
        made = outcomes.propose_outcome(rapporteur, item.pk, kind="conclusion", text=text, at=at + 30 * MINUTE)
        self._adopt_or_ask(chair, rapporteur, made.pk, at + 31 * MINUTE)
        question = "Which national archives would let their holdings be used for such tests, and on which conditions?"
        asked = outcomes.propose_outcome(rapporteur, item.pk, kind="question", text=question, at=at + 33 * MINUTE)
        self._adopt_or_ask(chair, rapporteur, asked.pk, at + 33 * MINUTE)
        due = (session.starts_at or at).date() + timedelta(days=60)
        plan = points.add_action(
            rapporteur,
            item.pk,
            text="Draft the columns of the table and a first test plan.",
            owner_id=crowd[9].person_id,
            due=due,
            at=at + 34 * MINUTE,
        )
        if due < self.now.date():
            points.settle_action(crowd[9], plan.pk, "finish", at=(session.starts_at or at) + 40 * DAY)
        later = self.now.date() + timedelta(days=25)
        points.add_action(
            rapporteur,
            item.pk,
            text="Collect the licences of the tools that were tested.",
            owner_id=crowd[0].person_id,
            due=later,
            at=at + 35 * MINUTE,
        )

    def _adopt_or_ask(self, chair: Viewer, rapporteur: Viewer, outcome_id: int, at: datetime) -> None:
        """Adopt with a quorum, else decide in writing: one objection, met before the time is over."""
        from interchange.ground.errors import Refused

        try:
            outcomes.adopt_outcome(chair, outcome_id, revision=1, at=at)
        except Refused:
            call = writing.ask_in_writing(rapporteur, outcome_id, at=at)
            objector = next(viewer for viewer in self._crowd(at) if call.asked.filter(person_id=viewer.me).exists())
            raised = consensus.object_to(
                objector, call.pk, reason="The text does not say who keeps the data.", annex="The data should stay with their makers.",
                signed=False, at=at + 2 * DAY,
            )  # fmt: skip
            consensus.meet_objection(
                self.officer, raised.pk, how="The plan names the steward and how makers take their works back.", at=at + 5 * DAY
            )
            consensus.close_call(SYSTEM, call.pk, at=call.closes_at + MINUTE)

    def _decided(self, session: Session, item: AgendaItem, chair: Viewer, rapporteur: Viewer, there: list[Viewer], at: datetime) -> None:
        room.take_item(chair, item.pk, at=at)
        recusals.step_aside(there[6], item.pk, at=at + MINUTE)
        poll = polls.open_poll(chair, item.pk, question="Should the network keep a shared test set of its own?", at=at + 10 * MINUTE)
        for number, viewer in enumerate(there):
            if viewer.person_id == there[6].person_id:
                continue
            choice = "cannot" if number in {5, 17} else "live-with" if number % 5 == 0 else "support"
            reason = REASONS[number % 3] if choice != "support" else ""
            polls.answer_poll(viewer, poll.pk, choice=choice, reason=reason, at=at + 11 * MINUTE)
        polls.close_poll(chair, poll.pk, at=at + 14 * MINUTE)
        text = "A shared test set of two thousand works is kept for twelve months by one steward; makers may take their works back at any time."
        made = outcomes.propose_outcome(rapporteur, item.pk, kind="decision", text=text, at=at + 20 * MINUTE)
        self._adopt_or_ask(chair, rapporteur, made.pk, at + 21 * MINUTE)
        policy = "Whether works in the set may be used to train models."
        referred = outcomes.propose_outcome(
            rapporteur, item.pk, kind="referral", text=policy, addressee="the Standing Committee on Copyright and Related Rights", at=at + 25 * MINUTE
        )  # fmt: skip
        self._adopt_or_ask(chair, rapporteur, referred.pk, at + 26 * MINUTE)

    def _published(self, session: Session, chair: Viewer, rapporteur: Viewer, crowd: list[Viewer], level: str, at: datetime) -> None:
        """Drafted, searched for names, checked by the members, approved, published."""
        draft = summary.start_summary(rapporteur, session.pk, at=at)
        for finding in draft.findings.filter(overridden_at__isnull=True):
            summary.leave_in(rapporteur, finding.pk, reason="A word of the subject, not a person or a house.", at=at)
        draft = summary.send_to_members(rapporteur, draft.pk, at=at + DAY)
        said = threads.say(
            crowd[14], draft, text="Please say that the tests are repeated by somebody else than the first tester.", at=at + 3 * DAY
        )
        threads.dispose(rapporteur, said.pk, code="noted", reason="It goes into the test plan.", at=at + 4 * DAY)
        for viewer in crowd[:40]:
            summary.agree_to_summary(viewer, draft.pk, at=at + 5 * DAY)
        closes = draft.check_closes_at or at
        summary.approve_summary(chair, draft.pk, at=closes + 10 * MINUTE)
        summary.publish_summary(chair, session.pk, level=level, ai_use="none", at=closes + DAY)

    def _sitting(self, group: Series) -> None:
        """The topic group sits now: half-way through its second item."""
        began = self.now - 25 * MINUTE
        local = began.astimezone(ZoneInfo(GENEVA)).replace(second=0, microsecond=0)
        local = local.replace(minute=local.minute // 5 * 5)
        called = self.now - 16 * DAY
        session = self._plan(
            group, "Reading marks after re-encoding", local.date(), time(local.hour, local.minute), at=called, minutes=90, place="Remotely"
        )
        crowd = self._crowd(called)[:14]
        meetings.name_people(self.officer, session.pk, [viewer.me for viewer in crowd], at=called)
        self._convene(session, called, reason="The test bench is free this week only.")
        meetings.appoint_for(self.officer, session.pk, self.member_viewer(RAPPORTEUR, called).me, Role.RAPPORTEUR, at=called)
        for number, viewer in enumerate(crowd):
            if number % 5:
                meetings.answer(viewer, session.pk, "remote", at=called + DAY + number * MINUTE)
        chair, rapporteur = self.chairs(self.now), self.member_viewer(RAPPORTEUR, self.now)
        made = [
            meetings.add_item(chair, session.pk, values, at=called + 2 * DAY)
            for values in (
                {"title": "Opening", "kind": "inform", "minutes": 5},
                {"title": "What re-encoding leaves of a mark", "kind": "discuss", "minutes": 35, "topics": ["labelling"], "about": "First readings from the bench."},
                {"title": "Which measurement comes first", "kind": "decide", "minutes": 30, "topics": ["labelling"], "about": "One of three proposals."},
                {"title": "Next steps", "kind": "discuss", "minutes": 10},
            )
        ]  # fmt: skip
        meetings.publish_agenda(chair, session.pk, at=called + 2 * DAY + MINUTE)
        meetings.adopt_agenda(chair, session.pk, at=began - 10 * MINUTE)
        room.open_session(chair, session.pk, at=began)
        for number, viewer in enumerate(crowd[1:10]):
            room.check_in(viewer, session.pk, mode="remote", at=began + number * timedelta(seconds=30))
        room.take_item(chair, made[0].pk, at=began + MINUTE)
        room.take_item(chair, made[1].pk, at=began + 6 * MINUTE)
        turns = [speaking.ask_floor(crowd[number], made[1].pk, at=began + (9 + number) * MINUTE) for number in (2, 3, 5, 8)]
        speaking.call_speaker(chair, turns[0].pk, at=began + 14 * MINUTE)
        speaking.call_speaker(chair, turns[1].pk, at=began + 19 * MINUTE)
        for text in (
            "Three of five marks are read after one re-encoding, one after three.",
            "The order of cropping and re-encoding matters more than either.",
        ):
            notes.add_note(rapporteur, made[1].pk, text=text, at=began + 17 * MINUTE)
        poll = polls.open_poll(chair, made[1].pk, question="Is one re-encoding enough as a first test?", at=began + 18 * MINUTE)
        for number, viewer in enumerate(crowd[1:9]):
            choice = ("support", "live-with", "support", "cannot")[number % 4]
            polls.answer_poll(
                viewer, poll.pk, choice=choice, reason=REASONS[number % 3] if choice == "cannot" else "", at=began + 19 * MINUTE
            )
        polls.close_poll(chair, poll.pk, at=began + 21 * MINUTE)
        outcomes.propose_outcome(
            rapporteur,
            made[1].pk,
            kind="conclusion",
            text="One re-encoding is the first test; three are the second.",
            at=began + 22 * MINUTE,
        )

    def _interests(self) -> None:
        """Before the session that begins soon everybody is asked; most have answered."""
        asked_at = self.now - 9 * DAY
        interests.ask_due(asked_at)
        soon = Session.objects.get(series__body="TEN", title="Third session")
        for number, viewer in enumerate(self._crowd(asked_at)):
            if number % 4 and has_interests(viewer.me) and soon.refreshes.filter(person_id=viewer.me).exists():
                interests.confirm_interests(viewer, soon.pk, at=asked_at + DAY + number * MINUTE)

    def _disclosures(self) -> None:
        """Two entries in the register of patents; one no longer holds."""
        item = AgendaItem.objects.filter(session__series__body="TEN", title__startswith="Robustness").order_by("session__number").first()
        entries = [
            {"own": True, "holder": "Halma Signal Works (made up)", "reference": "EP 9 999 001 A1", "item": item.pk if item else None,
             "statement": "A way to read marks after re-encoding; may be essential for the test plan."},
            {"own": False, "holder": "Somebody unknown (made up)", "reference": "US 99,999,002 (application)", "statement": "Named in a paper on cropping."},
        ]  # fmt: skip
        made = [
            ipr.disclose(self.member_viewer(9 + number, self.now - 50 * DAY), values, at=self.now - 50 * DAY)
            for number, values in enumerate(entries)
        ]
        ipr.withdraw_disclosure(
            self.member_viewer(10, self.now - 20 * DAY),
            made[1].pk,
            note="The application was refused; it covers something else.",
            at=self.now - 20 * DAY,
        )
