"""Requests per second of the public call page against a bare Django view, same server, same run, same machine.

    python -m benchmarks.throughput [--seconds 8] [--clients 8] [--rounds 3]

Starts granian twice on loopback (one worker, eight threads each), loads them in turn and prints requests per second, p95 and the
ratio; goal: at least half of the bare view. Uses a house with the demo world's data folder (INTERCHANGE_DATA_DIR).
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(target: str, port: int, env: dict[str, str]) -> subprocess.Popen:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "8",
        "--log-level",
        "warning",
        target,
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            connection.getresponse().read()
            return process
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit(f"{target} did not start")


def load(port: int, path: str, seconds: float, clients: int) -> tuple[float, float, int]:
    """Requests per second, p95 in milliseconds, bytes of one answer. Bounded by `seconds`; stops by itself."""
    times: list[list[float]] = [[] for _ in range(clients)]
    sizes = [0]
    end = time.perf_counter() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            times[number].append(time.perf_counter() - begun)
            sizes[0] = len(body)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = sorted(entry for one in times for entry in one)
    return len(spent) / seconds, spent[int(len(spent) * 0.95)] * 1000, sizes[0]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--path", default="")
    given = options.parse_args()
    env = {**os.environ, "INTERCHANGE_DEMO": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    path = given.path or open_call(env)
    house_port, bare_port = free_port(), free_port()
    house = serve("interchange.config.wsgi:application", house_port, env)
    _, _, size = load(house_port, path, 1, 1)
    bare = serve("benchmarks.bare:application", bare_port, {**env, "BARE_LINES": str(max(1, size // 53))})
    try:
        rows = []
        for number in range(given.rounds):
            ours = load(house_port, path, given.seconds, given.clients)
            theirs = load(bare_port, "/", given.seconds, given.clients)
            rows.append((ours[0], theirs[0], ours[0] / theirs[0]))
            print(
                f"round {number + 1}: {path} {ours[0]:.0f} req/s (p95 {ours[1]:.0f} ms, {ours[2]} bytes) | bare {theirs[0]:.0f} req/s (p95 {theirs[1]:.0f} ms, {theirs[2]} bytes) | ratio {ours[0] / theirs[0]:.2f}"
            )
        print(f"median ratio: {statistics.median(row[2] for row in rows):.2f} (goal: at least 0.50)")
    finally:
        for process in (house, bare):
            process.terminate()
            process.wait(20)


def open_call(env: dict[str, str]) -> str:
    """The address of the newest published call in the house's database."""
    code = "import django; django.setup(); from interchange.network.calls.models import Call; print(Call.objects.filter(state='published').order_by('-opens_at').values_list('slug', flat=True)[0])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**env, "DJANGO_SETTINGS_MODULE": "interchange.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"/calls/{done.stdout.strip()}/"


if __name__ == "__main__":
    main()
