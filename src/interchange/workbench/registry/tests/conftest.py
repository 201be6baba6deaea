"""People, pictures and works of the register's tests; the house's files lie in a folder of their own."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.codes import make, reference
from interchange.workbench.registry import matching
from interchange.workbench.registry.actions import works


@pytest.fixture(autouse=True)
def _fresh_counts():
    matching._sizes.clear()


@pytest.fixture(scope="session")
def picture():
    """`picture(5)`: a made-up picture as PNG; `picture(5, "jpeg-20")`: an edited copy of it."""

    def made(number, edit=""):
        found = reference.picture(number)
        buffer = io.BytesIO()
        (reference.IMAGE_EDITS[edit](found) if edit else found).save(buffer, "PNG")
        return buffer.getvalue()

    return made


@pytest.fixture(scope="session")
def codes(picture):
    """The codes of a made-up picture, made in this process: what the limited one gives is tested with the pages."""
    known = {}

    def made(number, edit="", asking=False):
        key = number, edit, asking
        if key not in known:
            known[key] = make.codes_of(picture(number, edit), "a.png", asking=asking)
        return known[key]

    return made


@pytest.fixture
def people(db):
    made = {}

    def person(name, *roles):
        if name not in made:
            made[name] = Person.objects.create(email=f"{name}@example.org", given_name=name.title(), family_name="Sample")
            for role in roles or (Role.MEMBER,):
                grant_role(SYSTEM, made[name].pk, role, at=clock.now(), reason="For a test.")
        return viewer_for(made[name], at=clock.now(), second_factor=True)

    return person


@pytest.fixture
def registered(people, codes):
    """`registered("ada", 5, visibility="private")`: a work of that person."""

    def made(name, number, **words):
        said = works.Words(
            **{"title": f"Picture {number}", "rights_holder": f"{name.title()} Works", "reservations": ["ai-training"], **words}
        )
        return works.register(people(name), codes(number), said, at=clock.now())

    return made


@pytest.fixture
def upload():
    return lambda content, name="found.png", kind="image/png": SimpleUploadedFile(name, content, kind)
