"""People of the map's tests: members, a chair, officers; the starter map is loaded for the whole run."""

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership.models import Profile


class People:
    """People by short names, made when first asked for."""

    def __init__(self):
        self.made = {}

    def __call__(self, name: str, *roles: Role, organisation: str = ""):
        if name not in self.made:
            at = clock.now()
            person = Person.objects.create(email=f"{name}@example.org", given_name=name.title(), family_name="Sample")
            for role in roles or (Role.MEMBER,):
                grant_role(SYSTEM, person.pk, role, at=at, reason="For a test.")
            if organisation:
                Profile.objects.create(person=person, profile="tech-professional", organisation=organisation)
            self.made[name] = person
        return viewer_for(self.made[name], at=clock.now(), second_factor=True)


@pytest.fixture
def people(db):
    return People()


@pytest.fixture
def sign_in(client, people):
    """`sign_in("ada", Role.CHAIR)`: the client is that person from then on."""

    def sign(name: str, *roles: Role, **more):
        viewer = people(name, *roles, **more)
        client.force_login(people.made[name])
        session = client.session
        session["demo-sign-in"] = True
        session.save()
        return viewer

    return sign


EVIDENCE = {"source_title": "The specification", "source_url": "https://example.org/spec", "strength": "document"}


@pytest.fixture
def shown():
    return {**EVIDENCE, "checked": clock.now().date()}


@pytest.fixture
def a_tool():
    return {
        "name": "Example Marker",
        "kind": "tool",
        "summary": "Marks examples so that they can be found again.",
        "functions": ["label"],
        "sectors": ["music"],
        "topics": ["labelling"],
        "status": "draft",
        "since": "2025",
        "steward": "Example Works",
        "countries": [],
        "openness": "open-source",
        "licence": "MIT",
        "url": "https://example.org/marker",
    }
