"""A purpose of the tests' own, and somebody who owns a file."""

import pytest
from django.db.models import Q

from interchange.ground.accounts.models import Person
from interchange.ground.files import purposes
from interchange.ground.policy.vocabulary import Role


@pytest.fixture(autouse=True)
def _purpose(monkeypatch):
    monkeypatch.setitem(
        purposes.PURPOSES,
        "test",
        purposes.Purpose("test", "Test", 20_000, ("application/pdf",), lambda v: Q() if v.has(Role.OFFICER) else Q(owner_id=v.person_id)),
    )


@pytest.fixture
def owner(db):
    return Person.objects.create_user("owner@example.org")
