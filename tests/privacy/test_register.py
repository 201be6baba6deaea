"""The purpose register: every field of every model is declared once, each declaration can be followed, and what is wrong is named."""

import csv
import io

import pytest
from django.apps import apps
from django.test import Client

from interchange.ground import personal
from interchange.ground.jobs.retention import RETENTIONS
from interchange.ground.personal import REGISTER, Keep, Reader
from interchange.ground.policy.rules import RULES
from interchange.ground.privacy import queries

THINGS = {"auth", "contenttypes", "django_tasks_database"}  # permissions, kinds of models, work to be done: nobody's data


def models():
    return [one for one in apps.get_models() if one._meta.app_label not in THINGS]


def test_every_field_about_a_person_is_declared():
    assert personal.faults(models(), set(RETENTIONS)) == []


@pytest.fixture
def scratch(monkeypatch):
    """A copy of the register that a test may spoil."""
    monkeypatch.setattr(
        personal, "REGISTER", personal.Register(dict(REGISTER.holdings), {k: set(v) for k, v in REGISTER.impersonal.items()})
    )
    return personal.REGISTER


def test_the_gate_finds_what_is_missing_twice_or_gone(scratch):
    del scratch.holdings["states.places"]
    scratch.impersonal["states.group"].discard("name")
    scratch.impersonal["calls.evidence"] = {"title"}
    scratch.impersonal["nowhere.thing"] = {"field"}
    del scratch.holdings["meetings.registrations"]
    given = {"what": "x", "why": "x", "readers": (Reader.SELF,)}
    personal.holds("x.rule", "states.place", "no_such", keep="no.rule", **given)
    found = personal.faults(models(), set(RETENTIONS))
    for line in (
        "states.place.person: declared nowhere",
        "states.group.name: declared nowhere",
        "calls.evidence.title: declared twice",
        "nowhere.thing: no such model",
        "states.place.no_such: no such field",
        "x.rule: no rule of retention 'no.rule'",
        "meetings.registrations: a rule of retention that no declaration names",
    ):
        assert line in found
    with pytest.raises(ValueError, match="declared already"):
        personal.holds("x.rule", "states.place", "person", keep=Keep.ACCOUNT, **given)


@pytest.mark.django_db
def test_each_declaration_leads_to_people_and_lists_know_their_holding():
    for one in REGISTER.holdings.values():
        for path in one.about:
            assert list(one.table._default_manager.filter(**{f"{path}__isnull": False}).values_list(path, flat=True)) == [], one.key
        if one.address:
            assert not one.table._default_manager.filter(**{one.address: "nobody@example.org"}).exists()
        if one.looks:
            assert one.about or one.address, f"{one.key}: who looked is noted, but at whom?"
    assert set(REGISTER.lists.values()) <= set(REGISTER.holdings)
    assert set(REGISTER.lists) <= set(RULES)


@pytest.mark.django_db
def test_the_page_and_the_files_say_the_same(django_assert_max_num_queries):
    client = Client()
    with django_assert_max_num_queries(3):
        page = client.get("/privacy/").content.decode()
    lines = list(csv.DictReader(io.StringIO(client.get("/privacy/?format=csv").content.decode("utf-8-sig"))))
    assert len(lines) == len(client.get("/privacy/?format=json").json()) == len(REGISTER.holdings)
    gender = next(one for one in lines if one["key"] == "calls.balance")
    assert gender["retention_rule"] == "calls.balance"
    assert gender["kept"] == "Months that balance data are kept: 12", "the number is the option’s"
    assert "everybody" not in gender["readers"]
    assert 'id="calls.balance"' in page
    assert all(one["purpose"] and one["basis"] and one["readers"] and one["kept"] for one in lines)
    assert queries.register()[0][0] == "accounts"
