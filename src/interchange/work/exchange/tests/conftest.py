import pytest

from interchange.work.exchange.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)
