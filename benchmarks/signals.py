"""Reading files' signals: speed beside the parsers alone, memory on a large video, many broken files.

    python -m benchmarks.signals [FOLDER] [--files 240] [--fuzz 2000] [--video 4] [--signed-video 4]

Without FOLDER it makes a mixed folder: signed and plain photos, pictures of generators, documents, sound. Three figures in one run and in turns:
the readers' own processor time in one process (what the parsers take), the same files through the limited process, and two processes side by side.
Goals: at most 1.2 times the parsers; 1,000 pictures a minute on two cores; a video of 4 GB in bounded memory; no crash. Exit code 1 where one is missed.
"""

import argparse
import collections
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from interchange.workbench.signals import Options, work
from interchange.workbench.signals.inspecting import files
from interchange.workbench.signals.pool import Pool
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.tests.test_fuzz import SEEDS, broken


def photo(kind: str, number: int) -> bytes:
    """A picture of 1,600 by 1,200 points with some grain, so that decoding costs what it costs."""
    import io

    import numpy as np
    from PIL import Image

    grain = np.random.default_rng(number).normal(128, 20, (1200, 1600, 3)).clip(0, 255).astype("uint8")
    out = io.BytesIO()
    more = {"JPEG": {"quality": 88, "exif": samples.CAMERA}, "PNG": {"compress_level": 1}, "WEBP": {"quality": 80}}[kind]
    Image.fromarray(grain).save(out, kind, **more)
    return out.getvalue()


def make(folder: Path, count: int) -> None:
    """The mixed folder: seven of ten are photos, one a generator's PNG, two documents and sound."""
    from interchange.workbench.signals.writing import credential

    plain, png, webp = photo("JPEG", 1), photo("PNG", 2), photo("WEBP", 3)
    signed = credential.sign(plain, "image/jpeg", credential.Statement("photo", "digitalCapture"), samples.ca().chain, samples.ca().key)
    made = {"a.jpg": plain, "b.jpg": signed, "c.jpg": signed, "d.png": png, "e.webp": webp, "f.jpg": plain, "g.jpg": plain, "h.png": samples.png(texts={"parameters": samples.PARAMETERS}, size=(768, 512)),
            "i.pdf": samples.pdf({"/Author": "A"}, objects=200), "j.mp3": samples.mp3(value=samples.AIGC)}  # fmt: skip
    for number in range(count):
        name, data = list(made.items())[number % 10]
        (folder / f"{number:05}-{name}").write_bytes(data)


def parsers(paths: list[Path], options: Options) -> tuple[float, float]:
    """(processor's seconds, seconds) that the readers need in this process, and nothing else."""
    spent = passed = 0.0
    for path in paths:
        source = work.source(path.name, options, path=str(path))
        began, clock = time.process_time(), time.perf_counter()
        collections.deque(work.run(source), maxlen=0)
        spent, passed = spent + time.process_time() - began, passed + time.perf_counter() - clock
    return spent, passed


