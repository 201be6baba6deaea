"""A subject for the tests: States. Kenya is open to everybody, Brazil to people with a role; officers put questions to members."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q
from django.test import Client

from interchange.ground.accounts.models import Person
from interchange.ground.consensus import kinds
from interchange.ground.policy import rules, subjects
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import role
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.models import MemberState

AT = datetime(2027, 3, 15, 9, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 21, 59, 59, tzinfo=UTC)  # ten working days: Good Friday and Easter Monday lie between


@pytest.fixture
def closed():
    """What the kind's hook heard."""
    return []


@pytest.fixture
def kind(monkeypatch, closed, db):
    monkeypatch.setattr(subjects, "SUBJECTS", {})
    for name in list(kinds.KINDS):
        monkeypatch.delitem(kinds.KINDS, name)
    monkeypatch.setitem(
        rules.RULES,
        "test.view",
        rules.Rule("test.view", model=MemberState, who=rules.anyone, which=lambda v: Q() if v.roles else Q(iso2="KE")),
    )
    monkeypatch.setitem(rules.RULES, "test.lead", rules.Rule("test.lead", model=MemberState, who=role(Role.OFFICER), which=lambda v: Q()))
    subjects.define(
        MemberState, view="test.view", speak="test.view", url=lambda state: "/reference/states/", title=lambda state: state.name
    )
    made = kinds.Kind(
        MemberState,
        open="test.lead",
        asked=lambda state, at: (
            list(Person.objects.filter(role_grants__role=Role.MEMBER).values_list("pk", flat=True)) if state.iso2 in {"KE", "BR"} else []
        ),
        on_close=lambda call, state, at: closed.append((call.state, state.iso2)),
    )
    monkeypatch.setitem(kinds.KINDS, "vocabulary.memberstate", made)
    return made


@pytest.fixture
def people(db):
    """Ada, Ben and Cyd are members, Eve has no role, Olu is an officer."""
    made = {}
    for name, roles in {"ada": [Role.MEMBER], "ben": [Role.MEMBER], "cyd": [Role.MEMBER], "eve": [], "olu": [Role.OFFICER]}.items():
        made[name] = Person.objects.create_user(f"{name}@example.org", given_name=name.title(), time_zone="America/New_York")
        for one in roles:
            RoleGrant.objects.create(person=made[name], role=one, starts_at=AT - timedelta(days=400))
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
def kenya(kind):
    return MemberState.objects.get(pk="KE")


@pytest.fixture
def brazil(kind):
    return MemberState.objects.get(pk="BR")
