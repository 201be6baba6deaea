"""Files made here from a seed: pictures that look like photographs to a code, texts, tones and sounds like speech. Nothing is taken from elsewhere."""

import io
import wave
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals.trials.interface import Media, Sample

VERSION = "1"
LARGEST = 400  # files of one corpus
RATE = 16000  # samples a second
SECONDS = 4
WIDTH, HEIGHT = 384, 288
Generator = np.random.Generator


def _smooth(draw: Generator, height: int, width: int, steps: tuple[int, ...]) -> NDArray[np.float64]:
    """Noise of several sizes laid over each other, as light and surfaces are."""
    from PIL import Image

    made = np.zeros((height, width))
    for step in steps:
        coarse = draw.standard_normal((max(2, height // step), max(2, width // step))).astype(np.float32)
        made += np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float64) * step**0.8
    return made / (np.abs(made).max() or 1.0)


def photo(draw: Generator, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A sky, hills, things that stand about, light and grain: JPEG, quality 98, colours in full."""
    from PIL import Image, ImageDraw

    rows = np.mgrid[0:height, 0:width][0]
    low, high = draw.uniform(20, 120, 3), draw.uniform(120, 240, 3)
    share = (rows / height)[..., None]
    canvas = low * share + high * (1 - share)
    for _ in range(int(draw.integers(2, 5))):
        line = height * draw.uniform(0.35, 0.9) + height * 0.18 * _smooth(draw, 2, width, (width // 3, width // 8))[0]
        hill = rows > line[None, :]
        canvas = np.where(hill[..., None], canvas * 0.25 + draw.uniform(10, 200, 3) * 0.75, canvas)
    picture = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(int(draw.integers(4, 10))):
        x, y = int(draw.integers(0, width)), int(draw.integers(height // 4, height))
        a, b = int(draw.integers(12, width // 4)), int(draw.integers(12, height // 3))
        colour = tuple(int(value) for value in draw.integers(0, 256, 3))
        shape = pen.ellipse if draw.random() < 0.5 else pen.rectangle
        shape((x - a // 2, y - b // 2, x + a // 2, y + b // 2), fill=colour)
    light = 1 + 0.35 * _smooth(draw, height, width, (96, 40, 12))
    tint = np.stack([_smooth(draw, height, width, (72, 24, 8, 3)) for _ in range(3)], axis=-1) * 50  # surfaces are not of one colour
    tint += np.stack([_smooth(draw, height, width, (5, 3)) for _ in range(3)], axis=-1) * 42
    grain = draw.normal(0, 2.0, (height, width, 1)) + draw.normal(0, 1.5, (height, width, 3))
    points = np.clip(np.asarray(picture, dtype=np.float64) * 0.8 * light[..., None] + 22 + tint + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(points).save(out, "JPEG", quality=98, subsampling=0)
    return out.getvalue()


_SYLLABLES = [a + b for a in "bdfghklmnprstv" for b in "aeio"]


def text(draw: Generator, words: int = 600) -> bytes:
    """Made-up words in sentences and paragraphs; each text has a vocabulary of its own, of which some words come often."""
    lexicon = ["".join(draw.choice(_SYLLABLES, int(draw.integers(1, 5)))) for _ in range(240)]
    weights = 1 / np.arange(1, len(lexicon) + 1)
    chosen = draw.choice(len(lexicon), size=words, p=weights / weights.sum())
    paragraphs, sentence, paragraph = [], [], []
    for number in chosen:
        sentence.append(lexicon[number])
        if len(sentence) >= int(draw.integers(6, 18)):
            paragraph.append(" ".join(sentence).capitalize() + ".")
            sentence = []
        if len(paragraph) >= 5:
            paragraphs.append(" ".join(paragraph))
            paragraph = []
    paragraph.append((" ".join(sentence) or lexicon[0]).capitalize() + ".")
    return "\n\n".join([*paragraphs, " ".join(paragraph)]).encode()


def as_wav(samples: NDArray[np.float64], rate: int = RATE) -> bytes:
    """Sound between -1 and 1 as a WAV file of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def tones(draw: Generator, seconds: float = SECONDS) -> bytes:
    """A melody with overtones."""
    time = np.arange(int(RATE * seconds)) / RATE
    sound = np.zeros_like(time)
    begin = 0.0
    while begin < seconds:
        length = float(draw.choice([0.2, 0.3, 0.4, 0.6]))
        pitch = 220 * 2 ** (int(draw.integers(0, 25)) / 12)
        here = (time >= begin) & (time < begin + length)
        shape = np.exp(-(time[here] - begin) * 4) * np.minimum((time[here] - begin) * 80, 1)
        sound[here] += shape * sum(np.sin(2 * np.pi * pitch * part * time[here]) / part for part in (1, 2, 3, 4))
        begin += length * float(draw.choice([0.5, 1.0]))
    return as_wav(sound / (np.abs(sound).max() or 1) * 0.8)


def speech(draw: Generator, seconds: float = SECONDS) -> bytes:
    """Sound as a voice makes it: pulses through formants that move, in syllables, with breath between them."""
    count = int(RATE * seconds)
    sound = np.zeros(count)
    at = 0
    pitch = draw.uniform(90, 220)
    while at < count:
        length = int(RATE * draw.uniform(0.12, 0.3))
        time = np.arange(min(length, count - at)) / RATE
        glide = pitch * (1 + 0.1 * np.sin(2 * np.pi * draw.uniform(1, 3) * time))
        phase = np.cumsum(glide) / RATE
        formants = (draw.uniform(300, 850), draw.uniform(900, 2300), draw.uniform(2300, 3200))
        voice = np.zeros_like(time)
        for harmonic in range(1, 30):
            weight = sum(np.exp(-(((harmonic * pitch - formant) / (90 + formant * 0.08)) ** 2)) for formant in formants)
            voice += weight * np.sin(2 * np.pi * harmonic * phase)
        hiss = draw.normal(0, 0.05, len(time))
        sound[at : at + len(time)] = (voice + hiss) * np.hanning(len(time))
        at += length + int(RATE * draw.uniform(0.0, 0.12))
    return as_wav(sound / (np.abs(sound).max() or 1) * 0.8)


CORPORA: Mapping[str, tuple[Media, str, str, Callable[[Generator], bytes]]] = {
    "photos": ("image", "image/jpeg", "jpg", photo),
    "texts": ("text", "text/plain", "txt", text),
    "tones": ("audio", "audio/wav", "wav", tones),
    "speech": ("audio", "audio/wav", "wav", speech),
}


def make(name: str, count: int, seed: int) -> Iterator[Sample]:
    """`count` files of a corpus. The first so many are the same whatever the count. KeyError for a name that is not in `CORPORA`."""
    _media, kind, ending, maker = CORPORA[name]
    for number in range(count):
        draw = np.random.default_rng([seed, number, sum(name.encode())])
        yield Sample(maker(draw), kind, f"{name}-{number + 1:03}.{ending}")