def used(pool: Pool) -> float:
    """Processor's seconds of the pool's processes so far."""
    ticks = [Path(f"/proc/{one.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13] for one in pool.idle]
    return sum(int(one) + int(other) for one, other in ticks) / os.sysconf("SC_CLK_TCK")


def limited(paths: list[Path], options: Options, size: int) -> tuple[float, float]:
    """(processor's seconds of both sides, seconds) through the pool, its processes warm."""
    with Pool(options, size=size) as pool:
        for _ in pool.many([paths[0]] * size * 4):
            pass
        before, here, began = used(pool), time.process_time(), time.perf_counter()
        collections.deque(pool.many(paths), maxlen=0)
        passed = time.perf_counter() - began
        return used(pool) - before + time.process_time() - here, passed


def video(gigabytes: int) -> tuple[float, int]:
    """(seconds, peak of the process in MB) for a sparse video of that size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.mp4"
        tags = samples.mp4(value=samples.AIGC)
        head, tail = tags[: tags.index(b"moov") - 4], tags[tags.index(b"moov") - 4 : tags.index(b"mdat") - 4]
        size = gigabytes << 30
        with path.open("wb") as out:
            out.write(head + b"\x00\x00\x00\x01mdat" + (size + 16).to_bytes(8, "big"))
            out.seek(size, 1)
            out.write(tail)
        with Pool(Options()) as pool:
            pool.look("warm", content=b"x")
            began = time.perf_counter()
            outcome = pool.look(path.name, path=str(path))
            seconds = time.perf_counter() - began
            status = Path(f"/proc/{pool.idle[0].process.pid}/status").read_text()
    assert any(one.scheme == "gb-45438" for one in outcome.findings)
    return seconds, int(status.partition("VmHWM:")[2].split()[0]) >> 10


def signed_video(gigabytes: int) -> tuple[float, int, float, int]:
    """(seconds to sign, peak of this process in MB, seconds to read, peak of the limited process in MB) for a video of that size with a credential. It is
    written whole, so it takes that much room on the disk."""
    import json
    import resource

    import c2pa

    from interchange.workbench.signals.readers.c2pa.reading import context
    from interchange.workbench.signals.writing import credential, keys

    with tempfile.TemporaryDirectory() as folder:
        plain, path = Path(folder) / "plain.mp4", Path(folder) / "signed.mp4"
        tags = samples.mp4(value=samples.AIGC)
        size = gigabytes << 30
        with plain.open("wb") as out:
            out.write(tags[: tags.index(b"moov") - 4] + b"\x00\x00\x00\x01mdat" + (size + 16).to_bytes(8, "big"))
            out.seek(size, 1)
            out.write(tags[tags.index(b"moov") - 4 : tags.index(b"mdat") - 4])
        said = json.dumps(credential.manifest(credential.Statement("long.mp4", "digitalCapture")))
        by = c2pa.Signer.from_callback(keys.signer(samples.ca().key), c2pa.C2paSigningAlg.ES256, samples.ca().chain)
        began = time.perf_counter()
        with c2pa.Builder(said, context=context(None)) as builder, by as signer, plain.open("rb") as source, path.open("w+b") as out:
            builder.sign(signer, "video/mp4", source, out)
        signing, here = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        plain.unlink()
        with Pool(Options((samples.own_list(),))) as pool:
            pool.look("warm", content=b"x")
            began = time.perf_counter()
            outcome = pool.look(path.name, path=str(path))
            reading = time.perf_counter() - began
            status = Path(f"/proc/{pool.idle[0].process.pid}/status").read_text()
    assert outcome.findings[0].validity == "valid", outcome
    return signing, here, reading, int(status.partition("VmHWM:")[2].split()[0]) >> 10


def fuzz(count: int) -> collections.Counter[str]:
    """How the readers ended on so many broken files."""
    dice = random.Random(20261125)
    names = list(SEEDS)
    told: collections.Counter[str] = collections.Counter()
    with Pool(Options(codes=True)) as pool:
        for number in range(count):
            name = names[number % len(names)]
            outcome = pool.look(name, content=broken(SEEDS[name], dice))
            told.update(run.outcome for run in outcome.runs)
            told.update(["files"])
            if outcome.failed:
                told.update(["failed"])
    return told


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--files", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fuzz", type=int, default=2000)
    parser.add_argument("--video", type=int, default=4, help="gigabytes")
    parser.add_argument("--signed-video", type=int, default=0, help="gigabytes; takes that much of the disk and minutes")
    given = parser.parse_args()
    options = Options()
    missed = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(given.folder or made)
        if not given.folder:
            make(folder, given.files)
        paths = list(files([folder]))
        parsers(paths[:10], options)
        alone, one, two = [], [], []
        for _ in range(given.rounds):  # in turns, so that whatever else the machine does meets all three
            alone.append(parsers(paths, options))
            one.append(limited(paths, options, 1))
            two.append(limited(paths, options, 2))
        ratio = min(one)[0] / min(alone)[0]
        speed = len(paths) * 60 / min(seconds for _, seconds in two)
        print(
            f"files {len(paths)}, megabytes {sum(path.stat().st_size for path in paths) / 1e6:.0f}, cores {os.cpu_count()}, load {os.getloadavg()[0]:.1f}"
        )
        print(
            f"processor's time: readers alone {min(alone)[0]:.2f} s; limited process, both sides {min(one)[0]:.2f} s; ratio {ratio:.2f} (goal 1.2)"
        )
        print(
            f"two processes side by side: {speed:.0f} files a minute by the clock (goal 1,000); {len(paths) * 120 / min(two)[0]:.0f} by the processor's time of two cores"
        )
        missed += ["ratio"] * (ratio > 1.2) + ["speed"] * (speed < 1000)
    if given.video:
        seconds, peak = video(given.video)
        print(f"a video of {given.video} GB: {seconds:.2f} s, peak {peak} MB (goal: under 300)")
        missed += ["memory"] * (peak > 300)
    if given.signed_video:
        signing, here, reading, peak = signed_video(given.signed_video)
        print(
            f"a signed video of {given.signed_video} GB: signed in {signing:.0f} s (peak {here} MB), read in {reading:.0f} s (peak {peak} MB, goal: under 800)"
        )
        missed += ["memory of a signed video"] * (peak > 800)
    told = fuzz(given.fuzz)
    print(
        f"broken files {told['files']}: readers read {told['read']}, refused {told['refused']}, stopped {told['stopped']}, crashed {told['crashed']}, failed {told['failed']} (goal 0)"
    )
    missed += ["crashes"] * bool(told["crashed"] or told["failed"])
    print("missed: " + ", ".join(missed) if missed else "all goals met")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
