"""The sessions of the demo world: held ones, one about to begin, one being planned; a topic group beside them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import VISITOR, Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership.models import Membership
from interchange.work.meetings import actions as meetings
from interchange.work.meetings.forms_public import NOTICE
from interchange.work.meetings.models import Series, Session
from interchange.work.statements.actions import filing

GENEVA = "Europe/Zurich"
RAPPORTEUR = 7  # the member who records the sessions
ITEMS: list[tuple[dict[str, Any], str]] = [
    ({"title": "Opening and adoption of the agenda", "kind": "decide", "minutes": 10, "about": "The chair opens the session."}, ""),
    (
        {
            "title": "Robustness of watermarks after ordinary sharing", "kind": "discuss", "minutes": 35, "topics": ["labelling"],
            "about": "What is left of audio, image and text watermarks after the compression, cropping and re-encoding that sharing brings.",
        },
        "## Question\n\nWhich signals survive what ordinary platforms do to a work?\n\n## What was tried\n\nTwelve ways of sharing, four kinds of mark, "
        "two hundred made-up works.\n\n| Way of sharing | Marks read afterwards |\n|---|---|\n| Messaging service, image | 61 % |\n| Short video | 48 % |\n"
        "| Re-encoded audio | 83 % |\n\n## Proposal\n\nThat the network keeps one public table of such tests, repeated twice a year.",
    ),
    (
        {
            "title": "Provenance labels in newsrooms: reports from practice", "kind": "inform", "minutes": 20, "topics": ["provenance"], "attributed": True,
            "about": "Three reports of ten minutes; the slides stay with their authors.",
        },
        "## Why this matters\n\nLabels are lost at the point where pictures enter an editing system.\n\n## What helped\n\n1. Reading the label before the first edit.\n"
        "2. Writing it again at export.\n3. Telling the editor when it is gone.",
    ),
    (
        {
            "title": "A shared test set for matching", "kind": "decide", "minutes": 25, "topics": ["enforcement"],
            "about": "Whether the network keeps a test set of its own, and who looks after it.",
        },
        "## Proposal\n\nA set of two thousand works whose makers agreed, with their transformed copies, kept by one steward for twelve months.\n\n"
        "## What it does not do\n\nIt says nothing on what may be used for training: that is a policy matter.",
    ),
    ({"title": "Next steps and any other matter", "kind": "discuss", "minutes": 10}, ""),
]  # fmt: skip


class Meetings(Builder):
    """Everything about sessions that is there when somebody looks in."""

    def meetings(self) -> None:
        """The series, a topic group, and five sessions of both."""
        self.say("  the sessions ...")
        started = self.now - 220 * DAY
        plenary = meetings.make_series(
            self.officer,
            {
                "body": "TEN", "title": "Sessions of the network", "kind": "plenary",
                "about": "The members’ own sessions: what exists, what is difficult, which technical answers to look for together.",
            },
            at=started,
        )  # fmt: skip
        group = meetings.make_series(
            self.officer,
            {
                "body": "TEN-WM",
                "title": "Topic group on watermarks",
                "kind": "topic-group",
                "audience": "listed",
                "level": "members",
                "topics": ["labelling"],
            },
            at=started,
        )
        self._hours(started)
        for ago, hour, title in ((160, 14, "First session"), (75, 7, "Second session")):
            self._held(plenary, ago, hour, title)
        self._soon(plenary)
        self._called(group)
        self._planned(plenary)
        self._public()
        self._asked()
        meetings.issue_between(
            self.officer,
            {
                "title": "How documents of the network are numbered and marked", "level": "public", "ai_use": "none",
                "text": "## Numbers\n\nEvery document has a number that is never given twice: body, session, number.\n\n## Marks\n\n"
                "PROV. is a provisional text, REV. a revised one, CORR. corrects, ADD. adds. Who may read a document stands on its first page.",
            },
            at=self.now - 60 * DAY,
        )  # fmt: skip

    def member_viewer(self, number: int, at: datetime) -> Viewer:
        """A member as they are at a moment."""
        return viewer_for(
            Membership.objects.select_related("person").get(person__email=f"member{number:03}@example.org").person,
            at=at,
            second_factor=True,
        )

    def chairs(self, at: datetime) -> Viewer:
        """The chair, or the officer before there was one."""
        return self.member_viewer(2, at) if self.member_viewer(2, at).has(Role.CHAIR) else self.officer

    def _crowd(self, at: datetime) -> list[Viewer]:
        people = [one.person for one in Membership.objects.filter(state="active").select_related("person").order_by("person__email")]
        return [viewer for viewer in (viewer_for(one, at=at, second_factor=True) for one in people) if viewer.has(Role.MEMBER)]

    def _hours(self, at: datetime) -> None:
        """Two of three members marked when they can meet; some of them work late."""
        for number, viewer in enumerate(self._crowd(at)):
            if number % 3:
                late = number % 4 == 0
                hours = [day * 24 + hour for day in range(5) for hour in range(8, 23 if late else 19)]
                meetings.mark_hours(viewer, hours, zone=viewer.time_zone or GENEVA, revision=0, at=at)

    def _plan(self, series: Series, title: str, day: Any, at_time: time, *, at: datetime, minutes: int = 120, place: str = "") -> Session:
        values = {
            "title": title, "local_day": day, "local_time": at_time, "time_zone": GENEVA, "minutes": minutes,
            "place": place or "WIPO, Geneva, Room B, and remotely", "about": "Reports from practice, and two proposals to decide on.",
        }  # fmt: skip
        return meetings.plan_session(self.officer, series.pk, values, at=at)

    def _convene(self, session: Session, at: datetime, *, reason: str = "") -> Session:
        called = meetings.convene(self.officer, session.pk, late_reason=reason, at=at)
        if series_is_open(session):
            meetings.appoint_for(self.officer, session.pk, self.member_viewer(RAPPORTEUR, at).me, Role.RAPPORTEUR, at=at)
        return called

    def _answers(self, session: Session, crowd: Sequence[Viewer], at: datetime, *, leave_out: int = 5) -> None:
        invited = set(session.invitations.values_list("person_id", flat=True))
        for number, viewer in enumerate(crowd):
            if viewer.person_id in invited and number % leave_out:
                choice = "apology" if number % 11 == 1 else "on-site" if number % 4 == 1 else "remote"
                meetings.answer(viewer, session.pk, choice, at=at + number * timedelta(minutes=3))

    def _agenda(self, session: Session, at: datetime, *, papers_at: datetime, late: bool = False) -> None:
        """Items, their papers (the last one late where wanted), and the provisional agenda."""
        chair = self.chairs(at)
        authors = self._crowd(papers_at)
        for number, (values, text) in enumerate(ITEMS):
            owner = authors[3 + number].person_id if text else None
            item = meetings.add_item(chair, session.pk, {**values, "owner": owner}, at=at)
            if text:
                when = session.starts_at - 5 * DAY if late and number == 3 and session.starts_at else papers_at
                given = {
                    "title": values["title"],
                    "text": text,
                    "ai_use": "assisted" if number == 2 else "none",
                    "topics": values.get("topics", []),
                }
                meetings.give_paper(authors[3 + number], session.pk, given, items=[item.pk], at=when)
        meetings.publish_agenda(chair, session.pk, at=at + timedelta(hours=1))

    def _held(self, series: Series, ago: int, hour: int, title: str) -> Session:
        """A session in the past, as it was prepared."""
        day = (self.now - ago * DAY).date()
        called_at = self.now - (ago + 50) * DAY
        session = self._convene(self._plan(series, title, day, time(hour, 0), at=called_at - 5 * DAY), called_at)
        self._answers(session, self._crowd(called_at), called_at + DAY)
        self._agenda(session, called_at + 15 * DAY, papers_at=called_at + 30 * DAY)
        return session

    def _soon(self, series: Series) -> None:
        """The session that begins within the hour."""
        start = (self.now + timedelta(minutes=40)).astimezone(ZoneInfo(GENEVA))
        start = start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)
        called_at = self.now - 48 * DAY
        session = self._convene(self._plan(series, "Third session", start.date(), start.time(), at=called_at - 3 * DAY), called_at)
        self._answers(session, self._crowd(called_at), called_at + DAY)
        self._agenda(session, called_at + 12 * DAY, papers_at=called_at + 30 * DAY, late=True)
        proposal = {
            "title": "How language communities can take part in tests", "kind": "discuss", "minutes": 15, "topics": ["creation"],
            "why": "Most test sets hold works in five languages. Whoever writes in another one cannot tell whether a tool serves them.",
        }  # fmt: skip
        meetings.propose_item(self.member_viewer(1, called_at), session.pk, proposal, at=called_at + 20 * DAY)
        meetings.set_joining_link(
            self.officer, session.pk, url="https://meet.example.org/made-up-room-3", note="Passcode 4711 (made up).", at=self.now - 2 * DAY
        )
        adopted = meetings.adopt_agenda(self.chairs(self.now), session.pk, at=self.now - 3 * DAY)
        meetings.open_wider(self.officer, adopted.issue.document_id, "public", reason="Adopted agendas are public.", at=self.now - 3 * DAY)

    def _called(self, group: Series) -> None:
        """The topic group meets in two weeks, in the hours of nothing else."""
        day = (self.now + 16 * DAY).date()
        session = self._plan(group, "What to measure first", day, time(11, 0), at=self.now - 20 * DAY, minutes=90, place="Remotely")
        people = [viewer.me for viewer in self._crowd(self.now - 20 * DAY)[:12]]
        meetings.name_people(self.officer, session.pk, people, at=self.now - 20 * DAY)
        self._convene(session, self.now - 19 * DAY, reason="The test bench became free earlier than foreseen.")
        self._answers(session, self._crowd(self.now - 18 * DAY), self.now - 18 * DAY, leave_out=3)

    def _planned(self, series: Series) -> None:
        """The next plenary: not convened yet, with fair times looked for."""
        values = {"title": "Fourth session", "minutes": 120, "place": "WIPO, Geneva, Room B, and remotely"}
        session = meetings.plan_session(self.officer, series.pk, values, at=self.now - 4 * DAY)
        first = (self.now + 60 * DAY).date()
        meetings.propose_times(self.officer, session.pk, first=first, last=first + 20 * DAY, at=self.now - 3 * DAY)

    def _public(self) -> None:
        """The annual public meeting: few places, so that somebody waits; a webcast for the others."""
        called_at = self.now - 15 * DAY
        values = {
            "body": "AIII",
            "title": "Public meetings",
            "kind": "public-meeting",
            "about": "What the network works on, told to everyone who wants to hear.",
        }
        series = meetings.make_series(self.officer, values, at=called_at - 10 * DAY)
        session = self._plan(series, "Annual public meeting", (self.now + 52 * DAY).date(), time(10, 0), at=called_at - DAY, minutes=180)
        self._convene(session, called_at)
        desk = {"capacity": 4, "webcast_url": "https://webcast.example.org/aiii", "notice": str(NOTICE)}
        meetings.set_desk(self.officer, session.pk, desk, revision=0, at=called_at)
        notice = session.notices.get().pk
        for number, name in enumerate(
            ("Rosa Inventada", "Jean Imaginaire", "Li Xugou", "Nomsa Umfanekiso", "Otto Beispiel", "Ada Unconfirmed")
        ):
            when = called_at + (number + 1) * timedelta(hours=5)
            found = meetings.register(VISITOR, session.pk, name=name, address=f"guest{number + 1}@example.org", notice_id=notice, at=when)
            if number < 5:
                meetings.confirm(VISITOR, found.pk, found.secret, at=when + timedelta(minutes=9))

    def _asked(self) -> None:
        """Two Member States put questions to the public meeting."""
        session = Session.objects.get(series__body="AIII", number=1)
        asked = {
            "focal.br@example.org": (
                "Testing without a laboratory",
                "How can an office with two examiners and no laboratory tell whether a label survives?",
                "states",
            ),
            "focal.ke@example.org": (
                "Languages of the test sets",
                "Which languages do the shared test sets hold, and who can add one?",
                "public",
            ),
        }
        for number, (email, (title, text, level)) in enumerate(asked.items()):
            at = self.now - (6 - number) * DAY
            viewer = viewer_for(Person.objects.get(email=email), at=at, second_factor=True)
            given = {"kind": "question", "title": title, "text": text, "level": level}
            filing.file_statement(viewer, given, session_id=session.pk, at=at)


def series_is_open(session: Session) -> bool:
    """Whether everybody is invited (then the demo's rapporteur is, too)."""
    return session.audience == "members"
