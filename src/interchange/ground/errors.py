"""The ways in which an action says no. Views, the API and commands turn them into answers; none of them loses input."""

from dataclasses import dataclass
from typing import Any


class HouseError(Exception):
    """Base of everything that an action refuses with; its text is fit to be shown to the person."""


@dataclass
class Problem:
    """One thing wrong with one field: `field` (a form field's name, or "" for the whole), what rule it breaks, what to do."""

    field: str
    rule: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.remedy}".strip()


class Refused(HouseError):
    """The input breaks rules. Carries every problem found, not just the first, so that a person mends them in one go."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(str(problem) for problem in problems))

    @classmethod
    def of(cls, field: str, rule: str, remedy: str = "") -> "Refused":
        """One problem with one field."""
        return cls(Problem(field, str(rule), str(remedy)))


class NotAllowed(HouseError):
    """Policy says no. `known` is true where the viewer may know that the thing exists (403), else it is absent (404)."""

    def __init__(self, verb: str, *, known: bool = False) -> None:
        self.verb = verb
        self.known = known
        super().__init__(f"Not allowed: {verb}")


class NotAMove(HouseError):
    """The thing is not in a state from which this verb leads on; somebody or the clock was there first."""

    def __init__(self, model: str, state: str, verb: str) -> None:
        self.model, self.state, self.verb = model, state, verb
        super().__init__(f"{model} is “{state}”; “{verb}” is not possible from there.")


class Stale(HouseError):
    """The text was changed elsewhere since it was read (two tabs, two people). `current` is the newer object, unharmed."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__("This was changed elsewhere after you opened it. Nothing is lost: compare both and save again.")
