"""Members of several profiles, sectors and organisations, topics and rounds, and the clock, for the tests of this room."""

from datetime import UTC, datetime, timedelta

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership.models import Membership, Profile
from interchange.work.direction.actions import counting, interest, rounds, scope, topics, voting
from interchange.work.direction.models import Round
from interchange.work.direction.queries import pairs_for

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PROFILES = ["academic", "creator", "tech-professional"]
SECTORS = ["music", "news", "photography", "publishing"]
TECHNICAL = dict.fromkeys(topics.QUESTION_NAMES, False) | {"testable": True}
POLICY = dict.fromkeys(topics.QUESTION_NAMES, False) | {"needs_law": True}
TEXT = {
    "title": "A test set for marks that survive re-encoding",
    "problem": "Nobody can compare watermarks, because each vendor tests with pictures of its own and says so.",
    "why_technical": "It can be measured with the same files.",
    "affected": "Makers of marks and whoever buys them.",
    "output": "A set of files with a script.",
    "objective": "solutions",
}


class World:
    """Makes what a test names. Its clock stands still until a test moves it."""

    def __init__(self, monkeypatch):
        self.now = AT
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.people: list[Person] = []
        self.chair = self.viewer(self.person("chair", Role.CHAIR))
        self.officer = self.viewer(self.person("officer", Role.OFFICER))

    def person(self, name, *roles):
        made = Person.objects.create_user(f"{name}@example.org", given_name=name.title(), family_name="Sample")
        RoleGrant.objects.bulk_create(RoleGrant(person=made, role=role, starts_at=AT - 500 * DAY) for role in roles)
        return made

    def viewer(self, person):
        return viewer_for(person, at=self.now, second_factor=True)

    def members(self, count, *, houses=(), profiles=PROFILES):
        """Active members: profiles and sectors in turn; `houses` names the organisations of the first ones."""
        start = len(self.people)
        made = [self.person(f"m{start + n}", Role.MEMBER) for n in range(count)]
        Membership.objects.bulk_create(
            Membership(number=f"TEN/MEM/2027/{one.pk}", person=one, starts_at=AT - 100 * DAY, ends_at=AT + 700 * DAY) for one in made
        )
        Profile.objects.bulk_create(
            Profile(
                person=one,
                profile=profiles[n % len(profiles)],
                sectors=[SECTORS[n % len(SECTORS)]],
                organisation=houses[n] if n < len(houses) else "",
            )
            for n, one in enumerate(made)
        )
        self.people += made
        return [self.viewer(one) for one in made]

    def topic(self, author, *, at=None, scope=TECHNICAL, **changes):
        return topics.write(author, {**TEXT, "similar_seen": True, **changes}, scope=scope, at=at or self.now)

    def supported(self, author, supporters, **changes):
        """A topic that is filed."""
        made = self.topic(author, **changes)
        topics.publish(author, made.pk, at=self.now)
        for one in supporters:
            topics.support(one, made.pk, at=self.now)
        return topics.file(author, made.pk, at=self.now)

    def in_scope(self, author, supporters, **changes):
        made = self.supported(author, supporters, **changes)
        return scope.check(self.chair, made.pk, TECHNICAL, reason="It can be measured.", at=self.now)

    def wanted(self, author, supporters, workers):
        """A topic for which enough people want to work; the clock stands after the call."""
        made = self.in_scope(author, supporters)
        call = interest.open_call(self.chair, made.pk, at=self.now)
        for number, one in enumerate(workers):
            interest.show(one, call.pk, "contribute" if number else "lead", at=self.now)
        self.now = call.closes_at + timedelta(seconds=1)
        interest.close_call(SYSTEM, call.pk, at=self.now)
        made.refresh_from_db()
        return made

    def round(self, method="statements", lines=("First wish", "Second hope", "Third idea", "Fourth plan"), **given):
        """An open round of statements."""
        values = {
            "title": "What first?",
            "question": "What should we do first?",
            "method": method,
            "closes_on": (self.now + 10 * DAY).date(),
            "alike_seen": True,
            **given,
        }
        made = rounds.prepare(self.chair, values, statements=list(lines), at=self.now)
        return rounds.open_round(self.chair, made.pk, at=self.now)

    def keys(self, found):
        return [str(pk) for pk in found.items.values_list("pk", flat=True)]

    def pairs(self, found, voter):
        return pairs_for(found, self.keys(found), voter.person_id)

    def counted(self, found) -> Round:
        """The round, closed and counted; the clock stands after its close."""
        self.now = found.closes_at + timedelta(seconds=2)
        rounds.close_round(SYSTEM, found.pk, at=self.now)
        return counting.count(found.pk, at=self.now)

    def vote(self, found, voter, marks, **more):
        return voting.cast(voter, found.pk, marks, at=self.now, **more)
