import pytest
from django.test import Client

from interchange.work.meetings.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def signed():
    """A browser of somebody who is signed in with a second factor."""

    def sign(person):
        client = Client()
        client.force_login(person)
        session = client.session
        session["demo-sign-in"] = True
        session.save()
        return client

    return sign
