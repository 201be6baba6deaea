"""Questions of Member States: a State sees its own, whatever their mark; others what is marked for them; whoever steers the session all.

The State chooses who may read (F6): everyone, Member States and members, or, until it is an item of the agenda, the Secretariat and the chair.
"""

from django.db.models import Q

from interchange.ground.policy.levels import Level, open_to, speaks_for_a_state
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, rows, rule
from interchange.ground.policy.viewer import Viewer
from interchange.network.states.policy import states_of
from interchange.work.meetings.models import StateQuestion
from interchange.work.meetings.policy.sessions import FILE, chaired, is_organiser, steers
from interchange.work.meetings.vocabulary import QuestionState


def _questions(viewer: Viewer) -> Q:
    if is_organiser(viewer):
        return EVERYTHING
    marked = (
        open_to(viewer)
        & ~Q(level=Level.RESTRICTED)
        & ~Q(state=QuestionState.WITHDRAWN)
        & Q(session__in=rows(viewer, "session.view").order_by().values("pk"))
    )
    own = Q(member_state__in=states_of(viewer)) if speaks_for_a_state(viewer) else NOTHING
    return marked | own | (chaired(viewer, "session_id") if steers(viewer) else NOTHING)


rule("question.view", StateQuestion, who=anyone, which=_questions, conflict=(FILE, "session_id"))
rule("question.put", who=speaks_for_a_state)
rule(
    "question.own",
    StateQuestion,
    who=speaks_for_a_state,
    which=lambda v: Q(member_state__in=states_of(v)),
    conflict=(FILE, "session_id"),
)
rule("question.settle", StateQuestion, who=steers, which=lambda v: chaired(v, "session_id"), conflict=(FILE, "session_id"))
