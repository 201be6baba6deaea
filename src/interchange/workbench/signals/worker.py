"""The process that parses: limited in memory, time and files, and unable to open the network.

It reads one JSON line for each job on its standard input (bytes follow if the job carries them) and answers each with one JSON line. Nothing but
JSON comes back, so a parser that was taken over can lie about its file and do no more.
"""

import base64
import contextlib
import ctypes
import json
import mmap
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any, BinaryIO

from interchange.workbench.signals.model import RAW_LIMIT

if TYPE_CHECKING:
    from interchange.workbench.signals.options import Options

MEMORY = 1536 << 20  # bytes of address space
CPU = 20  # seconds of computing for one file
CPU_MOST = 600  # that a job may ask for: codes of long recordings
ANSWER_LIMIT = 16 << 20  # bytes of one file's findings
NOTE = 64  # bytes that tell which reader is at work

# numbers of system calls that a parser has no use for: socket, connect, execve, execveat, io_uring_setup, ptrace
_FORBIDDEN = {"x86_64": (0xC000003E, 317, (41, 42, 59, 322, 425, 101)), "aarch64": (0xC00000B7, 277, (198, 203, 221, 281, 425, 117))}


def limit(memory: int) -> None:
    """Set the limits of this process; they cannot be taken back."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes nothing
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def cut_off() -> bool:
    """Forbid this process to open sockets or start programs (seccomp); False where the system cannot."""
    known = _FORBIDDEN.get(platform.machine())
    if known is None or sys.platform != "linux":
        return False
    architecture, number, calls = known
    program = [
        struct.pack("HBBI", 0x20, 0, 0, 4),  # load the architecture
        struct.pack("HBBI", 0x15, 1, 0, architecture),
        struct.pack("HBBI", 0x06, 0, 0, 0x00050001),  # another one: refuse
        struct.pack("HBBI", 0x20, 0, 0, 0),  # load the call's number
    ]
    for place, call in enumerate(calls):
        program.append(struct.pack("HBBI", 0x15, len(calls) - place, 0, call))
    program.append(struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000))  # allow
    program.append(struct.pack("HBBI", 0x06, 0, 0, 0x00050001))  # EPERM
    code = ctypes.create_string_buffer(b"".join(program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    library = ctypes.CDLL(None, use_errno=True)
    packed = Program(len(program), ctypes.cast(code, ctypes.c_void_p))
    library.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if library.prctl(38, 1, None, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS
        return False
    # seccomp(SET_MODE_FILTER, SPEC_ALLOW): without that flag older kernels slow the whole process down
    if library.syscall(number, ctypes.c_uint(1), ctypes.c_uint(4), ctypes.byref(packed)) == 0:
        return True
    return bool(library.prctl(22, 2, ctypes.byref(packed), 0, 0) == 0)  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def _clock(seconds: int) -> None:
    """Give the next file its own share of computing time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))


def _out_of_time(number: int, frame: FrameType | None) -> None:
    os._exit(74)


def _ready() -> None:
    """Load the libraries before the limits, so that their share of address space is known and no file pays for them."""
    from pypdf import overwrite_configuration

    from interchange.workbench.signals import registry
    from interchange.workbench.signals.containers import BLOCK_LIMIT

    registry.readers()
    overwrite_configuration(zlib_maximum_output_length=BLOCK_LIMIT, maximum_declared_stream_length=BLOCK_LIMIT * 4)
    for name in ("c2pa", "lxml.etree", "PIL.Image", "numpy", "iscc_lib", "miniaudio"):
        with contextlib.suppress(ImportError):
            __import__(name)


def serve(given: BinaryIO, answer: BinaryIO, note: mmap.mmap) -> None:
    """Answer jobs until the input ends; `note` holds the name of the reader at work, for whoever finds this process dead."""
    from interchange.workbench.signals import options

    chosen = options.of_data(json.loads(given.readline()))
    for line in iter(given.readline, b""):
        job: dict[str, Any] = json.loads(line)
        content = given.read(job["bytes"]) if "bytes" in job else None
        _clock(min(int(job.get("cpu", CPU)), CPU_MOST))
        if "sign" in job:
            _sign(job["sign"], content or b"", given.read(job["sign"]["parent_bytes"]), given, answer)
            continue
        if job.get("codes"):
            told = _codes(job, content)
        else:
            told = _thumbnails(job, content, chosen) if job.get("thumbnails") else _look(job, content, chosen, note)
        made = json.dumps(told, ensure_ascii=True).encode() + b"\n"
        if len(made) > ANSWER_LIMIT:
            os._exit(75)
        answer.write(made)
        answer.flush()


