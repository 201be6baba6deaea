"""A polite visit to a server on this machine: robots.txt first and for every authority, pauses, limits, nothing where it is off."""

import socket

import pytest

from interchange.workbench.signals.reservations import fetching
from interchange.workbench.signals.reservations.fetching import Limits
from interchange.workbench.signals.reservations.site import check
from interchange.workbench.signals.reservations.tests.test_fetching import serving
from interchange.workbench.signals.reservations.visiting import visit

HERE = Limits(seconds=3, private=True, whole=6, pause=0)
SITE = {
    "/robots.txt": (200, {}, b"User-agent: *\nAllow: /\nDisallow: /closed/\nDisallow: /ai.txt\nContent-Usage: train-ai=n\n\nUser-agent: InterchangeSiteCheck\nDisallow: /closed/\nDisallow: /ai.txt\nDisallow: /not-us/\n"),
    "/page": (200, {"Content-Type": "text/html", "tdm-reservation": "1", "Link": '</rsl.xml>; rel=license; type="application/rsl+xml"'}, b"<title>x</title>"),
    "/.well-known/tdmrep.json": (200, {}, b'[{"location": "/", "tdm-reservation": 0}]'),
    "/rsl.xml": (200, {}, b"<rsl/>"),
}  # fmt: skip


def go(url, limits=HERE, **more):
    site, steps, refused = visit(url, switched_on=True, limits=limits, **more)
    return site, [(one.url.rsplit("/", 1)[-1], one.status or one.code) for one in steps], refused.code if refused else ""


def test_off_means_no_traffic(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("looked up"))
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    site, steps, refused = visit("http://8.8.8.8/")
    assert (site, steps, refused.code) == (None, [], "off")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/x",
        "http://localhost/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_no_connection_leaves_for_internal_addresses(monkeypatch, url):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    site, steps, refused = visit(url, switched_on=True)
    assert (site, refused.code) == (None, "address")
    assert [one.code for one in steps] == ["address"]


def test_robots_comes_first_and_each_request_is_noted():
    with serving(SITE) as (base, asked):
        site, steps, refused = visit(base + "/page", switched_on=True, limits=HERE, contact="https://net.example/uses/")
        assert [path for path, _, _ in asked] == ["/robots.txt", "/page", "/.well-known/tdmrep.json"]
        assert {agent for _, agent, _ in asked} == {"InterchangeSiteCheck/1.0 (+https://net.example/uses/)"}
        assert refused is None
        assert [(one.url, one.status, one.peer) for one in steps] == [(base + path, 200, "127.0.0.1") for path, _, _ in asked]
        assert [one.octets for one in steps] == [len(SITE[path][2]) for path, _, _ in asked]
        assert all(one.at.tzinfo is not None and one.seconds >= 0 for one in steps)
    assert {one.scheme for one in check(site).reading.statements} == {"aipref", "tdmrep"}
    assert site.ai_txt is None  # robots.txt keeps us away


def test_what_robots_closes_is_not_asked_neither_for_all_nor_for_us():
    with serving(SITE) as (base, asked):
        assert go(base + "/closed/x")[2] == "robots"
        assert go(base + "/not-us/x")[2] == "robots"
        assert {path for path, _, _ in asked} == {"/robots.txt"}


def test_there_is_a_pause_between_requests_to_one_site():
    waits = []
    with serving(SITE) as (base, _):
        visit(base + "/page", switched_on=True, limits=Limits(seconds=3, private=True, pause=1.0), sleep=waits.append)
    assert len(waits) == 2
    assert all(0.5 < one <= 1.0 for one in waits)


def test_another_authority_is_asked_for_its_own_robots_and_the_report_is_about_it():
    with serving({"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /b\n"), "/a": (200, {}, b"x")}) as (other, asked_there):
        pages = {"/robots.txt": (404, {}, b""), "/a": (302, {"Location": f"{other}/a"}, b""), "/b": (302, {"Location": f"{other}/b"}, b"")}
        with serving(pages) as (base, _):
            site, _, refused = visit(base + "/a", switched_on=True, limits=HERE)
            assert (site.url, refused) == (f"{other}/a", None)
            assert site.robots == b"User-agent: *\nDisallow: /b\n"
            assert go(base + "/b")[2] == "robots"
    assert "/b" not in {path for path, _, _ in asked_there}


def test_a_redirect_into_the_house_is_refused_and_shown(monkeypatch):
    with serving({"/robots.txt": (404, {}, b""), "/": (302, {"Location": "http://10.0.0.1/secret"}, b"")}) as (base, _):
        port = int(base.rsplit(":", 1)[1])
        monkeypatch.setattr(fetching, "reachable", lambda address: address == "127.0.0.1")
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, at, *rest, **more: (
                real(host, port if host == "site.example" else at, *rest, **more)
                if host != "site.example"
                else [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
            ),
        )
        made = socket.create_connection
        connected = []

        def connect(address, **more):
            connected.append(address[0])
            return made((address[0], port), **more)

        monkeypatch.setattr(socket, "create_connection", connect)
        site, steps, refused = visit("http://site.example/", switched_on=True, limits=Limits(seconds=3, pause=0))
    assert (site, refused.code) == (None, "address")
    assert [(one.url, one.code) for one in steps][-1] == ("http://10.0.0.1/robots.txt", "address")
    assert set(connected) == {"127.0.0.1"}


def test_an_absolute_licence_of_the_same_host_is_fetched():
    pages = dict(SITE)
    with serving(pages) as (base, _):
        pages["/robots.txt"] = (200, {}, f"License: {base}/rsl.xml\nUser-agent: *\nAllow: /\n".encode())
        assert go(base + "/page")[0].rsl == b"<rsl/>"
        pages["/robots.txt"] = (200, {}, b"License: https://elsewhere.example/rsl.xml\nUser-agent: *\nAllow: /\n")
        assert go(base + "/page")[0].rsl is None


def test_a_robots_txt_that_fails_closes_the_site_and_one_that_is_not_there_opens_it():
    with serving({"/robots.txt": (503, {}, b""), "/": (200, {}, b"")}) as (base, asked):
        assert go(base + "/")[1:] == ([("robots.txt", 503)], "robots")
        assert len(asked) == 1
    with serving({"/": (200, {}, b""), "/ai.txt": (500, {}, b"")}) as (base, _):
        assert go(base + "/")[0].unreachable == ("/ai.txt",)


def test_a_visit_as_a_whole_is_bounded():
    with serving(SITE) as (base, asked):
        _, steps, code = go(base + "/page", Limits(seconds=3, private=True, whole=0, pause=0))
        assert (steps, code, asked) == ([("robots.txt", "time")], "robots", [])
