"""The same search spread over worker processes of Dask, one of them killed: the identical result."""

import os
import signal

import numpy as np
import pytest

from interchange.workbench.codes import bands
from interchange.workbench.registry import partitioned

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("partitions")
    rng = np.random.default_rng(6)
    codes = rng.integers(0, 1 << 64, 40_000, dtype=np.uint64)
    partitioned.write(folder, ((int(bits), number) for number, bits in enumerate(codes[:30_000])), size=5000)
    partitioned.write(folder, ((int(bits), 30_000 + number) for number, bits in enumerate(codes[30_000:])), size=5000)
    asked = [
        int(bits) ^ sum(1 << int(place) for place in rng.choice(64, number % 10, replace=False)) for number, bits in enumerate(codes[::100])
    ]
    return folder, codes, asked


def test_partitions_find_what_one_scan_of_all_finds(filled):
    folder, codes, asked = filled
    assert partitioned.numbers(folder) == list(range(8))
    found = partitioned.here(folder, asked)
    assert found == sorted((number, place, far) for number, bits in enumerate(asked) for place, far in bands.scan(codes, bits))
    assert len(found) == sum(number % 10 <= 8 for number in range(len(asked)))


def slow(folder, number, asked, distance):
    """The task, with a note of whose process it is in, and time for somebody to kill it."""
    import os
    import time
    from pathlib import Path

    (Path(folder) / f"pid-{os.getpid()}").touch()
    time.sleep(0.3)
    return _match_one(folder, number, asked, distance)


_match_one = partitioned.match_one


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing(filled, monkeypatch):
    from dask.distributed import Client, LocalCluster

    folder, _codes, asked = filled
    wanted = partitioned.here(folder, asked)
    monkeypatch.setattr(partitioned, "match_one", slow)
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        import threading
        import time

        killed = []

        def kill():
            until = time.monotonic() + 20
            while time.monotonic() < until:
                pids = [int(one.name.partition("-")[2]) for one in folder.glob("pid-*")]
                if pids:
                    os.kill(pids[0], signal.SIGKILL)
                    killed.append(pids[0])
                    return
                time.sleep(0.02)

        thread = threading.Thread(target=kill)
        thread.start()
        found = partitioned.spread(client, folder, asked)
        thread.join()
    assert len(killed) == 1
    assert found == wanted
