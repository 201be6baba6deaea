"""One GET, never into private networks and bounded in time and size; `visiting` makes a polite visit of several.

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
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from interchange.workbench.signals.model import Words, say

AGENT = "InterchangeSiteCheck"
_PREFIXES = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"), ipaddress.ip_network("::/96"))  # fmt: skip


class FetchRefused(Exception):
    """The address must not be fetched, or the site asks not to. `code` is stable: off, scheme, port, address, redirects, name, robots, time, size, broken."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds: seconds for one GET with its redirects and for a whole visit, octets of one answer, redirects, seconds between two requests to one site.
    `private` lets loopback and other ports through: for tests against a server on the same machine, never set elsewhere."""

    seconds: float = 10.0
    octets: int = 1_000_000
    redirects: int = 5
    private: bool = False
    whole: float = 25.0
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, fields, as much of its body as the limits allow, the address that was asked and the machine that answered."""

    status: int
    fields: list[tuple[str, str]]
    body: bytes
    url: str
    peer: str = ""

    def redirect(self) -> str:
        """Where it sends on, absolute; "" where it does not."""
        target = next((value for name, value in self.fields if name == "location"), "")
        return urljoin(self.url, target) if self.status in (301, 302, 303, 307, 308) and target else ""


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
        answer = once(url, limits, until)
        if not (further := answer.redirect()):
            return answer
        url = further
    raise FetchRefused("redirects", say("There were more redirects than are followed."))


def once(url: str, limits: Limits, until: float, contact: str = "") -> Answer:
    """One request, no redirect followed; `contact` is an address at which who runs this can be found. Raises `FetchRefused`."""
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
        asked = {
            "Host": parts.netloc,
            "User-Agent": f"{AGENT}/1.0 (+{contact})" if contact else f"{AGENT}/1.0",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
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
        return Answer(response.status, fields, body, url, address)


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
