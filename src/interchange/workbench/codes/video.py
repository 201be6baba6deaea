"""Codes of film: Image-Codes of its frames with the time for which each stands. A still taken from a film is found in it.

Animated GIF, PNG and WebP are read here. Everything else needs the program ffmpeg, run as a process of its own with limits and without network.
"""

import io
import os
import resource
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence

from interchange.workbench.codes.image import LARGEST, SMALLEST, flattened
from interchange.workbench.codes.image import codes as picture_codes
from interchange.workbench.codes.model import Code, NoCode, distance

EVERY = 500  # milliseconds between the frames that are looked at
SIDE = 160
ALIKE = 4  # bits: nearer frames count as one that stands longer
LONGEST = 6 * 3600
SECONDS = 1800  # that ffmpeg may take
Frame = tuple[int, int, Image.Image]


def animated(source: str | Path | bytes) -> Iterator[Frame]:
    """(start, end, picture) of an animated picture. Raises `NoCode`."""
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as film:
            if film.width * film.height > LARGEST // 4:
                raise NoCode("too-large", points=film.width * film.height)
            if min(film.size) < SMALLEST:
                raise NoCode("too-small", width=film.width, height=film.height, least=SMALLEST)
            at = last = 0
            for frame in ImageSequence.Iterator(film):
                lasts = max(int(frame.info.get("duration", 100) or 100), 10)
                if at >= last:
                    yield at, at + lasts, flattened(frame.convert("RGB"))
                    last = at + min(EVERY, 200)
                at += lasts
    except NoCode:
        raise
    except Exception as wrong:
        raise NoCode("unreadable", what=type(wrong).__name__) from wrong


def program() -> str:
    """Where ffmpeg is: INTERCHANGE_FFMPEG, else on the path; "" where it is not."""
    return os.environ.get("INTERCHANGE_FFMPEG", "") or shutil.which("ffmpeg") or ""


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def decoded(path: str | Path) -> Iterator[Frame]:
    """(start, end, picture) of any film that ffmpeg reads, two frames a second. Raises `NoCode`."""
    if not program():
        raise NoCode("no-decoder")
    command = [program(), "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-i", f"file:{Path(path).absolute()}", "-t", str(LONGEST), "-an", "-sn", "-vf", f"fps={1000 / EVERY},scale={SIDE}:{SIDE}:flags=area,format=gray", "-f", "rawvideo", "-"]  # fmt: skip
    with subprocess.Popen(
        ["/usr/bin/timeout", "-k", "5", str(SECONDS), *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}, preexec_fn=_limits
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None  # noqa: S101 - PIPE was asked for
            number = 0
            while len(frame := process.stdout.read(SIDE * SIDE)) == SIDE * SIDE:
                yield number * EVERY, (number + 1) * EVERY, Image.fromarray(np.frombuffer(frame, np.uint8).reshape(SIDE, SIDE))
                number += 1
        finally:
            process.kill()
    if not number:
        raise NoCode("unreadable", what="ffmpeg")


def codes(frames: Iterable[Frame]) -> tuple[list[Code], int]:
    """Codes of the frames that say something, neighbours alike put together; the length in milliseconds. Raises `NoCode`."""
    made: list[Code] = []
    end, why = 0, NoCode("blank")
    for begin, end, picture in frames:
        try:
            found = picture_codes(picture, begin, end)
        except NoCode as refused:
            why = refused
            continue
        last = made[-1] if made else None
        if last and last.end >= begin - 1 and distance(last.bits, found[0].bits) <= ALIKE:
            made[-1] = Code(last.scheme, last.bits, 0, last.start, end)
        else:
            made.append(found[0])
    if not made:
        raise why
    return made, end
