"""Working days and the deadlines counted in them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary import actions, load, workdays
from interchange.ground.vocabulary.models import Holiday
from interchange.ground.vocabulary.workdays import add_working_days, working_deadline

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 22, 9, tzinfo=UTC)  # the Monday before Easter 2027
OFFICER = frozenset({Role.OFFICER})


@pytest.fixture
def officer():
    return Viewer(person_id=Person.objects.create_user("officer@example.org").pk, roles=OFFICER)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2027, 3, 22), 1, date(2027, 3, 23)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # over Good Friday, the weekend and Easter Monday
        (date(2027, 3, 26), 1, date(2027, 3, 30)),  # from a holiday
        (date(2027, 3, 27), 0, date(2027, 3, 30)),  # the first working day from a Saturday on
        (date(2027, 3, 23), 0, date(2027, 3, 23)),
        (date(2027, 3, 22), 10, date(2027, 4, 7)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # over the turn of the year
        (date(2027, 7, 30), 1, date(2027, 8, 2)),  # the Swiss National Day is not one of theirs
    ],
)
def test_working_days_leave_out_weekends_and_holidays(day, count, due):
    assert add_working_days(day, count) == due


def test_counting_is_one_query_and_has_bounds(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(date(2027, 1, 1), 200)
    for count in (-1, workdays.MOST + 1):
        with pytest.raises(ValueError, match="working days"):
            add_working_days(date(2027, 1, 1), count)
    assert not workdays.is_working_day(date(2027, 3, 26))
    assert workdays.is_working_day(date(2027, 3, 25))


def test_a_deadline_is_the_last_second_of_the_day_in_geneva_over_the_clock_change():
    due = working_deadline(datetime(2027, 3, 25, 23, 30, tzinfo=UTC), 1)  # already the 26th in Geneva, a holiday
    assert due == datetime(2027, 3, 30, 21, 59, 59, tzinfo=UTC)  # summer time since the 28th
    assert str(clock.show(due, "Europe/Zurich")) == "30 March 2027, 23:59 Geneva"
    assert working_deadline(AT, 1, "Asia/Tokyo") == datetime(2027, 3, 23, 14, 59, 59, tzinfo=UTC)
    with pytest.raises(Refused):
        working_deadline(AT, 1, "Mars/Olympus")


def test_a_change_counts_from_now_on_and_stands_in_the_journal(officer):
    before = working_deadline(AT, 2)
    day = date(2027, 3, 24)
    made = actions.set_holiday(officer, day, name="Eid (announced)", standing="confirmed", reason="Announced.", at=AT)
    assert before == datetime(2027, 3, 24, 22, 59, 59, tzinfo=UTC)  # what was set is an instant and stays
    assert working_deadline(AT, 2) == datetime(2027, 3, 25, 22, 59, 59, tzinfo=UTC)
    assert made.changed_at == AT
    actions.set_holiday(officer, day, name="Eid (announced)", standing="confirmed", reason="Again.", at=AT)
    actions.set_holiday(officer, date(2027, 3, 26), name="Good Friday", standing="working", reason="They work.", at=AT)
    assert add_working_days(date(2027, 3, 25), 1) == date(2027, 3, 26)
    told = list(Event.objects.filter(verb="holiday.set").order_by("seq").values_list("subject_id", "before", "after"))
    assert told == [
        ("2027-03-24", {}, {"standing": "confirmed"}),
        ("2027-03-26", {"standing": "expected"}, {"standing": "working"}),
    ]


def test_loading_again_leaves_what_officers_entered(officer):
    actions.set_holiday(officer, date(2027, 3, 26), name="Good Friday", standing="working", reason="They work.", at=AT)
    load.load()
    assert Holiday.objects.get(day=date(2027, 3, 26)).standing == "working"


def test_what_is_refused(officer):
    with pytest.raises(Refused) as refused:
        actions.set_holiday(officer, (AT - timedelta(days=1)).date(), name=" ", standing="expected", reason="", at=AT)
    assert {problem.field for problem in refused.value.problems} == {"day", "name", "standing", "reason"}
    with pytest.raises(NotAllowed):
        actions.set_holiday(VISITOR, AT.date(), name="x", standing="confirmed", reason="x", at=AT)


def test_the_pages_say_how_sure_each_day_is(officer):
    page = Client().get("/reference/working-days/").content.decode()
    assert "Good Friday" in page
    assert "Computed" in page
    client = Client()
    client.force_login(Person.objects.get(pk=officer.person_id))
    assert client.get("/settings/working-days/").status_code == 404


def test_the_data_file_is_what_the_library_says():
    from scripts import holidays

    assert load.holidays()["days"] == holidays.days()
    assert {day["day"].year for day in load.holidays()["days"]} == set(range(2026, 2031))
