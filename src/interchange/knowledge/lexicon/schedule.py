"""What the clock does in this room."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.knowledge.lexicon import actions


@every("lexicon.read-texts", minutes=10)
def read_texts(at: datetime) -> int:
    """Terms learn where they are used: what changed is read, and all of it when the lexicon did."""
    return actions.read_texts(at=at)


@every("lexicon.read-all-texts", minutes=24 * 60)
def read_all_texts(at: datetime) -> int:
    """Once a day every text is looked at, whatever its mark says."""
    return actions.read_texts(at=at, trust_marks=False)
