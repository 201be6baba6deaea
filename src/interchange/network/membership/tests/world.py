"""People, members and the clock for the tests of this room."""

from datetime import UTC, datetime, timedelta
from itertools import count

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.actions import set_option
from interchange.network.calls import actions as calls
from interchange.network.calls import queries as call_queries
from interchange.network.calls.models import Application
from interchange.network.calls.tests.world import call
from interchange.network.membership import actions
from interchange.network.membership.models import Membership

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ENTRY = {
    "country": "KE",
    "time_zone": "Africa/Nairobi",
    "languages": ["en", "sw"],
    "main_profile": "academic",
    "sectors": ["music"],
    "topics": ["provenance"],
    "organisation": "University of Somewhere",
    "organisation_kind": "university",
    "other_expertise": "",
}


class World:
    """Makes what a test names. Its clock stands still until a test moves it."""

    def __init__(self, monkeypatch):
        self.now = AT
        self.numbers = count(1)
        self.staff: list[Person] = []
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.first, self.second = self.person(Role.OFFICER), self.person(Role.OFFICER)
        self.officer = self.viewer(self.first)
        self.other_officer = self.viewer(self.second)
        set_option(SYSTEM, "membership.stagger-months", 0, reason="Terms alike, but where a test says otherwise.", at=AT)
        self.call = call(Viewer(person_id=self.first.pk, roles=frozenset({Role.OFFICER})))

    def person(self, *roles, **names) -> Person:
        number = next(self.numbers)
        made = Person.objects.create_user(f"p{number}@example.org", **{"given_name": f"Given{number}", "family_name": "Sample", **names})
        for role in roles:
            RoleGrant.objects.create(person=made, role=role, starts_at=AT - 500 * DAY)
        return made

    def viewer(self, person) -> Viewer:
        """As the next request would make it."""
        return viewer_for(person, at=self.now, second_factor=True)

    def roles(self, person) -> set[Role]:
        return set(self.viewer(person).roles)

    def member(self, *, person=None, public=False, at=None, **changes) -> Membership:
        """Somebody who accepted a place, admitted by the action that admits."""
        person = person or self.person()
        moment = at or self.now
        application = Application.objects.create(
            call=self.call, person=person, state="confirmed", outcome="accepted", number=f"TEN/APP/2027/{person.pk:05}",
            started_at=moment, saved_at=moment, submitted_at=moment, decided_at=moment, decided_by=self.first, decision_reason="Marks.",
            given_name=person.given_name, family_name=person.family_name, consent_to_be_named=public, **{**ENTRY, **changes},
        )  # fmt: skip
        if public:
            calls.set_consent(Viewer(person_id=person.pk), yes=True, at=moment)
        return actions.admit(SYSTEM, application.pk, at=moment)

    def declare(self, member, *, at=None, **row):
        rows = [{"category": "employment", "entity": "University of Somewhere", **row}] if row else []
        return calls.declare_interests(Viewer(person_id=member.person_id), rows, nothing=not rows, at=at or self.now)

    def accept_all(self, member, *, at=None) -> None:
        moment = at or self.now
        calls.accept_texts(
            Viewer(person_id=member.person_id), [text.pk for text in call_queries.standing_texts(moment).values()], at=moment
        )
