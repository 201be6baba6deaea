"""How near strangers come, and how far edited copies stray: measured on works that this module makes up from a seed, written to `data/chance.json`.

`python -m interchange.workbench.codes.reference` makes the file anew (some minutes). The works are synthetic: pictures of noise, shapes and stripes; tones,
chords, beats and noise; texts drawn from a made-up language with the frequencies of a natural one. Real collections hold more that is alike (blank
skies, hymns, boilerplate), so the figures are a floor for chance, not its last word; the statement says where they come from.
"""

import io
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from interchange.workbench.codes import audio, image, text
from interchange.workbench.codes.model import NoCode

DATA = Path(__file__).parent / "data" / "chance.json"
SEED = 20261126
Uint = NDArray[np.uint64]


# --- works


def picture(number: int) -> Image.Image:
    """One made-up picture, 320 by 240."""
    rng = np.random.default_rng([SEED, number])
    ground = np.zeros((240, 320, 3))
    for octave in (3, 6, 12):
        layer = (rng.random((octave, octave + 1, 3)) * 255 / octave * 3).clip(0, 255).astype(np.uint8)
        ground += np.asarray(Image.fromarray(layer).resize((320, 240), Image.Resampling.BICUBIC), float)
    made = Image.fromarray((ground / ground.max() * 255).astype(np.uint8))
    draw = ImageDraw.Draw(made)
    for _ in range(int(rng.integers(2, 12))):
        x, y, width, height = rng.integers(0, 280), rng.integers(0, 200), rng.integers(10, 160), rng.integers(10, 120)
        colour = tuple(int(one) for one in rng.integers(0, 256, 3))
        box = (int(x), int(y), int(x + width), int(y + height))
        (draw.ellipse, draw.rectangle, draw.line)[int(rng.integers(3))](box, fill=colour)
    return made.filter(ImageFilter.GaussianBlur(float(rng.random())))


def sound(number: int, seconds: float = 24.0) -> NDArray[np.float32]:
    """One made-up recording: chords that change, a beat, noise, an envelope."""
    rng = np.random.default_rng([SEED, 7, number])
    time = np.arange(int(seconds * audio.RATE)) / audio.RATE
    made = np.zeros(len(time))
    at = 0.0
    while at < seconds:
        lasts = float(rng.uniform(0.15, 0.9))
        here = (time >= at) & (time < at + lasts)
        local = time[here] - at
        for _ in range(int(rng.integers(1, 5))):
            pitch, fall = 110 * 2 ** (rng.integers(0, 48) / 12), rng.uniform(0.5, 6)
            for harmonic in range(1, int(rng.integers(2, 7))):
                made[here] += np.sin(2 * np.pi * pitch * harmonic * local) * np.exp(-fall * local) / harmonic ** rng.uniform(0.7, 2)
        if rng.random() < 0.5:
            made[here] += rng.normal(0, rng.uniform(0.1, 1), here.sum()) * np.exp(-20 * local)
        at += lasts
    return (made / max(float(np.abs(made).max()), 1e-9) * 0.7).astype(np.float32)


def writing(number: int, words: int = 700) -> str:
    """One made-up text: words of a made-up vocabulary by Zipf's law, in sentences."""
    rng = random.Random(f"{SEED}-{number}")  # noqa: S311 - a set to measure on, no secret
    common, rare = _vocabulary()
    own = rng.sample(rare, 160)
    weights = [1 / (place + 2) for place in range(len(common))]
    made: list[str] = []
    while len(made) < words:
        length = rng.randint(6, 24)
        made += [rng.choice(own) if rng.random() < 0.45 else rng.choices(common, weights)[0] for _ in range(length)]
        made[-1] += "."
    return " ".join(made)


