"""What can be talked about between a delegation and the Secretariat: a note, and the State's file."""

from interchange.ground.policy.subjects import define
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states.models import Note

define(Note, view="state-note.view", speak="state-note.view", url=lambda one: one.get_absolute_url(), title=lambda one: one.number)
define(MemberState, view="delegation.view", speak="delegation.view", url=lambda one: f"/states/{one.pk}/", title=lambda one: one.name)
