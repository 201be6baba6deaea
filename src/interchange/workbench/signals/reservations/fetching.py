"""Fetch what a site check looks at: off unless switched on, never into private networks, bounded in time and size, and obeying robots.txt.

Each name is resolved once and the connection goes to the address that was checked (no second look-up that could answer otherwise); every redirect starts
from the beginning. Addresses that are not globally reachable are refused (RFC 6890 registries as `ipaddress` has them; mapped and translated IPv4 too).
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from interchange.workbench.signals.model import Words, say
from interchange.workbench.signals.reservations import robots, rsl
from interchange.workbench.signals.reservations.site import Site, check
from interchange.workbench.signals.reservations.statements import Target

AGENT = "InterchangeSiteCheck"
_PREFIXES = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"), ipaddress.ip_network("::/96"))  # fmt: skip


class FetchRefused(Exception):
    """The address must not be fetched, or the site asks not to. `code` is stable: off, scheme, port, address, redirects, name, robots, time, size, broken."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch. `private` lets loopback and other ports through: for tests against a server on the same machine, never set elsewhere."""

    seconds: float = 10.0
    octets: int = 1_000_000
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, fields, as much of its body as the limits allow, and the address that it came from in the end."""

    status: int
    fields: list[tuple[str, str]]
    body: bytes
    url: str


def reachable(address: str) -> bool:
    """Whether an IP address may be connected to: global unicast, and no disguise of an IPv4 address."""
    try:
        found = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return reachable(str(found.ipv4_mapped))
        if any(found in prefix for prefix in _PREFIXES):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified


def resolve(host: str, port: int, limits: Limits, until: float) -> str:
    """The one IP address to connect to. All addresses of a name have to be reachable: a name with a private one among them is refused."""
    pool = ThreadPoolExecutor(1)
    try:
        found = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(max(until - time.monotonic(), 0.01))
    except Late:
        raise FetchRefused("time", say("The name could not be resolved in time.")) from None
    except (OSError, UnicodeError):
        raise FetchRefused("name", say("The name of the host is not known.")) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise FetchRefused("name", say("The name of the host is not known."))
    if not limits.private and not all(reachable(one) for one in addresses):
        raise FetchRefused("address", say("The host has an address that is not on the public internet."))
    return addresses[0]


def get(url: str, *, limits: Limits | None = None) -> Answer:
    """GET an address, following redirects, each checked anew. Raises `FetchRefused`."""
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        answer = _once(url, limits, until)
        target = next((value for name, value in answer.fields if name == "location"), "")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return answer
        url = urljoin(url, target)
    raise FetchRefused("redirects", say("There were more redirects than are followed."))


def _once(url: str, limits: Limits, until: float) -> Answer:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise FetchRefused("scheme", say("This is no address that can be fetched.")) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or any(sign <= " " for sign in url):
        raise FetchRefused("scheme", say("Only http and https addresses without a user name are fetched."))
    if not limits.private and port not in (80, 443):
        raise FetchRefused("port", say("Only the ports 80 and 443 are asked."))
    address = resolve(host, port, limits, until)
    with _connected(address, port, until) as raw:
        wrapped = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if parts.scheme == "https" else raw
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wrapped
        path = (parts.path or "/").encode("ascii", "replace").decode() + (
            f"?{parts.query}".encode("ascii", "replace").decode() if parts.query else ""
        )
        asked = {"Host": parts.netloc, "User-Agent": f"{AGENT}/1.0", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        connection.request("GET", path, headers=asked)
        response = connection.getresponse()
        fields = [(name.casefold(), value) for name, value in response.getheaders()]
        body = b""
        while len(body) <= limits.octets and (piece := response.read1(65536)):
            body += piece
        if time.monotonic() > until:
            raise FetchRefused("time", say("The site took too long."))
        if len(body) > limits.octets:
            raise FetchRefused("size", say("The answer is longer than {limit} octets.", limit=limits.octets))
        return Answer(response.status, fields, body, url)


@contextmanager
def _connected(address: str, port: int, until: float) -> Iterator[socket.socket]:
    """A connection that is cut at `until`, whatever the other side does, and whose errors are `FetchRefused`."""
    made: socket.socket | None = None
    timer: threading.Timer | None = None
    try:
        made = socket.create_connection((address, port), timeout=max(until - time.monotonic(), 0.01))
        timer = threading.Timer(max(until - time.monotonic(), 0.01), _cut, (made,))
        timer.daemon = True
        timer.start()
        yield made
    except (OSError, http.client.HTTPException, ValueError) as problem:
        if time.monotonic() >= until - 0.05 or isinstance(problem, TimeoutError):
            raise FetchRefused("time", say("The site took too long.")) from None
        raise FetchRefused("broken", say("The site gave no answer that can be read.")) from None
    finally:
        if timer is not None:
            timer.cancel()
        if made is not None:
            made.close()


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed already


def fetch(url: str, *, switched_on: bool = False, limits: Limits | None = None) -> Site:
    """What `site.check` needs of the site at `url`: robots.txt first, then, where it does not ask us to stay away, the page and the files beside it.

    At most five requests, one after the other. Raises `FetchRefused`: `off` unless `switched_on`, `robots` where the page may not be fetched.
    """
    if not switched_on:
        raise FetchRefused("off", say("Fetching is switched off here; paste the texts instead."))
    limits = limits or Limits()
    first = _text(urljoin(url, "/robots.txt"), limits)
    if first is None:
        raise FetchRefused(
            "robots", say("robots.txt could not be had, so crawlers have to assume that nothing may be fetched (RFC 9309, 2.3.1.4).")
        )
    read = robots.read(first)
    if not read.access(AGENT, Target(url).path).allowed:
        raise FetchRefused("robots", say("robots.txt asks us not to fetch this page."))
    answer = get(url, limits=limits)
    found: dict[str, bytes | None] = {}
    missing = []
    for name, path in (("tdmrep", "/.well-known/tdmrep.json"), ("ai_txt", "/ai.txt")):
        if read.access(AGENT, path).allowed:
            found[name] = _text(urljoin(url, path), limits)
            if found[name] is None:
                missing.append(path)
    site = Site(
        url, "\n".join(f"{name}: {value}" for name, value in answer.fields), first, answer.body if _is_page(answer) else None,
        found.get("tdmrep"), found.get("ai_txt"), unreachable=tuple(missing),
    )  # fmt: skip
    licence = _licence(site, read)
    return replace(site, rsl=_text(licence, limits)) if licence else site


def _licence(site: Site, read: robots.Robots) -> str:
    """The RSL file that the site points to, where it is of the same host and may be fetched; other hosts are not asked."""
    for pointer in check(site).reading.pointers:
        address = urljoin(site.url, pointer.address)
        if (
            pointer.scheme == rsl.SCHEME
            and urlsplit(address).netloc == urlsplit(site.url).netloc
            and read.access(AGENT, Target(address).path).allowed
        ):
            return address
    return ""


def _is_page(answer: Answer) -> bool:
    kind = next((value for name, value in answer.fields if name == "content-type"), "")
    return "html" in kind.casefold()


def _text(url: str, limits: Limits) -> bytes | None:
    """The body of a file beside the page; empty where it is not there (4xx), None where the server failed."""
    try:
        answer = get(url, limits=limits)
    except FetchRefused as refused:
        if refused.code in ("time", "broken", "redirects", "size"):
            return None
        raise
    if answer.status >= 500:
        return None
    return answer.body if 200 <= answer.status < 300 else b""
