"""What the clock does in this room."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.knowledge.lexicon import actions


@every("lexicon.read-texts", minutes=10)
def read_texts(at: datetime) -> int:
    """Terms learn where they are used."""
    return actions.read_texts(at=at)