def _vocabulary() -> tuple[list[str], list[str]]:
    rng = random.Random(SEED)  # noqa: S311
    made = ["".join(rng.choice("bdfklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(1, 4))) for _ in range(6000)]
    return made[:120], list(dict.fromkeys(made[120:]))


# --- edits


def _compressed(found: Image.Image, form: str, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    found.convert("RGB").save(buffer, form, quality=quality)
    return Image.open(buffer).convert("RGB")


def _bordered(found: Image.Image) -> Image.Image:
    made = Image.new("RGB", (found.width + 32, found.height + 24), "white")
    made.paste(found, (16, 12))
    return made


def _cropped(found: Image.Image, share: float) -> Image.Image:
    across, down = found.width * share, found.height * share
    return found.crop((int(across), int(down), int(found.width - across), int(found.height - down)))


def _noisy(found: Image.Image) -> Image.Image:
    points = np.asarray(found, float) + np.random.default_rng(1).normal(0, 8, (found.height, found.width, 3))
    return Image.fromarray(points.clip(0, 255).astype(np.uint8))


def _stamped(found: Image.Image) -> Image.Image:
    made = found.copy()
    ImageDraw.Draw(made).rectangle((int(found.width * 0.68), int(found.height * 0.85), found.width, found.height), fill="white")
    return made


IMAGE_EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "jpeg-75": lambda one: _compressed(one, "JPEG", 75),
    "jpeg-20": lambda one: _compressed(one, "JPEG", 20),
    "webp-60": lambda one: _compressed(one, "WEBP", 60),
    "half-size": lambda one: one.resize((one.width // 2, one.height // 2)),
    "grey": lambda one: one.convert("L").convert("RGB"),
    "brighter": lambda one: ImageEnhance.Brightness(one).enhance(1.3),
    "contrast": lambda one: ImageEnhance.Contrast(one).enhance(1.4),
    "blur": lambda one: one.filter(ImageFilter.GaussianBlur(2)),
    "noise": _noisy,
    "mirrored": lambda one: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "quarter-turn": lambda one: one.transpose(Image.Transpose.ROTATE_90),
    "white-border": _bordered,
    "stamp-over-5%": _stamped,
    "rotated-2-degrees": lambda one: one.rotate(2, Image.Resampling.BICUBIC),
    "crop-2%": lambda one: _cropped(one, 0.02),
    "crop-10%": lambda one: _cropped(one, 0.1),
}


def _resampled(found: NDArray[np.float32], rate: float) -> NDArray[np.float32]:
    places = np.arange(0, len(found) - 1, rate)
    return np.interp(places, np.arange(len(found)), found).astype(np.float32)


def _smoothed(found: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    return np.convolve(found, np.ones(width) / width, "same").astype(np.float32)


AUDIO_EDITS: dict[str, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    "quieter-12-dB": lambda one: one * np.float32(0.25),
    "8-bit": lambda one: (np.round(one * 127) / 127).astype(np.float32),
    "noise-20-dB": lambda one: one + np.random.default_rng(2).normal(0, one.std() / 10, len(one)).astype(np.float32),
    "low-pass": lambda one: _smoothed(one, 4),
    "clipped": lambda one: np.clip(one * 2.5, -0.7, 0.7).astype(np.float32),
    "echo": lambda one: (one + np.concatenate([np.zeros(1200, np.float32), one[:-1200]]) * np.float32(0.3)).astype(np.float32),
    "excerpt-10-s": lambda one: one[int(5.37 * audio.RATE) : int(15.4 * audio.RATE)],
    "faster-2%": lambda one: _resampled(one, 1.02),
}


def _changed(found: str, share: float, drop: bool = False) -> str:
    rng = random.Random(3)  # noqa: S311
    return " ".join(one if rng.random() >= share else ("" if drop else "lorem") for one in found.split())


TEXT_EDITS: dict[str, Callable[[str], str]] = {
    "upper-case": str.upper,
    "no-punctuation": lambda one: one.replace(".", " "),
    "look-alike-letters": lambda one: one.replace("a", "а").replace("o", "о"),
    "sentence-on-top": lambda one: f"{writing(9999, 12)} {one}",
    "quarter-of-it": lambda one: " ".join(one.split()[200:375]),
    "2%-of-words-replaced": lambda one: _changed(one, 0.02),
    "5%-of-words-replaced": lambda one: _changed(one, 0.05),
    "10%-of-words-dropped": lambda one: _changed(one, 0.1, True),
    "20%-of-words-replaced": lambda one: _changed(one, 0.2),
}


# --- measuring


def _histogram(distances: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.bincount(distances.reshape(-1), minlength=65)[:65]


def _within(codes: list[Uint], owners: list[int]) -> NDArray[np.int64]:
    """Distances between codes of different works, every pair once."""
    flat, whose = np.concatenate(codes), np.repeat(owners, [len(one) for one in codes])
    found = np.zeros(65, np.int64)
    for place in range(len(flat) - 1):
        others = whose[place + 1 :] != whose[place]
        found += _histogram(np.bitwise_count(flat[place + 1 :][others] ^ flat[place]))
    return found


def images(count: int) -> dict[str, Any]:
    """Pairs of pictures: the nearest of all codes asked (two cuts, eight orientations) and held."""
    held, asked, tried = [], [], dict.fromkeys(IMAGE_EDITS, 0)
    distances: dict[str, list[int]] = {name: [] for name in IMAGE_EDITS}
    for number in range(count):
        made = picture(number)
        squares = image.squares(made.convert("L"))
        try:
            image.checked(squares[0])
        except NoCode:
            continue
        held.append([image.image_bits(one) for one in squares])
        asked.append([image.image_bits(turn) for one in squares for turn in image.turned(one)])
        if number < count // 10:
            for name, edit in IMAGE_EDITS.items():
                tried[name] += 1
                edited = image.squares(edit(made).convert("L"))
                bits = np.array([image.image_bits(turn) for one in edited for turn in image.turned(one)], np.uint64)
                distances[name].append(int(np.bitwise_count(bits[:, None] ^ np.array(held[-1], np.uint64)[None]).min()))
    hold, ask = np.array(held, np.uint64), np.array(asked, np.uint64)
    found = np.zeros(65, np.int64)
    for place in range(len(hold)):
        others = np.delete(np.arange(len(hold)), place)
        far = np.bitwise_count(ask[place][None, :, None] ^ hold[others][:, None, :]).min(axis=(1, 2))
        found += _histogram(far)
    return {
        "works": len(hold),
        "unit": "pair of pictures, nearest of 16 codes asked and 2 held",
        **_told(found),
        "edits": _edits(distances),
    }


def sounds(count: int) -> dict[str, Any]:
    """Pairs of five-second codes of different recordings."""
    codes, owners = [], []
    shares: dict[str, list[float]] = {name: [] for name in AUDIO_EDITS}
    for number in range(count):
        made = sound(number)
        held = np.array([one.bits for one in audio.codes(iter([made]))[0]], np.uint64)
        codes.append(held)
        owners.append(number)
        if number < count // 4:
            for name, edit in AUDIO_EDITS.items():
                asked = np.array([one.bits for one in audio.codes(iter([edit(made)]), audio.ASKED)[0]], np.uint64)
                shares[name].append(float((np.bitwise_count(asked[:, None] ^ held[None]).min(axis=1) <= 8).mean()))
    found = _within(codes, owners)
    return {"works": count, "unit": "pair of codes of five seconds", **_told(found), "edits": _shares(shares)}


def texts(count: int) -> dict[str, Any]:
    """Pairs of passages of different texts."""
    codes, owners = [], []
    shares: dict[str, list[float]] = {name: [] for name in TEXT_EDITS}
    for number in range(count):
        made = writing(number)
        held = np.array([one.bits for one in text.codes(made)[0][:-1]], np.uint64)
        codes.append(held)
        owners.append(number)
        if number < count // 4:
            for name, edit in TEXT_EDITS.items():
                asked = np.array([one.bits for one in text.codes(edit(made))[0][:-1]], np.uint64)
                shares[name].append(float((np.bitwise_count(asked[:, None] ^ held[None]).min(axis=1) <= 8).mean()))
    found = _within(codes, owners)
    return {"works": count, "unit": "pair of passages", **_told(found), "edits": _shares(shares)}


def _told(found: NDArray[np.int64]) -> dict[str, Any]:
    from scipy.special import betaincinv

    pairs, sums = int(found.sum()), np.cumsum(found)
    upper = [1.0 if one >= pairs else float(betaincinv(float(one) + 1, float(pairs - one), 0.95)) for one in sums.tolist()]
    return {"pairs": pairs, "histogram": found.tolist(), "upper": [float(f"{one:.4g}") for one in upper]}


def _edits(found: dict[str, list[int]]) -> dict[str, Any]:
    return {
        name: {"tried": len(far), "found": sum(one <= 8 for one in far), "mean": round(float(np.mean(far)), 2), "farthest": max(far)}
        for name, far in found.items()
    }


def _shares(found: dict[str, list[float]]) -> dict[str, Any]:
    """A work counts as found where at least two of its codes, or the only one, are near; `share` is that of its codes."""
    return {
        name: {"tried": len(one), "found": sum(share > 0 for share in one), "share": round(float(np.mean(one)), 3)}
        for name, one in found.items()
    }


def main(pictures: int = 600, recordings: int = 40, writings: int = 100) -> None:
    """Measure all and write the file."""
    made = {
        "made_on": datetime.now(UTC).date().isoformat(),
        "made_by": "interchange.workbench.codes.reference",
        "seed": SEED,
        "about": "Synthetic works made by a script; real collections hold more that is alike.",
        "image": images(pictures),
        "audio": sounds(recordings),
        "passage": texts(writings),
    }
    DATA.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    for line in _lines(made):
        sys.stdout.write(line + "\n")


def _lines(made: dict[str, Any]) -> Iterator[str]:
    for scheme in ("image", "audio", "passage"):
        one = made[scheme]
        yield f"{scheme}: {one['works']} works, {one['pairs']} pairs, within 8: {sum(one['histogram'][:9])}, nearest {next(d for d, n in enumerate(one['histogram']) if n)}"
        yield from (f"  {name}: {told}" for name, told in one["edits"].items())


if __name__ == "__main__":
    main(*[int(one) for one in sys.argv[1:]])
