"""What of the room can be talked about, and how whatever can be talked about leads here.

Under the rule of non-attribution nothing is said beside the answers: a comment carries a name.
"""

from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.rules import allows
from interchange.ground.policy.subjects import define
from interchange.ground.policy.viewer import Viewer
from interchange.work.exchange.models import Question

define(
    Question,
    view="peer-question.view",
    speak="peer-question.discuss",
    url=lambda one: f"/exchange/questions/{one.pk}/",
    title=lambda one: one.title,
)


def ask_about(viewer: Viewer, thing: Any) -> list[tuple[str, str]]:
    """The line that stands beside a thread: the questions about the thing, for those who may ask. No query."""
    if isinstance(thing, Question) or not allows(viewer, "peer-question.list"):
        return []
    kind, key = subject_of(thing)
    return [(_("Questions about this"), f"/exchange/?about={kind}:{key}")]
