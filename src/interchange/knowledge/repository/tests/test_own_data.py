"""One's own data: told whole, erased where it is one's own alone, kept where others rest on it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from interchange.ground.accounts import own_data
from interchange.ground.accounts.own_data import Blocked, Erased, Kept
from interchange.ground.files.models import StoredFile
from interchange.ground.journal import chain
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.models import CopyRequest, PageText, ReadingList, Record, Review, Version
from interchange.knowledge.repository.tests import world
from interchange.knowledge.repository.vocabulary import CHECKS

ROOM = own_data.ROOMS["repository"]


def plan(who):
    return list(ROOM.plan(who.person_id))


def erase(who, at):
    with transaction.atomic():
        ROOM.erase(who.person_id, at)


@pytest.fixture
def left(people, at):
    """What Ada leaves: a published record, a draft with a file, a list, a wish for a copy of Ben's closed file."""
    world.published(people.officer, people.ada, at, title="QXpublished marks", content=world.pdf())
    world.deposited(people.ada, at, title="QXdraft in the drawer", content=world.pdf(title="QXdraft", parts=["QXpage"]), identifiers=[])
    actions.make_list(people.ada, title="QXlist", note="QXnote", at=at)
    closed = world.published(
        people.officer, people.ben, at, title="A closed file", level="restricted", content=world.pdf(doi="10.5555/x"), identifiers=[]
    )
    actions.ask_copy(people.ada, closed.current.files.get().pk, purpose="QXpurpose", at=at)
    return closed


def test_everything_is_told_with_its_files(people, at, left):
    told = str(ROOM.collect(people.ada.person_id))
    for planted in ("QXpublished", "QXdraft", "QXlist", "QXnote", "QXpurpose"):
        assert planted in told, planted
    assert "QX" not in str(ROOM.collect(people.ben.person_id)), "another's wish for a copy is the other's"
    assert len(list(ROOM.files(people.ada.person_id))) == 2


def test_what_is_ones_own_goes_and_what_others_rest_on_stays(people, at, left, django_capture_on_commit_callbacks):
    assert [type(item) for item in plan(people.ada)] == [Erased, Erased, Kept]
    draft = StoredFile.objects.get(record_files__version__title="QXdraft in the drawer")
    with django_capture_on_commit_callbacks(execute=True):
        erase(people.ada, at)
    assert not default_storage.exists(draft.path)
    assert not PageText.objects.filter(body__contains="QXpage").exists()
    assert (ReadingList.objects.count(), CopyRequest.objects.count()) == (0, 0)
    assert not Version.objects.filter(title__contains="QXdraft").exists()
    assert not Record.objects.filter(title__contains="QXdraft").exists()
    assert Record.objects.get(title__contains="QXpublished").state == "published"
    assert [type(item) for item in plan(people.ada)] == [Kept]
    erase(people.ada, at)
    assert chain.verify()[1] == []


def test_a_granted_copy_loses_its_words_only(people, at, left):
    asked = CopyRequest.objects.get()
    actions.decide_copy(people.ben, asked.pk, grant=True, at=at)
    erase(people.ada, at)
    asked.refresh_from_db()
    assert (asked.state, asked.purpose) == ("granted", "erased")


def test_what_waits_for_a_decision_holds_the_erasure(people, at):
    version = world.deposited(people.ada, at)
    actions.submit(people.ada, version.pk, rights=True, at=at)
    assert [type(item) for item in plan(people.ada)] == [Blocked]
    review = actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)
    assert [type(item) for item in plan(people.ben)] == [Blocked]
    actions.file_review(people.ben, review.pk, verdict="accept", remark="QXremark", note="QXnote", at=at)
    assert "QXremark" in str(ROOM.collect(people.ada.person_id))
    assert "QXnote" not in str(ROOM.collect(people.ada.person_id)), "what only curators read is the reviewer's"
    for key in CHECKS:
        actions.check(people.officer, version.pk, key, "ok", at=at)
    actions.accept(people.officer, version.pk, at=at)
    actions.publish(people.officer, version.pk, at=at)
    assert [type(item) for item in plan(people.ben)] == [Kept]
    erase(people.ben, at + timedelta(days=1))
    assert list(Review.objects.values_list("verdict", "remark", "note")) == [("accept", "", "")]
