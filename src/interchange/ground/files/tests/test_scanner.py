"""The virus scanner: what it sees, and that nothing but its OK is taken for one."""

import socket
import struct
import threading

import pytest

from interchange.ground.errors import Refused
from interchange.ground.files.models import StoredFile
from interchange.ground.files.tests.world import pdf, stored


class Clamd(threading.Thread):
    """A scanner on the loopback that speaks INSTREAM and answers what it is told to."""

    def __init__(self, answer):
        super().__init__(daemon=True)
        self.answer, self.got = answer, b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self):
        link, _ = self.listener.accept()
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!I", stream.read(4))[0]:
                self.got += stream.read(length)
            if self.answer is not None:
                link.sendall(self.answer)
        self.listener.close()


@pytest.fixture
def clamd(settings):
    running = []

    def start(answer):
        running.append(Clamd(answer))
        settings.CLAMD_ADDRESS = running[-1].address
        running[-1].start()
        return running[-1]

    yield start
    for one in running:
        one.join(timeout=10)


def test_the_scanner_sees_every_byte(owner, clamd):
    scanner = clamd(b"stream: OK\0")
    content = pdf()
    assert stored(owner, content).scanned is True
    assert scanner.got == content


def test_what_the_scanner_finds_is_refused(owner, clamd):
    clamd(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    with pytest.raises(Refused, match="infected"):
        stored(owner)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", None, b"nonsense"])
def test_an_answer_that_is_not_ok_is_not_taken_for_one(owner, clamd, answer):
    clamd(answer)
    with pytest.raises(Refused, match="scanner"):
        stored(owner)
    assert not StoredFile.objects.exists()


def test_a_scanner_out_of_reach_takes_no_files(owner, settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.CLAMD_ADDRESS = f"127.0.0.1:{port}"
    with pytest.raises(Refused, match="cannot be reached"):
        stored(owner)
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    with pytest.raises(Refused, match="cannot be reached"):
        stored(owner)


def test_without_a_scanner_the_file_says_so(owner):
    assert stored(owner).scanned is False
