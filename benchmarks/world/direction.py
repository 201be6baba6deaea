"""Members who vote, and the topics that they proposed and stand behind."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from benchmarks.world.house import findable, noted

PROFILES = ["academic", "ai-developer", "creator", "rightsholder", "tech-professional"]


def voters(count: int, organisations: int) -> list[Any]:
    """Members of so many organisations."""
    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.models import RoleGrant
    from interchange.ground.policy.vocabulary import Role
    from interchange.network.membership.models import Membership, Profile

    chance, at = random.Random(9), clock.now() - timedelta(days=60)
    people = Person.objects.bulk_create(
        [Person(email=f"voter{n}@example.org", given_name="Voter", family_name=f"Number {n}", time_zone="Africa/Nairobi") for n in range(count)], batch_size=500
    )  # fmt: skip
    RoleGrant.objects.bulk_create([RoleGrant(person=one, role=Role.MEMBER, starts_at=at) for one in people], batch_size=500)
    RoleGrant.objects.create(person=people[0], role=Role.CHAIR, starts_at=at)
    Membership.objects.bulk_create(
        [Membership(number=f"TEN/MEM/2027/9{n:05}", person=one, starts_at=at, ends_at=at + timedelta(days=700)) for n, one in enumerate(people)], batch_size=500
    )  # fmt: skip
    Profile.objects.bulk_create(
        [Profile(person=one, profile=chance.choice(PROFILES), region="africa", organisation=f"House {chance.randrange(organisations)}") for one in people], batch_size=500
    )  # fmt: skip
    return people


def topics(count: int, people: Sequence[Any]) -> None:
    """Topics that wait for a round, each with twelve supporters."""
    from interchange.ground import clock
    from interchange.ground.vocabulary import queries as vocabulary
    from interchange.work.direction.models import Proposal, Support

    chance, at = random.Random(10), clock.now() - timedelta(days=60)
    words = [f"word{n}" for n in range(3000)]
    goals = [code for code, _label in vocabulary.choices("objectives")]
    made = Proposal.objects.bulk_create(
        [
            Proposal(
                number=f"TEN/TOP/2027/9{n:04}", title=" ".join(chance.sample(words, 8)), state="ready", problem=" ".join(chance.sample(words, 60)), why_technical="It can be measured.",
                affected="Many.", output="A paper.", objective=chance.choice(goals), author=chance.choice(people), created_at=at, filed_at=at, checked_at=at, character="technical", scope_reason="It can be measured.",
            )
            for n in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    Support.objects.bulk_create(
        [Support(proposal=one, person=who, profile=chance.choice(PROFILES), at=at) for one in made for who in chance.sample(people, 12)], batch_size=500
    )  # fmt: skip
    noted("topic.written", made, at=at)
    findable("topic", made)
