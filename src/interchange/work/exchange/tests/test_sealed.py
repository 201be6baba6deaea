"""The rule of non-attribution: nothing in database, journal, letters, exports or search ties what was said to who said it, and its author is still known again."""

import json

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.rules import allows, rows
from interchange.ground.post.models import Letter
from interchange.ground.threads import actions as threads
from interchange.work.exchange.actions import answering, asking, questions
from interchange.work.exchange.models import Answer, Ask, Question
from interchange.work.exchange.tests.world import DAY, person


@pytest.fixture
def sealed(world):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada, unattributed=True)
    given = answering.answer(ben, question.pk, text="We lost all marks, too.", at=world.now)
    return ada, ben, question, given


def test_no_row_of_the_room_and_no_event_names_anybody(world, sealed):
    ada, ben, _question, _given = sealed
    for model in apps.get_app_config("exchange").get_models():
        people = [field.attname for field in model._meta.concrete_fields if getattr(field, "related_model", None) is type(person(ada))]
        for row in model.objects.values(*people):
            assert not {ada.me, ben.me} & set(row.values()), model
    events = Event.objects.filter(subject_kind__in=["exchange.question", "exchange.answer"])
    assert events.count() == 2
    assert set(events.values_list("actor_id", flat=True)) == {None}


def test_letters_go_to_nobody_because_of_what_they_said(world, sealed):
    ada, _ben, question, given = sealed
    questions.accept(ada, given.pk, accepted=True, at=world.now)
    assert not Letter.objects.filter(template__in=["exchange.answered", "exchange.accepted"]).exists()
    assert "Ada" not in "".join(Letter.objects.exclude(person_id=ada.me).values_list("body", flat=True))
    assert question.number in Letter.objects.filter(template="exchange.new").first().body


def test_nobody_is_known_by_the_letter_that_they_did_not_get(world, sealed):
    ada, ben, _question, _given = sealed
    assert set(Letter.objects.filter(template="exchange.new").values_list("person_id", flat=True)) == {ada.me, ben.me}


def test_the_time_of_day_tells_nothing(world, sealed):
    _ada, _ben, question, given = sealed
    assert question.asked_at == given.said_at
    assert question.asked_at < world.now
    assert question.asked_at.astimezone().second == 0


def test_the_author_is_known_again_and_nobody_else(world, sealed):
    ada, ben, question, given = sealed
    assert allows(ada, "peer-question.own", question)
    assert not allows(ben, "peer-question.own", question)
    assert not allows(world.officer, "peer-question.own", question)
    questions.edit(
        ada,
        question.pk,
        {"title": "Which marks survive?", "text": "All.", "topics": ["labelling"], "wanted_by": None},
        revision=1,
        at=world.now,
    )
    answering.edit_answer(ben, given.pk, text="We lost nearly all marks.", at=world.now)
    with pytest.raises(NotAllowed):
        answering.edit_answer(ada, given.pk, text="Else.", at=world.now)
    assert list(rows(ben, "peer-answer.edit")) == [given]
    two = world.asked(ada, title="Another question of mine?", unattributed=True)
    assert two.seal != question.seal  # two things by one person look unlike each other


def test_comments_files_and_the_reply_to_an_ask_would_carry_a_name(world, sealed):
    ada, _ben, question, _given = sealed
    cy = world.member("cy")
    with pytest.raises(NotAllowed):
        threads.say(cy, question, text="Hello.", at=world.now)
    with pytest.raises(Refused, match="Files are not taken"):
        answering.answer(cy, question.pk, text="See.", uploads=[SimpleUploadedFile("x.pdf", b"%PDF-")], at=world.now)
    asking.put_to(ada, question.pk, [cy.me], at=world.now)
    answering.answer(cy, question.pk, text="I know.", at=world.now)
    assert Ask.objects.get(person_id=cy.me).state == "asked"


def test_own_data_and_the_pages_hold_no_name(world, sealed):
    ada, ben, question, given = sealed
    data = json.dumps([ROOMS["exchange"].collect(ada.me), ROOMS["exchange"].collect(ben.me)], default=str)
    assert question.title not in data
    assert given.text not in data
    world.now += DAY
    client = Client()
    client.force_login(person(world.chair))
    for url in ("/exchange/", f"/exchange/questions/{question.pk}/", "/search/?q=upload", "/exchange/?format=json"):
        page = client.get(url).content.decode()
        assert "Ada Sample" not in page
        assert "Ben Sample" not in page
    assert given.text in client.get(f"/exchange/questions/{question.pk}/").content.decode()


def test_the_database_holds_no_question_with_both_or_neither(world, sealed):
    ada, ben, question, given = sealed
    for change in ({"asker_id": ada.me}, {"seal": ""}, {"unattributed": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=given.pk).update(author_id=ben.me)
