"""Building the demo world, by actions only, with time handed in: calls past, running and open, and what became of each application."""

import time
from datetime import datetime

from django.db import transaction

from interchange.desk.demo.build.applying import DAY, Say, pdf
from interchange.desk.demo.build.first_call import FirstCall
from interchange.desk.demo.build.large_call import LARGE, LargeCall
from interchange.desk.demo.build.lexicon import Words
from interchange.desk.demo.build.making import MakingOf
from interchange.desk.demo.build.open_call import OpenCall
from interchange.desk.demo.build.personas import PERSONAS, STAFF, Persona, personas
from interchange.desk.demo.build.questions import Questions
from interchange.desk.demo.build.registry import Registered
from interchange.desk.demo.build.repository import Repository
from interchange.desk.demo.build.second_call import SecondCall
from interchange.desk.demo.build.sittings import Sittings
from interchange.desk.demo.build.staff import Staff
from interchange.desk.demo.people import people
from interchange.desk.transparency.actions import count_anew
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.calls.models import Application, Call

__all__ = ["DAY", "LARGE", "PERSONAS", "STAFF", "Persona", "Say", "World", "build", "build_large", "pdf", "personas", "still_to_apply"]
BREATH = 0.15  # seconds between two writes: longer than SQLite's waiting writers sleep (0.1 s), so that people who sign in meanwhile get their turn


class World(Staff, FirstCall, SecondCall, LargeCall, OpenCall, Sittings, Repository, Words, Questions, MakingOf, Registered):
    """The whole demo world, call by call."""


def build(at: datetime, *, say: Say = lambda words: None, members: int = 90) -> bool:
    """Build the world into an empty house, but for the large call (`build_large`); in one that holds people nothing happens: false."""
    if Person.objects.exists():
        return False
    world = World(at, say)
    with transaction.atomic():
        world.staff()
        world.notes_on_states()
    with transaction.atomic():
        world.past_call(members)
    with transaction.atomic():
        world.every_state()
    with transaction.atomic():
        world.landscape()
    with transaction.atomic():
        world.meetings()
    with transaction.atomic():
        world.sittings()
    with transaction.atomic():
        world.repository()
    with transaction.atomic():
        world.terms()
    with transaction.atomic():
        world.direction()
    with transaction.atomic():
        world.questions()
    with transaction.atomic():
        world.statements()
    with transaction.atomic():
        world.making()
    with transaction.atomic():
        world.works()
    with transaction.atomic():
        world.open_call()
        world.large_call_opens()
    count_anew(SYSTEM, at=at)
    return True


def still_to_apply(applications: int) -> int:
    """How many of so many applications the large call still lacks; 0 where the demo world has no such call."""
    call = Call.objects.filter(title=LARGE).first()
    return max(0, applications - Application.objects.filter(call=call).count()) if call else 0


def build_large(*, say: Say = lambda words: None, applications: int = 500, at_once: int = 4) -> int:
    """Fill the large call up to so many applications, a few in one go, so that it can be left and gone on with; returns how many were made."""
    call = Call.objects.filter(title=LARGE).first()
    if call is None:
        return 0
    world = World(call.opens_at + 90 * DAY, say)
    world.resume()
    made = 0
    crowd = list(people("third", applications, seed=4))
    start = Application.objects.filter(call=call).count()
    for first in range(start, applications, at_once):
        with transaction.atomic():
            for index in range(first, min(applications, first + at_once)):
                world.large_call(call, crowd[index], index)
                made += 1
        if first < 40 <= first + at_once:
            world.step_aside(call)
        time.sleep(BREATH)
        if (first - start) // 100 != (first + at_once - start) // 100:
            say(f"  the large call: {min(applications, first + at_once)} of {applications} applications")
    return made
