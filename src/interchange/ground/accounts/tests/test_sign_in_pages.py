"""The pages about signing in open, for people without and with a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts import actions, views
from interchange.ground.accounts.models import Person, SignInLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return actions.person_for("ada@example.org", at=clock.now())


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def protected(person: Person) -> Authenticator:
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": "My phone", "credential": {}})


@pytest.mark.parametrize("path", ["login/", "start/", "login/?next=/desk/", "signup/"])
def test_doors_open_for_visitors(client, path):
    assert client.get(f"/account/{path}").status_code == 200


@pytest.mark.parametrize("path", ["me/", "data/", "second-factor/", "email/", "logout/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/"])
def test_pages_without_a_second_factor(signed_in, path):
    answer = signed_in.get(f"/account/{path}")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_pages_with_every_factor(signed_in, person):
    passkey = protected(person)
    page = signed_in.get("/account/2fa/webauthn/").content.decode()
    assert "Rename My phone" in page
    assert f"/account/2fa/webauthn/keys/{passkey.pk}/remove/" in page
    for path in ("", "reauthenticate/"):
        assert signed_in.get(f"/account/2fa/{path}").status_code == 200


def test_one_network_address_cannot_ask_without_end(client, monkeypatch):
    monkeypatch.setattr(views, "LINKS_PER_HOUR_AND_PLACE", 3)
    answers = [client.post("/account/start/", {"email": f"p{number}@example.org"}).status_code for number in range(5)]
    assert answers == [200] * 5
    assert SignInLink.objects.count() == 3
    assert client.get("/account/start/").status_code == 200
