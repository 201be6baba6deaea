"""What the network works on: meetings, topics, rounds, questions."""

from collections.abc import Iterator
from urllib.parse import quote

from interchange_client import models as m
from interchange_client.asking import Asking
from interchange_client.reading import read


class Work(Asking):
    """Meetings, documents, direction, questions among members."""

    def series(self) -> Iterator[m.SeriesLine]:
        """Series of sessions."""
        return self._all(m.SeriesLine, "meetings/series")

    def sessions(self, **filters: str) -> Iterator[m.SessionLine]:
        """Sessions: `series`, `state`, `kind`, `since`, `until`."""
        return self._all(m.SessionLine, "meetings/sessions", **filters)

    def session(self, series: str, number: int) -> m.SessionWhole:
        """One session."""
        return read(m.SessionWhole, self.get(f"meetings/sessions/{quote(series, safe='')}/{number}"))

    def documents(self, **filters: str) -> Iterator[m.DocumentLine]:
        """Documents: `series`, `kind`, `topic`, `level`, `since`, `until`."""
        return self._all(m.DocumentLine, "meetings/documents", **filters)

    def document(self, number: str) -> m.DocumentWhole:
        """One document by its number, TEN/3/2."""
        return read(m.DocumentWhole, self.get(f"meetings/documents/{quote(number)}"))

    def topics(self, **filters: str) -> Iterator[m.TopicLine]:
        """Topics proposed: `state`, `objective`."""
        return self._all(m.TopicLine, "direction/topics", **filters)

    def topic(self, number: int) -> m.TopicWhole:
        """One topic."""
        return read(m.TopicWhole, self.get(f"direction/topics/{number}"))

    def votes(self) -> Iterator[m.VoteLine]:
        """Rounds of voting."""
        return self._all(m.VoteLine, "direction/rounds")

    def vote(self, number: int) -> m.VoteWhole:
        """One round of voting."""
        return read(m.VoteWhole, self.get(f"direction/rounds/{number}"))

    def work_items(self, **filters: str) -> Iterator[m.WorkLine]:
        """Adopted work: `state`, `objective`."""
        return self._all(m.WorkLine, "direction/items", **filters)

    def work_item(self, number: int) -> m.WorkWhole:
        """One piece of adopted work."""
        return read(m.WorkWhole, self.get(f"direction/items/{number}"))

    def questions(self, **filters: str) -> Iterator[m.PeerQuestionLine]:
        """Questions among members: `state`, `topic`."""
        return self._all(m.PeerQuestionLine, "exchange/questions", **filters)

    def question(self, number: int) -> m.PeerQuestionWhole:
        """One question with its answers."""
        return read(m.PeerQuestionWhole, self.get(f"exchange/questions/{number}"))

    def offers(self) -> Iterator[m.HelpOffer]:
        """Offers of help."""
        return self._all(m.HelpOffer, "exchange/offers")
