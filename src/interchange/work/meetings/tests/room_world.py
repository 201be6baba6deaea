"""A session about to open, its members, chair and rapporteurs, for the tests of the room."""

from datetime import time, timedelta

from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.queries import region_of
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.tests.world import AT, World
from interchange.work.meetings.actions import room
from interchange.work.meetings.models import AgendaItem, Attendance, Invitation, Series, Session
from interchange.work.meetings.vocabulary import ItemKind, SessionState

MINUTE = timedelta(minutes=1)
PROFILES = ["academic", "creator", "rightsholder", "tech-professional", "ai-developer"]
COUNTRIES = ["KE", "BR", "FR", "JP", "EG"]


class RoomWorld(World):
    """Six members by default: quorum two. The chair and both rapporteurs hold their roles for this session only."""

    def __init__(self, monkeypatch, members: int = 6):
        super().__init__(monkeypatch)
        self.memberships = [self.made_member(n) for n in range(members)]
        self.people = [one.person for one in self.memberships]
        series = Series.objects.create(slug="ten", body="TEN", title="Plenary", made_at=AT)
        self.session = Session.objects.create(
            series=series, number=3, kind="plenary", audience="members", title="Third session", state=SessionState.AGENDA_ADOPTED,
            local_day=AT.date(), local_time=time(10), minutes=120, starts_at=AT, ends_at=AT + 120 * MINUTE, convened_at=AT, changed_at=AT, made_at=AT,
        )  # fmt: skip
        self.items = [
            self.item(1, "Welcome", kind=ItemKind.INFORM),
            self.item(2, "How labels travel", kind=ItemKind.DISCUSS, topics=["provenance"]),
            self.item(3, "A test for labels", kind=ItemKind.DECIDE, topics=["labelling"]),
            self.item(4, "Said for the record", kind=ItemKind.DISCUSS, attributed=True),
        ]
        for person in self.people:
            Invitation.objects.create(session=self.session, person=person, invited_at=AT)
        self.chair = self.appointed(self.people[0], Role.CHAIR)
        self.one, self.two = (self.appointed(person, Role.RAPPORTEUR) for person in self.people[1:3])

    def made_member(self, n: int) -> Membership:
        """A member by rows alone: how people become members is tested elsewhere, and takes its time."""
        since = AT - timedelta(days=30)
        person = self.person(Role.MEMBER, family_name=f"Family{n}")
        country = COUNTRIES[n % 5]
        Profile.objects.create(
            person=person, profile=PROFILES[n % 5], country=country, region=region_of(country), organisation=f"House {n} of Sound"
        )
        return Membership.objects.create(
            number=f"TEN/MEM/2027/{person.pk:04}", person=person, starts_at=since, ends_at=AT + timedelta(days=700)
        )

    def item(self, position: int, title: str, **more) -> AgendaItem:
        return AgendaItem.objects.create(session=self.session, position=position, title=title, **more)

    def appointed(self, person, role):
        RoleGrant.objects.create(person=person, role=role, scope=self.session.scope, starts_at=AT - timedelta(days=1))
        return self.viewer(person)

    def viewer_of(self, index: int):
        return self.viewer(self.people[index])

    def opened(self, here: int = 0, item: int | None = None):
        """The session opened, the first so many members in the room, and an item in hand."""
        room.open_session(self.chair, self.session.pk, at=self.now)
        for index in range(here):
            room.check_in(self.viewer_of(index), self.session.pk, mode="remote", at=self.now)
        if item is not None:
            room.take_item(self.chair, self.items[item].pk, at=self.now)
        self.session.refresh_from_db()
        return self.session

    def here(self) -> int:
        return Attendance.objects.filter(session=self.session, left_at__isnull=True).count()
