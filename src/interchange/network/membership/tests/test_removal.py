"""Removal (M3): written grounds, fourteen days to reply, two officers, a review by somebody else."""

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.duties import queries as duties
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.network.membership import actions
from interchange.network.membership.models import Proceeding
from interchange.network.membership.tests.world import AT, DAY

GROUNDS = "On 3 February the member passed a closed paper to the press."


@pytest.fixture
def member(world):
    return world.member()


@pytest.fixture
def opened(world, member):
    return actions.open_removal(world.officer, member.pk, grounds=GROUNDS, at=AT)


@pytest.fixture
def removed(world, opened):
    late = AT + 15 * DAY
    for officer in (world.officer, world.other_officer):
        actions.decide_removal(officer, opened.pk, remove=True, reason="Rule 5.", at=late)
    opened.refresh_from_db()
    return opened


def test_grounds_are_written_and_reach_the_member_with_the_time_to_reply(world, member):
    with pytest.raises(Refused, match="written grounds"):
        actions.open_removal(world.officer, member.pk, grounds="Bad.", at=AT)
    made = actions.open_removal(world.officer, member.pk, grounds=GROUNDS, at=AT)
    assert actions.open_removal(world.officer, member.pk, grounds=GROUNDS, at=AT).pk == made.pk
    assert made.reply_until == AT + 14 * DAY
    letter = Letter.objects.get(template="membership.removal-grounds")
    assert GROUNDS in letter.body
    assert "15 March 2027, 10:00 Geneva" in letter.body
    assert [line.url for line in duties.mine(world.viewer(member.person), AT)] == [f"/members/proceedings/{made.pk}/"]
    assert GROUNDS not in str(list(Event.objects.values_list("after", flat=True)))


def test_nothing_is_decided_while_the_member_may_still_reply(world, opened):
    with pytest.raises(Refused, match="may still reply"):
        actions.decide_removal(world.officer, opened.pk, remove=True, reason="Rule 5.", at=opened.reply_until)
    assert actions.decide_removal(world.officer, opened.pk, remove=True, reason="Rule 5.", at=AT + 15 * DAY).state == "proposed"


def test_two_officers_remove_and_one_alone_does_not(world, member, opened):
    late = AT + 15 * DAY
    with pytest.raises(Refused, match="needs a reason"):
        actions.decide_removal(world.officer, opened.pk, remove=True, reason=" ", at=late)
    actions.decide_removal(world.officer, opened.pk, remove=True, reason="Rule 5.", at=late)
    with pytest.raises(Refused, match="you were the first"):
        actions.decide_removal(world.officer, opened.pk, remove=True, reason="Rule 5.", at=late)
    assert world.roles(member.person) == {Role.MEMBER}
    actions.decide_removal(world.other_officer, opened.pk, remove=True, reason="Rule 5, indeed.", at=late)
    world.now = late
    member.refresh_from_db()
    assert (member.state, member.end_kind, member.ended_at, member.end_reason) == ("ended", "removed", late, "Rule 5, indeed.")
    assert world.roles(member.person) == set()
    letter = Letter.objects.get(template="membership.removal-decided")
    assert "review within thirty days" in letter.body
    assert not duties.mine(world.viewer(member.person), late)


def test_one_officer_is_enough_to_dismiss(world, member, opened):
    actions.decide_removal(world.officer, opened.pk, remove=False, reason="Not shown.", at=AT + 15 * DAY)
    member.refresh_from_db()
    assert member.state == "active"
    body = Letter.objects.get(template="membership.removal-decided").body
    assert "Not shown." in body
    assert "review within thirty days" not in body


