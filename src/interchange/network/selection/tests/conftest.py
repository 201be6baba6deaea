import pytest

from interchange.network.selection.tests.world import World, install


@pytest.fixture
def post(monkeypatch):
    return install(monkeypatch)


@pytest.fixture
def world(db, post):
    return World()
