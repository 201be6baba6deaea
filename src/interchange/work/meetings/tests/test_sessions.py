"""Series and sessions: numbers, states, dates that follow from the start, convening, postponing, cancelling, calling anew."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.post.models import Letter
from interchange.network.membership import actions as membership
from interchange.network.membership.vocabulary import EndKind
from interchange.work.meetings import actions
from interchange.work.meetings.models import Session
from interchange.work.meetings.tests.world import AT, DAY
from interchange.work.meetings.vocabulary import SESSION_MOVES, DeadlineKind, SessionState


def deadlines(session):
    return {one.kind: one.due_at for one in session.deadlines.all()}


def test_numbers_are_given_in_a_row_and_a_cancelled_one_is_not_given_again(world):
    world.members(2)
    first = world.session()
    actions.cancel(world.officer, first.pk, reason="No need.", at=AT)
    assert [world.session().symbol for _ in range(2)] == ["TEN/2", "TEN/3"]
    lab = actions.make_series(world.officer, {"body": "ten-lab", "title": "Laboratory", "kind": "topic-group"}, at=AT)
    assert actions.plan_session(world.officer, lab.pk, {"title": "First"}, at=AT).symbol == "TEN-LAB/1"


def test_a_series_names_every_wrong_field_at_once(world):
    with pytest.raises(Refused) as refused:
        actions.make_series(world.officer, {"body": "3 ten", "title": "", "kind": "party", "topics": ["nothing"]}, at=AT)
    assert {one.field for one in refused.value.problems} == {"body", "title", "kind", "topics"}
    with pytest.raises(Refused, match="taken"):
        actions.make_series(world.officer, {"body": "TEN", "title": "Again"}, at=AT)


def test_dates_follow_from_the_start_in_days_and_working_days(world):
    session = world.session(day=date(2027, 5, 12))
    found = {kind: due.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") for kind, due in deadlines(session).items()}
    assert found[DeadlineKind.CONVENING_NOTE] == "2027-03-31 21:59:59"  # 42 days, the end of the day in Geneva, summer time
    assert found[DeadlineKind.PROVISIONAL_AGENDA] == "2027-04-14 21:59:59"
    assert found[DeadlineKind.PAPERS] == "2027-04-28 21:59:59"
    assert found[DeadlineKind.COMMENTS] == "2027-05-09 21:59:59"
    assert found[DeadlineKind.PUBLIC_SUMMARY] == "2027-06-11 21:59:59"
    assert deadlines(session)[DeadlineKind.SUMMARY_DRAFT] > session.starts_at + 13 * DAY


def test_dates_move_with_the_start_but_what_was_met_keeps_its_date(world):
    world.members(2)
    session = world.convened()
    met = session.deadlines.get(kind=DeadlineKind.CONVENING_NOTE)
    actions.set_time(
        world.officer, session.pk, day=date(2027, 6, 16), at_time=time(9, 0), zone="Europe/Zurich", minutes=90, reason="Hall.", at=AT
    )
    assert session.deadlines.get(kind=DeadlineKind.CONVENING_NOTE).due_at == met.due_at
    assert deadlines(session)[DeadlineKind.PAPERS] == datetime(2027, 6, 2, 21, 59, 59, tzinfo=UTC)


def test_a_skipped_hour_and_a_doubled_hour_are_refused_and_name_the_field(world):
    for day, at_time, words in ((date(2027, 3, 28), time(2, 30), "does not exist"), (date(2027, 10, 31), time(2, 30), "happens twice")):
        with pytest.raises(Refused, match=words) as refused:
            world.session(day=day, at_time=at_time)
        assert refused.value.problems[0].field == "local_time"
    with pytest.raises(Refused, match="time zone") as refused:
        world.session(zone="Mars/Base")
    assert refused.value.problems[0].field == "time_zone"


def test_convening_invites_every_active_member_once_and_says_what_it_overlaps(world):
    people = world.members(4)
    membership.suspend(world.officer, people[3].memberships.get().pk, reason="x", at=AT)
    other = world.convened(title="Workshop")
    session = world.session(at_time=time(15, 0))
    for _ in range(2):
        actions.convene(world.officer, session.pk, at=AT)
    assert set(session.invitations.values_list("person_id", flat=True)) == {one.pk for one in people[:3]}
    letters = Letter.objects.filter(template="meetings.invitation", key__endswith=":0", subject__startswith="TEN/2")
    assert letters.count() == 3
    mine = letters.get(person=people[0])
    assert "12 May 2027, 15:00 Geneva, 16:00 Nairobi" in mine.body
    assert f"{other.symbol}: 3 of those invited" in mine.body
    assert (mine.part["method"], mine.part["sequence"]) == ("REQUEST", 0)
    assert Duty.objects.filter(kind="meetings.answer", person=people[0], settled_at=None, subject_id=str(session.pk)).count() == 1


def test_a_late_note_needs_a_reason_and_shows_it(world):
    world.members(1)
    session = world.session(day=date(2027, 4, 7))
    with pytest.raises(Refused) as refused:
        actions.convene(world.officer, session.pk, at=AT)
    assert refused.value.problems[0].field == "late_reason"
    actions.convene(world.officer, session.pk, late_reason="The hall was free.", at=AT)
    assert "The hall was free." in Letter.objects.get(template="meetings.invitation").body
    assert Session.objects.get(pk=session.pk).late_reason == "The hall was free."


def test_nothing_is_convened_without_a_time_without_people_or_into_the_past(world):
    lab = actions.make_series(world.officer, {"body": "LAB", "title": "Lab", "audience": "listed"}, at=AT)
    session = actions.plan_session(world.officer, lab.pk, {"title": "x"}, at=AT)
    with pytest.raises(Refused, match="no time"):
        actions.convene(world.officer, session.pk, at=AT)
    actions.set_time(world.officer, session.pk, day=date(2027, 5, 12), at_time=time(9), zone="UTC", minutes=60, at=AT)
    with pytest.raises(Refused, match="Nobody is invited"):
        actions.convene(world.officer, session.pk, at=AT)
    with pytest.raises(Refused, match="begun already"):
        actions.set_time(world.officer, session.pk, day=date(2027, 2, 1), at_time=time(9), zone="UTC", minutes=60, at=AT)
    stranger = world.person()
    with pytest.raises(Refused, match="no active members"):
        actions.name_people(world.officer, session.pk, [stranger.pk], at=AT)


def test_only_organisers_convene_and_a_chair_of_one_session_steers_that_one(world):
    member, chair = world.members(2)
    one, other = world.convened(), world.session(title="Other")
    with pytest.raises(NotAllowed):
        actions.convene(world.viewer(member), other.pk, at=AT)
    actions.appoint_for(world.officer, one.pk, chair.pk, "chair", at=AT)
    item = {"title": "Opening", "kind": "inform", "minutes": 5}
    assert actions.add_item(world.viewer(chair), one.pk, item, at=AT).position == 1
    with pytest.raises(NotAllowed):
        actions.add_item(world.viewer(chair), other.pk, item, at=AT)
    membership.suspend(world.officer, chair.memberships.get().pk, reason="x", at=AT)
    with pytest.raises(NotAllowed):
        actions.add_item(world.viewer(chair), one.pk, item, at=AT)


def test_an_office_ends_at_midnight_in_geneva_and_what_was_drafted_is_the_successors(world):
    first, second = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, first.pk, "rapporteur", until=date(2027, 3, 10), at=AT)
    actions.appoint_for(world.officer, session.pk, second.pk, "rapporteur", at=AT + 5 * DAY)
    from interchange.ground.policy.rules import allows

    world.now = datetime(2027, 3, 10, 22, 59, 59, tzinfo=UTC)
    assert allows(world.viewer(first), "session.record", session)
    world.now = datetime(2027, 3, 10, 23, 0, 0, tzinfo=UTC)
    assert not allows(world.viewer(first), "session.record", session)
    assert allows(world.viewer(second), "session.record", session)


def test_moving_a_convened_session_needs_a_reason_asks_anew_and_counts_the_entry_up(world):
    person = world.members(1)[0]
    session = world.convened()
    actions.answer(world.viewer(person), session.pk, "remote", at=AT)
    new = {"day": date(2027, 5, 13), "at_time": time(10), "zone": "Europe/Zurich", "minutes": 120}
    with pytest.raises(Refused, match="will ask why"):
        actions.set_time(world.officer, session.pk, **new, at=AT)
    for _ in range(2):
        session = actions.set_time(world.officer, session.pk, **new, reason="A strike.", at=AT)
    assert (session.sequence, session.revision) == (1, 3)
    assert world.invitation(session, person).answer == "none"
    letter = Letter.objects.get(template="meetings.changed")
    assert "A strike." in letter.body
    assert letter.part["method"] == "REQUEST"


def test_cancelled_and_called_anew_keeps_number_and_entry_and_asks_afresh(world):
    stays, leaves = world.members(2)
    session = world.convened()
    actions.answer(world.viewer(stays), session.pk, "on-site", at=AT)
    with pytest.raises(Refused):
        actions.cancel(world.officer, session.pk, reason=" ", at=AT)
    for _ in range(2):
        session = actions.cancel(world.officer, session.pk, reason="No quorum.", at=AT)
    assert Letter.objects.filter(template="meetings.stopped", part__method="CANCEL").count() == 2
    assert not Duty.objects.filter(kind="meetings.answer", settled_at=None).exists()
    membership.end(world.officer, leaves.memberships.get().pk, EndKind.AFFILIATION, reason="x", at=AT)
    before = (session.symbol, session.uid, session.sequence)
    session = actions.reconvene(world.officer, session.pk, day=date(2027, 6, 9), at_time=time(14), zone="Europe/Zurich", minutes=120, at=AT)
    assert (session.symbol, session.uid) == before[:2]
    assert session.sequence > before[2]
    assert session.state == SessionState.CONVENED
    assert session.state_reason == ""
    assert world.invitation(session, stays).answer == "none"
    assert world.invitation(session, leaves).withdrawn_at is not None
    assert Letter.objects.filter(template="meetings.invitation", person=stays).count() == 2
    assert Letter.objects.filter(template="meetings.invitation", person=leaves).count() == 1


def test_what_the_table_does_not_allow_does_not_happen(world):
    world.members(1)
    session = world.convened()
    with pytest.raises(NotAMove):
        actions.reconvene(world.officer, session.pk, day=date(2027, 6, 9), at_time=time(14), zone="UTC", minutes=60, at=AT)
    assert SESSION_MOVES.verbs(SessionState.CANCELLED) == ["reconvene"]
    assert SESSION_MOVES.verbs(SessionState.PUBLIC) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(state="cancelled", state_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(starts_at=None)


def test_two_tabs_the_later_save_is_told_of_the_newer_text(world):
    session = world.session()
    actions.edit_session(world.officer, session.pk, {"title": "First"}, revision=1, at=AT)
    with pytest.raises(Stale) as stale:
        actions.edit_session(world.officer, session.pk, {"title": "Second"}, revision=1, at=AT)
    assert stale.value.current.title == "First"


def test_who_joins_later_is_invited_and_who_left_is_taken_off(world):
    leaves = world.members(2)[1]
    session = world.convened()
    joins = world.members(1)[0]
    membership.end(world.officer, leaves.memberships.get().pk, EndKind.AFFILIATION, reason="x", at=AT)
    from interchange.work.meetings.schedule import invitations

    assert (invitations(AT + DAY), invitations(AT + DAY)) == (2, 0)
    assert world.invitation(session, joins).withdrawn_at is None
    assert world.invitation(session, leaves).withdrawn_at is not None
    assert Letter.objects.get(person=leaves, template="meetings.uninvited").part["method"] == "CANCEL"
    assert Letter.objects.filter(person=joins, template="meetings.invitation").count() == 1


def test_own_data_hold_what_the_room_knows_and_erasing_keeps_what_must_stay(world):
    from interchange.work.meetings import own_data
    from interchange.work.meetings.models import CalendarFeed, UsableHours

    person = world.members(1)[0]
    session = world.convened()
    viewer = world.viewer(person)
    actions.answer(viewer, session.pk, "remote", at=AT)
    actions.mark_hours(viewer, [9], zone="Africa/Nairobi", revision=0, at=AT)
    actions.open_feed(viewer, at=AT)
    found = own_data._collect(person.pk)
    assert found["invitations"][0]["answer"] == "remote"
    assert found["usable_hours"][0]["hours"] == [9]
    assert "nonce" not in str(found)
    assert len(own_data._plan(person.pk)) == 2
    own_data._erase(person.pk, AT)
    assert not UsableHours.objects.exists()
    assert not CalendarFeed.objects.exists()
    assert session.invitations.count() == 1


def test_the_desk_shows_the_next_session_with_its_papers_in_both_times(world, signed):
    person = world.members(1)[0]
    session = world.convened()
    paper = actions.give_paper(world.viewer(person), session.pk, {"title": "Marks", "text": "Words.", "ai_use": "none"}, at=AT)
    client = signed(person)
    page = client.get("/desk/").content.decode()
    assert "12 May 2027, 14:00 Geneva, 15:00 Nairobi" in page
    assert paper.document.get_absolute_url() in page
    assert f"Say whether you come to {session.symbol}" in page
    membership.suspend(world.officer, person.memberships.get().pk, reason="x", at=AT)
    assert paper.document.get_absolute_url() not in client.get("/desk/").content.decode()
