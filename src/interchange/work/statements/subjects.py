"""What of the room can be talked about: between a State and the Secretariat, its statement."""

from interchange.ground.policy.subjects import define
from interchange.work.statements.models import Statement

define(
    Statement,
    view="statement.correspond",
    speak="statement.correspond",
    url=lambda one: one.get_absolute_url(),
    title=lambda one: one.number,
)
