"""Terms, leave, resignation, suspension (M1, M2, U38, U58): each with date and reason, and access follows at the next request."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from interchange.ground.accounts.own_data import Kept, erasure_plan, export
from interchange.ground.errors import NotAllowed, NotAMove, Refused
from interchange.ground.files import actions as files
from interchange.ground.files import purposes
from interchange.ground.journal.models import Event, Remark
from interchange.ground.policy.actions import end_role
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.ground.vocabulary.actions import reset_option, set_option
from interchange.network.calls.tests.world import pdf
from interchange.network.membership import actions, schedule
from interchange.network.membership.models import Leave, Membership, Renewal, Suspension
from interchange.network.membership.tests.world import AT, DAY
from interchange.network.membership.vocabulary import EndKind


def letters(template: str) -> list[Letter]:
    return list(Letter.objects.filter(template=f"membership.{template}"))


def test_a_confirmed_place_makes_a_member_once_with_term_role_number_and_letter(world):
    made = world.member()
    assert actions.admit(SYSTEM, made.application_id, at=AT + DAY).pk == made.pk
    assert made.number == "TEN/MEM/2027/0001"
    assert (made.starts_at, made.ends_at) == (AT, AT.replace(year=2029))
    assert world.roles(made.person) == {Role.MEMBER}
    assert Event.objects.filter(verb="membership.admitted").count() == 1
    assert len(letters("welcome")) == 1
    assert made.number in letters("welcome")[0].subject


def test_in_the_first_year_every_second_member_serves_longer_so_that_terms_end_in_halves(world):
    reset_option(SYSTEM, "membership.stagger-months", reason="As delivered.", at=AT)
    first = [world.member().ends_at for _ in range(4)]
    assert first == [AT.replace(year=2029), AT.replace(year=2030)] * 2
    later = AT + timedelta(days=400)
    world.now = later
    assert {world.member().ends_at for _ in range(2)} == {later.replace(year=2030)}


def test_the_halves_can_be_switched_off(world):
    set_option(SYSTEM, "membership.stagger-months", 0, reason="All alike.", at=AT)
    assert {world.member().ends_at for _ in range(3)} == {AT.replace(year=2029)}


@pytest.mark.parametrize(("day", "months", "found"), [(31, 1, "2027-02-28"), (31, 13, "2028-02-29"), (31, 24, "2029-01-31")])
def test_a_term_ends_on_the_same_day_or_the_last_of_the_month(day, months, found):
    assert actions.add_months(AT.replace(month=1, day=day), months).date().isoformat() == found


VERBS = {
    "leave": lambda w, m, reason: actions.start_leave(w.officer, m.pk, until=date(2027, 6, 1), reason=reason, at=w.now),
    "suspension": lambda w, m, reason: actions.suspend(w.officer, m.pk, reason=reason, at=w.now),
    "end": lambda w, m, reason: actions.end(w.officer, m.pk, EndKind.AFFILIATION, reason=reason, at=w.now),
}


@pytest.mark.parametrize("verb", VERBS)
def test_leave_suspension_and_end_need_a_reason_and_keep_it_with_the_time(world, verb):
    member = world.member()
    with pytest.raises(Refused, match="needs a reason"):
        VERBS[verb](world, member, "  ")
    member.refresh_from_db()
    assert member.state == "active"
    VERBS[verb](world, member, "Told by telephone.")
    event = Event.objects.filter(subject_kind="membership.membership").last()
    assert (event.at, event.actor_id, event.before["state"]) == (AT, world.first.pk, "active")
    assert Remark.objects.get(event=event).text == "Told by telephone."
    assert "Told by telephone." not in str(event.after)


@pytest.mark.parametrize("verb", VERBS)
def test_access_follows_at_the_next_request_also_on_old_addresses(world, signed, monkeypatch, verb):
    paper = purposes.Purpose("paper", "Paper", 20_000, ("application/pdf",), lambda v: Q() if v.has(Role.MEMBER) else Q(pk__in=[]))
    monkeypatch.setitem(purposes.PURPOSES, "paper", paper)
    member, hidden = world.member(), world.member()
    stored = files.store(world.officer, SimpleUploadedFile("p.pdf", pdf()), purpose="paper", field="paper", at=AT)
    client = signed(member.person)
    old = [f"/members/{hidden.pk}/", f"/files/{stored.pk}/"]
    assert [client.get(url).status_code for url in old] == [200, 200]
    VERBS[verb](world, member, "A reason.")
    assert [client.get(url).status_code for url in old] == [404, 404]
    assert client.post(old[0], {"text": "Hello"}).status_code == 404
    assert not Letter.objects.filter(template="post.member-message").exists()
    assert hidden.person.name not in client.get("/members/").content.decode()


def test_the_database_wants_a_kind_a_time_and_a_reason_for_every_end(world):
    member = world.member()
    for lacking in ("ended_at", "end_kind", "end_reason"):
        fields = {"state": "ended", "ended_at": AT, "end_kind": "term", "end_reason": "Over."}
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=member.pk).update(**{**fields, lacking: None if lacking == "ended_at" else ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.create(membership=member, at=AT, reason="")


def test_when_the_term_is_over_access_ends_in_that_second_even_if_no_worker_runs(world, signed):
    member, hidden = world.member(), world.member()
    client = signed(member.person)
    world.now = member.ends_at - timedelta(seconds=1)
    assert client.get(f"/members/{hidden.pk}/").status_code == 200
    world.now = member.ends_at
    assert client.get(f"/members/{hidden.pk}/").status_code == 404
    assert schedule.ends(world.now) == 2
    assert schedule.ends(world.now) == 0
    member.refresh_from_db()
    assert (member.state, member.end_kind, member.ended_at) == ("ended", "term", member.ends_at)
    assert member.end_reason
    assert len(letters("ended")) == 2


def test_leave_keeps_the_place_and_ends_the_day_after(world):
    member = world.member()
    mine = world.viewer(member.person)
    with pytest.raises(Refused, match="end before it begins"):
        actions.start_leave(mine, member.pk, until=AT.date(), reason="x", at=AT)
    actions.start_leave(mine, member.pk, until=date(2027, 6, 30), reason="A child.", at=AT)
    assert world.roles(member.person) == set()
    assert "2027-06-30" in letters("leave")[0].body
    with pytest.raises(NotAMove):
        actions.start_leave(mine, member.pk, until=date(2027, 7, 30), reason="again", at=AT)
    last_evening = AT.replace(month=6, day=30, hour=21, minute=59)  # 23:59 in Geneva
    assert schedule.ends(last_evening) == 0
    assert schedule.ends(last_evening + timedelta(minutes=2)) == 1
    world.now = last_evening + timedelta(minutes=2)
    assert world.roles(member.person) == {Role.MEMBER}
    assert Leave.objects.get().ended_at == world.now


def test_a_suspension_is_immediate_and_can_be_lifted_with_a_reason(world):
    member = world.member()
    actions.suspend(world.officer, member.pk, reason="A complaint.", at=AT)
    assert world.roles(member.person) == set()
    assert "A complaint." in letters("suspended")[0].body
    with pytest.raises(NotAMove):
        actions.suspend(world.officer, member.pk, reason="again", at=AT)
    with pytest.raises(Refused, match="needs a reason"):
        actions.lift_suspension(world.officer, member.pk, reason="", at=AT)
    actions.lift_suspension(world.officer, member.pk, reason="Cleared.", at=AT + DAY)
    world.now = AT + DAY
    assert world.roles(member.person) == {Role.MEMBER}
    assert Suspension.objects.get().lifted_at == AT + DAY


def test_nobody_manages_their_own_membership_nor_without_the_office(world):
    member = world.member(person=world.first)
    for actor in (world.viewer(world.first), world.viewer(world.person())):
        with pytest.raises(NotAllowed):
            actions.suspend(actor, member.pk, reason="x", at=AT)
        with pytest.raises(NotAllowed):
            actions.end(actor, member.pk, EndKind.AFFILIATION, reason="x", at=AT)


def test_the_last_officer_cannot_remove_themselves_and_ending_a_membership_takes_no_office(world):
    member = world.member(person=world.first)
    actions.resign(world.viewer(world.first), member.pk, effective=AT, letter="", author_name="with", at=AT)
    assert world.roles(world.first) == {Role.OFFICER}
    admin = Viewer(person_id=world.first.pk, roles=frozenset({Role.ADMINISTRATOR}))
    end_role(admin, world.second.pk, Role.OFFICER, at=AT, reason="Left the Secretariat.")
    assert world.roles(world.second) == set()
    with pytest.raises(Refused, match="last secretariat officer"):
        end_role(admin, world.first.pk, Role.OFFICER, at=AT, reason="Me too.")
    assert world.roles(world.first) == {Role.OFFICER}


def test_a_resignation_later_is_kept_with_its_letter_and_ends_access_by_itself(world, signed):
    member = world.member()
    client = signed(member.person)
    typed = {"what": "resign", "effective": "2027-03-31", "author_name": "without", "letter": "Dear all,\r\nthank you."}
    assert client.post("/members/me/", typed).status_code == 302
    assert client.post("/members/me/", typed).status_code == 302
    member.refresh_from_db()
    assert member.resignation_letter.replace("\r\n", "\n") == "Dear all,\nthank you."
    assert (member.state, member.author_name) == ("active", "without")
    assert "31 March 2027, 23:59" in client.get("/members/me/").content.decode()
    assert len(letters("resignation")) == 1
    assert "31 March 2027, 23:59 Geneva" in letters("resignation")[0].body
    assert "thank you." in signed(world.first).get(f"/members/manage/{member.pk}/").content.decode()
    world.now = member.resigns_at - timedelta(seconds=1)
    assert world.roles(member.person) == {Role.MEMBER}
    world.now = member.resigns_at
    assert world.roles(member.person) == set()
    assert schedule.ends(world.now) == 1
    member.refresh_from_db()
    assert (member.state, member.end_kind) == ("ended", "resigned")


@pytest.mark.parametrize(
    ("typed", "field"), [({"effective": "2027-02-27", "author_name": "with"}, "past"), ({"effective": "2027-03-31"}, "required")]
)
def test_a_resignation_that_lacks_something_keeps_what_was_typed(world, signed, typed, field):
    member = world.member()
    page = signed(member.person).post("/members/me/", {"what": "resign", "letter": "My long letter.", **typed})
    assert "My long letter." in page.content.decode()
    assert field in page.content.decode()
    member.refresh_from_db()
    assert member.resigns_at is None


def test_renewal_wants_fresh_interests_and_a_note_and_extends_the_term_once(world):
    member = world.member()
    mine = world.viewer(member.person)
    world.declare(member, at=AT - 91 * DAY)
    with pytest.raises(Refused, match="fresh declaration of interests"):
        actions.ask_renewal(mine, member.pk, note="Wrote two entries.", at=AT)
    world.declare(member)
    with pytest.raises(Refused, match="what you did"):
        actions.ask_renewal(mine, member.pk, note=" ", at=AT)
    asked = actions.ask_renewal(mine, member.pk, note="Wrote two entries.", at=AT)
    assert actions.ask_renewal(mine, member.pk, note="again", at=AT).pk == asked.pk
    with pytest.raises(Refused, match="needs a reason"):
        actions.decide_renewal(world.officer, asked.pk, grant=True, reason=" ", at=AT)
    old_end = member.ends_at
    actions.decide_renewal(world.officer, asked.pk, grant=True, reason="Good work.", at=AT)
    member.refresh_from_db()
    assert (member.term, member.ends_at) == (2, old_end.replace(year=2031))
    world.now = old_end + DAY
    assert world.roles(member.person) == {Role.MEMBER}
    world.declare(member)
    with pytest.raises(Refused, match="as often as the rules allow"):
        actions.ask_renewal(mine, member.pk, note="More.", at=world.now)


def test_a_refused_renewal_leaves_the_term_and_an_ended_member_gets_none(world):
    member = world.member()
    world.declare(member)
    asked = actions.ask_renewal(world.viewer(member.person), member.pk, note="Little.", at=AT)
    actions.decide_renewal(world.officer, asked.pk, grant=False, reason="Places are needed.", at=AT)
    member.refresh_from_db()
    assert (member.term, member.ends_at) == (1, AT.replace(year=2029))
    assert "not granted" in letters("renewal-decided")[0].body
    again = actions.ask_renewal(world.viewer(member.person), member.pk, note="Little.", at=AT)
    actions.end(world.officer, member.pk, EndKind.AFFILIATION, reason="Moved.", at=AT)
    with pytest.raises(NotAMove):
        actions.decide_renewal(world.officer, again.pk, grant=True, reason="x", at=AT)
    assert Renewal.objects.get(pk=again.pk).granted is None


def test_notices_come_once_each_and_a_late_start_sends_only_the_nearest(world):
    early, late, gone = world.member(), world.member(at=AT - 720 * DAY), world.member(at=AT - 720 * DAY)
    assert late.ends_at - AT < 30 * DAY
    actions.resign(world.viewer(gone.person), gone.pk, effective=AT + 5 * DAY, letter="", author_name="with", at=AT)
    assert schedule.notices(AT) == schedule.notices(AT + timedelta(hours=1)) == 1
    assert [letter.person_id for letter in letters("term-ends")] == [late.person_id]
    for days in (90, 30, 7):
        schedule.notices(early.ends_at - days * DAY)
    mine = Letter.objects.filter(template="membership.term-ends", person=early.person)
    assert mine.count() == 3
    assert all("ask for another term" in letter.body for letter in mine)


def test_who_was_renewed_already_is_pointed_to_the_next_call(world):
    member = world.member()
    Membership.objects.filter(pk=member.pk).update(term=2)
    schedule.notices(member.ends_at - 7 * DAY)
    body = letters("term-ends")[0].body
    assert "ask for another term" not in body
    assert "apply to the next call" in body


def test_erasing_waits_for_the_end_and_says_what_is_kept(world):
    member = world.member()
    assert any(member.number in getattr(item, "reason", "") for item in erasure_plan(member.person_id))
    actions.end(world.officer, member.pk, EndKind.AFFILIATION, reason="Moved.", at=AT)
    kept = [item for item in erasure_plan(member.person_id) if isinstance(item, Kept)]
    assert any("number and dates of your membership" in item.what and item.reason for item in kept)


def test_the_export_holds_what_happened_to_a_membership(world):
    member = world.member()
    actions.start_leave(world.officer, member.pk, until=date(2027, 6, 1), reason="A child.", at=AT)
    actions.suspend(world.officer, member.pk, reason="A complaint.", at=AT)
    actions.open_removal(world.officer, member.pk, grounds="On 3 February a closed paper was passed on.", at=AT)
    with zipfile.ZipFile(io.BytesIO(export(member.person_id))) as archive:
        held = json.loads(archive.read("data.json"))["membership"]
    assert [held[name][0][field] for name, field in (("memberships", "number"), ("leaves", "reason"), ("suspensions", "reason"))] == [
        member.number,
        "A child.",
        "A complaint.",
    ]
    assert held["proceedings"][0]["grounds"].startswith("On 3 February")


def test_one_person_has_one_live_membership_and_roles_have_two_ends(world):
    member = world.member()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(number="X", person=member.person, starts_at=AT, ends_at=AT + DAY)
    grant = RoleGrant.objects.get(person=member.person, role=Role.MEMBER)
    assert (grant.starts_at, grant.ends_at) == (member.starts_at, member.ends_at)