def _look(job: Mapping[str, Any], content: bytes | None, chosen: "Options", note: mmap.mmap) -> dict[str, Any]:
    from interchange.workbench.signals import work
    from interchange.workbench.signals.model import Finding, Run, plain

    findings: list[Any] = []
    runs: list[Any] = []
    said = 0
    note[:NOTE] = bytes(NOTE)
    try:
        source = work.source(job["name"], chosen, path=job.get("path", ""), content=content)
    except OSError as wrong:
        return {"failed": f"the file cannot be opened ({wrong.strerror or type(wrong).__name__})"}
    for thing in work.run(source, job.get("skip", ())):
        if isinstance(thing, Finding):
            findings.append(plain(thing))
            said += len(thing.place) + len(thing.meaning) + min(len(thing.raw), RAW_LIMIT)
            if said > ANSWER_LIMIT:
                os._exit(75)
        elif isinstance(thing, Run):
            runs.append(plain(thing))
        else:
            note[:NOTE] = thing.encode()[:NOTE].ljust(NOTE, b"\0")
    note[:NOTE] = bytes(NOTE)
    return {"size": source.size, "media_type": source.media_type, "findings": findings, "runs": runs}


def _thumbnails(job: Mapping[str, Any], content: bytes | None, chosen: "Options") -> dict[str, Any]:
    from interchange.workbench.signals import work
    from interchange.workbench.signals.readers.c2pa import reading

    try:
        found = reading.thumbnails(work.source(job["name"], chosen, path=job.get("path", ""), content=content))
    except Exception as wrong:
        return {"failed": type(wrong).__name__}
    return {"thumbnails": {name: base64.b64encode(data).decode() for name, data in found.items()}}


def _sign(job: Mapping[str, Any], content: bytes, parent: bytes, given: BinaryIO, answer: BinaryIO) -> None:
    """Have the credential written; whoever asked is asked for the signature, so that no key is ever in this process. The file follows its length."""
    from interchange.workbench.signals.writing import credential

    def tell(what: Mapping[str, Any], more: bytes = b"") -> None:
        answer.write(json.dumps(what, ensure_ascii=True).encode() + b"\n" + more)
        answer.flush()

    def by(data: bytes) -> bytes:
        tell({"to_sign": base64.b64encode(data).decode()})
        return base64.b64decode(given.readline())

    said = credential.Statement(job["title"], parent=parent, parent_type=job["parent_type"], parent_title=job["parent_title"])
    try:
        made = credential.build(content, job["media_type"], said, job["manifest"], job["chain"], job["algorithm"], by)
    except Exception as wrong:
        tell({"failed": f"{type(wrong).__name__}: {wrong}"[:300]})
    else:
        tell({"signed": len(made)}, made)


def _codes(job: Mapping[str, Any], content: bytes | None) -> dict[str, Any]:
    """The codes of a work (`workbench/codes`), or why it gets none."""
    from interchange.workbench.codes.make import codes_of
    from interchange.workbench.codes.model import NoCode

    try:
        return {"made": codes_of(content if content is not None else job["path"], str(job["name"]), asking=bool(job.get("asking"))).json()}
    except NoCode as refused:
        return {"refused": refused.reason, "values": refused.values}
    except Exception as wrong:
        return {"refused": "unreadable", "values": {"what": type(wrong).__name__}}


def main() -> None:
    """Take the answer's channel away from what libraries print, set the limits, serve."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _ready()
    signal.signal(signal.SIGXCPU, _out_of_time)
    memory = int(os.environ.get("INTERCHANGE_SIGNALS_MEMORY", MEMORY))
    limit(memory)
    answer.write(json.dumps({"cut_off": cut_off()}).encode() + b"\n")
    answer.flush()
    serve(sys.stdin.buffer, answer, mmap.mmap(int(sys.argv[1]), NOTE))


if __name__ == "__main__":
    main()
