"""A small world: an officer, members, a focal point, and deposits made by actions."""

import json
from datetime import timedelta

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.repository import actions, tasks, texts
from interchange.knowledge.repository.drafts import Creator, Draft
from interchange.knowledge.repository.vocabulary import CHECKS
from interchange.network.membership.models import Membership, Profile

DAY = timedelta(days=1)
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#text(size: 18pt, weight: "bold", data.title)

doi: #data.doi

*Abstract.* #data.summary

#for part in data.parts [
  #pagebreak()
  #part
]
"""
_made = {}


def pdf(
    title="A Paper on Marks",
    summary="What was done and what was found, in enough words to be an abstract of a paper about marks.",
    parts=(),
    doi="10.1234/abc.5",
):
    """A real PDF of 1 + len(parts) pages."""
    key = (title, summary, tuple(parts), doi)
    if key not in _made:
        data = json.dumps({"title": title, "summary": summary, "parts": list(parts), "doi": doi})
        _made[key] = bytes(typst.compile(SOURCE.encode(), sys_inputs={"data": data}))
    return _made[key]


def upload(content=None, name="paper.pdf"):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def person(email, *roles, organisation="", given="", family="", topics=()):
    """A person with roles now; members get a membership, as the pages of the network expect."""
    at = clock.now() - 30 * DAY
    made = Person.objects.create_user(email, given_name=given, family_name=family)
    for role in roles:
        RoleGrant.objects.create(person=made, role=role, starts_at=at)
    if Role.MEMBER in roles:
        number = f"TEN/MEM/{made.pk}"
        Membership.objects.create(number=number, person=made, state="active", starts_at=at, ends_at=at + 700 * DAY)
        Profile.objects.create(person=made, profile="academic", organisation=organisation, topics=list(topics))
    return Viewer(person_id=made.pk, roles=frozenset(roles))


def draft(title="Marks in pictures and how they travel", **more):
    values = {
        "title": title, "summary": f"{title}: says what was done and what was found, at some length.", "year": 2025, "topics": ["labelling"],
        "sectors": ["music"], "ai_use": "none", "licence": "CC-BY-4.0", "creators": [Creator(family="Writer", given="Ada")],
        "identifiers": [("url", "https://example.org/marks")],
    } | more  # fmt: skip
    return Draft(**values)


def deposited(who, at, *, content=None, text=True, level="public", embargo_until=None, **more):
    """A draft with, if content is given, a file whose text has been read."""
    version = actions.start(who, draft(**more), at=at)
    if content is not None:
        file = actions.add_file(who, version.pk, upload(content), level=level, embargo_until=embargo_until, at=at)
        if text:
            tasks.keep(file.pk, texts.read(content))
    version.refresh_from_db()
    return version


def published(officer, who, at, **more):
    """Deposited, checked, published; returns the record."""
    version = deposited(who, at, **more)
    return through(officer, who, version, at)


def through(officer, who, version, at):
    actions.submit(who, version.pk, rights=True, at=at)
    for key in CHECKS:
        actions.check(officer, version.pk, key, "ok", at=at)
    actions.accept(officer, version.pk, at=at)
    done = actions.publish(officer, version.pk, at=at)
    done.record.refresh_from_db()
    return done.record
