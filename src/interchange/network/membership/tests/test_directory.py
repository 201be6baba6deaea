"""The directory (U05, M5): who is shown to whom, filters, what it costs; and the composition with its small cells hidden."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.ground.errors import Refused
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.network.calls import actions as calls
from interchange.network.calls.models import DeclarationText
from interchange.network.calls.tests.world import filled
from interchange.network.membership import actions, queries
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.tests.world import AT


def shown(client, **filters) -> str:
    return client.get("/members/", filters).content.decode()


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def inside(world, signed):
    return signed(world.member(person=world.person(given_name="Inside")).person)


def test_the_public_sees_only_who_agreed_and_only_what_they_agreed_to(world, visitor):
    named = world.member(person=world.person(given_name="Named"), public=True, other_expertise="Perceptual hashes")
    hidden = world.member(person=world.person(given_name="Hidden"))
    page = shown(visitor)
    assert "Named Sample" in page
    assert "Hidden" not in page
    assert visitor.get(f"/members/{hidden.pk}/").status_code == 404
    entry = visitor.get(f"/members/{named.pk}/").content.decode()
    assert all(word in entry for word in ("Named Sample", "University of Somewhere", "Kenya", "Academic"))
    for word in ("Perceptual hashes", "Africa/Nairobi", named.person.email, "Member since", "textarea"):
        assert word not in entry
    assert f"/members/{named.pk}/" not in visitor.get("/search/?q=Perceptual").content.decode()
    assert f"/members/{named.pk}/" in visitor.get("/search/?q=Named").content.decode()
    assert "Hidden" not in visitor.get("/members/?format=csv").content.decode()
    assert shown(visitor, q="Hidden").count("Hidden Sample") == 0
    assert "Nobody fits" in shown(visitor, q="Perceptual")


def test_consent_taken_back_anywhere_hides_the_entry_everywhere_at_once(world, visitor, signed):
    member = world.member(person=world.person(given_name="Named"), public=True)
    url, mine = f"/members/{member.pk}/", Viewer(person_id=member.person_id)
    assert visitor.get(url).status_code == 200
    calls.publish_text(world.officer, "publication", title="Being named", body="New words.", at=AT)  # consent of the older version stands
    assert visitor.get(url).status_code == 200
    calls.set_consent(mine, yes=False, at=AT)  # as when a later application leaves the tick out
    assert visitor.get(url).status_code == 404
    assert "Named" not in shown(visitor)
    assert "Only members see you" in signed(member.person).get("/members/me/").content.decode()
    page = signed(member.person)
    assert page.post("/members/me/", {"what": "public", "yes": "1"}).status_code == 302
    assert visitor.get(url).status_code == 200
    page.post("/members/me/", {"what": "public", "yes": "0"})
    assert visitor.get(url).status_code == 404
    assert not rows(VISITOR, "member.view").exists()


def test_without_a_published_text_nobody_can_agree_to_be_named(world):
    member = world.member()
    DeclarationText.objects.filter(kind="publication").delete()
    with pytest.raises(Refused, match="not published"):
        actions.set_public(Viewer(person_id=member.person_id), yes=True, at=AT)
    assert not Profile.objects.get(person=member.person).public


def test_members_see_all_and_write_by_form_without_an_address(world, inside):
    other = world.member(person=world.person(given_name="Hidden"), other_expertise="Perceptual hashes")
    assert "Hidden Sample" in shown(inside)
    entry = inside.get(f"/members/{other.pk}/").content.decode()
    assert "Perceptual hashes" in entry
    assert other.person.email not in entry
    assert inside.post(f"/members/{other.pk}/", {"text": "Shall we\r\ntest together?"}).status_code == 302
    letter = Letter.objects.get(template="post.member-message")
    assert letter.person_id == other.person_id
    assert "Inside Sample" in letter.body
    assert not re.search(r"[\w.]+@", letter.body)
    long = inside.post(f"/members/{other.pk}/", {"text": "x" * 5001})
    assert "At most 5000 characters; there are 5001" in long.content.decode()
    assert inside.post(f"/members/{other.pk}/", {"text": "a\r\n" * 2500}).status_code == 302  # 5,000 as the page counts them
    assert Letter.objects.filter(template="post.member-message").count() == 2


def test_who_is_suspended_or_ended_is_listed_for_nobody_and_who_is_on_leave_still_is(world, inside):
    suspended = world.member(person=world.person(given_name="Suspended"))
    away = world.member(person=world.person(given_name="Away"))
    ended = world.member(person=world.person(given_name="Ended"))
    actions.suspend(world.officer, suspended.pk, reason="x", at=AT)
    actions.start_leave(world.officer, away.pk, until=AT.date().replace(month=9), reason="x", at=AT)
    actions.resign(Viewer(person_id=ended.person_id), ended.pk, effective=AT, letter="", author_name="with", at=AT)
    page = shown(inside)
    assert "Away Sample" in page
    assert "On leave" in page
    assert "Suspended" not in page
    assert "Ended" not in page
    assert inside.get(f"/members/{suspended.pk}/").status_code == 404


FILTERS = {
    "expertise": {"q": "watermark"},
    "sector": {"sector": "games"},
    "region": {"region": "latin-america-caribbean"},
    "language": {"language": "pt"},
    "time zone": {"zone": "America/Sao_Paulo"},
    "profile": {"profile": "creator"},
    "topic": {"topic": "labelling"},
    "kind of organisation": {"kind": "independent"},
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_find_the_one_and_leave_the_others_out(world, inside, name):
    world.member(
        person=world.person(given_name="Wanted"), country="BR", time_zone="America/Sao_Paulo", languages=["pt"], sectors=["games"],
        topics=["labelling"], main_profile="creator", organisation_kind="independent", other_expertise="Robust watermarks",
    )  # fmt: skip
    world.member(person=world.person(given_name="Unwanted"))
    everyone = shown(inside)
    assert "Wanted Sample" in everyone
    assert "Unwanted Sample" in everyone
    page = shown(inside, **FILTERS[name])
    assert ">Wanted Sample<" in page
    assert "Unwanted Sample" not in page
    assert "Inside Sample" not in re.sub(r"<header.*?</header>", "", page, flags=re.S)


def test_visitors_cannot_filter_by_what_only_members_see(world, visitor):
    world.member(person=world.person(given_name="Named"), public=True, other_expertise="Robust watermarks")
    for name in ("language", "time zone", "kind of organisation"):
        assert "Named Sample" in shown(visitor, **FILTERS[name])  # the filter is not known to them, so nothing is told by it
    assert "zone=" not in shown(visitor)


def test_the_directory_costs_the_same_with_three_people_and_with_thirty(world, inside, visitor):
    def cost(client) -> int:
        client.get("/members/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/members/").status_code == 200
        return len(found)

    for _ in range(2):
        world.member(public=True)
    few = cost(inside), cost(visitor)
    for _ in range(27):
        world.member(public=True)
    assert Membership.objects.count() == 30
    assert (cost(inside), cost(visitor)) == few


def test_the_public_figures_hide_small_cells_and_agree_with_the_register(world, visitor):
    for index in range(12):
        world.member(main_profile="academic" if index < 7 else "creator", country="KE" if index < 9 else "XX", public=index == 0)
    assert "Not counted yet" in visitor.get("/members/composition/").content.decode()
    actions.publish_composition(SYSTEM, at=AT)
    page = visitor.get("/members/composition/").content.decode()
    assert "12 members" in page
    table = {
        (split, group): number
        for split, group, number in list(
            csv.reader(io.StringIO(visitor.get("/members/composition/?format=csv").content.decode("utf-8-sig")))
        )[1:]
    }
    profiles = {group: number for (split, group), number in table.items() if split == "By profile"}
    assert sorted(profiles.values()) == ["5", "7"]
    assert sum(map(int, profiles.values())) == queries.total() == Membership.objects.count()
    regions = {group: number for (split, group), number in table.items() if split == "By regional group"}
    assert set(regions.values()) == {"fewer than 5"}  # three are in no group; nine beside them would give them away
    assert "In no group" in regions
    assert "fewer than 5" in page
    assert visitor.get("/members/composition/?format=json").json()


def test_a_draft_that_names_nobody_takes_no_entry_with_it(world, visitor):
    """A member who applies again keeps the entry while nothing about consent is said."""
    member = world.member(public=True)
    later = calls.create_call(
        world.officer,
        {
            "title": "Later",
            "opens_at": AT,
            "closes_at": AT.replace(month=5),
            "time_zone": "Europe/Zurich",
            "places": 1,
            "profiles": ["academic"],
        },
        at=AT,
    )
    calls.publish_call(world.officer, later.pk, at=AT)
    filled(Viewer(person_id=member.person_id), later.pk, at=AT)
    assert visitor.get(f"/members/{member.pk}/").status_code == 200


def test_the_list_of_officers_finds_every_state_and_nobody_else_gets_it(world, signed):
    member = world.member(person=world.person(given_name="Suspended"))
    actions.suspend(world.officer, member.pk, reason="x", at=AT)
    page = signed(world.first).get("/members/manage/", {"state": "suspended"}).content.decode()
    assert member.number in page
    assert signed(world.person(Role.REVIEWER)).get("/members/manage/").status_code == 404
