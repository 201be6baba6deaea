import pytest

from interchange.work.statements.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)
