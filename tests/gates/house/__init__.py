"""The small world of the gates: every persona, one thing of every kind, and in each restricted record a word of its own.

Each room adds its things in a module of this package: `build(house, world, at)` makes them by actions, plants the secrets and names what
stands in the addresses of the room's routes (`house.kwargs`).
"""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from interchange.desk.demo.build import World
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.search.models import SearchEntry
from interchange.ground.search.queries import PER_PAGE

# In the order in which they are built: later ones may stand on what earlier ones made.
ROOMS = [
    "network",
    "common",
    "states",
    "meetings",
    "sittings",
    "repository",
    "exchange",
    "lexicon",
    "landscape",
    "direction",
    "questions",
    "statements",
    "transparency",
    "bench",
    "making",
    "assist",
    "registry",
    "lab",
    "machines",
    "privacy",
]
EMAILS = {
    "applicant": "applicant@example.org",
    "reviewer": "reviewer1@example.org",
    "recused": "reviewer2@example.org",
    "member": "member001@example.org",
    "former": "member003@example.org",
    "chair": "member002@example.org",
    "focal_point": "focal.br@example.org",
    "other_focal_point": "focal.ke@example.org",
    "officer": "officer@example.org",
    "administrator": "admin@example.org",
}
_MARKER = re.compile(r"QX[A-Za-z0-9]+?ZQ")
INSIDE = ("member", "chair", "officer", "administrator")


@dataclass(frozen=True)
class Secret:
    """A word that stands in one restricted record, the persona that is to meet it, and all who may."""

    marker: str
    what: str
    met_by: str
    may_see: frozenset[str]


@dataclass
class House:
    """The world, its personas and its things."""

    people: dict[str, Person] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    kwargs: dict[str, dict[str, dict]] = field(default_factory=dict)
    searches: list[str] = field(default_factory=lambda: ["/search/?q=call", "/search/?q=Example", "/repository/?q=Example"])
    blocker: object = None
    sealed: tuple[int, list[Person]] = (0, [])
    log: list[str] = field(default_factory=list)
    _pages: dict[str, list] = field(default_factory=dict)
    _handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    _sessions: dict[tuple[str, bool], str] = field(default_factory=dict)

    def secret(self, word: str, what: str, met_by: str, *may_see: str) -> str:
        """Plant a word: the persona named first meets it on the walk (else it would prove nothing), the others may. "": nobody, as long as it is sealed; a
        word of the same sort that is not sealed any more must be met."""
        marker = f"QX{word}ZQ"
        assert _MARKER.fullmatch(marker), f"{word!r}: letters and digits only, and no ZQ among them"
        assert marker not in {secret.marker for secret in self.secrets}, f"the word {word!r} marks another thing already"
        self.secrets.append(Secret(marker, what, met_by, frozenset({met_by, *may_see})))
        return marker

    def search_for_secrets(self) -> None:
        """Whoever asks for words that begin as all markers do is shown every thing they may find, page by page; the page does not echo a whole marker."""
        found = SearchEntry.objects.filter(Q(title__contains="QX") | Q(body__contains="QX"))
        assert found.exists()
        self.searches += [f"/search/?q=QX&page={page}" for page in range(1, found.count() // PER_PAGE + 2)]
        self.searches += [f"/repository/?q=QX&page={page}" for page in range(1, found.filter(kind="record").count() // PER_PAGE + 2)]

    def told_in(self, *texts: str) -> list[Secret]:
        """The secrets whose words stand in any of the texts."""
        marked = {secret.marker: secret for secret in self.secrets}
        return [marked[word] for word in sorted({word for text in texts for word in _MARKER.findall(text)} & marked.keys())]

    def client(self, persona: str, *, second_factor: bool = True) -> Client:
        """A browser in which the persona has signed in (see `sign_in`)."""
        client = Client(raise_request_exception=False)
        if persona != "visitor":  # what visitors share is kept by the middleware of one browser: theirs are never shared
            client.handler = self._handler
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[persona, second_factor]
        return client

    def sign_in(self) -> None:
        """Everybody signs in once, with and without a second factor, before the walks begin: each walk is undone, this is not."""
        for persona, person in self.people.items():
            for second_factor in (True, False):
                client = Client()
                client.force_login(person)
                if second_factor:
                    session = client.session
                    session["demo-sign-in"] = True
                    session.save()
                self._sessions[persona, second_factor] = client.cookies[settings.SESSION_COOKIE_NAME].value

    @contextmanager
    def open(self):
        with self.blocker.unblock():
            yield

    @contextmanager
    def undone(self):
        """Let something happen, and undo it."""
        with self.blocker.unblock(), transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)

    def things(self, route) -> dict[str, str]:
        """The addresses of a route, by the name of what stands in them."""
        if not route.params:
            return {"-": reverse(route.name)}
        if route.name not in self.kwargs:
            raise AssertionError(f"{route.name} needs {route.params}: name a thing for it in tests/gates/house.py")
        return {thing: reverse(route.name, kwargs=kwargs) for thing, kwargs in self.kwargs[route.name].items()}

    def pages(self, persona: str) -> list:
        """Every page that the persona can reach; walked once."""
        from tests.gates.crawl import crawl

        if persona not in self._pages:
            with self.open():
                self._pages[persona] = crawl(self, persona)
        return self._pages[persona]

    @staticmethod
    def without_tokens(html: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def build_house(blocker) -> House:
    """Build it by actions, as the demo world is built, only smaller."""
    house = House(blocker=blocker)
    at = clock.now()
    world = World(at, lambda words: None)
    world.staff()
    world.past_call(8)
    world.every_state()
    world.open_call()
    house.people = {persona: Person.objects.get(email=email) for persona, email in EMAILS.items()}
    for room in ROOMS:
        build: Callable[[House, World, datetime], None] = import_module(f"tests.gates.house.{room}").build
        build(house, world, at)
    house.search_for_secrets()
    house.sign_in()
    return house
