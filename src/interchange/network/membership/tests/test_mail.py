"""Mail to a group (U45): counted before it is sent, tried on oneself, essential or not, without those who left, and with links only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import actions as post
from interchange.ground.post.delivery import message
from interchange.ground.post.models import Batch, Letter
from interchange.network.membership import actions
from interchange.network.membership.tests.world import AT, DAY
from interchange.network.membership.vocabulary import EndKind

WORDS = {"group": "members.active", "heading": "Session in May", "text": "The papers: https://example.org/papers/1"}


@pytest.fixture
def members(world):
    """Three active members, and four who are not: on leave, suspended, ended, and resigned as of this minute without a worker's help."""
    active = [world.member() for _ in range(3)]
    away, suspended, ended, resigned = (world.member() for _ in range(4))
    actions.start_leave(world.officer, away.pk, until=AT.date().replace(month=9), reason="x", at=AT)
    actions.suspend(world.officer, suspended.pk, reason="x", at=AT)
    actions.end(world.officer, ended.pk, EndKind.AFFILIATION, reason="x", at=AT)
    mine = Viewer(person_id=resigned.person_id)
    actions.resign(mine, resigned.pk, effective=AT + DAY, letter="", author_name="with", at=AT)
    world.now = AT + DAY
    return active


def people(batch) -> set[int]:
    return set(batch.letters.exclude(state="cancelled").values_list("person_id", flat=True))


def test_recipients_are_counted_and_tried_before_anything_is_prepared(world, members, signed):
    client = signed(world.first)
    assert "3 people get this letter" in client.post("/post/write/", {**WORDS, "what": "count"}).content.decode()
    assert not Letter.objects.filter(template="post.group").exists()
    assert "A test letter is on its way" in client.post("/post/write/", {**WORDS, "what": "test"}).content.decode()
    test = Letter.objects.get(template="post.group")
    assert (test.person_id, test.state, test.subject) == (world.first.pk, "queued", "Session in May")
    assert WORDS["text"] in test.body
    assert not Batch.objects.exists()


def test_who_has_left_is_left_out_at_preparing_and_again_at_release(world, members, signed):
    assert signed(world.first).post("/post/write/", {**WORDS, "what": "prepare"}).status_code == 302
    batch = Batch.objects.get()
    assert people(batch) == {one.person_id for one in members}
    leaver = members[0]
    actions.end(world.officer, leaver.pk, EndKind.AFFILIATION, reason="Moved.", at=world.now)
    post.release_batch(world.other_officer, batch.pk, at=world.now)
    assert people(batch) == {one.person_id for one in members[1:]}
    assert Letter.objects.get(batch=batch, person_id=leaver.person_id).state == "cancelled"


def test_a_second_click_prepares_no_second_batch_and_one_officer_alone_sends_nothing(world, members, signed):
    client = signed(world.first)
    places = {client.post("/post/write/", {**WORDS, "what": "prepare"})["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Batch.objects.count() == 1
    with pytest.raises(Refused, match="cannot release"):
        post.release_batch(world.officer, Batch.objects.get().pk, at=world.now)
    post.cancel_batch(world.officer, Batch.objects.get().pk, at=world.now)
    client.post("/post/write/", {**WORDS, "what": "prepare"})
    assert Batch.objects.filter(state="prepared").count() == 1
    client.post("/post/write/", {**WORDS, "text": "Other words.", "what": "prepare"})
    assert Batch.objects.filter(state="prepared").count() == 2


def test_news_may_be_refused_and_essential_letters_not(world, members):
    unwilling = members[0].person
    post.unsubscribe(unwilling.email, at=world.now)
    news = post.prepare_group(world.officer, "members.active", heading="News", text="x", digest=True, at=world.now)
    essential = post.prepare_group(world.officer, "members.active", heading="News", text="x", digest=False, at=world.now)
    assert unwilling.pk not in people(news)
    assert unwilling.pk in people(essential)
    assert "List-Unsubscribe" in message(news.letters.first()).extra_headers
    assert "List-Unsubscribe" not in message(essential.letters.first()).extra_headers


def test_attachments_do_not_leave_a_link_does(world, members, signed):
    file = SimpleUploadedFile("paper.pdf", b"%PDF-1.7", content_type="application/pdf")
    signed(world.first).post("/post/write/", {**WORDS, "what": "prepare", "attachment": file})
    mail = message(Batch.objects.get().letters.first())
    assert mail.attachments == []
    assert "https://example.org/papers/1" in mail.body
    assert 'href="https://example.org/papers/1"' in str(mail.alternatives[0][0])
    assert "put a link" in signed(world.first).get("/post/write/").content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(world, members, signed):
    page = signed(world.first).post("/post/write/", {**WORDS, "heading": "", "what": "prepare"}).content.decode()
    assert "This field is required" in page
    assert WORDS["text"] in page
    assert not Batch.objects.exists()


def test_an_empty_group_and_an_unknown_one_are_refused_and_others_may_not_write(world, signed):
    with pytest.raises(Refused, match="nobody to write to"):
        post.prepare_group(world.officer, "members.active", heading="x", text="x", digest=False, at=AT)
    with pytest.raises(Refused, match="no such group"):
        post.prepare_group(world.officer, "members.all", heading="x", text="x", digest=False, at=AT)
    with pytest.raises(NotAllowed):
        post.prepare_group(world.viewer(world.member().person), "members.active", heading="x", text="x", digest=False, at=AT)
    assert signed(world.person(Role.REVIEWER)).post("/post/write/", WORDS).status_code == 404
