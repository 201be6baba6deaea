"""People that most tests of the room need."""

from dataclasses import dataclass

import pytest

from interchange.ground import clock
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository.tests import world


@dataclass
class People:
    officer: Viewer
    second: Viewer
    ada: Viewer
    ben: Viewer
    cleo: Viewer
    guest: Viewer
    state: Viewer


@pytest.fixture
def at(db):
    return clock.now()


@pytest.fixture
def people(db):
    person = world.person
    state = person("focal@example.org")
    return People(
        officer=person("officer@example.org", Role.OFFICER),
        second=person("officer2@example.org", Role.OFFICER),
        ada=person("ada@example.org", Role.MEMBER, organisation="Ada Lab", given="Ada", family="Member", topics=["labelling"]),
        ben=person("ben@example.org", Role.MEMBER, organisation="Ben Lab", given="Ben", family="Member", topics=["labelling"]),
        cleo=person("cleo@example.org", Role.MEMBER, organisation="Cleo Lab", given="Cleo", family="Member", topics=["creation"]),
        guest=person("guest@example.org"),
        state=Viewer(person_id=state.person_id, scoped=frozenset({(Role.FOCAL_POINT, "state:KE")})),
    )
