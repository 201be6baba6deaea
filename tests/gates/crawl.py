"""Walk the house as one persona: start at every door, follow every link of our own, remember every answer."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit

from django.test.signals import template_rendered
from django.urls import Resolver404, resolve

from tests.counting import counted
from tests.gates import matrix
from tests.gates.routes import all_routes

LIMIT = 1300
PER_ROUTE = 3  # addresses of one route that are followed beyond the named things and searches: rows of lists are alike
_HREF = re.compile(r"""(?:href|src|action)="([^"]+)\"""")
_LEAVE = re.compile(r"^/(static/|account/logout|outbox|account/oidc|demo/)")


@dataclass
class Page:
    """One answer: its status, its code in the access matrix, headers and text (PDFs as their extracted text), and what it cost."""

    address: str
    status: int
    code: str
    media_type: str
    text: str
    headers: str
    queries: int
    templates: set[str] = field(default_factory=set)

    @property
    def is_html(self) -> bool:
        return self.media_type.startswith("text/html")


def _text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.get("Content-Type", "").startswith("application/pdf"):
        from pypdf import PdfReader

        return " ".join(page.extract_text() or "" for page in PdfReader(BytesIO(content)).pages) + repr(content[:200])
    return content.decode(errors="replace")


def view_name(address: str) -> str:
    """The route that an address leads to, "" where it leads nowhere."""
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return ""


def _forget(*args, **kwargs) -> None:
    """In place of the test client's copies of every template's context, which nobody asks for on the walk."""


def _asked(house, client, address: str) -> tuple[Any, str, int]:
    """The answer, its text and the queries it cost; what it changed is undone."""
    with house.undone(), counted() as count:
        response = client.get(address)
        text = _text(response)
    return response, text, count.queries


def crawl(house, persona: str, *, limit: int = LIMIT) -> list[Page]:
    """Every page that the persona can reach by GET, at most `limit`; each GET is undone, so the walk changes nothing."""
    waiting = [address for route in all_routes() for address in house.things(route).values()]
    waiting += house.searches
    named = set(waiting)
    visits: Counter[str] = Counter()
    seen: set[str] = set()
    known: set[str] = set()
    pages: list[Page] = []
    client = house.client(persona)
    templates: set[str] = set()

    def note(sender, template, **kwargs):
        if template.name:
            templates.add(template.name)

    template_rendered.connect(note)
    kept = mock.patch("django.test.client.store_rendered_templates", _forget)
    kept.start()
    try:
        while waiting and len(pages) < limit:
            address = waiting.pop(0)
            if address in seen or _LEAVE.match(address):
                continue
            seen.add(address)
            route = view_name(address)
            visits[route] += 1
            if address not in named and visits[route] > PER_ROUTE:
                continue
            templates.clear()
            response, text, cost = _asked(house, client, address)
            page = Page(
                address,
                response.status_code,
                matrix.answer(response, "get"),
                response.get("Content-Type", ""),
                text,
                str(response.headers),
                cost,
                set(templates),
            )
            pages.append(page)
            if page.is_html and page.status == 200:
                for link in dict.fromkeys(_HREF.findall(text)):
                    if link in known:  # an address in full, met before: every page has the menu's
                        continue
                    if link.startswith("/"):
                        known.add(link)
                    target = urlsplit(urljoin(f"http://testserver{address}", unescape(link)))
                    if target.netloc == "testserver":
                        waiting.append(target.path + (f"?{target.query}" if target.query else ""))
            elif page.status in {301, 302}:
                target = urlsplit(urljoin(f"http://testserver{address}", response["Location"]))
                if target.netloc == "testserver" and not target.path.startswith("/account/login"):
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    finally:
        kept.stop()
        template_rendered.disconnect(note)
    return pages
