"""What the clock does here: the vocabulary for misspelt words keeps up with the index; saved searches write."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.search import saving, spelling


@every("search.learn-words", minutes=5)
def learn_words(at: datetime) -> None:
    """Read the words of what changed."""
    spelling.learn(at)


@every("search.alerts", minutes=60)
def alerts(at: datetime) -> int:
    """Letters about saved searches."""
    return saving.send_alerts(at)
