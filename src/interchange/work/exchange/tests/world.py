"""Members with topics, questions, and the clock, for the tests of this room."""

from datetime import UTC, datetime, timedelta

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.ground.search import actions as search
from interchange.network.membership.models import Membership, Profile
from interchange.work.exchange.actions import questions

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
GIVEN = {
    "title": "Which marks survive a second upload?",
    "text": "We lose *every* mark when a picture is uploaded twice. What has been tried?",
    "topics": ["labelling"],
    "wanted_by": None,
}


class World:
    """Makes what a test names. Its clock stands still until a test moves it."""

    def __init__(self, monkeypatch):
        self.now = AT
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.officer = self.person("officer", Role.OFFICER, Role.MEETING_MANAGER)
        self.chair = self.person("chair", Role.CHAIR)

    def person(self, name, *roles):
        made = Person.objects.create_user(f"{name}@example.org", given_name=name.title(), family_name="Sample")
        RoleGrant.objects.bulk_create(RoleGrant(person=made, role=role, starts_at=AT - 500 * DAY) for role in roles)
        return viewer_for(made, at=self.now, second_factor=True)

    def member(self, name, *, topics=("labelling",), expertise="", profile="academic", sectors=("music",), region="", organisation=""):
        made = self.person(name, Role.MEMBER)
        one = Membership.objects.create(
            number=f"TEN/MEM/2027/{made.person_id}", person_id=made.person_id, starts_at=AT - 100 * DAY, ends_at=AT + 700 * DAY
        )
        Profile.objects.create(
            person_id=made.person_id, profile=profile, topics=list(topics), sectors=list(sectors), region=region, expertise=expertise, organisation=organisation
        )  # fmt: skip
        search.put(one)
        return made

    def asked(self, actor, *, about=(), people=(), unattributed=False, **changes):
        return questions.ask(actor, {**GIVEN, **changes}, about=about, people=people, unattributed=unattributed, at=self.now)


def person(viewer):
    return Person.objects.get(pk=viewer.person_id)
