"""Terms can be talked about and put to a call for consensus, by members and staff, in whatever state they are."""

from collections.abc import Iterable
from datetime import datetime

from interchange.ground.consensus import kinds
from interchange.ground.consensus.models import Call
from interchange.ground.consensus.vocabulary import CallState
from interchange.ground.policy import subjects
from interchange.ground.policy.actions import holders
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.models import Concept


def _asked(concept: Concept, at: datetime) -> Iterable[int]:
    """All members in force."""
    return holders(Role.MEMBER, at)


def _closed(call: Call, concept: Concept, at: datetime) -> None:
    from interchange.knowledge.lexicon.actions.deciding import call_closed, question_on

    if call.question == question_on(concept):
        call_closed(concept, reached=call.is_reached, unopposed=call.state == CallState.CONSENSUS, at=at, actor=SYSTEM)


subjects.define(
    Concept,
    view="term.discuss",
    speak="term.discuss",
    settle="term.curate",
    url=lambda concept: f"/lexicon/{concept.slug}",
    title=store.preferred,
)
kinds.define(Concept, open="term.curate", asked=_asked, on_close=_closed)
