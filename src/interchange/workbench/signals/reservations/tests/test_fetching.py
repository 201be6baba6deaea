"""The fetcher against a server on this machine: what it refuses, how it is bounded, that it is polite."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from interchange.workbench.signals.reservations import fetching
from interchange.workbench.signals.reservations.fetching import FetchRefused, Limits, get

HERE = Limits(seconds=3, private=True)


@contextmanager
def serving(pages):
    """A server with these pages: path -> (status, fields, body), or a function that writes to the socket."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["User-Agent"], self.headers["Host"]))
            page = pages.get(self.path, (404, {}, b"none"))
            if callable(page):
                page(self)
                return
            status, fields, body = page
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("192.0.2.1", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("::127.0.0.1", False), ("ff02::1", False), ("2001:0:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_only_global_addresses_are_reachable(address, allowed):
    assert fetching.reachable(address) is allowed


def refused(url, **more):
    with pytest.raises(FetchRefused) as caught:
        get(url, limits=Limits(seconds=3, **more))
    return caught.value.code


def test_no_connection_leaves_for_what_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert [
        refused(url) for url in ("http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/")
    ] == ["address"] * 5
    assert [
        refused(url)
        for url in ("ftp://e.example/", "file:///etc/passwd", "http:///x", "http://u:p@8.8.8.8/", "http://8.8.8.8/\r\nX: y", "http://[bad/")
    ] == ["scheme"] * 6
    assert refused("http://8.8.8.8:6379/") == "port"


def test_a_name_with_a_private_address_among_others_is_refused(monkeypatch):
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("8.8.8.8", "10.0.0.1")]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers[0])
    assert refused("http://rebind.example/") == "address"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """DNS rebinding: the second look-up of the name would give another address; there is none."""
    with serving({"/": (200, {}, b"hello")}) as (base, asked):
        port = int(base.rsplit(":", 1)[1])
        looked = []

        def once(host, port, **_):
            looked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *args, **more: once(host, *args, **more) if host == "site.example" else real(host, *args, **more),
        )
        assert get(f"http://site.example:{port}/", limits=HERE).body == b"hello"
        assert looked == ["site.example"]
        assert asked[0][2] == f"site.example:{port}"


def test_redirects_are_checked_anew(monkeypatch):
    with serving(
        {
            "/": (302, {"Location": "http://10.0.0.1/secret"}, b""),
            "/loop": (301, {"Location": "/loop"}, b""),
            "/ok": (302, {"Location": "/end"}, b""),
            "/end": (200, {}, b"x"),
        }
    ) as (base, _):
        assert get(base + "/ok", limits=HERE).body == b"x"
        with pytest.raises(FetchRefused) as caught:
            get(base + "/loop", limits=HERE)
        assert caught.value.code == "redirects"
        # the first hop is let through as if it were public, the second is looked at for what it is
        port = int(base.rsplit(":", 1)[1])
        monkeypatch.setattr(fetching, "reachable", lambda address: address == "127.0.0.1")
        monkeypatch.setattr(fetching, "once", _any_port(fetching.once, port))
        assert refused(base + "/") == "address"


def _any_port(once, port):
    def called(url, limits, until, contact=""):
        if f":{port}/" in url:
            return once(url, Limits(limits.seconds, limits.octets, limits.redirects, private=True), until)
        return once(url, limits, until)

    return called


def test_size_and_time_are_bounded():
    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return

    def drip(handler):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(400):
                handler.wfile.write(b"X-A: b\r\n")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            return

    def rubbish(handler):
        handler.wfile.write(b"\x00\x01nothing like HTTP\r\n\r\n")

    with serving({"/endless": endless, "/drip": drip, "/rubbish": rubbish}) as (base, _):
        codes = {}
        for path, limits in (("/endless", Limits(3, 100_000, private=True)), ("/drip", Limits(0.3, private=True)), ("/rubbish", HERE)):
            start = time.monotonic()
            with pytest.raises(FetchRefused) as caught:
                get(base + path, limits=limits)
            codes[path] = caught.value.code
            assert time.monotonic() - start < 2.5
    assert codes == {"/endless": "size", "/drip": "time", "/rubbish": "broken"}
