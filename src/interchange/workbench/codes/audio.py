"""Codes of sound: how the energy in seventeen bands moves from second to second, five seconds a code.

After Haitsma and Kalker, "A Highly Robust Audio Fingerprinting System" (ISMIR 2002): each bit is the sign of a difference of differences over
frequency and time, so that loudness and the curve of a loudspeaker change nothing. Chromaprint, from which ISO 24138 makes its Audio-Code, has no
decoder and library under a permissive licence at hand; these codes are therefore no ISCC and say so (scheme `audio`).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from interchange.workbench.codes.model import Code, NoCode, Scheme

RATE = 8000  # samples a second
WINDOW = 4096
HOP = 1024  # 128 ms
PART = 8  # hops: 1.024 s
PARTS = 5
SPAN = PART * PARTS  # hops that one code stands for
REGISTERED, ASKED = 4, 2  # hops from one code to the next
BANDS = 17
SILENT = 1e-7  # mean square of a part, full scale 1: -70 dB
WEAK = 0.03  # a difference (natural logarithm) below which its sign is chance
WEAKEST = 24  # so many weak bits make a code say nothing
LONGEST = 12 * 3600  # seconds
Samples = NDArray[np.float32]

_EDGES = np.geomspace(150, 3600, BANDS + 1)
_PLACES = np.clip(np.round(_EDGES * WINDOW / RATE).astype(int), 1, WINDOW // 2)
_SHAPE = np.hanning(WINDOW).astype(np.float32)


def pieces(data: bytes) -> Iterator[Samples]:
    """Decode WAV, FLAC, MP3 or Ogg Vorbis piece by piece, one channel, 8 kHz. Raises `NoCode`."""
    import miniaudio

    total = 0
    try:
        for piece in miniaudio.stream_memory(data, miniaudio.SampleFormat.SIGNED16, 1, RATE, frames_to_read=RATE * 60):
            total += len(piece)
            if total > LONGEST * RATE:
                raise NoCode("too-long", hours=LONGEST // 3600)
            yield np.frombuffer(piece, np.int16).astype(np.float32) / np.float32(32768)
    except miniaudio.MiniaudioError as wrong:
        raise NoCode("unreadable", what=type(wrong).__name__) from wrong


def energies(stream: Iterator[Samples]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each hop the energy of each band and the mean square of the samples."""
    rest, found, loud = np.zeros(0, np.float32), [], []
    for piece in stream:
        rest = np.concatenate([rest, piece])
        count = (len(rest) - WINDOW) // HOP + 1
        for first in range(0, max(count, 0), 512):
            number = min(512, count - first)
            frames = np.lib.stride_tricks.as_strided(
                rest[first * HOP :], (number, WINDOW), (rest.strides[0] * HOP, rest.strides[0]), writeable=False
            )
            power = np.abs(np.fft.rfft(frames * _SHAPE, axis=1)).astype(np.float32) ** 2
            sums = np.concatenate(
                [np.zeros((number, 1), np.float32), np.cumsum(power, axis=1, dtype=np.float64).astype(np.float32)], axis=1
            )
            found.append(sums[:, _PLACES[1:]] - sums[:, _PLACES[:-1]])
            loud.append(np.mean(frames**2, axis=1))
        if count > 0:
            rest = rest[count * HOP :]
    if not found:
        return np.zeros((0, BANDS), np.float32), np.zeros(0, np.float32)
    return np.concatenate(found), np.concatenate(loud)


def codes(stream: Iterator[Samples], step: int = REGISTERED) -> tuple[list[Code], int]:
    """The codes of a recording and its length in milliseconds. Parts that are silent or even get none.

    Raises `NoCode`: "too-short" under five seconds, "silent", "featureless" where no part says anything.
    """
    energy, loud = energies(stream)
    length = (len(energy) * HOP * 1000 + (WINDOW - HOP) * 1000) // RATE if len(energy) else 0
    if len(energy) < SPAN:
        raise NoCode("too-short", seconds=round(length / 1000, 1), least=6)
    sums = np.concatenate([np.zeros((1, BANDS)), np.cumsum(energy, axis=0, dtype=np.float64)])
    louds = np.concatenate([[0.0], np.cumsum(loud, dtype=np.float64)])
    means = np.log(np.maximum(sums[PART:] - sums[:-PART], 0) / PART + 1e-3)  # natural logarithm; the addend keeps silence finite
    quiet = (louds[PART:] - louds[:-PART]) / PART < SILENT
    over = means[:, :-1] - means[:, 1:]
    starts = np.arange(0, len(energy) - SPAN + 1, step)
    values = np.stack([over[starts + PART * n] - over[starts + PART * (n + 1)] for n in range(PARTS - 1)], axis=1).reshape(len(starts), 64)
    silent = np.stack([quiet[starts + PART * n] for n in range(PARTS)], axis=1).any(axis=1)
    weak = (np.abs(values) < WEAK).sum(axis=1) > WEAKEST
    if silent.all():
        raise NoCode("silent")
    kept = np.flatnonzero(~silent & ~weak)
    if not len(kept):
        raise NoCode("featureless")
    packed = np.packbits(values[kept] > 0, axis=1).view(">u8").reshape(-1)
    made = []
    for start, bits in zip(starts[kept].tolist(), packed.tolist(), strict=True):
        begin = start * HOP * 1000 // RATE
        made.append(Code(Scheme.AUDIO, int(bits), 0, begin, begin + SPAN * HOP * 1000 // RATE))
    return made, length
