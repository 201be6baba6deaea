"""The same search over more codes than one machine holds: partitions as files, one task each, on Dask.

A partition is two arrays, `codes-<n>.npy` (64-bit codes) and `works-<n>.npy` (numbers of works), some ten million codes each. A task reads one, puts its
bands in order in memory and answers all questions (`codes.bands.Table`, the function that runs on one machine). Tasks have no state, so a worker that
dies loses nothing: its tasks run again elsewhere, and the result, sorted by question, work and distance, is the same whoever ran what. Needs `dask[distributed]`
(not in the core); sizes and costs in docs/registry.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from interchange.workbench.codes.bands import FARTHEST, match

Hit = tuple[int, int, int]  # number of the question, number of the work, distance
PARTITION = 10_000_000


def write(folder: Path, codes: Iterable[tuple[int, int]], size: int = PARTITION) -> list[int]:
    """Write (bits, number of the work) as partitions of at most `size` codes; returns their numbers. Adding more later writes new files beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    source, made = iter(codes), []
    number = 1 + max((int(one.stem.partition("-")[2]) for one in folder.glob("codes-*.npy")), default=-1)
    while part := list(islice(source, size)):
        bits, works = zip(*part, strict=True)
        np.save(folder / f"works-{number:05}.npy", np.array(works, np.int64))
        np.save(folder / f"codes-{number:05}.npy", np.array(bits, np.uint64))
        made.append(number)
        number += 1
    return made


def numbers(folder: Path) -> list[int]:
    """The partitions of a folder."""
    return sorted(int(one.stem.partition("-")[2]) for one in folder.glob("codes-*.npy"))


def match_one(folder: str, number: int, asked: Sequence[int], distance: int = FARTHEST) -> list[Hit]:
    """All hits in one partition, in order. The task; also what one machine runs partition by partition."""
    codes = np.load(Path(folder) / f"codes-{number:05}.npy")
    works = np.load(Path(folder) / f"works-{number:05}.npy")
    return sorted({(question, int(works[place]), far) for question, place, far in match(codes, asked, distance)})


def merged(parts: Iterable[list[Hit]]) -> list[Hit]:
    """The hits of all partitions, in the order that does not depend on who found them."""
    return sorted({hit for part in parts for hit in part})


def here(folder: Path, asked: Sequence[int], distance: int = FARTHEST) -> list[Hit]:
    """The whole search on this machine, one partition after the other."""
    return merged(match_one(str(folder), number, asked, distance) for number in numbers(folder))


def spread(client: Any, folder: Path, asked: Sequence[int], distance: int = FARTHEST, *, retries: int = 5) -> list[Hit]:
    """The whole search on the workers of a `dask.distributed.Client`, which all read `folder`. A task whose worker dies is run again, up to `retries` times."""
    questions = client.scatter(list(asked), broadcast=True, hash=False)
    tasks = [client.submit(match_one, str(folder), number, questions, distance, retries=retries, pure=False) for number in numbers(folder)]
    return merged(client.gather(tasks))


def register_codes(scheme: int) -> Iterator[tuple[int, int]]:
    """(bits, number of the work) of every public code of a scheme in this house's register, to be written as partitions."""
    from interchange.workbench.codes.model import unsigned
    from interchange.workbench.registry.models import WorkCode

    rows = WorkCode.objects.filter(scheme=scheme, work__visibility="public").exclude(work__state="withdrawn").order_by("pk")
    for bits, work in rows.values_list("bits", "work_id").iterator(10_000):
        yield unsigned(bits), work
