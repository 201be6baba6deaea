"""Signing in by a mailed link (story U10): once, for 24 hours, and nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts import actions
from interchange.ground.accounts.models import Person, SignInLink
from interchange.ground.accounts.vocabulary import LINK_LIFE, LINKS_PER_HOUR
from interchange.ground.errors import Refused
from interchange.ground.post.models import Letter

pytestmark = pytest.mark.django_db


def link_in(letter: Letter) -> str:
    found = re.search(r"/account/link/([\w-]+)/", letter.body)
    assert found, letter.body
    return found[1]


def ask(client: Client, address: str, next_path: str = "/account/me/") -> str:
    client.post("/account/start/", {"email": address, "next": next_path})
    return link_in(Letter.objects.get(address=address, template="accounts.link"))


def test_a_link_makes_a_person_with_a_proved_address_and_no_password(client):
    secret = ask(client, "new@example.org")
    assert not Person.objects.filter(email="new@example.org").exists()
    answer = client.post(f"/account/link/{secret}/", {"what": "use"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/me/")
    person = Person.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert not person.has_usable_password()
    address = EmailAddress.objects.get(user=person)
    assert address.verified
    assert address.primary


def test_looking_at_a_link_uses_nothing_up(client):
    secret = ask(client, "new@example.org")
    for _ in range(3):
        assert client.get(f"/account/link/{secret}/").status_code == 200
    assert not Person.objects.filter(email="new@example.org").exists()
    assert SignInLink.objects.get().used_at is None
    assert client.post(f"/account/link/{secret}/", {"what": "use"}).status_code == 302


def test_a_link_works_once_and_then_offers_a_new_one_by_one_click(client):
    secret = ask(client, "new@example.org", "/desk/")
    client.post(f"/account/link/{secret}/", {"what": "use"})
    other = Client()
    again = other.post(f"/account/link/{secret}/", {"what": "use"})
    assert again.status_code == 410
    assert "_auth_user_id" not in other.session
    assert "Mail me a new link" in again.content.decode()
    other.post(f"/account/link/{secret}/", {"what": "again"})
    letters = Letter.objects.filter(address="new@example.org", template="accounts.link").order_by("pk")
    assert letters.count() == 2
    fresh = link_in(letters[1])
    assert fresh != secret
    assert other.post(f"/account/link/{fresh}/", {"what": "use"})["Location"] == "/desk/"


def test_a_link_lasts_24_hours_to_the_second():
    assert timedelta(hours=24) == LINK_LIFE
    at = clock.now()
    actions.send_link("late@example.org", "", at=at)
    actions.send_link("late@example.org", "", at=at)
    first, second = (link_in(letter) for letter in Letter.objects.order_by("pk"))
    assert actions.use_link(first, at=at + LINK_LIFE) is None
    assert actions.use_link(second, at=at + LINK_LIFE - timedelta(seconds=1)) is not None


def test_an_unknown_secret_is_not_found_and_the_secret_itself_is_not_kept(client):
    secret = ask(client, "new@example.org")
    assert secret not in str(list(SignInLink.objects.values()))
    assert client.get("/account/link/guessed/").status_code == 404
    assert client.post("/account/link/guessed/", {"what": "again"}).status_code == 404


def test_known_and_unknown_addresses_look_alike(client):
    actions.person_for("known@example.org", at=clock.now())
    seen = []
    for address in ("known@example.org", "other@example.org"):
        before = Letter.objects.count()
        answer = Client().post("/account/start/", {"email": address, "next": "/desk/"})
        body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content).replace(address.encode(), b"X")
        seen.append((answer.status_code, body, dict(answer.headers).keys(), Letter.objects.count() - before))
    assert seen[0] == seen[1]
    assert seen[0][3] == 1


def test_letter_case_and_blanks_make_no_second_person():
    at = clock.now()
    one = actions.person_for("Ana@Example.org", at=at)
    assert actions.person_for("  ana@example.ORG ", at=at).pk == one.pk
    assert EmailAddress.objects.filter(user=one).count() == 1


def test_too_many_links_are_not_sent_and_the_answer_is_the_same(client):
    answers = {client.post("/account/start/", {"email": "often@example.org"}).status_code for _ in range(LINKS_PER_HOUR + 3)}
    assert answers == {200}
    assert Letter.objects.filter(address="often@example.org").count() == LINKS_PER_HOUR


def test_what_is_no_address_is_refused_beside_the_field(client):
    answer = client.post("/account/start/", {"email": "not an address"})
    assert "is not an e-mail address" in answer.content.decode()
    assert not Letter.objects.exists()
    with pytest.raises(Refused):
        actions.send_link("also not", "", at=clock.now())


def test_a_link_never_leads_out_of_the_house(client):
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        Letter.objects.all().delete()
        SignInLink.objects.all().delete()
        secret = ask(client, "new@example.org", evil)
        assert client.post(f"/account/link/{secret}/", {"what": "use"})["Location"] == "/desk/"


def test_a_link_to_a_second_proved_address_signs_in_its_holder():
    at = clock.now()
    person = actions.person_for("first@example.org", at=at)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True, primary=False)
    assert actions.person_for("second@example.org", at=at).pk == person.pk
    assert Person.objects.count() == 1


def test_an_address_somebody_else_only_typed_goes_to_who_proves_it():
    at = clock.now()
    squatter = actions.person_for("squatter@example.org", at=at)
    EmailAddress.objects.create(user=squatter, email="mine@example.org", verified=False, primary=False)
    owner = actions.person_for("mine@example.org", at=at)
    assert owner.pk != squatter.pk
    assert list(EmailAddress.objects.filter(email="mine@example.org").values_list("user", "verified")) == [(owner.pk, True)]


def test_an_erased_person_is_not_signed_in():
    at = clock.now()
    person = actions.person_for("gone@example.org", at=at)
    actions.send_link("gone@example.org", "", at=at)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert actions.use_link(link_in(Letter.objects.get()), at=at) is None


@pytest.mark.parametrize("path", ["password/change/", "password/reset/", "password/set/", "password/reset/done/"])
def test_there_are_no_passwords(client, path):
    assert client.get(f"/account/{path}").status_code == 404
    assert b'type="password"' not in client.get("/account/login/").content
