"""Tokens: made once, shown once, kept as a hash, held at each question; over-scoped, revoked, over, mistyped ones are shut out."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import carry_out_erasure
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.jobs.retention import listing
from interchange.ground.journal.models import Event
from interchange.ground.machines import actions, vocabulary
from interchange.ground.machines.models import ApiToken
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from tests.hand import Hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Person.objects.create_user("ada@example.org", given_name="Ada")


@pytest.fixture
def officer(person):
    grant_role(SYSTEM, person.pk, Role.OFFICER, at=clock.now() - timedelta(days=1), reason="test")
    return person


def viewer(person, *, second_factor=True):
    return viewer_for(person, at=clock.now(), second_factor=second_factor)


def make(person, *scopes, days=30, key="form-1", name="laptop", at=None, **more):
    return actions.make_token(viewer(person, **more), name=name, scopes=scopes, days=days, form_key=key, at=at or clock.now())


def ask(secret, path="me", **headers):
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", **headers})


def test_a_token_reads_as_its_person_and_only_its_hash_is_kept(person):
    token, secret = make(person, "calls")
    assert re.fullmatch(r"itn_[A-Za-z0-9_-]{43}", secret)
    kept = ApiToken.objects.values().get()
    assert secret not in str(kept)
    assert kept["secret_hash"] == actions.hash_of(secret)
    assert ask(secret).json()["person"] == person.pk
    assert Client().get("/api/v1/me").json() == {"signed_in": False, "person": None, "roles": [], "scoped_roles": [], "asleep": []}
    assert ask(secret, "calls").status_code == 200
    event = Event.objects.get(verb="token.made")
    assert (event.actor_id, event.subject_id) == (person.pk, str(token.pk))
    assert secret not in str(event.__dict__)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_room_without_its_scope_is_shut_and_says_which_is_missing(person):
    secret = make(person, "calls")[1]
    for path in ("members", "meetings/documents", "repository/records", "lexicon/concepts", "landscape/tools", "search?q=call"):
        answer = ask(secret, path)
        room = re.split(r"[/?]", path)[0]
        assert (answer.status_code, answer.json()["code"], answer.json()["scope"]) == (403, "scope-missing", room)
        assert f'error="insufficient_scope", scope="{room}"' in answer["WWW-Authenticate"]
    assert ask(secret, "me").status_code == ask(secret, "openapi.json").status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "itn_", "itn_" + "a" * 43, "itn_" + "a" * 9000, "ïtn_é", "a b c"])
def test_a_token_that_does_not_hold_opens_nothing_not_even_what_is_public(person, wrong):
    answer = ask(wrong, "calls")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
    assert answer["Content-Type"] == "application/problem+json"
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert Client().get("/api/v1/calls", headers={"Authorization": "Basic YTpi"}).status_code == 401


def test_revoked_over_and_of_somebody_who_left(person):
    token, secret = make(person, "calls")
    actions.revoke(viewer(person), token.pk, at=clock.now())
    actions.revoke(viewer(person), token.pk, at=clock.now())
    assert Event.objects.filter(verb="token.revoked").count() == 1
    assert ask(secret).status_code == 401
    old = make(person, "calls", days=7, key="form-2", at=clock.now() - timedelta(days=7))[1]
    assert ask(old).status_code == 401
    third = make(person, "calls", key="form-3")[1]
    assert ask(third).status_code == 200
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert ask(third).status_code == 401


def test_nobody_ends_or_sees_the_token_of_another(person):
    token = make(person, "calls")[0]
    other = viewer(Person.objects.create_user("bob@example.org"))
    with pytest.raises(NotAllowed):
        actions.revoke(other, token.pk, at=clock.now())
    assert actions.mine(other) == []
    with pytest.raises(NotAllowed):
        actions.make_token(VISITOR, name="x", scopes=["calls"], days=7, form_key="f", at=clock.now())


def test_staff_rights_sleep_in_a_token_without_the_scope_and_end_with_the_role(officer):
    plain = make(officer, "calls")[1]
    assert (ask(plain).json()["roles"], ask(plain).json()["asleep"]) == ([], ["officer"])
    with_staff = make(officer, "calls", "staff", key="form-2")[1]
    assert ask(with_staff).json()["roles"] == ["officer"]
    from interchange.ground.policy.actions import end_role

    grant_role(SYSTEM, Person.objects.create_user("eve@example.org").pk, Role.OFFICER, at=clock.now() - timedelta(days=1), reason="test")
    end_role(SYSTEM, officer.pk, Role.OFFICER, at=clock.now(), reason="test")
    assert ask(with_staff).json()["roles"] == []


def test_over_scoped_tokens_are_refused_whole(person, officer):
    with pytest.raises(Refused) as wrong:
        make(officer, "calls", "staff", second_factor=False)
    assert [one.field for one in wrong.value.problems] == ["scopes"]
    with pytest.raises(Refused) as wrong:
        actions.make_token(Viewer(person_id=person.pk), name=" ", scopes=["everything", "staff"], days=9999, form_key="", at=clock.now())
    assert [one.field for one in wrong.value.problems] == ["name", "scopes", "scopes", "days", ""]
    with pytest.raises(Refused, match="at least one room"):
        make(officer, "staff")
    assert not ApiToken.objects.exists()


def test_one_form_makes_one_token_and_nobody_hoards(person):
    make(person, "calls")
    with pytest.raises(Refused, match="not shown twice"):
        make(person, "calls")
    for number in range(vocabulary.MOST_TOKENS - 1):
        make(person, "calls", key=f"more-{number}")
    with pytest.raises(Refused, match="20 living"):
        make(person, "calls", key="one-more")


def test_the_page_makes_shows_once_and_revokes(person):
    hand = Hand(person)
    page = hand.press("/account/tokens/", "Make the token", {"name": "my sheet", "scopes": ["calls", "members"], "days": "30"})
    secret = page.tree.xpath("//code[contains(@class, 'secret-once')]")[0].text
    assert ask(secret, "members").status_code == 200
    assert "my sheet" in page.words
    again = hand.open("/account/tokens/")
    assert secret not in again.words
    assert secret[-4:] in again.words
    assert not again.tree.xpath("//option[@value='staff']|//input[@value='staff']")
    assert hand.press("/account/tokens/", "Revoke").said == ["The token is revoked: what used it is shut out from now on."]
    assert ask(secret).status_code == 401
    wrong = hand.press("/account/tokens/", "Make the token", {"name": ""})
    assert wrong.status == 422
    assert "no-store" in Client().get("/api/v1/nothing")["Cache-Control"]
    assert Client().get("/account/tokens/").status_code == 302


def test_the_page_offers_staff_rights_to_those_who_hold_them_awake(officer):
    assert Hand(officer).open("/account/tokens/").tree.xpath("//input[@value='staff']")


def test_revoking_what_is_not_ones_own_is_not_there(person):
    client = Client()
    client.force_login(person)
    for number in ("0", "abc", "9" * 30, "²"):
        assert client.post("/account/tokens/", {"what": "revoke", "token": number}).status_code == 404


def test_erasure_and_time_take_tokens_away(person):
    secret = make(person, "calls")[1]
    make(person, "calls", key="old", days=7, at=clock.now() - timedelta(days=800))
    due = {rule.name: things for rule, things, _held in listing(clock.now())}["machines.tokens"]
    assert len(due) == 1
    carry_out_erasure(person.pk, clock.now())
    assert not ApiToken.objects.exists()
    assert ask(secret).status_code == 401
