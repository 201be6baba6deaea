"""What of the room can be talked about: what is published. A record may be public; what members say about it is not."""

from interchange.ground.policy.subjects import define
from interchange.knowledge.repository.models import Record

define(Record, view="record.discuss", speak="record.discuss", url=lambda one: f"/repository/{one.slug}/", title=lambda one: one.title)
