"""A polite visit: what a site check looks at, fetched. Off unless switched on, robots.txt first and obeyed, one request after the other with pauses.

Every authority that a redirect leads to has its own robots.txt asked first (RFC 9309, 2.3). Each request is noted: when, which address, which machine
answered, with what.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from interchange.workbench.signals.model import Words, say
from interchange.workbench.signals.reservations import robots, rsl
from interchange.workbench.signals.reservations.fetching import AGENT, Answer, FetchRefused, Limits, once
from interchange.workbench.signals.reservations.site import Site, check
from interchange.workbench.signals.reservations.statements import Target

ROBOTS = "/robots.txt"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a visit. `status` is 0 where nothing was answered; `code` and `words` then say why."""

    at: datetime
    url: str
    status: int = 0
    octets: int = 0
    peer: str = ""
    seconds: float = 0.0
    code: str = ""
    words: Words | None = None


class Visit:
    """Asks one site and notes what it does. Use it once."""

    def __init__(self, limits: Limits, *, contact: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        self.limits, self.contact, self.sleep = limits, contact, sleep
        self.until = time.monotonic() + limits.whole
        self.steps: list[Step] = []
        self.asked: dict[str, float] = {}  # authority -> when it was asked last
        self.rules: dict[str, robots.Robots] = {}
        self.texts: dict[str, bytes] = {}

    def request(self, url: str) -> Answer:
        """One request, noted. Raises `FetchRefused`."""
        where = _authority(url)
        if where in self.asked:
            wait = self.asked[where] + self.limits.pause - time.monotonic()
            if wait > 0:
                self.sleep(wait)
        now = time.monotonic()
        at = datetime.now(UTC)
        try:
            if now >= self.until:
                raise FetchRefused("time", say("The visit took too long; what was not asked yet was left out."))
            answer = once(url, self.limits, min(self.until, now + self.limits.seconds), self.contact)
        except FetchRefused as refused:
            self.steps.append(Step(at, url, seconds=time.monotonic() - now, code=refused.code, words=refused.words))
            raise
        finally:
            self.asked[where] = time.monotonic()
        self.steps.append(Step(at, url, answer.status, len(answer.body), answer.peer, time.monotonic() - now))
        return answer

    def follow(self, url: str, *, obey: bool = True) -> Answer:
        """Redirects followed, each hop checked anew for its address and, with `obey`, against the robots.txt of its own authority."""
        for _ in range(self.limits.redirects + 1):
            if obey and not self.may(url):
                raise FetchRefused("robots", say("robots.txt asks us not to fetch {address}.", address=url[:300]))
            answer = self.request(url)
            if not (further := answer.redirect()):
                return answer
            url = further
        raise FetchRefused("redirects", say("There were more redirects than are followed."))

    def may(self, url: str) -> bool:
        """Whether robots.txt of the address's authority lets us fetch it. Raises `FetchRefused` where that file cannot be had."""
        where = _authority(url)
        if where not in self.rules:
            text = self.text(urljoin(url, ROBOTS), obey=False)
            if text is None:
                words = say("robots.txt could not be had, so crawlers have to assume that nothing may be fetched (RFC 9309, 2.3.1.4).")
                raise FetchRefused("robots", words)
            self.texts[where], self.rules[where] = text, robots.read(text)
        return self.rules[where].access(AGENT, Target(url).path).allowed

    def text(self, url: str, *, obey: bool = True) -> bytes | None:
        """The body of a file beside the page; empty where it is not there (4xx), None where the server failed. Addresses that may not be asked raise."""
        try:
            answer = self.follow(url, obey=obey)
        except FetchRefused as refused:
            if refused.code in ("time", "broken", "redirects", "size"):
                return None
            raise
        if answer.status >= 500:
            return None
        return answer.body if 200 <= answer.status < 300 else b""

    def site(self, url: str) -> Site:
        """What `site.check` needs: the page (where its redirects end), and the files beside it. At most a dozen requests. Raises `FetchRefused`."""
        answer = self.follow(url)
        here = answer.url
        rules = self.rules[_authority(here)]
        found: dict[str, bytes | None] = {}
        missing = []
        for name, path in (("tdmrep", "/.well-known/tdmrep.json"), ("ai_txt", "/ai.txt")):
            if rules.access(AGENT, path).allowed:
                found[name] = self._beside(urljoin(here, path))
                if found[name] is None:
                    missing.append(path)
        made = Site(
            here, "\n".join(f"{name}: {value}" for name, value in answer.fields), self.texts[_authority(here)],
            answer.body if _is_page(answer) else None, found.get("tdmrep"), found.get("ai_txt"), unreachable=tuple(missing),
        )  # fmt: skip
        licence = self._licence(made, rules)
        return replace(made, rsl=self._beside(licence)) if licence else made

    def _beside(self, url: str) -> bytes | None:
        """A file beside the page; one that leads where we may not go is as if it could not be had."""
        try:
            return self.text(url)
        except FetchRefused:
            return None

    def _licence(self, site: Site, rules: robots.Robots) -> str:
        """The RSL file that the site points to, where it is of the same authority and may be fetched; others are not asked."""
        for pointer in check(site).reading.pointers:
            address = urljoin(site.url, pointer.address)
            if (
                pointer.scheme == rsl.SCHEME
                and _authority(address) == _authority(site.url)
                and rules.access(AGENT, Target(address).path).allowed
            ):
                return address
        return ""


def visit(
    url: str, *, switched_on: bool = False, limits: Limits | None = None, contact: str = "", sleep: Callable[[float], None] = time.sleep
) -> tuple[Site | None, list[Step], FetchRefused | None]:
    """The site at `url`, every request that was made, and what ended the visit early, if anything did (then there is no site).

    `off` unless `switched_on`: then nothing is asked. Never raises for what a site does.
    """
    if not switched_on:
        return None, [], FetchRefused("off", say("Fetching is switched off here; paste the texts instead."))
    made = Visit(limits or Limits(), contact=contact, sleep=sleep)
    try:
        return made.site(url), made.steps, None
    except FetchRefused as refused:
        return None, made.steps, refused


def _authority(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".casefold()


def _is_page(answer: Answer) -> bool:
    kind = next((value for name, value in answer.fields if name == "content-type"), "")
    return "html" in kind.casefold()
