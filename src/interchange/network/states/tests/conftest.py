import pytest

from interchange.network.states.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)
