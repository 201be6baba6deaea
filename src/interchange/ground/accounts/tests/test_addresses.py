"""U26: a new address is proved first, the old one told, another's refused without saying whose. U79: roles given and taken, sessions ended."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts import actions
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter

pytestmark = pytest.mark.django_db


def person(email, *roles):
    made = actions.person_for(email, at=clock.now())
    for role in roles:
        RoleGrant.objects.create(person=made, role=role, starts_at=clock.now() - timedelta(days=1))
    return made


def client_of(one):
    client = Client()
    client.force_login(one)
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


def code_in_newest(address):
    letter = Letter.objects.filter(address=address).latest("pk")
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter.body, re.M)
    assert found, letter.body
    return found[1]


def test_a_new_address_is_proved_by_code_and_the_old_one_is_told():
    ada = person("ada@example.org")
    browser = client_of(ada)
    browser.post("/account/email/", {"action_add": "", "email": "Ada.New@example.net"}, follow=True)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org", "nothing changes before the new address is proved"
    browser.post("/account/confirm-email/", {"code": code_in_newest("ada.new@example.net")}, follow=True)
    assert EmailAddress.objects.get(email="ada.new@example.net").verified
    browser.post("/account/email/", {"action_primary": "", "email": "ada.new@example.net"}, follow=True)
    ada.refresh_from_db()
    assert ada.email == "ada.new@example.net"
    told = Letter.objects.filter(address="ada@example.org", template="accounts.email-changed")
    assert told.count() == 1
    assert Event.objects.filter(verb="person.address-changed", subject_id=str(ada.pk)).count() == 1


def test_the_address_of_another_account_is_refused_without_saying_whose():
    ada, eve = person("ada@example.org"), person("eve@example.org")
    page = client_of(ada).post("/account/email/", {"action_add": "", "email": "EVE@example.org"}, follow=True).content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert not EmailAddress.objects.filter(user=ada, email__iexact="eve@example.org").exists()
    assert EmailAddress.objects.get(email="eve@example.org").user_id == eve.pk
    assert eve.name not in page


def test_an_administrator_ends_every_session_and_the_next_request_is_a_visitor_s():
    admin, member = person("admin@example.org", Role.ADMINISTRATOR), person("m@example.org")
    first, second = client_of(member), client_of(member)
    assert first.get("/account/me/").status_code == second.get("/account/me/").status_code == 200
    answer = client_of(admin).post(f"/roles/{member.pk}/", {"what": "sign-out"})
    assert answer.status_code == 302
    for browser in (first, second):
        assert browser.get("/account/me/")["Location"].startswith("/account/login/")
    event = Event.objects.get(verb="person.signed-out")
    assert (event.actor_id, event.subject_id, event.after) == (admin.pk, str(member.pk), {"sessions": 2})
    assert Session.objects.count() == 1, "the administrator's own goes on"


def test_nobody_else_ends_another_s_sessions():
    eve, member = person("eve@example.org", Role.OFFICER), person("m@example.org")
    with pytest.raises(NotAllowed):
        actions.sign_out_everywhere(Viewer(person_id=eve.pk, roles=frozenset({Role.OFFICER})), member.pk, at=clock.now())
    assert client_of(eve).post(f"/roles/{member.pk}/", {"what": "sign-out"}).status_code == 404


def test_roles_are_given_and_ended_on_the_page_and_work_from_the_next_request():
    admin, one = person("admin@example.org", Role.ADMINISTRATOR), person("one@example.org")
    page, browser = client_of(admin), client_of(one)
    assert browser.get("/post/").status_code == 404
    refused = page.post(f"/roles/{one.pk}/", {"what": "grant", "role": "officer", "reason": ""})
    assert "officer" in refused.content.decode()
    assert not RoleGrant.objects.filter(person=one).exists()
    page.post(f"/roles/{one.pk}/", {"what": "grant", "role": "officer", "reason": "New colleague."})
    assert browser.get("/post/").status_code == 200
    page.post(f"/roles/{one.pk}/", {"what": "end", "role": "officer", "reason": "Left."})
    assert browser.get("/post/").status_code == 200, "the last officer stays until there is another"
    person("two@example.org", Role.OFFICER)
    page.post(f"/roles/{one.pk}/", {"what": "end", "role": "officer", "reason": "Left."})
    assert browser.get("/post/").status_code == 404
    assert list(Event.objects.filter(verb__startswith="role.").order_by("seq").values_list("verb", flat=True)) == [
        "role.granted",
        "role.ended",
    ]


def test_the_last_administrator_cannot_end_their_own_role_on_the_page():
    admin = person("admin@example.org", Role.ADMINISTRATOR)
    page = client_of(admin).post(f"/roles/{admin.pk}/", {"what": "end", "role": "administrator", "reason": "Tired."})
    assert "This is the last administrator." in page.content.decode()
    assert RoleGrant.objects.get().ends_at is None


def test_an_administrator_reads_no_files_and_speaks_for_nobody():
    browser = client_of(person("admin@example.org", Role.ADMINISTRATOR))
    for closed in ("/selection/", "/selection/reviews/", "/calls/manage/", "/members/manage/", "/post/"):
        assert browser.get(closed).status_code == 404, closed


def test_without_a_second_factor_a_staff_role_opens_nothing_and_says_why():
    officer = person("officer@example.org", Role.OFFICER)
    client = Client()
    client.force_login(officer)
    assert client.get("/post/")["Location"] == "/account/second-factor/?next=/post/"
    page = client.get("/account/second-factor/?next=/post/").content.decode()
    assert "Secretariat officer" in page
    assert Person.objects.filter(pk=officer.pk, role_grants__role="officer").exists()


@pytest.mark.parametrize("address", ["known@example.org", "unknown@example.org"])
def test_the_mails_of_signing_in_speak_the_house_s_words_and_name_no_password(client, address):
    person("known@example.org")
    client.post("/account/login/code/", {"email": address})
    body = Letter.objects.filter(address=address).latest("pk").body
    assert "AIII Technical Exchange Network" in body
    assert "password" not in body.lower()
    assert "Hello from" not in body
    assert ("code" in body) is (address == "known@example.org")
