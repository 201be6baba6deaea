"""What happens to texts without a word being put differently: case, spaces, letters that look alike, cuts, additions."""

import re
import unicodedata
from collections.abc import Callable, Mapping

import numpy as np

from interchange.workbench.signals.trials.interface import Media, NotApplicable, Sample

LOOK_ALIKE = str.maketrans("aceopxyi", "асеорхуі")  # Cyrillic letters of the same shape
ZERO_WIDTH = "\u200b"
Change = Callable[..., str]


class Rewrite:
    """A step made of a function on the text."""

    version = "1"
    media: Media = "text"

    def __init__(self, name: str, label: str, change: Change, parameters: Mapping[str, tuple[float, float, float]] | None = None) -> None:
        self.id, self.label, self.change = name, label, change
        self.parameters: Mapping[str, tuple[float, float, float]] = dict(parameters or {})

    def apply(self, sample: Sample, seed: int, **given: float) -> Sample:
        """The text after it."""
        if not sample.media_type.startswith("text/"):
            raise NotApplicable("it is no text")
        values = {name: given.get(name, usual) for name, (usual, _least, _most) in self.parameters.items()}
        made = self.change(sample.content.decode("utf-8", "replace"), np.random.default_rng(seed), **values)
        return Sample(made.encode(), sample.media_type, sample.name)


def _spaces(text: str, draw: np.random.Generator) -> str:
    return re.sub(r"[ \t]+", "  ", re.sub(r"\n+", "\n\n\n", text)) + "\n"


def _zero_width(text: str, draw: np.random.Generator, every: float) -> str:
    step = max(1, round(every))
    return "".join(letter + ZERO_WIDTH if number % step == step - 1 else letter for number, letter in enumerate(text))


def _cut(text: str, draw: np.random.Generator, percent: float) -> str:
    return text[: max(1, round(len(text) * (1 - percent / 100)))]


def _drop(text: str, draw: np.random.Generator, percent: float) -> str:
    pieces = re.split(r"(\s+)", text)
    gone = draw.random(len(pieces)) < percent / 100
    return "".join(piece for piece, out in zip(pieces, gone, strict=True) if piece.isspace() or not out) or text[:1]


def _shuffle(text: str, draw: np.random.Generator) -> str:
    parts = re.split(r"\n{2,}", text)
    return "\n\n".join(parts[number] for number in draw.permutation(len(parts)))


def _append(text: str, draw: np.random.Generator, percent: float) -> str:
    from interchange.workbench.signals.trials.corpora import text as made

    foreign = made(draw).decode()
    return text + "\n\n" + (foreign * (len(text) // len(foreign) + 1))[: round(len(text) * percent / 100)]


def _unpunctuated(text: str, draw: np.random.Generator) -> str:
    return "".join(letter for letter in text if not unicodedata.category(letter).startswith("P"))


STEPS = (
    Rewrite("text-copy", "Copied", lambda text, draw: text),
    Rewrite("upper", "In capitals", lambda text, draw: text.upper()),
    Rewrite("spaces", "Other spaces and line breaks", _spaces),
    Rewrite("zero-width", "Invisible characters put in, every {every} letters", _zero_width, {"every": (7, 1, 200)}),
    Rewrite("look-alikes", "Letters changed for others of the same shape", lambda text, draw: text.translate(LOOK_ALIKE)),
    Rewrite("no-punctuation", "Punctuation taken out", _unpunctuated),
    Rewrite("cut", "The last {percent} % cut off", _cut, {"percent": (50, 1, 95)}),
    Rewrite("drop-words", "{percent} % of the words dropped", _drop, {"percent": (5, 0.5, 80)}),
    Rewrite("shuffle", "Paragraphs in another order", _shuffle),
    Rewrite("append", "{percent} % of other text added", _append, {"percent": (20, 1, 300)}),
)
