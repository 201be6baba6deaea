"""The limited process: crashes, hangs, too much memory, too much talk; no network, no files, no secrets."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from interchange.workbench.signals import Options, inspect, inspect_many
from interchange.workbench.signals.model import Claim
from interchange.workbench.signals.pool import Pool, Worker
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing import credential

READER = """
    import os, socket, time
    from interchange.workbench.signals import schemes
    from interchange.workbench.signals.make import metadata
    from interchange.workbench.signals.model import Claim

    class Odd:
        name, version, schemes = "odd", "1", schemes.pick("container")

        def applies(self, head, name, media_type):
            return name.startswith("odd-")

        def read(self, source):
            yield metadata("container", "before", "", "Found before the fall.", Claim.DESCRIBED, code="before")
            what = source.name[4:]
            if what == "crash":
                os.kill(os.getpid(), 11)
            elif what == "exit":
                os._exit(3)
            elif what == "hang":
                time.sleep(600)
            elif what == "memory":
                bytearray(8 << 30)
            elif what == "socket":
                socket.socket()
            elif what == "file":
                open("/tmp/should-not-be-written", "wb", 0).write(b"x" * 100)
            elif what == "program":
                os.execv("/bin/true", ["true"])
            elif what == "talk":
                for number in range(1900):
                    yield metadata("container", "x" * 20000, "", "Endless.", Claim.DESCRIBED)
            elif what == "many":
                for number in range(3000):
                    yield metadata("container", "x", "", "Endless.", Claim.DESCRIBED)
            elif what == "print":
                print("{not json", flush=True)
            elif what == "secrets":
                yield metadata("container", "x", " ".join(os.environ), "Environment.", Claim.DESCRIBED, code="environment")

    class Broken:
        name, version, schemes = "broken", "1", ()

    ODD = Odd()
