import pytest
from django.test import Client

from interchange.knowledge.lexicon.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def signed(world):
    """A browser of somebody of the world, with a second factor."""

    def sign(name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(world.people[name])
            session = client.session
            session["demo-sign-in"] = True
            session.save()
        return client

    return sign
