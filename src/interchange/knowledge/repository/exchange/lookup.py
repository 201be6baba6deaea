"""Asking the registries for the metadata of a DOI or an arXiv number.

Only the three addresses of the settings are ever asked, an identifier is only ever one part of their path, redirects are not followed, answers
are cut at a size, and nothing waits longer than some seconds: a pasted text cannot make the house call anywhere else (OWASP, SSRF). What goes
wrong is no error of the person's: the form begins with the identifier alone.
"""

import json
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings
from lxml import etree

from interchange.knowledge.repository import supplied
from interchange.knowledge.repository.drafts import Draft
from interchange.knowledge.repository.exchange.readers import base
from interchange.knowledge.repository.exchange.readers.json_works import of_crossref, of_datacite
from interchange.knowledge.repository.exchange.work import Name, Work
from interchange.knowledge.repository.vocabulary import Scheme

logger = logging.getLogger(__name__)
TIMEOUT = (3.05, 6.0)  # seconds to connect, seconds between bytes
LARGEST = 2_000_000  # bytes of an answer
_ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}


class Away(Exception):
    """The registry does not answer, or not in a way that we understand."""


def draft_of(scheme: str, value: str) -> Draft | None:
    """What a registry knows of an identifier; None where it knows nothing, is away, or asking is switched off."""
    if not settings.LOOKUP:
        return None
    askers: dict[str, list[Callable[[str], Work | None]]] = {Scheme.DOI: [_crossref, _datacite], Scheme.ARXIV: [_arxiv]}
    for ask in askers.get(scheme, []):
        try:
            work = ask(value)
        except Away as failure:
            logger.warning("lookup of %s at %s: %s", scheme, ask.__name__, failure)
            continue
        if work is not None:
            problems: list[Any] = []
            checked = base.check(work, 0, problems)
            return supplied.draft_of(checked) if checked else None
    return None


def _ask(name: str, path: str, media_type: str) -> bytes | None:
    """The body of an answer, None where the registry does not know the thing. Raises `Away` for everything else."""
    headers = {"Accept": media_type, "User-Agent": f"Interchange (+{settings.BASE_URL}; mailto:{settings.DEFAULT_FROM_EMAIL})"}
    try:
        with requests.get(
            f"{settings.LOOKUP_URLS[name]}{path}", headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code in {404, 410}:
                return None
            if answer.status_code != 200:
                raise Away(f"status {answer.status_code}")
            body = b""
            for piece in answer.iter_content(65_536):
                body += piece
                if len(body) > LARGEST:
                    raise Away("the answer is too large")
            return body
    except requests.RequestException as failure:
        raise Away(type(failure).__name__) from failure


def _json(name: str, path: str) -> Any:
    body = _ask(name, path, "application/json")
    if body is None:
        return None
    try:
        return json.loads(body)
    except ValueError as failure:
        raise Away("no JSON") from failure


def _crossref(doi: str) -> Work | None:
    found = _json("crossref", f"/works/{quote(doi, safe='')}")
    return None if found is None else _sound(of_crossref, found.get("message") if isinstance(found, dict) else None)


def _datacite(doi: str) -> Work | None:
    found = _json("datacite", f"/dois/{quote(doi, safe='')}")
    if found is None:
        return None
    data = found.get("data") if isinstance(found, dict) else None
    return _sound(of_datacite, data.get("attributes") if isinstance(data, dict) else None)


def _sound(reader: Callable[[dict[str, Any]], Work], item: Any) -> Work:
    if not isinstance(item, dict):
        raise Away("an answer of another form")
    try:
        return reader(item)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError) as failure:
        raise Away("an answer of another form") from failure


def _arxiv(number: str) -> Work | None:
    """arXiv answers in Atom; an unknown number gives a feed without an entry or with one that names an error."""
    body = _ask("arxiv", f"/api/query?id_list={quote(number, safe='')}&max_results=1", "application/atom+xml")
    if body is None:
        return None
    try:
        feed = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as failure:
        raise Away("no XML") from failure
    entry = feed.find("a:entry", _ATOM)
    if entry is None or "/api/errors" in (entry.findtext("a:id", "", _ATOM)):
        return None
    names = [base.clean(one.text) for one in entry.iterfind("a:author/a:name", _ATOM)]
    return Work(
        title=base.clean(entry.findtext("a:title", "", _ATOM)),
        authors=tuple(_divided(name) for name in names if name),
        issued=base.issued_text(entry.findtext("a:published", "", _ATOM)),
        venue=base.clean(entry.findtext("x:journal_ref", "", _ATOM)),
        doi=base.doi(entry.findtext("x:doi", "", _ATOM)),
        arxiv=number.lower(),
        url=f"https://arxiv.org/abs/{number.lower()}",
        abstract=base.paragraphs(entry.findtext("a:summary", "", _ATOM)),
        language="",
    )


def _divided(name: str) -> Name:
    """arXiv gives "Ada van Example"; the family name is the last word with the particles before it."""
    found = re.fullmatch(r"(.+?)\s+((?:(?:van|von|de|der|den|la|le|di|da|dos|el|al|bin|ibn)\s+)*\S+)", name)
    return Name(family=found[2], given=found[1]) if found else Name(literal=name)
