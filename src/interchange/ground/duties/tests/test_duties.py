"""Duties: one line each, on the right desks, reminded of once, gone when done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.accounts.models import Person
from interchange.ground.duties import kinds, queries
from interchange.ground.duties.actions import owe, settle
from interchange.ground.duties.models import Duty
from interchange.ground.duties.schedule import remind
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post.models import Letter

AT = datetime(2027, 3, 26, 9, tzinfo=UTC)  # two days later the clocks go forward in Geneva
pytestmark = pytest.mark.django_db
kinds.define("test.read", "Read {subject}")


@pytest.fixture
def thing():
    return Person.objects.create_user("thing@example.org")


@pytest.fixture
def ada():
    return Person.objects.create_user("ada@example.org", given_name="Ada", time_zone="Africa/Nairobi")


def me(person, *roles):
    return Viewer(person_id=person.pk, roles=frozenset(roles))


def test_the_same_duty_is_one_line_with_the_newest_date(ada, thing):
    first = owe("test.read", thing, at=AT, person_id=ada.pk, due_at=AT + timedelta(days=9))
    again = owe("test.read", thing, at=AT, person_id=ada.pk, due_at=AT + timedelta(days=2))
    assert first.pk == again.pk
    assert [(line.words, line.due_at, line.overdue) for line in queries.mine(me(ada), AT)] == [("Read", AT + timedelta(days=2), False)]
    assert queries.mine(me(ada), AT + timedelta(days=3))[0].overdue


def test_a_duty_of_a_role_is_on_the_desk_of_everyone_who_holds_it_and_of_nobody_else(ada, thing):
    owe("test.read", thing, at=AT, role=Role.OFFICER)
    assert len(queries.mine(me(ada, Role.OFFICER), AT)) == 1
    assert queries.mine(me(ada, Role.REVIEWER), AT) == []
    record_conflict(me(ada, Role.OFFICER), ada.pk, thing, reason=ConflictReason.PERSONAL, at=AT)
    assert queries.mine(me(ada, Role.OFFICER), AT) == []


def test_a_duty_done_is_gone_and_kept(ada, thing):
    owe("test.read", thing, at=AT, person_id=ada.pk)
    assert settle("test.read", thing, at=AT) == 1
    assert settle("test.read", thing, at=AT) == 0
    assert queries.mine(me(ada), AT) == []
    assert Duty.objects.get().settled_at == AT
    owe("test.read", thing, at=AT, person_id=ada.pk)
    assert Duty.objects.count() == 2


def test_one_owner_and_one_open_duty_are_held_by_the_database(ada, thing):
    base = {"kind": "k", "subject_kind": "s", "subject_id": "1", "opened_at": AT}
    for wrong in ({}, {"person": ada, "role": "officer"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.create(**base, **wrong)
    Duty.objects.create(**base, person=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(**base, person=ada)


def test_one_reminder_three_days_before_in_both_zones_across_the_clock_change(ada, thing):
    owe("test.read", thing, at=AT, person_id=ada.pk, due_at=datetime(2027, 3, 29, 8, tzinfo=UTC), url="/x/")
    assert remind(AT - timedelta(days=1)) == 0
    assert remind(AT) == 1
    assert remind(AT + timedelta(hours=1)) == 0
    assert "29 March 2027, 10:00 Geneva, 11:00 Nairobi" in Letter.objects.get(template="duties.reminder").body


def test_many_of_one_kind_are_one_entry_with_the_most_urgent(ada):
    for number in range(4):
        owe(
            "test.read",
            Person.objects.create_user(f"t{number}@example.org"),
            at=AT,
            person_id=ada.pk,
            due_at=AT + timedelta(days=4 - number),
        )
    ((words, count, first),) = queries.counted(me(ada), AT)
    assert (words, count, first.due_at) == ("Read …", 4, AT + timedelta(days=1))
