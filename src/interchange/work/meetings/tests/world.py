"""A series, members in several zones and regions, and the clock, for the tests of this room."""

from datetime import UTC, date, datetime, time, timedelta

from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.tests.world import World as Members
from interchange.work.meetings import actions
from interchange.work.meetings.models import Invitation, Session

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PLACES = [
    ("Africa/Nairobi", "africa"),
    ("America/Sao_Paulo", "latin-america-caribbean"),
    ("Asia/Tokyo", "group-b"),
    ("Europe/Zurich", "group-b"),
]


class World(Members):
    """Makes what a test names."""

    def __init__(self, monkeypatch):
        super().__init__(monkeypatch)
        self.series = actions.make_series(self.officer, {"body": "TEN", "title": "Sessions of the network"}, at=AT)

    def members(self, count: int, *, at: datetime = AT - 100 * DAY) -> list[Person]:
        """Active members, made in one go, over four zones."""
        start = Person.objects.count()
        people = Person.objects.bulk_create(
            Person(
                email=f"m{start + n}@example.org", given_name=f"Mem{start + n}", family_name="Ber", time_zone=PLACES[n % 4][0], password="!"
            )
            for n in range(count)
        )
        Membership.objects.bulk_create(
            Membership(number=f"TEN/MEM/2027/{start + n}", person=one, starts_at=at, ends_at=at + 700 * DAY) for n, one in enumerate(people)
        )
        Profile.objects.bulk_create(
            Profile(person=one, profile="academic", region=PLACES[n % 4][1], time_zone=PLACES[n % 4][0]) for n, one in enumerate(people)
        )
        RoleGrant.objects.bulk_create(RoleGrant(person=one, role=Role.MEMBER, starts_at=at, ends_at=at + 700 * DAY) for one in people)
        return people

    def session(
        self, *, day: date = date(2027, 5, 12), at_time: time = time(14, 0), zone: str = "Europe/Zurich", at=None, **values
    ) -> Session:
        """A planned session with a time."""
        given = {"title": "A session", "local_day": day, "local_time": at_time, "time_zone": zone, "minutes": 120, **values}
        return actions.plan_session(self.officer, self.series.pk, given, at=at or self.now)

    def convened(self, *, at=None, **values) -> Session:
        """A session that everybody is invited to."""
        return actions.convene(self.officer, self.session(at=at, **values).pk, late_reason="Needed.", at=at or self.now)

    def as_viewer(self, person) -> Viewer:
        return self.viewer(person)

    def invitation(self, session, person) -> Invitation:
        return Invitation.objects.select_related("session__series", "person").get(session=session, person=person)
