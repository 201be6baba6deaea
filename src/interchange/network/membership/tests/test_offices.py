"""Offices (M4): given with a start and an end, at most two chairs, and none outlasts the membership."""

from datetime import timedelta

import pytest

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership import actions
from interchange.network.membership.tests.world import AT, DAY

YEAR = timedelta(days=365)


def chair(world, member, *, starts=AT, ends=None, reason="Chosen by the members."):
    return actions.appoint(
        world.officer, member.person_id, Role.CHAIR, starts=starts, ends=ends or starts + YEAR, reason=reason, at=world.now
    )


def test_an_office_has_start_end_reason_and_a_line_in_the_journal_with_its_giver(world):
    member = world.member()
    with pytest.raises(Refused, match="end before it starts"):
        chair(world, member, ends=AT - DAY)
    with pytest.raises(Refused, match="needs a reason"):
        chair(world, member, reason=" ")
    chair(world, member, starts=AT + 10 * DAY, ends=AT + 100 * DAY)
    event = Event.objects.get(verb="membership.appointed")
    assert (event.actor_id, event.at, event.after["role"]) == (world.first.pk, AT, "chair")
    assert Event.objects.get(verb="role.granted", after__role="chair").at == AT
    found = {}
    for day in (0, 10, 99, 100):
        world.now = AT + day * DAY
        found[day] = Role.CHAIR in world.roles(member.person)
    assert found == {0: False, 10: True, 99: True, 100: False}


def test_only_active_members_and_only_offices_of_the_network(world):
    member = world.member()
    with pytest.raises(Refused, match="administrator"):
        actions.appoint(world.officer, member.person_id, Role.OFFICER, starts=AT, ends=AT + DAY, reason="x", at=AT)
    with pytest.raises(NotAllowed):
        actions.appoint(world.viewer(member.person), member.person_id, Role.CHAIR, starts=AT, ends=AT + DAY, reason="x", at=AT)
    actions.suspend(world.officer, member.pk, reason="x", at=AT)
    with pytest.raises(Refused, match="active member"):
        chair(world, member)


def test_two_chairs_differ_in_profile_and_region_and_there_is_no_third(world):
    first = world.member()
    chair(world, first)
    for same in ({"country": "BR", "main_profile": "academic"}, {"country": "NG", "main_profile": "creator"}):
        with pytest.raises(Refused, match="differ in profile and in region"):
            chair(world, world.member(**same))
    chair(world, world.member(country="BR", main_profile="creator"))
    with pytest.raises(Refused, match="two chairs already"):
        chair(world, world.member(country="FR", main_profile="rightsholder"))


def test_a_third_chair_cannot_slip_in_before_two_that_start_later(world):
    later = AT + 60 * DAY
    chair(world, world.member(), starts=later)
    chair(world, world.member(country="BR", main_profile="creator"), starts=later)
    third = world.member(country="FR", main_profile="rightsholder")
    with pytest.raises(Refused, match="two chairs already"):
        chair(world, third, starts=AT, ends=later + DAY)
    chair(world, third, starts=AT, ends=later)


def test_a_chair_serves_twelve_months_and_three_terms_running(world):
    member = world.member()
    with pytest.raises(Refused, match="12 months at most"):
        chair(world, member, ends=AT + 367 * DAY)
    for term in range(3):
        RoleGrant.objects.create(
            person=member.person, role=Role.CHAIR, starts_at=AT - (3 - term) * YEAR, ends_at=AT - (2 - term) * YEAR - timedelta(seconds=1)
        )
    with pytest.raises(Refused, match="as often in a row"):
        chair(world, member)
    chair(world, member, starts=AT + 400 * DAY, ends=AT + 700 * DAY)  # after a year without the office


def test_no_office_outlasts_the_membership(world):
    member = world.member()
    with pytest.raises(Refused, match="membership ends before"):
        chair(world, member, starts=member.ends_at - 30 * DAY, ends=member.ends_at + DAY)
    chair(world, member)
    actions.resign(world.viewer(member.person), member.pk, effective=AT + 30 * DAY, letter="", author_name="with", at=AT)
    world.now = AT + 30 * DAY
    assert world.roles(member.person) == set()


def test_an_office_can_be_taken_back_on_the_officers_page(world, signed):
    member = world.member()
    client, url = signed(world.first), f"/members/manage/{member.pk}/"
    typed = {"what": "appoint", "role": "chair", "starts": "2027-03-01", "ends": "2027-12-31"}
    assert "field is required" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "reason": "Chosen by the members."}).status_code == 302
    assert Role.CHAIR in world.roles(member.person)
    assert "End the office: Chair" in client.get(url).content.decode()
    assert client.post(url, {"what": "end-chair", "reason": ""}).status_code == 200
    assert Role.CHAIR in world.roles(member.person)
    assert client.post(url, {"what": "end-chair", "reason": "Asked to step down."}).status_code == 302
    assert world.roles(member.person) == {Role.MEMBER}
    assert Event.objects.get(verb="membership.office-ended").actor_id == world.first.pk


def test_the_officers_page_notes_leave_suspension_and_end_with_their_reasons(world, signed):
    member = world.member()
    client, url = signed(world.first), f"/members/manage/{member.pk}/"
    steps = [
        ({"what": "leave", "until": "2027-06-01", "reason": "By telephone."}, "on-leave"),
        ({"what": "return"}, "active"),
        ({"what": "suspend", "reason": "A complaint."}, "suspended"),
        ({"what": "lift", "reason": "Cleared."}, "active"),
        ({"what": "affiliation", "reason": "Two of one house."}, "ended"),
    ]
    for typed, state in steps:
        assert client.post(url, typed).status_code == 302
        member.refresh_from_db()
        assert member.state == state
    page = client.get(url).content.decode()
    for words in ("By telephone.", "A complaint.", "Two of one house."):
        assert words in page
    again = client.post(url, {"what": "suspend", "reason": "too late"})
    assert again.status_code == 409
    assert signed(member.person).get(url).status_code == 404
