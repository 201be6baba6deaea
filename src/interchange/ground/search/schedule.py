"""What the clock does here: the vocabulary for misspelt words keeps up with the index."""

from datetime import datetime

from interchange.ground.jobs.schedules import every
from interchange.ground.search import spelling


@every("search.learn-words", minutes=5)
def learn_words(at: datetime) -> None:
    """Read the words of what changed."""
    spelling.learn(at)
