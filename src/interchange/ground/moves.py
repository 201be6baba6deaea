"""Allowed moves: one table per model says which verb leads from which states to which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interchange.ground.errors import NotAMove


@dataclass(frozen=True)
class Move:
    """A verb leads from any of `sources` to `target`."""

    sources: frozenset[str]
    target: str


class MoveTable:
    """The moves of one model. `MoveTable("Application", {"submit": (["draft"], "submitted"), ...})`."""

    def __init__(self, model: str, moves: Mapping[str, tuple[Iterable[str], str]]) -> None:
        self.model = model
        self.moves = {verb: Move(frozenset(sources), target) for verb, (sources, target) in moves.items()}

    def target(self, verb: str, state: str) -> str:
        """The state that `verb` leads to. Raises `NotAMove` where it is not possible from `state`."""
        move = self.moves[verb]
        if state not in move.sources:
            raise NotAMove(self.model, state, verb)
        return move.target

    def possible(self, verb: str, state: str) -> bool:
        """Whether the verb can be said in that state."""
        return state in self.moves[verb].sources

    def verbs(self, state: str) -> list[str]:
        """The verbs that can be said in that state, in the table's order."""
        return [verb for verb, move in self.moves.items() if state in move.sources]
