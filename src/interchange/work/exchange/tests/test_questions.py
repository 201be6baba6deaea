"""Asking, answering, accepting, closing: who may, what is refused, and what is told to whom."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfWriter

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.rules import allows
from interchange.ground.post.models import Letter
from interchange.ground.search.queries import search
from interchange.ground.threads import actions as threads
from interchange.work.exchange import queries
from interchange.work.exchange.actions import answering, questions
from interchange.work.exchange.models import Answer, Question
from interchange.work.exchange.schedule import watch
from interchange.work.exchange.tests.world import DAY, GIVEN, person


def pdf():
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(buffer)
    return buffer.getvalue()


def letters(template):
    return sorted((letter.person.given_name, letter.state) for letter in Letter.objects.filter(template=template))


def test_a_question_names_each_missing_field(world):
    ada = world.member("ada")
    with pytest.raises(Refused) as caught:
        questions.ask(
            ada,
            {"title": " ", "text": "", "topics": ["no-such"], "wanted_by": world.now.date()},
            about=[("no.kind", "1")],
            people=[ada.me],
            at=world.now,
        )
    assert {one.field for one in caught.value.problems} == {"title", "text", "topics", "wanted_by", "about", "people"}
    assert not Question.objects.exists()


def test_asked_twice_it_is_one_and_members_with_its_topic_hear_of_it_weekly(world):
    ada, _ben, _cy = world.member("ada"), world.member("ben"), world.member("cy", topics=["licensing"])
    first = world.asked(ada)
    assert world.asked(ada).pk == first.pk
    assert first.number == "TEN/Q/2027/0001"
    assert (first.wanted_by - world.now).days == 10
    assert letters("exchange.new") == [("Ben", "gathered")]


def test_answer_accept_and_the_states_that_follow(world):
    ada, ben, cy = world.member("ada"), world.member("ben"), world.member("cy")
    question = world.asked(ada)
    given = answering.answer(
        ben, question.pk, text="Try *two* marks.", sources=[{"title": "", "url": "https://example.org/x"}], at=world.now
    )
    assert given.sources == [{"title": "https://example.org/x", "url": "https://example.org/x"}]
    assert answering.answer(ben, question.pk, text="Try  *two* marks. ", at=world.now).pk == given.pk
    other = answering.answer(cy, question.pk, text="Or none.", at=world.now)
    with pytest.raises(NotAllowed):
        questions.accept(ben, given.pk, accepted=True, at=world.now)
    questions.accept(ada, given.pk, accepted=True, at=world.now)
    questions.accept(world.officer, other.pk, accepted=True, at=world.now)
    question.refresh_from_db()
    assert question.state == "answered"
    assert letters("exchange.answered") == [("Ada", "queued"), ("Ada", "queued")]
    assert letters("exchange.accepted") == [("Ben", "queued"), ("Cy", "queued")]
    assert [line.who for line in queries.answers(ada, question, keeps=True)] == ["Ben Sample", "Cy Sample"]
    with pytest.raises(Refused, match="build on it"):
        answering.edit_answer(ben, given.pk, text="Else.", at=world.now)
    for one in (given, other):
        questions.accept(ada, one.pk, accepted=False, at=world.now)
    question.refresh_from_db()
    assert question.state == "open"


def test_the_last_accepted_answer_removed_opens_the_question_again(world):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    given = answering.answer(ben, question.pk, text="Words.", at=world.now)
    questions.accept(ada, given.pk, accepted=True, at=world.now)
    with pytest.raises(Refused, match="needs a reason"):
        answering.remove_answer(world.officer, given.pk, reason=" ", at=world.now)
    answering.remove_answer(world.officer, given.pk, reason="Names a client.", at=world.now)
    question.refresh_from_db()
    assert question.state == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=given.pk).update(accepted_at=world.now)


def test_a_closed_question_takes_no_answers_until_it_is_opened_again(world):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    questions.close(ada, question.pk, note="We tried it.", at=world.now)
    with pytest.raises(NotAllowed):
        answering.answer(ben, question.pk, text="Late.", at=world.now)
    with pytest.raises(NotAMove):
        questions.withdraw(ada, question.pk, at=world.now)
    questions.reopen(ada, question.pk, at=world.now)
    answering.answer(ben, question.pk, text="Not too late.", at=world.now)
    with pytest.raises(Refused, match="Somebody has answered"):
        questions.withdraw(ada, question.pk, at=world.now)


def test_edits_notice_each_other_and_keep_what_the_editor_cannot_see(world):
    ada, ben = world.member("ada"), world.member("ben")
    other = world.asked(ben, title="Another question about marks?")
    question = world.asked(ada, about=[("exchange.question", str(other.pk))])
    record_conflict(world.officer, ada.me, other, reason="personal", at=world.now)
    changed = questions.edit(ada, question.pk, {**GIVEN, "title": "Which marks survive?"}, revision=1, at=world.now)
    assert changed.named.count() == 1
    with pytest.raises(Stale):
        questions.edit(ada, question.pk, GIVEN, revision=1, at=world.now)
    with pytest.raises(Refused) as caught:
        questions.edit(ada, question.pk, GIVEN, about=[("exchange.question", str(other.pk))], revision=2, at=world.now)
    assert [one.field for one in caught.value.problems] == ["about"]


def test_a_conflict_takes_the_question_away_with_its_letters_threads_and_search(world):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    threads.say(world.chair, question, text="A comment.", at=world.now)
    assert search(ben, "upload", kind="question").total == 1
    record_conflict(world.officer, ben.me, question, reason="personal", at=world.now)
    assert not allows(ben, "peer-question.view", question)
    assert search(ben, "upload", kind="question").total == 0
    with pytest.raises(NotAllowed):
        answering.answer(ben, question.pk, text="Words.", at=world.now)
    with pytest.raises(NotAllowed):
        threads.say(ben, question, text="Words.", at=world.now)


def test_files_of_answers_are_checked_and_read_by_members_only(world, client):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    with pytest.raises(Refused, match="not a PDF"):
        answering.answer(ben, question.pk, text="See.", uploads=[SimpleUploadedFile("x.pdf", b"MZ not a pdf")], at=world.now)
    assert not Answer.objects.exists()
    given = answering.answer(ben, question.pk, text="See.", uploads=[SimpleUploadedFile("x.pdf", pdf())], at=world.now)
    url = f"/files/{given.files.get().stored_id}/"
    client.force_login(person(ada))
    assert client.get(url).status_code == 200
    client.logout()
    assert client.get(url).status_code in {302, 404}
    answering.remove_answer(ben, given.pk, reason="", at=world.now)
    client.force_login(person(ada))
    assert client.get(url).status_code in {404, 410}


def test_silence_lands_on_the_officers_desks_until_somebody_answers(world):
    ada, ben = world.member("ada"), world.member("ben")
    question = world.asked(ada)
    assert watch(world.now + 4 * DAY) == 0
    assert watch(world.now + 6 * DAY) == watch(world.now + 6 * DAY) == 1
    answering.answer(ben, question.pk, text="Words.", at=world.now + 6 * DAY)
    assert watch(world.now + 7 * DAY) == 0
    from interchange.ground.duties.models import Duty

    assert Duty.objects.filter(kind="exchange.silent", settled_at__isnull=True).count() == 0


def test_who_is_named_in_an_answer_hears_of_it_but_not_under_the_rule(world):
    ada, ben, _cy = world.member("ada"), world.member("ben"), world.member("cy")
    open_one, sealed = world.asked(ada), world.asked(ada, title="And here?", unattributed=True)
    answering.answer(ben, open_one.pk, text="@Cy Sample knows, @Nobody Sample does not.", at=world.now)
    assert letters("threads.named") == [("Cy", "queued")]
    answering.answer(ben, sealed.pk, text="@Cy Sample knows.", at=world.now)
    assert len(letters("threads.named")) == 1
