import pytest

from interchange.network.states.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    """Officers, and whoever a test names."""
    return World(monkeypatch)
