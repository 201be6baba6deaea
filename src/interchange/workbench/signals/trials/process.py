"""The process in which copies are made and looked at: the limits of the bench's reading process, and JSON only in both directions.

One job is one file with its chains. The first answer is the file as it was made (marks put in), then one answer a chain, in their order.
"""

import json
import mmap
import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from interchange.workbench.signals import worker
from interchange.workbench.signals.worker import ANSWER_LIMIT, MEMORY, NOTE

AS_MADE = "as-made"
WORDS = 200  # characters of an error that are told
ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def _why(wrong: BaseException) -> str:
    words = ADDRESS.sub("", str(wrong))  # where a thing lies in memory is another each time
    return f"{type(wrong).__name__}: {words}"[:WORDS] if words else type(wrong).__name__


def job(said: Mapping[str, Any], content: bytes, note: Any) -> Iterator[dict[str, Any]]:
    """The answers to one job; `note` is told what is at work."""
    from interchange.workbench.signals.trials import catalogue, measures
    from interchange.workbench.signals.trials.interface import Looked, NotApplicable, Sample

    chosen = [catalogue.signals()[one] for one in said["signals"]]
    unmarked = Sample(content, said["media_type"], said["name"])
    found: dict[str, bool] = {}
    absent: dict[str, str] = {}
    note(AS_MADE)
    looked = Looked(unmarked, measures.options())
    for one in chosen:
        if one.sort != "code":
            try:
                found[one.id] = one.measure(looked, "")[0] != "lost"
            except Exception as wrong:  # noqa: BLE001, RUF100 - whatever a plug-in does, it is a finding
                absent[one.id] = _why(wrong)
    marked = unmarked
    for one in sorted(chosen, key=lambda one: one.order):
        try:
            marked = one.mark(marked)
        except NotApplicable as wrong:
            absent[one.id] = str(wrong)[:WORDS]
        except Exception as wrong:  # noqa: BLE001, RUF100
            absent[one.id] = _why(wrong)
    looked, codes = Looked(marked, measures.options()), {}
    for one in chosen:
        try:
            codes[one.id] = one.refer(looked)
        except Exception as wrong:  # noqa: BLE001, RUF100
            absent[one.id] = str(wrong)[:WORDS] if isinstance(wrong, NotApplicable) else _why(wrong)
    usable = [one for one in chosen if one.id not in absent]
    yield {
        "found": found,
        "absent": absent,
        "codes": {name: code for name, code in codes.items() if code},
        **_measured(looked, usable, codes),
    }
    for place, steps in enumerate(said["chains"]):
        note(str(place))
        begun, made = time.perf_counter(), marked
        try:
            for number, step in enumerate(steps):
                given = {name: value for name, value in step.items() if name not in ("do", "version")}
                made = catalogue.steps()[step["do"]].apply(made, said["seeds"][place] + number, **given)
            spent = time.perf_counter() - begun
            yield {**_measured(Looked(made, measures.options()), usable, codes), "spent": round(spent, 5)}
        except Exception as wrong:  # noqa: BLE001, RUF100
            yield {"failed": str(wrong)[:WORDS] if isinstance(wrong, NotApplicable) else _why(wrong)}


def _measured(looked: Any, chosen: Sequence[Any], codes: Mapping[str, str]) -> dict[str, Any]:
    states: dict[str, list[Any]] = {}
    seconds: dict[str, float] = {}
    absent: dict[str, str] = {}
    for one in chosen:
        begun = time.perf_counter()
        try:
            state, far = one.measure(looked, codes.get(one.id, ""))
            states[one.id] = [state, far]
        except Exception as wrong:  # noqa: BLE001, RUF100
            absent[one.id] = _why(wrong)
        seconds[one.id] = round(time.perf_counter() - begun, 5)
    return {"states": states, "unmeasured": absent, "seconds": seconds, "bytes": len(looked.sample.content)}


def serve(given: BinaryIO, answer: BinaryIO, note: mmap.mmap) -> None:
    """Answer jobs until the input ends."""

    def tell(what: str) -> None:
        note[:NOTE] = what.encode()[:NOTE].ljust(NOTE, b"\0")

    given.readline()  # the options of the reading process; ours are made here
    for line in iter(given.readline, b""):
        said: dict[str, Any] = json.loads(line)
        content = given.read(said["bytes"])
        worker._clock(worker.CPU)
        for told in job(said, content, tell):
            made = json.dumps(told, ensure_ascii=True).encode() + b"\n"
            if len(made) > ANSWER_LIMIT:
                os._exit(75)
            answer.write(made)
            answer.flush()
            worker._clock(worker.CPU)


def main() -> None:
    """Take the answer's channel away from what libraries print, load everything, set the limits, serve."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    worker._ready()
    from PIL import AvifImagePlugin, Image, WebPImagePlugin  # noqa: F401, RUF100 - loaded before the limits

    from interchange.workbench.signals.trials import catalogue, measures

    Image.init()
    catalogue.steps()
    catalogue.signals()
    measures.authority()
    __import__("pypdfium2")
    signal.signal(signal.SIGXCPU, worker._out_of_time)
    worker.limit(int(os.environ.get("INTERCHANGE_SIGNALS_MEMORY", MEMORY)))
    answer.write(json.dumps({"cut_off": worker.cut_off()}).encode() + b"\n")
    answer.flush()
    serve(sys.stdin.buffer, answer, mmap.mmap(int(sys.argv[1]), NOTE))


if __name__ == "__main__":
    main()
