"""A subject for the tests: calls, which everybody sees once published and officers before; only members and officers speak."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q
from django.test import Client

from interchange.ground.accounts.models import Person
from interchange.ground.policy import rules, subjects
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.models import MemberState

AT = datetime(2027, 3, 2, 9, tzinfo=UTC)
CLOSES = AT + timedelta(days=7)


@pytest.fixture
def kind(monkeypatch):
    """Kenya is open to everybody, Brazil to people with a role; those with a role speak; conflicts of people hide nothing here."""
    monkeypatch.setattr(subjects, "SUBJECTS", {})

    def seen(viewer):
        return Q() if viewer.roles else Q(iso2="KE")

    monkeypatch.setitem(rules.RULES, "test.view", rules.Rule("test.view", model=MemberState, who=rules.anyone, which=seen))
    monkeypatch.setitem(
        rules.RULES,
        "test.speak",
        rules.Rule("test.speak", model=MemberState, who=rules.signed_in, which=lambda v: Q() if v.roles else Q(pk__in=[])),
    )
    return subjects.define(
        MemberState,
        view="test.view",
        speak="test.speak",
        url=lambda state: f"/reference/states/?q={state.iso2}",
        title=lambda state: state.name,
        closes_at=lambda state: CLOSES,
    )


@pytest.fixture
def people(db):
    """Ada and Ben are members, Eve has no role, Olu is an officer."""
    made = {}
    for name, roles in {"ada": [Role.MEMBER], "ben": [Role.MEMBER], "eve": [], "olu": [Role.OFFICER]}.items():
        made[name] = Person.objects.create_user(f"{name}@example.org", given_name=name.title())
        for role in roles:
            RoleGrant.objects.create(person=made[name], role=role, starts_at=AT - timedelta(days=400))
    return made


@pytest.fixture
def viewers(people):
    return {name: viewer_for(person, at=AT, second_factor=True) for name, person in people.items()}


@pytest.fixture
def client_of(people):
    def make(name):
        client = Client()
        if name:
            client.force_login(people[name])
            session = client.session
            session["demo-sign-in"] = True
            session.save()
        return client

    return make


@pytest.fixture
def kenya(kind, db):
    return MemberState.objects.get(pk="KE")


@pytest.fixture
def brazil(kind, db):
    return MemberState.objects.get(pk="BR")
