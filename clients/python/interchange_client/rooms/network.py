"""Who and what: calls, members, Member States."""

from collections.abc import Iterator
from urllib.parse import quote

from interchange_client import models as m
from interchange_client.asking import Asking
from interchange_client.reading import read


class Network(Asking):
    """Calls, members, Member States."""

    def me(self) -> m.Me:
        """Whom the house takes you for."""
        return read(m.Me, self.get("me"))

    def calls(self) -> Iterator[m.CallLine]:
        """Calls, newest first."""
        return self._all(m.CallLine, "calls")

    def call(self, slug: str) -> m.Call:
        """One call."""
        return read(m.Call, self.get(f"calls/{quote(slug, safe='')}"))

    def members(self, **filters: str) -> Iterator[m.Member]:
        """Members, by name: `profile`, `topic`, `region`, `country`."""
        return self._all(m.Member, "members", **filters)

    def member(self, number: int) -> m.Member:
        """One member."""
        return read(m.Member, self.get(f"members/{number}"))

    def composition(self) -> m.Composition:
        """How the network is made up."""
        return read(m.Composition, self.get("members/composition"))

    def states(self) -> Iterator[m.StateLine]:
        """Member States, by name."""
        return self._all(m.StateLine, "states")

    def state(self, code: str) -> m.StateWhole:
        """One Member State by its code, BR."""
        return read(m.StateWhole, self.get(f"states/{quote(code, safe='')}"))

    def state_groups(self) -> Iterator[m.StateGroup]:
        """Groups of States."""
        return self._all(m.StateGroup, "states/groups")
