"""What happens to sound: quieter, fewer samples, the telephone's code, noise, cuts, faster without another pitch. WAV in, WAV out.

MP3, AAC and Opus would need a program with a licence of its own; they are left out and pages say so.
"""

import io
import wave
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.signals.trials.corpora import as_wav
from interchange.workbench.signals.trials.interface import Media, NotApplicable, Sample

Sound = NDArray[np.float64]
LONGEST = 180  # seconds that are worked on


def decoded(content: bytes) -> tuple[Sound, int]:
    """(sound between -1 and 1 in one channel, samples a second) of a WAV file of 8 or 16 bits. Raises `NotApplicable` for others."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            data = file.readframes(min(file.getnframes(), rate * LONGEST))
    except (wave.Error, EOFError) as wrong:
        raise NotApplicable(f"only uncompressed WAV is read here ({wrong})") from wrong
    if width == 2:
        made = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float64) / 32768
    elif width == 1:
        made = (np.frombuffer(data, np.uint8).astype(np.float64) - 128) / 128
    else:
        raise NotApplicable("only WAV of 8 and 16 bits is read here")
    made = made[: len(made) // channels * channels].reshape(-1, channels).mean(axis=1)
    if len(made) < rate // 2 or rate < 2000:
        raise NotApplicable("it is shorter than half a second")
    return made, rate


def resampled(sound: Sound, rate: int, to: int) -> Sound:
    """The same sound with another number of samples a second; what lies too high is taken out first."""
    count = round(len(sound) * to / rate)
    spectrum = np.fft.rfft(sound)
    kept = np.zeros(count // 2 + 1, dtype=complex)
    width = min(len(kept), len(spectrum))
    kept[:width] = spectrum[:width]
    return np.asarray(np.fft.irfft(kept, count) * count / len(sound))


class Change:
    """A step made of a function on the sound."""

    version = "1"
    media: Media = "audio"

    def __init__(self, name: str, label: str, change: Callable[..., tuple[Sound, int]], parameters: Mapping[str, tuple[float, float, float]] | None = None) -> None:  # fmt: skip
        self.id, self.label, self.change = name, label, change
        self.parameters: Mapping[str, tuple[float, float, float]] = dict(parameters or {})

    def apply(self, sample: Sample, seed: int, **given: float) -> Sample:
        """The sound after it, as WAV."""
        values = {name: given.get(name, usual) for name, (usual, _least, _most) in self.parameters.items()}
        sound, rate = self.change(*decoded(sample.content), np.random.default_rng(seed), **values)
        return Sample(as_wav(sound, rate), "audio/wav", sample.name)


class Same:
    """The file as it is."""

    id, label, version = "audio-copy", "Copied", "1"
    media: Media = "audio"
    parameters: Mapping[str, tuple[float, float, float]] = {}

    def apply(self, sample: Sample, seed: int, **given: float) -> Sample:
        """Byte for byte."""
        return sample


def _rate(sound: Sound, rate: int, draw: np.random.Generator, hertz: float) -> tuple[Sound, int]:
    return resampled(sound, rate, round(hertz)), round(hertz)


def _telephone(sound: Sound, rate: int, draw: np.random.Generator) -> tuple[Sound, int]:
    """G.711, mu-law: 8,000 samples a second of 8 bits, there and back."""
    narrow = np.clip(resampled(sound, rate, 8000), -1, 1)
    coded = np.round(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256) * 127) / 127
    return np.sign(coded) * (256 ** np.abs(coded) - 1) / 255, 8000


def _low_pass(sound: Sound, rate: int, draw: np.random.Generator, hertz: float) -> tuple[Sound, int]:
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / rate) > hertz] = 0
    return np.asarray(np.fft.irfft(spectrum, len(sound))), rate


def _noise(sound: Sound, rate: int, draw: np.random.Generator, decibels: float) -> tuple[Sound, int]:
    power = np.sqrt(np.mean(sound**2)) * 10 ** (-decibels / 20)
    return sound + draw.normal(0, power, len(sound)), rate


def _trim(sound: Sound, rate: int, draw: np.random.Generator, percent: float) -> tuple[Sound, int]:
    return sound[round(len(sound) * percent / 100) :], rate


def _stretch(sound: Sound, rate: int, draw: np.random.Generator, percent: float) -> tuple[Sound, int]:
    """Another length at the same pitch (overlap and add, each piece laid where it fits the sound before best; Verhelst and Roelands 1993)."""
    speed = percent / 100
    size, hop, look = 1024, 512, 256
    window = np.hanning(size)
    count = int(len(sound) / speed)
    out, weight = np.zeros(count + size), np.full(count + size, 1e-9)
    padded = np.concatenate([np.zeros(look), sound, np.zeros(size * 2 + look)])
    goal = padded[look : look + size]
    for start in range(0, count, hop):
        near = int(start * speed) + look
        if near + look + size + hop > len(padded):
            break
        around = padded[near - look : near + look + size]
        best = int(np.argmax(np.correlate(around, goal, "valid"))) + near - look
        out[start : start + size] += padded[best : best + size] * window
        weight[start : start + size] += window
        goal = padded[best + hop : best + hop + size]
        if len(goal) < size:
            break
    return (out / weight)[:count], rate


STEPS = (
    Same(),
    Change("quieter", "Quieter by {decibels} dB", lambda sound, rate, draw, decibels: (sound * 10 ** (-decibels / 20), rate), {"decibels": (6, 0.5, 40)}),
    Change("sample-rate", "{hertz} samples a second", _rate, {"hertz": (8000, 4000, 48000)}),
    Change("telephone", "Through a telephone line (G.711)", _telephone),
    Change("low-pass", "Nothing above {hertz} Hz", _low_pass, {"hertz": (3000, 300, 20000)}),
    Change("hiss", "Noise {decibels} dB below the sound", _noise, {"decibels": (20, 0, 60)}),
    Change("trim", "The first {percent} % cut off", _trim, {"percent": (10, 1, 80)}),
    Change("stretch", "Played at {percent} % of the speed, same pitch", _stretch, {"percent": (102, 50, 200)}),
)  # fmt: skip