"""


@pytest.fixture(scope="module")
def plug(tmp_path_factory):
    """A package of somebody else, with a reader that misbehaves, found by its entry point."""
    folder = tmp_path_factory.mktemp("plug")
    (folder / "odd_reader.py").write_text(textwrap.dedent(READER))
    info = folder / "odd_reader-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-reader\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[interchange.signals]\nodd = odd_reader:ODD\nbroken = odd_reader:Broken\ngone = no_such_module:X\n"
    )
    sys.path.insert(0, str(folder))
    try:
        with Pool(Options(), seconds=2) as pool:
            yield pool
    finally:
        sys.path.remove(str(folder))


def look(pool: Pool, what: str):
    packet = samples.xmp(Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "trainedAlgorithmicMedia")
    return pool.look(f"odd-{what}", content=samples.jpeg(packet))


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("crash", "crashed (signal 11)"),
        ("exit", "gave up (code 3)"),
        ("hang", "longer than 2 seconds"),
        ("talk", "more than a report can hold"),
    ],
)
def test_a_reader_that_falls_takes_nothing_with_it(plug, what, words):
    outcome = look(plug, what)
    (told,) = [one for one in outcome.findings if one.claim is Claim.UNREADABLE]
    assert words in told.meaning
    assert "odd" in told.place
    assert [run.outcome for run in outcome.runs if run.reader == "odd"] == ["crashed"]
    assert [one.code for one in outcome.findings].count("trainedAlgorithmicMedia") == 1  # the others read, once
    assert not look(plug, "good").failed  # and the next file is read as if nothing had been


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("memory", "MemoryError"),
        ("socket", "PermissionError"),
        ("file", "OSError"),
        ("program", "PermissionError"),
        ("many", "more than 2000"),
    ],
)
def test_what_the_process_may_not_do(plug, what, words):
    if what in ("socket", "program") and not look(plug, "good").failed and not plug.idle[0].cut_off:
        pytest.skip("this system has no seccomp")
    told = " ".join(one.meaning for one in look(plug, what).findings if one.claim is Claim.UNREADABLE)
    assert words in told
    assert not os.path.exists("/tmp/should-not-be-written") or os.path.getsize("/tmp/should-not-be-written") == 0


def test_what_libraries_print_does_no_harm(plug):
    assert [run.outcome for run in look(plug, "print").runs if run.reader == "odd"] == ["read"]


def test_no_secret_of_the_house_goes_into_the_process(plug, monkeypatch):
    monkeypatch.setenv("INTERCHANGE_SECRET_KEY", "x")
    with Pool(Options()) as pool:
        (told,) = [one for one in look(pool, "secrets").findings if one.code == "environment"]
    assert "SECRET" not in told.raw


def test_readers_of_others_can_be_left_out(plug):
    with Pool(Options(added=False)) as pool:
        assert "odd" not in {run.reader for run in look(pool, "good").runs}


def test_the_seccomp_filter_is_there_on_linux():
    worker = Worker(Options())
    try:
        assert worker.cut_off or sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64")
    finally:
        worker.close()


def test_a_video_of_four_gigabytes_does_not_load_into_memory(tmp_path):
    path = tmp_path / "long.mp4"
    tags = samples.mp4(value=samples.AIGC)
    head, tail = tags[: tags.index(b"moov") - 4], tags[tags.index(b"moov") - 4 : tags.index(b"mdat") - 4]
    size = 4 << 30
    with path.open("wb") as out:  # sparse: takes no room on the disk
        out.write(head + b"\x00\x00\x00\x01mdat" + (size + 16).to_bytes(8, "big"))
        out.seek(size, 1)
        out.write(tail)
    with Pool(Options(), memory=768 << 20) as pool:
        outcome = pool.look(path.name, path=str(path))
        (process,) = pool.idle
        status = Path(f"/proc/{process.process.pid}/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0])
    assert outcome.size > size
    assert [one.code for one in outcome.findings if one.scheme == "gb-45438"] == ["Label=1"]
    assert peak < 250 << 10  # kilobytes


def test_paths_that_cannot_be_opened(tmp_path):
    assert inspect(tmp_path / "nothing.jpg").findings[0].code == "not-opened"
    assert inspect(tmp_path).findings[0].code == "not-opened"
    reports = [report for _, report in inspect_many([tmp_path / "a", tmp_path / "b"], jobs=2)]
    assert [report.findings[0].code for report in reports] == ["not-opened", "not-opened"]


def test_the_order_of_a_folder_is_kept(tmp_path):
    for number in range(12):
        (tmp_path / f"{number:02}.png").write_bytes(samples.png(size=(8 + number, 8)))
    found = list(inspect_many(sorted(tmp_path.iterdir()), jobs=2))
    assert [path.name for path, _ in found] == [f"{number:02}.png" for number in range(12)]
    assert len({report.subject.size for _, report in found}) > 1


def test_the_package_needs_no_django():
    code = "import sys; from interchange.workbench.signals import inspect, writing; inspect(b'x', isolated=False); import interchange.workbench.signals.inspecting; print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert json.loads(told.stdout.replace("'", '"')) == []


def test_the_small_pictures_of_a_credential_come_out_by_the_names_of_the_graph():
    whole = credential.sign(
        samples.jpeg(),
        "image/jpeg",
        credential.Statement("collage", "digitalCapture", parts=(("flower", samples.signed(), "image/jpeg"),)),
        samples.ca().chain,
        samples.ca().key,
    )
    with Pool(Options()) as pool:
        found = pool.thumbnails("x.jpg", content=whole)
        nodes = next(one for one in pool.look("x.jpg", content=whole).findings if one.code == "credential").data["graph"]["nodes"]
        assert pool.thumbnails("x.jpg", content=samples.jpeg()) == {}
        assert pool.thumbnails("x.jpg", content=whole[:-300]) is not None
        assert pool.thumbnails("x.jpg", path="/nonexistent") == {}
    assert found
    assert set(found) == {node["thumbnail"] for node in nodes if node["thumbnail"]}
    assert all(kind == "image/webp" and data[8:12] == b"WEBP" for kind, data in found.values())


@pytest.mark.parametrize("told", [{"size": "x"}, {"findings": 5}, {"findings": [3]}, {"runs": "ab"}, {"findings": {"a": 1}}])
def test_an_answer_of_nonsense_is_a_fallen_process(told, monkeypatch):
    with Pool(Options()) as pool:
        monkeypatch.setattr(Worker, "job", lambda *_: told)
        outcome = pool.look("x", content=b"x")
    assert "own language" in outcome.findings[0].meaning


def test_thumbnails_of_nonsense_are_none(monkeypatch):
    with Pool(Options()) as pool:
        for told in ({"thumbnails": 5}, {"thumbnails": {"a": "???!"}}, {"thumbnails": {"a": "PHN2Zz4="}}, {}):
            monkeypatch.setattr(Worker, "job", lambda *_, told=told: told)
            assert pool.thumbnails("x", content=b"x") == {}
