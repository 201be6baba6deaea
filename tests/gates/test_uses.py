"""The house as its own example: every page and file that anybody may have says which uses machines may make of it, and our own readers find it.

Asked of each route that the access table opens to visitors, with the site check (header fields, robots.txt, tdmrep.json, page) and, for files that carry
words of their own, with `inspect`.
"""

from collections import Counter

from interchange.workbench.bench import house as uses
from interchange.workbench.bench import middleware
from interchange.workbench.signals import Options, inspect
from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations.headers import licence_in
from interchange.workbench.signals.reservations.site import Site, check
from tests.gates import matrix
from tests.gates.routes import all_routes

FIELDS = ("tdm-reservation", "tdm-policy", "Content-Usage", "Link")
# Files that somebody gave in: they leave as they came, what holds for them stands in the header fields alone
GIVEN_IN = {"files:file", "repository:file", "statements:paper", "statements:attachment"}
OPTIONS = Options(pixels=False)


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def wrong_with(name, url, response, site):
    """What is missing or contradicts itself in one answer."""
    kind = response["Content-Type"].partition(";")[0]
    content = content_of(response)
    licence = licence_in(response.get("Link", ""))
    listed = middleware.listed(url, response)
    wanted = uses.holding(licence, listed).stances
    whole = kind == "text/html" and b"</html>" in content
    fields = "".join(f"{field}: {response[field]}\n" for field in FIELDS if field in response)
    report = check(Site(f"http://testserver{url}", headers=fields, html=content if whole else None, **site))
    found = {one.use: one.stance for one in report.verdicts}
    # Of search an answer that is not to be listed says nothing itself; robots.txt says for the whole site that what may be fetched may be found
    asked = (Use.MINING, Use.GENERATIVE_TRAINING, *((Use.SEARCH,) if listed else ()))
    wrong = [f"{use.value} is {found[use].value}" for use in asked if found[use] is not wanted.get(use, Stance.UNKNOWN)]
    wrong += [f"{one.use.value} contradicts itself" for one in report.verdicts if one.conflict and (listed or one.use is not Use.SEARCH)]
    wrong += ["it says that search is allowed"] if not listed and "search" in response.get("Content-Usage", "") else []
    wrong += [
        str(one.words)
        for one in report.reading.notes
        if one.kind in ("broken", "refused", "deviation") and (listed or one.scheme != "aipref")
    ]
    inside = kind in ("application/pdf", "image/svg+xml") and name not in GIVEN_IN
    if whole or inside:
        own = inspect(content, name="file", isolated=False, options=OPTIONS)
        if {one.use: one.stance for one in own.decisions}[Use.MINING] is not wanted[Use.MINING]:
            wrong.append("the file itself does not say what holds for mining")
        terms = {one.raw for one in own.findings if one.code == "xmpRights:WebStatement" or one.scheme == "schema-org"}
        if not any(one.endswith("/uses/") for one in terms) and not licence:
            wrong.append("the file itself does not point to the terms")
    return kind, whole, wrong


def test_every_page_and_file_for_everybody_carries_its_reservations(house):
    client = house.client("visitor")
    site = {"robots": client.get("/robots.txt").content, "tdmrep": client.get("/.well-known/tdmrep.json").content}
    addresses = {(route.name, thing): address for route in all_routes() for thing, address in house.things(route).items()}
    kinds, faults = Counter(), []
    for row in matrix.read():
        if not row.answers["visitor"].startswith("ok"):
            continue
        url = addresses[row.route, row.thing]
        response = client.get(url)
        if response.status_code != 200:
            continue
        kind, whole, wrong = wrong_with(row.route, url, response, site)
        kinds[kind if kind != "text/html" else "whole page" if whole else "part of a page"] += 1
        faults += [f"{row.route} {row.thing} ({kind}): {one}" for one in wrong]
    assert not faults, "\n".join(faults)
    assert {"whole page", "application/json", "image/svg+xml", "application/pdf", "text/plain"} <= set(kinds), kinds
    assert kinds["whole page"] > 60
