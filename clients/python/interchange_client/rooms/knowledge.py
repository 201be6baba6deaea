"""What the network knows: repository, lexicon, map, and the search over everything."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from interchange_client import models as m
from interchange_client.asking import Asking
from interchange_client.reading import read


class Knowledge(Asking):
    """Records, concepts, the map, the search."""

    def search(self, text: str, **params: Any) -> Iterator[m.Found]:
        """Everything that you may see and that answers the text; operators as on the page."""
        return self._all(m.Found, "search", q=text, **params)

    def records(self, **filters: Any) -> Iterator[m.RecordLine]:
        """Records: `q`, `topic`, `kind`, `sector`, `tool`, `lang`, `licence`, `ai`, `since`, `until`, `sort`."""
        return self._all(m.RecordLine, "repository/records", **filters)

    def record(self, slug: str) -> m.RecordWhole:
        """One record."""
        return read(m.RecordWhole, self.get(f"repository/records/{quote(slug, safe='')}"))

    def concepts(self, **filters: str) -> Iterator[m.ConceptLine]:
        """Concepts: `q`, `topic`, `state`."""
        return self._all(m.ConceptLine, "lexicon/concepts", **filters)

    def concept(self, slug: str) -> m.ConceptWhole:
        """One concept."""
        return read(m.ConceptWhole, self.get(f"lexicon/concepts/{quote(slug, safe='')}"))

    def suggest(self, typed: str, limit: int = 10) -> list[m.Suggested]:
        """Labels that fit what is typed."""
        return [read(m.Suggested, one) for one in self.get("lexicon/suggest", q=typed, limit=limit)]

    def recognise(self, text: str) -> m.Recognised:
        """The terms in a text."""
        return read(m.Recognised, self.post("lexicon/recognise", {"text": text}))

    def lexicon_releases(self) -> Iterator[m.Released]:
        """Releases of the lexicon."""
        return self._all(m.Released, "lexicon/releases")

    def tools(self, **filters: str) -> Iterator[m.Line]:
        """Tools on the map, by the codes of its facets."""
        return self._all(m.Line, "landscape/tools", **filters)

    def tool(self, code: str) -> m.ToolWhole:
        """One tool."""
        return read(m.ToolWhole, self.get(f"landscape/tools/{quote(code, safe='')}"))

    def challenges(self, **filters: str) -> Iterator[m.Line]:
        """Challenges and opportunities on the map."""
        return self._all(m.Line, "landscape/challenges", **filters)

    def challenge(self, code: str) -> m.ChallengeWhole:
        """One challenge."""
        return read(m.ChallengeWhole, self.get(f"landscape/challenges/{quote(code, safe='')}"))

    def matrix(self, **asked: str) -> m.Crossed:
        """Two facets crossed: `of`, `rows`, `cols`, and filters."""
        return read(m.Crossed, self.get("landscape/matrix", **asked))

    def gaps(self) -> Iterator[m.Gap]:
        """What is missing or thin on the map."""
        return self._all(m.Gap, "landscape/gaps")

    def paths(self, start: str, end: str) -> list[list[m.PathStep]]:
        """The shortest ways from one tool to another."""
        return read(m.Paths, self.get("landscape/paths", **{"from": start, "to": end})).ways

    def releases(self) -> Iterator[m.Release]:
        """Releases of the map."""
        return self._all(m.Release, "landscape/releases")
