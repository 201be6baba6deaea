"""Keeps limited processes ready, hands files to them, and turns what goes wrong with them into findings."""

import atexit
import base64
import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interchange.workbench.signals import revive
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.make import unreadable
from interchange.workbench.signals.model import Finding, Run
from interchange.workbench.signals.options import Options
from interchange.workbench.signals.worker import CPU, MEMORY, NOTE

TIME = 60.0  # seconds for one file by the clock
MORE_TIME = 20.0  # seconds more for each GB of a file that is read from its path
RENEW = 5000  # files after which a process is let go: libraries may leak
SIGNED_MORE = 64 << 20  # bytes that a credential may add
TRIES = 4  # readers of one file that may bring their process down


@dataclass(slots=True)
class Outcome:
    """What one file gave: size and type, findings, how each reader ended."""

    size: int = 0
    media_type: str = ""
    findings: list[Finding] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    failed: str = ""


class Died(Exception):
    """The process ended, hung or talked nonsense; the message says which."""


class Refused(Exception):
    """The library did not sign; the message is its own."""


class Worker:
    """One limited process."""

    def __init__(self, options: Options, memory: int = MEMORY, *, module: str = "interchange.workbench.signals.worker") -> None:
        # no secret of the house goes into it: an environment of its own
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "INTERCHANGE_SIGNALS_MEMORY": str(memory), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": str(192 << 20), "MALLOC_MMAP_THRESHOLD_": str(64 << 20)}  # fmt: skip
        command = [sys.executable, "-P", "-m", module]
        self.note = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self.note.truncate(NOTE)
        self.process = subprocess.Popen(
            [*command, str(self.note.fileno())],
            pass_fds=(self.note.fileno(),),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self.buffer = bytearray()
        self.files = 0
        self.selector = selectors.DefaultSelector()
        assert self.process.stdout is not None  # noqa: S101 - PIPE was asked for
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self._send(json.dumps(options.data()).encode() + b"\n")
        self.cut_off = bool(self._line(TIME).get("cut_off"))

    def _send(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        try:
            while view:
                assert self.process.stdin is not None  # noqa: S101
                view = view[self.process.stdin.write(view) or 0 :]
        except OSError as wrong:
            raise Died(self._end()) from wrong

    def _line(self, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while (end := self.buffer.find(b"\n")) < 0:
            if not self.selector.select(max(0.0, until - time.monotonic())):
                raise Died(f"it took longer than {seconds:.0f} seconds")
            assert self.process.stdout is not None  # noqa: S101
            piece = self.process.stdout.read(1 << 20)
            if not piece:
                raise Died(self._end())
            self.buffer += piece
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 1]
        try:
            made = json.loads(line)
        except ValueError as wrong:
            raise Died("it did not answer in its own language") from wrong
        return made if isinstance(made, dict) else {}

    def _end(self) -> str:
        code = self.process.wait(timeout=5)
        if code in (74, -24):  # ours, or SIGXCPU
            return f"it needed more than {CPU} seconds of computing"
        if code == 75:
            return "it found more than a report can hold"
        if code == -6:
            return "the parser gave up, most likely because it needed more memory than the limit (signal 6)"
        return f"the parser crashed (signal {-code})" if code < 0 else f"the parser gave up (code {code})"

    def ask(self, name: str, path: str, content: bytes | None, skip: list[str], outcome: Outcome, seconds: float) -> None:
        """One pass over one file; raises `Died` with nothing told."""
        told = self.job({"name": name, "skip": skip}, path, content, seconds)
        try:
            size, findings, runs = (
                int(told.get("size", 0)),
                [revive.finding(one) for one in told.get("findings", ())],
                [revive.run(one) for one in told.get("runs", ())],
            )
        except (TypeError, ValueError, AttributeError) as wrong:
            raise Died("it did not answer in its own language") from wrong
        outcome.failed, outcome.size, outcome.media_type = str(told.get("failed", "")), size, str(told.get("media_type", ""))
        outcome.findings += findings
        outcome.runs += runs

    def job(self, job: dict[str, Any], path: str, content: bytes | None, seconds: float) -> dict[str, Any]:
        """Hand over one job and wait for its answer; raises `Died`."""
        what: dict[str, Any] = {"path": path} if content is None else {"bytes": len(content)}
        self._send(json.dumps({**job, **what}).encode() + b"\n")
        if content:
            self._send(content)
        self.files += 1
        return self._line(seconds)

    def sign(self, job: dict[str, Any], content: bytes, parent: bytes, by: Callable[[bytes], bytes], seconds: float) -> bytes:
        """Have a file signed: the process writes, `by` signs here, once. Raises `Died`, and `Refused` with what the library said."""
        self._send(json.dumps({"name": job["title"], "bytes": len(content), "sign": {**job, "parent_bytes": len(parent)}}).encode() + b"\n")
        self._send(content)
        self._send(parent)
        self.files += 1
        told = self._line(seconds)
        if "to_sign" in told:
            try:
                data = base64.b64decode(str(told["to_sign"]), validate=True)
            except ValueError as wrong:
                raise Died("it did not answer in its own language") from wrong
            self._send(base64.b64encode(by(data)) + b"\n")
            told = self._line(seconds)
        if "failed" in told:
            raise Refused(str(told["failed"]))
        size = told.get("signed")
        if not isinstance(size, int) or not 0 < size <= len(content) + len(parent) + SIGNED_MORE:
            raise Died("it did not answer in its own language")
        return self._bytes(size, seconds)

    def _bytes(self, size: int, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        while len(self.buffer) < size:
            if not self.selector.select(max(0.0, until - time.monotonic())):
                raise Died(f"it took longer than {seconds:.0f} seconds")
            assert self.process.stdout is not None  # noqa: S101
            piece = self.process.stdout.read(1 << 20)
            if not piece:
                raise Died(self._end())
            self.buffer += piece
        made = bytes(self.buffer[:size])
        del self.buffer[:size]
        return made

    def line(self, seconds: float) -> dict[str, Any]:
        """The next line of an answer that has several; raises `Died`."""
        return self._line(seconds)

    def reader(self) -> str:
        """The reader that was at work when the process ended; "" for none."""
        name = os.pread(self.note.fileno(), NOTE, 0).rstrip(b"\0").decode("utf-8", "replace")
        return "".join(letter for letter in name if letter.isprintable())

    def close(self) -> None:
        """End the process, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.selector.close()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self.note.close()


class Pool:
    """Up to `size` processes; a file waits for a free one."""

    def __init__(self, options: Options | None = None, size: int = 1, *, memory: int = MEMORY, seconds: float = TIME) -> None:
        self.options, self.size, self.memory, self.seconds = options or Options(), size, memory, seconds
        self.idle: list[Worker] = []
        self.free = threading.Semaphore(size)
        self.lock = threading.Lock()
        self.owner = os.getpid()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all idle processes."""
        with self.lock:
            idle, self.idle = self.idle, []
        for worker in idle:
            worker.close()

    def _borrow(self) -> Worker:
        with self.lock:
            while self.idle:
                worker = self.idle.pop()
                if worker.process.poll() is None and worker.files < RENEW:
                    return worker
                worker.close()
        return Worker(self.options, self.memory)

    def look(self, name: str, *, path: str = "", content: bytes | None = None) -> Outcome:
        """Read one file; never raises for what the file is."""
        outcome, fallen = Outcome(), Outcome()  # what was read; what brought a process down
        skip: list[str] = []
        seconds = self.seconds
        if path:
            with contextlib.suppress(OSError):
                seconds += os.path.getsize(path) / 1e9 * MORE_TIME
        with self.free:
            for _ in range(TRIES):
                try:
                    worker = self._borrow()
                except Died as wrong:
                    outcome.failed = f"the limited process could not be started: {wrong}"
                    break
                try:
                    worker.ask(name, path, content, skip, outcome, seconds)
                except Died as wrong:
                    stuck = worker.reader()
                    worker.close()
                    fallen.findings.append(
                        unreadable("container", f"what the reader “{stuck}” looks at" if stuck else "the file", str(wrong), code="limit")
                    )
                    fallen.runs.append(Run(stuck or "-", "", "crashed", str(wrong)))
                    if not stuck or stuck in skip:
                        break
                    skip.append(stuck)
                except BaseException:
                    worker.close()
                    raise
                else:
                    with self.lock:
                        self.idle.append(worker)
                    break
        outcome.findings += fallen.findings
        outcome.runs += fallen.runs
        return outcome

    def sign(self, content: bytes, job: dict[str, Any], by: Callable[[bytes], bytes], *, parent: bytes = b"") -> bytes:
        """A file signed in the limited process, `job` as `credential.job` makes it; only `by` knows the key. Raises `Refused` and `Died`, with words."""
        with self.free:
            worker = self._borrow()
            try:
                made = worker.sign(job, content, parent, by, self.seconds)
            except Refused:
                with self.lock:
                    self.idle.append(worker)
                raise
            except BaseException:
                worker.close()
                raise
            with self.lock:
                self.idle.append(worker)
            return made

    def thumbnails(self, name: str, *, path: str = "", content: bytes | None = None) -> dict[str, tuple[str, bytes]]:
        """(media type, bytes) of the small pictures in a credential, made anew in the limited process, by the identifiers of the graph's nodes."""
        with self.free:
            try:
                worker = self._borrow()
            except Died:
                return {}
            try:
                told = worker.job({"name": name, "thumbnails": True}, path, content, self.seconds).get("thumbnails", {})
            except Died:
                worker.close()
                return {}
            with self.lock:
                self.idle.append(worker)
        try:
            found = {str(key): base64.b64decode(str(data)) for key, data in told.items()} if isinstance(told, dict) else {}
        except ValueError:
            return {}
        kinds = {key: sniff.by_content(data) for key, data in found.items()}
        return {key: (kinds[key], data) for key, data in found.items() if kinds[key] in ("image/jpeg", "image/png", "image/webp")}

    def codes(self, name: str, *, path: str = "", content: bytes | None = None, asking: bool = False, seconds: int = CPU) -> dict[str, Any]:
        """What `workbench/codes` makes of a file, as data: `made`, or `refused` with its `values`. Never raises for what the file is."""
        with self.free:
            try:
                worker = self._borrow()
                told = worker.job({"name": name, "codes": True, "asking": asking, "cpu": seconds}, path, content, self.seconds + seconds)
            except Died as wrong:
                with contextlib.suppress(UnboundLocalError):
                    worker.close()
                return {"refused": "gave-up", "values": {"what": str(wrong)}}
            with self.lock:
                self.idle.append(worker)
        return told

    def many(self, paths: Iterable[str | Path]) -> Iterator[tuple[Path, Outcome]]:
        """Read files side by side, answers in the order of `paths`; at most a few wait, so any number of files is welcome."""
        waiting: list[tuple[Path, Future[Outcome]]] = []
        with ThreadPoolExecutor(self.size) as threads:
            for one in paths:
                path = Path(one)
                waiting.append((path, threads.submit(self.look, path.name, path=os.fspath(path.absolute()))))
                while len(waiting) > self.size * 4 or (waiting and waiting[0][1].done()):
                    done, future = waiting.pop(0)
                    yield done, future.result()
            for done, future in waiting:
                yield done, future.result()


_shared: dict[Options, Pool] = {}
_lock = threading.Lock()


def shared(options: Options) -> Pool:
    """The pool of this process for these options; after a fork the child makes its own."""
    with _lock:
        known = _shared.get(options)
        if known is None or known.owner != os.getpid():
            if len(_shared) > 8:
                _shared.pop(next(iter(_shared))).close()
            known = _shared[options] = Pool(options, size=max(1, min(2, os.cpu_count() or 1)))
        return known


@atexit.register
def _close() -> None:
    for one in _shared.values():
        if one.owner == os.getpid():
            one.close()
