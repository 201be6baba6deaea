"""What the settings' pages say after each press of a button, and that it is so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary import options, queries
from interchange.ground.vocabulary.models import Holiday, MemberState
from interchange.ground.vocabulary.workdays import add_working_days
from tests.hand import Hand

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    person = Person.objects.create_user("officer@example.org")
    RoleGrant.objects.create(person=person, role=Role.OFFICER, starts_at=AT - timedelta(days=30))
    return Hand(person)


def test_a_day_off_that_was_announced_counts_from_then_on(office):
    before = add_working_days(date(2027, 3, 9), 1)
    page = office.press(
        "/settings/working-days/", "Save", {"day": "2027-03-10", "name": "Eid al-Fitr", "standing": "confirmed", "reason": "Announced."}
    )
    assert page.said == ["Noted. Deadlines set from now on count with it; those already set stay."]
    assert Holiday.objects.get(day=date(2027, 3, 10)).standing == "confirmed"
    assert (before, add_working_days(date(2027, 3, 9), 1)) == (date(2027, 3, 10), date(2027, 3, 11))
    assert "Eid al-Fitr" in page.words


def test_an_option_is_set_and_its_default_comes_back(office, monkeypatch):
    monkeypatch.setitem(options.DEFINITIONS, "test.days", options.Definition("test.days", 21, "Days of a test", "Because.", 1, 90))
    page = office.press("/settings/options/", "Set", {"value": "40", "reason": "Many asked for it."}, among={"key": "test.days"})
    assert page.said == ["Set to 40, from now on."]
    assert options.value("test.days") == 40
    page = office.press(page, "Back to the default", {"reason": "It was too long."}, among={"key": "test.days"})
    assert page.said == ["The default is in force again: 21."]
    assert options.value("test.days") == 21


def test_a_state_is_noted_in_its_group(office):
    queries.forget()
    page = office.press("/settings/states/KE/", "Save", {"since": "2020-01-01", "reason": "Note verbale of January 2020."})
    assert page.said == ["Noted."]
    noted = MemberState.objects.get(pk="KE")
    assert (noted.region, noted.region_since) == ("africa", date(2020, 1, 1))
    queries.forget()
