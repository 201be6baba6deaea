"""The pseudo-locale walks every page that needs no address of its own: no string may stand outside its brackets but data."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

import interchange
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.shell import pseudo
from interchange.ground.vocabulary import load, queries
from interchange.knowledge.landscape import load as landscape
from interchange.knowledge.lexicon.actions import loading as lexicon
from interchange.workbench.bench import queries as bench

pytestmark = pytest.mark.django_db
LEFT_OUT = ("account_logout", "my_data_export")
# Names of databases, formats and licences: the same in every language.
FORMATS = [
    "SQLite",
    "PostgreSQL",
    "CSV",
    "JSON",
    "XLSX",
    "BibTeX",
    "RIS",
    "CSL-JSON",
    "JSON-LD",
    "Turtle",
    "RDF/XML",
    "landscape2",
    "CC-BY-4.0",
]


def addresses(patterns=None, prefix="/"):
    """Every address of our own rooms without parameters."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        here = prefix + str(entry.pattern).removeprefix("/")
        if entry.pattern.converters or "(" in here:
            continue
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, here)
        elif (
            isinstance(entry, URLPattern)
            and entry.callback.__module__.startswith(
                tuple([app.name for app in apps.get_app_configs() if app.name.startswith("interchange.")])
            )
            and entry.name not in LEFT_OUT
        ):
            yield here


def strings(value):
    """Every text in nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def data():
    """What is data and not ours to translate in templates: the network's description, controlled words, names, places, addresses."""
    words = [*strings(load.network())]
    for file in sorted(Path(interchange.__file__).parent.glob("*/*/data/*.yaml")):
        words += strings(yaml.safe_load(file.read_text(encoding="utf-8")))
    words += [name for _code, name in [*queries.countries(), *queries.languages()]]
    zones = [name.replace("_", " ") for name in clock.zone_names()]
    loaded = [lexicon.REASON, landscape.NOTE, landscape.REFERRAL, "The starter map"]  # said once, when the starter collections are loaded
    words += [text for scheme in bench.schemes().values() for text in (scheme.name, scheme.spec)]  # names of standards
    return [*words, *clock.zone_names(), *zones, *loaded, *FORMATS, "Ada Sample", "ada@example.org", "Geneva", "Europe/Zurich", "UTC"]


@pytest.fixture
def everything():
    """A person with every role, signed in with a second factor."""
    person = Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample")
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=role, starts_at=timezone.now()) for role in Role)
    client = Client()
    client.force_login(person)
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


def walk(client):
    """(address, unmarked pieces) of every page that opens."""
    known = data()
    found = {}
    with pseudo.switched_on():
        for address in addresses():
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                page = answer.content.decode()
                assert 'dir="rtl"' in page, address
                assert "⟦" in page, address
                found[address] = pseudo.unmarked(page, known)
    return found


@pytest.mark.sqlite_only
def test_visitors_meet_no_string_that_cannot_be_translated():
    found = walk(Client())
    assert {"/", "/about/", "/contact/", "/style/"} <= set(found)
    assert {address: left for address, left in found.items() if left} == {}


@pytest.mark.sqlite_only
def test_people_with_every_role_meet_none_either(everything):
    found = walk(everything)
    assert {"/desk/", "/account/me/"} <= set(found)
    assert {address: left for address, left in found.items() if left} == {}


def test_the_walk_would_notice():
    page = '<p>⟦Ã wörd⟧ plain <b translate="no">Brand</b></p><img alt="Picture"><code>x = yes</code><p>⟦a ⟦b⟧ c⟧</p>'
    assert pseudo.unmarked(page, ["Picture"]) == ["plain"]


def test_the_pseudo_locale_leaves_no_trace():
    with pseudo.switched_on():
        assert "⟦" in Client().get("/accessibility/").content.decode()
    assert "⟦" not in Client().get("/about/").content.decode()


def test_placeholders_and_tags_survive():
    assert pseudo.pseudo("Hello %(name)s, <a href='x'>go</a> {n}") == "⟦Hélló %(name)s, <a href='x'>gö</a> {n}⟧".replace("ó", "ö")
    assert pseudo.pseudo("  ") == "  "