def test_the_database_knows_that_two_decide_and_another_reviews(world, removed):
    for wrong in (
        {"second_officer": world.first},
        {"second_officer": None},
        {"decision_reason": ""},
        {"review_decided_at": AT},
        {"review_decided_at": AT, "review_decided_by": world.first, "review_reason": "x", "review_asked_at": AT},
        {"state": "set-aside"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proceeding.objects.filter(pk=removed.pk).update(**wrong)


def test_the_member_replies_in_time_in_words_and_before_the_decision(world, member, opened, signed):
    client, url = signed(member.person), f"/members/proceedings/{opened.pk}/"
    assert GROUNDS in client.get(url).content.decode()
    page = client.post(url, {"what": "reply", "text": "  "})
    assert page.status_code == 409
    assert "The reply is empty" in page.content.decode()
    with pytest.raises(Refused, match="time to reply is over"):
        actions.reply(world.viewer(member.person), opened.pk, text="late", at=AT + 14 * DAY + DAY)
    assert client.post(url, {"what": "reply", "text": "It was an open paper."}).status_code == 302
    actions.decide_removal(world.officer, opened.pk, remove=False, reason="It was open.", at=AT + DAY)
    with pytest.raises(NotAMove):
        actions.reply(world.viewer(member.person), opened.pk, text="more", at=AT + 2 * DAY)


def test_others_see_no_proceeding_and_decide_none(world, opened, signed):
    stranger, administrator = world.member().person, world.person(Role.ADMINISTRATOR)
    for person in (stranger, administrator):
        assert signed(person).get(f"/members/proceedings/{opened.pk}/").status_code == 404
        with pytest.raises(NotAllowed):
            actions.decide_removal(world.viewer(person), opened.pk, remove=True, reason="x", at=AT + 15 * DAY)


def test_who_resigned_meanwhile_is_not_ended_twice(world, member, opened):
    actions.resign(world.viewer(member.person), member.pk, effective=AT, letter="", author_name="with", at=AT)
    for officer in (world.officer, world.other_officer):
        actions.decide_removal(officer, opened.pk, remove=True, reason="Rule 5.", at=AT + 15 * DAY)
    member.refresh_from_db()
    assert (member.end_kind, member.ended_at) == ("resigned", AT)


def test_a_review_is_asked_for_within_thirty_days_once_and_with_a_ground(world, member, removed):
    asker = world.viewer(member.person)
    with pytest.raises(Refused, match="needs a ground"):
        actions.ask_review(asker, removed.pk, ground=" ", at=AT + 16 * DAY)
    with pytest.raises(Refused, match="until 15 April 2027"):
        actions.ask_review(asker, removed.pk, ground="I was not heard.", at=AT + 46 * DAY)
    first = actions.ask_review(asker, removed.pk, ground="I was not heard.", at=AT + 20 * DAY)
    assert actions.ask_review(asker, removed.pk, ground="And more.", at=AT + 21 * DAY).review_asked_at == first.review_asked_at
    with pytest.raises(NotAllowed):
        actions.ask_review(world.officer, removed.pk, ground="For them.", at=AT + 20 * DAY)


def test_somebody_else_answers_the_review_and_a_removal_set_aside_brings_the_member_back(world, member, removed, signed):
    administrator = world.person(Role.ADMINISTRATOR)
    world.now = AT + 20 * DAY
    url = f"/members/proceedings/{removed.pk}/"
    client = signed(member.person)
    assert client.post(url, {"what": "review", "text": "I was not heard."}).status_code == 302
    assert [line.url for line in duties.mine(world.viewer(administrator), world.now)] == [url]
    assert "set-aside" not in signed(world.first).get(url).content.decode()
    for officer in (world.officer, world.other_officer):
        with pytest.raises(NotAllowed):
            actions.decide_review(officer, removed.pk, stands=False, reason="Sorry.", at=world.now)
    desk = signed(administrator)
    assert "I was not heard." in desk.get(url).content.decode()
    assert desk.post(url, {"what": "set-aside", "text": ""}).status_code == 409
    assert desk.post(url, {"what": "set-aside", "text": "The reply was lost."}).status_code == 302
    member.refresh_from_db()
    assert (member.state, member.end_kind, member.ended_at) == ("active", "", None)
    assert world.roles(member.person) == {Role.MEMBER}
    assert not duties.mine(world.viewer(administrator), world.now)
    letter = Letter.objects.get(template="membership.review-decided")
    assert "set aside" in letter.body
    assert "The reply was lost." in client.get(url).content.decode()
    with pytest.raises(NotAllowed):
        actions.decide_review(world.viewer(administrator), removed.pk, stands=True, reason="x", at=world.now)


def test_a_review_may_also_let_the_removal_stand_or_come_after_the_term(world, member, removed):
    third = world.viewer(world.person(Role.OFFICER))
    asked = actions.ask_review(world.viewer(member.person), removed.pk, ground="I was not heard.", at=AT + 20 * DAY)
    with pytest.raises(Refused, match="needs a reason"):
        actions.decide_review(third, asked.pk, stands=True, reason="", at=AT + 25 * DAY)
    actions.decide_review(third, asked.pk, stands=False, reason="Wrong rule.", at=member.ends_at + DAY)
    member.refresh_from_db()
    assert (member.state, member.end_kind) == ("ended", "term")
    world.now = member.ends_at + DAY
    assert world.roles(member.person) == set()


def test_a_removal_that_stands_stays(world, member, removed):
    third = world.viewer(world.person(Role.OFFICER))
    actions.ask_review(world.viewer(member.person), removed.pk, ground="I was not heard.", at=AT + 20 * DAY)
    done = actions.decide_review(third, removed.pk, stands=True, reason="You were.", at=AT + 25 * DAY)
    member.refresh_from_db()
    assert (done.state, member.state, member.end_kind) == ("upheld", "ended", "removed")
    assert "The removal stands." in Letter.objects.get(template="membership.review-decided").body
