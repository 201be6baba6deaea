import pytest
from django.test import Client

from interchange.work.direction.tests.world import World


@pytest.fixture
def world(db, monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def signed():
    """A browser of somebody who is signed in with a second factor."""

    def sign(viewer):
        client = Client()
        from interchange.ground.accounts.models import Person

        client.force_login(Person.objects.get(pk=viewer.person_id))
        session = client.session
        session["demo-sign-in"] = True
        session.save()
        return client

    return sign
