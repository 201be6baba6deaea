"""Reading calls for consensus."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, QuerySet

from interchange.ground.accounts import names
from interchange.ground.accounts.models import Person
from interchange.ground.consensus.actions import may_open
from interchange.ground.consensus.kinds import KINDS
from interchange.ground.consensus.models import Asked, Call, Objection
from interchange.ground.consensus.vocabulary import OUTCOMES, CallState, ObjectionState
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer

ON_A_PAGE = 5  # calls about one thing that its page shows; all stand in the list


@dataclass(frozen=True)
class Raised:
    """An objection as a page shows it: `who` is empty where its author did not sign and the viewer may not know."""

    objection: Objection
    who: str
    mine: bool


@dataclass
class ShownCall:
    """A call as a page shows it to one viewer."""

    call: Call
    is_asked: bool
    leads: bool
    is_over: bool
    raised: list[Raised] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether an objection still counts."""
        return self.call.state == CallState.OPEN and not self.is_over

    @property
    def mine(self) -> Objection | None:
        """The viewer's own objection that was not withdrawn."""
        return next((one.objection for one in self.raised if one.mine and one.objection.state != ObjectionState.WITHDRAWN), None)

    @property
    def may_object(self) -> bool:
        """Whether the viewer can raise an objection now."""
        return self.is_open and self.is_asked and self.mine is None

    @property
    def standing(self) -> int:
        """How many objections stand and nobody has said why the work goes on."""
        return self._count(ObjectionState.STANDS)

    @property
    def reasoned(self) -> int:
        """How many stand with a written reason."""
        return self._count(ObjectionState.REASONED)

    @property
    def settles(self) -> bool:
        """Whether the viewer can say now what becomes of an objection that stands; after a call without consensus only why."""
        return self.leads and (self.is_open or self.call.state == CallState.NO_CONSENSUS)

    def _count(self, state: str) -> int:
        return sum(one.objection.state == state for one in self.raised)


def _with_my_part(viewer: Viewer) -> "QuerySet[Call]":
    """Calls with whether the viewer was asked (`asks_me`)."""
    mine = Asked.objects.filter(call_id=OuterRef("pk"), person_id=viewer.person_id or 0)
    return Call.objects.annotate(asks_me=Exists(mine))


def calls(viewer: Viewer) -> "QuerySet[Call]":
    """The calls that the viewer may see, newest first; `asks_me` says whether they were asked."""
    return rows(viewer, "consensus.view", _with_my_part(viewer)).order_by("-opened_at", "-pk")


def waiting(viewer: Viewer, at: datetime) -> "QuerySet[Call]":
    """Open calls whose silence of the viewer would count, the first to close first: a note on the desk, not a duty."""
    if not viewer.is_signed_in:
        return Call.objects.none()
    said = Objection.objects.filter(call_id=OuterRef("pk"), person_id=viewer.me).exclude(state=ObjectionState.WITHDRAWN)
    mine = Call.objects.filter(~Exists(said), state=CallState.OPEN, closes_at__gte=at)
    return rows(viewer, "consensus.object", mine).order_by("closes_at", "pk")


def shown(viewer: Viewer, found: list[Call], subject: Model, *, leads: bool, at: datetime) -> list[ShownCall]:
    """Calls (from `calls` or `_with_my_part`) about one thing that the viewer sees, with their objections. At most two queries."""
    kind = KINDS.get(subject._meta.label_lower)
    reads_unsigned = kind is not None and kind.names_unsigned is not None and kind.names_unsigned(viewer, subject)
    raised: dict[int, list[Objection]] = {}
    people: dict[int, Person] = {}
    for one in Objection.objects.filter(call__in=found).select_related("person") if found else []:
        raised.setdefault(one.call_id, []).append(one)
        people[one.person_id] = one.person
    readable = {
        one.person_id for lines in raised.values() for one in lines if one.signed or reads_unsigned or one.person_id == viewer.person_id
    }
    named = names.shown(viewer, [people[pk] for pk in readable])
    made = []
    for call in found:
        lines = [
            Raised(
                one,
                named.get(one.person_id, "") if one.signed or reads_unsigned or one.person_id == viewer.person_id else "",
                one.person_id == viewer.person_id,
            )
            for one in raised.get(call.pk, [])
        ]
        made.append(ShownCall(call, getattr(call, "asks_me", False), leads, at > call.closes_at, lines))
    return made


@dataclass
class About:
    """All calls about one thing, for its page."""

    kind: str
    key: str
    calls: list[ShownCall]
    may_open: bool

    @property
    def id(self) -> str:
        """The id of this part of a page."""
        return f"consensus-{self.kind.replace('.', '-')}-{self.key}"


def about(viewer: Viewer, subject: Model, *, at: datetime) -> About:
    """The newest calls about a thing that the viewer sees already (the caller has asked), open ones first. At most four queries."""
    label, key = subject_of(subject)
    found = list(_with_my_part(viewer).filter(subject_kind=label, subject_id=key).order_by("-opened_at", "-pk")[:ON_A_PAGE])
    found.sort(key=lambda call: call.state != CallState.OPEN)
    leads = may_open(viewer, subject)
    return About(label, key, shown(viewer, found, subject, leads=leads, at=at), leads)


def outcome(subject: Model, question: str = "") -> Call | None:
    """The last call about a thing (with that question, if given) that ended with an outcome; whoever asks."""
    label, key = subject_of(subject)
    found = Call.objects.filter(subject_kind=label, subject_id=key, state__in=OUTCOMES)
    return (found.filter(question=question) if question else found).order_by("-closes_at", "-pk").first()


def open_about(subject: Model) -> bool:
    """Whether a call about a thing is open; whoever asks."""
    label, key = subject_of(subject)
    return Call.objects.filter(subject_kind=label, subject_id=key, state=CallState.OPEN).exists()


def titles(viewer: Viewer, found: list[Call]) -> dict[int, subjects.Named]:
    """What each call is about, by the call's id. One query for each kind of thing."""
    named = subjects.named(viewer, {(call.subject_kind, call.subject_id) for call in found})
    return {call.pk: named[(call.subject_kind, call.subject_id)] for call in found if (call.subject_kind, call.subject_id) in named}
