"""Interests and affiliation of members (U53), and the texts that they accepted: asked again when either changes."""

from datetime import timedelta

import pytest

from interchange.ground.duties import queries as duties
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.viewer import Viewer
from interchange.network.calls import actions as calls
from interchange.network.calls import queries as call_queries
from interchange.network.calls.models import Acceptance, InterestDeclaration
from interchange.network.calls.tests.world import filled
from interchange.network.membership import actions
from interchange.network.membership.models import Profile
from interchange.network.membership.tests.world import AT, DAY
from interchange.network.membership.vocabulary import EndKind

ENTRY = {"what": "profile", "organisation": "Elsewhere Ltd", "topics": ["provenance"], "sectors": ["music"], "time_zone": "Africa/Nairobi"}


def owed(world, person) -> list[str]:
    return [line.url for line in duties.mine(world.viewer(person), world.now)]


def test_a_new_employer_asks_for_interests_within_thirty_days_until_they_are_declared(world, signed):
    member = world.member()
    client = signed(member.person)
    assert client.post("/members/me/", {**ENTRY, "organisation": "UNIVERSITY of somewhere"}).status_code == 302
    assert owed(world, member.person) == []
    assert client.post("/members/me/", ENTRY).status_code == 302
    line = duties.mine(world.viewer(member.person), AT)[0]
    assert (line.url, line.due_at) == ("/calls/my-interests/", AT + 30 * DAY)
    assert "Declare your interests anew" in client.get("/desk/").content.decode()
    world.declare(member, entity="Elsewhere Ltd")
    assert owed(world, member.person) == []


def test_a_change_of_interests_is_a_new_version_and_the_old_one_stays(world, signed):
    member = world.member()
    first, second = world.declare(member), world.declare(member, entity="Elsewhere Ltd")
    assert (first.version, second.version) == (1, 2)
    assert InterestDeclaration.objects.get(pk=first.pk).nothing_to_declare
    assert "Version 2" in signed(member.person).get("/calls/my-interests/").content.decode()
    assert world.declare(member, entity="Elsewhere Ltd").pk == second.pk
    assert owed(world, world.first) == ["/calls/interests/"]


def test_what_follows_is_assessed_by_somebody_else_with_reason_and_topics(world, signed):
    member = world.member()
    made = world.declare(member, entity="Elsewhere Ltd", topics=["provenance"])
    with pytest.raises(Refused, match="needs a reason"):
        calls.assess_interests(world.officer, made.pk, "recuse", reason="", topics=["provenance"], at=AT)
    with pytest.raises(Refused, match="Name the topics"):
        calls.assess_interests(world.officer, made.pk, "recuse", reason="Client.", at=AT)
    due = (AT + 90 * DAY).date()
    calls.assess_interests(world.officer, made.pk, "recuse", reason="Client.", topics=["provenance"], review_due=due, at=AT)
    assert owed(world, world.first) == []
    page = signed(member.person).get("/calls/my-interests/").content.decode()
    assert "Step aside on topics" in page
    assert "Client." in page
    assert not call_queries.interests_to_assess(world.officer, AT).exists()
    assert call_queries.interests_to_assess(world.officer, AT + 90 * DAY).exists()
    own = world.declare(world.member(person=world.first), entity="Mine")
    with pytest.raises(NotAllowed):
        calls.assess_interests(world.officer, own.pk, "none", reason="", at=AT)


def test_a_new_version_of_a_text_is_put_before_everyone_bound_by_it(world, signed):
    member, away, gone = world.member(), world.member(), world.member()
    for one in (member, away, gone):
        world.accept_all(one)
    actions.start_leave(world.officer, away.pk, until=AT.date().replace(month=9), reason="x", at=AT)
    actions.end(world.officer, gone.pk, EndKind.AFFILIATION, reason="x", at=AT)
    applicant, stranger = world.person(), world.person()
    filled(Viewer(person_id=applicant.pk), world.call.pk, at=world.call.opens_at)
    world.now = AT + DAY
    new = calls.publish_text(world.officer, "conduct", title="Conduct", body="Be kind.", at=world.now)
    for person in (member.person, away.person, applicant):
        assert owed(world, person) == ["/calls/my-texts/"], person
    for person in (gone.person, stranger):
        assert owed(world, person) == []
    client = signed(member.person)
    assert "Read and accept new declaration texts" in client.get("/desk/").content.decode()
    page = client.get("/calls/my-texts/").content.decode()
    assert f'value="{new.pk}"' in page
    assert f"version {new.version}" in page
    client.post("/calls/my-texts/accept/", {"texts": [new.pk]})
    kept = Acceptance.objects.get(person=member.person, text=new)
    assert (kept.accepted_at, kept.language) == (world.now, "en")
    assert owed(world, member.person) == []
    assert Acceptance.objects.filter(person=member.person, text__kind="conduct").count() == 2


def test_one_accepted_text_does_not_settle_for_another(world):
    member = world.member()
    world.accept_all(member)
    world.now = AT + DAY
    first = calls.publish_text(world.officer, "conduct", title="Conduct", body="Be kind.", at=world.now)
    second = calls.publish_text(world.officer, "ipr", title="Patents", body="Say so.", at=world.now)
    mine = Viewer(person_id=member.person_id)
    calls.accept_texts(mine, [first.pk], at=world.now)
    assert owed(world, member.person) == ["/calls/my-texts/"]
    calls.accept_texts(mine, [second.pk], at=world.now)
    assert owed(world, member.person) == []


def test_nobody_but_officers_publishes_and_an_empty_text_is_refused(world):
    with pytest.raises(NotAllowed):
        calls.publish_text(world.viewer(world.member().person), "conduct", title="x", body="x", at=AT)
    with pytest.raises(Refused, match="a title and words"):
        calls.publish_text(world.officer, "conduct", title=" ", body="x", at=AT)


def test_an_entry_keeps_its_texts_when_something_is_wrong_and_takes_no_code_that_is_not_listed(world, signed):
    member = world.member()
    client = signed(member.person)
    page = client.post("/members/me/", {**ENTRY, "expertise": "x" * 2001}).content.decode()
    assert "At most 2000 characters; there are 2001" in page
    assert "x" * 2001 in page
    for wrong in ({"topics": ["astrology"]}, {"sectors": ["circus"]}, {"organisation_kind": "circus"}):
        with pytest.raises(Refused, match="Not in the list"):
            actions.update_profile(Viewer(person_id=member.person_id), wrong, at=AT)
    assert Profile.objects.get(person=member.person).organisation == "University of Somewhere"


def test_an_entry_without_a_zone_gets_none_by_saving_something_else(world, signed):
    member = world.member(time_zone="")
    client = signed(member.person)
    assert "selected>Africa/Abidjan" not in client.get("/members/me/").content.decode()
    client.post("/members/me/", {**ENTRY, "time_zone": ""})
    assert Profile.objects.get(person=member.person).time_zone == ""
    client.post("/members/me/", {**ENTRY, "time_zone": "America/Lima"})
    member.person.refresh_from_db()
    assert (Profile.objects.get(person=member.person).time_zone, member.person.time_zone) == ("America/Lima", "America/Lima")


def test_fresh_means_ninety_days(world):
    member = world.member()
    mine = Viewer(person_id=member.person_id)
    world.declare(member, at=AT - 90 * DAY - timedelta(seconds=1))
    with pytest.raises(Refused, match="fresh"):
        actions.ask_renewal(mine, member.pk, note="x", at=AT)
    assert actions.ask_renewal(mine, member.pk, note="x", at=AT - timedelta(seconds=1)).pk
