"""Asking registries: the right question, every way of going wrong, and never another address."""

import json

import pytest

from interchange.knowledge.repository import links
from interchange.knowledge.repository.exchange import lookup
from interchange.knowledge.repository.exchange.tests.loopback import serving

pytestmark = pytest.mark.django_db
CROSSREF = json.dumps({"status": "ok", "message": {"DOI": "10.1000/x(1)", "title": ["A paper"], "author": [{"family": "Example", "given": "Ada"}], "type": "journal-article", "issued": {"date-parts": [[2024]]}}}).encode()  # fmt: skip
DATACITE = json.dumps({"data": {"attributes": {"doi": "10.5072/y", "titles": [{"title": "Data"}], "creators": [{"name": "Example, Ada"}], "types": {"resourceTypeGeneral": "Dataset"}, "publicationYear": 2023}}}).encode()  # fmt: skip
ARXIV = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2301.10226v4</id><published>2023-01-24T18:52:59Z</published>
<title>A Watermark for
 Large Language Models</title><summary>  Potential harms.\n</summary><author><name>John van der Example</name></author><author><name>Consortium</name></author>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/z</arxiv:doi></entry></feed>"""


@pytest.fixture
def ask(settings):
    settings.LOOKUP = True

    def at(crossref, datacite=None, arxiv=None):
        settings.LOOKUP_URLS = {"crossref": crossref, "datacite": datacite or crossref, "arxiv": arxiv or crossref}

    return at


def test_crossref_then_datacite(ask):
    with serving((200, {}, CROSSREF)) as server:
        ask(server.url)
        draft = links.looked_up("doi", "10.1000/x(1)")
        assert (draft.title, draft.year, draft.identifiers[0]) == ("A paper", 2024, ("doi", "10.1000/x(1)"))
        method, path, headers, _body = server.asked[0]
        assert (method, path) == ("GET", "/works/10.1000%2Fx%281%29")
        assert "mailto:" in headers["User-Agent"]
    with serving((404, {}, b"Resource not found.")) as crossref, serving((200, {}, DATACITE)) as datacite:
        ask(crossref.url, datacite.url)
        draft = links.looked_up("doi", "10.5072/y")
        assert (draft.title, draft.kind) == ("Data", "dataset")
        assert datacite.asked[0][1] == "/dois/10.5072%2Fy"


def test_arxiv(ask):
    with serving((200, {}, ARXIV)) as server:
        ask(server.url)
        draft = links.looked_up("arxiv", "2301.10226")
        assert draft.title == "A Watermark for Large Language Models"
        assert [one.inverted for one in draft.creators] == ["van der Example, John", "Consortium"]
        assert ("arxiv", "2301.10226") in draft.identifiers
        assert server.asked[0][1] == "/api/query?id_list=2301.10226&max_results=1"


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"oops"),
        (0, {}, b""),
        (200, {}, b"<html>a portal</html>"),
        (200, {}, b"[]"),
        (200, {}, b'{"message": 5, "data": "x"}'),
        (200, {}, b'{"message": {"title": {"a": 1}}, "data": {"attributes": {"titles": "x"}}}'),
        (200, {}, b"x" * (lookup.LARGEST + 1)),
        (429, {}, b""),
        (200, {}, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom">&x;</feed>'),
    ],
)
def test_whatever_goes_wrong_gives_nothing_and_no_error(ask, answer):
    with serving(answer) as server:
        ask(server.url)
        assert links.looked_up("doi", "10.1000/x") is None
        assert links.looked_up("arxiv", "2301.10226") is None
        assert server.asked


def test_nobody_is_led_elsewhere(ask):
    with serving((200, {}, CROSSREF)) as elsewhere, serving((302, {"Location": f"{elsewhere.url}/secret"}, b"")) as server:
        ask(server.url)
        for value in ("10.1000/x", "10.1000/../../admin", "10.1000/@127.0.0.1:1/x?y#z", f"10.1000/{elsewhere.url}"):
            assert links.looked_up("doi", value) is None
        assert elsewhere.asked == []
        assert all(path.startswith(("/works/10.1000%2F", "/dois/10.1000%2F")) and path.count("/") == 2 for _m, path, _h, _b in server.asked)


def test_a_registry_that_never_answers_is_not_waited_for(ask, monkeypatch):
    import socket

    monkeypatch.setattr(lookup, "TIMEOUT", (0.2, 0.2))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        ask(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert links.looked_up("doi", "10.1000/x") is None


def test_switched_off_nothing_is_asked(ask, settings):
    with serving((200, {}, CROSSREF)) as server:
        ask(server.url)
        settings.LOOKUP = False
        assert links.looked_up("doi", "10.1000/x") is None
        assert server.asked == []
