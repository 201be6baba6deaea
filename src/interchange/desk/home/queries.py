"""What the desk composes from the rooms below."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from interchange.desk.home.state_file import Brief, briefly
from interchange.ground.consensus import queries as consensus
from interchange.ground.consensus.models import Call as Question
from interchange.ground.duties import queries as duties
from interchange.ground.jobs import queries as jobs
from interchange.ground.jobs.worker import alive
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post import queries as post
from interchange.ground.post.vocabulary import LetterState
from interchange.ground.vocabulary.load import network
from interchange.network.calls import queries as calls
from interchange.network.calls.models import Application, Call
from interchange.network.calls.vocabulary import Phase
from interchange.network.membership import queries as membership
from interchange.network.membership.models import Membership
from interchange.work.meetings import queries as meetings
from interchange.work.meetings.models import Document, Invitation


def facts() -> dict[str, Any]:
    """The network as data: name, purpose, objectives, topics, principles, open points, public facts with their sources."""
    return network()


@dataclass(frozen=True)
class Doors:
    """The calls of this moment: those that take applications, the one closing first first, and those that will."""

    open: list[Call]
    coming: list[Call]


def doors(viewer: Viewer, at: datetime) -> Doors:
    """What stands open or opens soon. One query."""
    found = calls.current_calls(viewer, at)
    coming = [call for call in found if calls.phase(call, at) == Phase.COMING]
    return Doors([call for call in found if call not in coming], sorted(coming, key=lambda call: call.opens_at))


@dataclass(frozen=True)
class Desk:
    """One person's desk: duties, questions put to them, applications, membership, the newest letters, and how many of them are new."""

    duties: list[duties.Line]
    questions: list[Question]
    applications: list[Application]
    membership: Membership | None
    letters: list[Any]
    news: int
    meeting: Invitation | None = None
    papers: list[Document] = field(default_factory=list)
    states: list[Brief] = field(default_factory=list)

    @property
    def owed(self) -> int:
        """How many things wait, those counted together one by one."""
        return sum(line.count for line in self.duties)


def desk(viewer: Viewer, seen_at: datetime | None, at: datetime) -> Desk:
    """The desk at an instant; `seen_at` is when the person last said that they read the news. At most ten queries, three more for those who speak for a State."""
    letters = list(post.mine(viewer)[:8])
    news = sum(seen_at is None or letter.written_at > seen_at for letter in letters)
    questions = list(consensus.waiting(viewer, at)[:10])
    meeting = meetings.my_next(viewer, at)
    papers = list(meetings.visible_documents(viewer).filter(session=meeting.session, withdrawn_at__isnull=True)[:6]) if meeting else []
    return Desk(
        duties.mine(viewer, at), questions, list(calls.my_applications(viewer)[:10]), membership.my_membership(viewer), letters, news,
        meeting, papers, briefly(viewer, at),
    )  # fmt: skip


@dataclass(frozen=True)
class Works:
    """How everything runs: what people owe, letters that are stuck, schedules that fail, the queue, the workers."""

    processes: list[duties.Process]
    letters: list[tuple[str, int, datetime]]
    failing: list[tuple[str, str, datetime | None]]
    waiting: int
    failed: int
    workers: list[str]
    given_up: list[tuple[str, str, datetime | None]] = field(default_factory=list)
    running: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        """How many duties are past their day."""
        return sum(one.overdue for one in self.processes)


def works(viewer: Viewer, at: datetime) -> Works:
    """The state of every process with what is stuck, for whoever oversees it. Seven queries at most."""
    waiting, failed = jobs.tasks()
    letters = [(str(LetterState(state).label), many, since) for state, (many, since) in post.delayed(viewer, at).items()]
    given_up = jobs.failed_tasks() if failed else []
    return Works(duties.overview(viewer, at), letters, jobs.failing(at), waiting, failed, alive(at), given_up, jobs.running(at))
