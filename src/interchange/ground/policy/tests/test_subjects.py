"""Things that can be talked about: what hangs on a thing is seen as the thing is, whatever its key is made of."""

import uuid

import pytest
from django.db.models import Q

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed
from interchange.ground.jobs.models import TaskAttempt
from interchange.ground.journal.models import Event
from interchange.ground.policy import rules, subjects
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.vocabulary.models import MemberState

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def world(monkeypatch):
    """Three kinds with keys of three sorts; events of the journal are the rows that hang on them."""
    monkeypatch.setattr(subjects, "SUBJECTS", {})
    people = [Person.objects.create_user(f"p{number}@example.org", family_name=f"P{number}") for number in range(3)]
    attempts = [TaskAttempt.objects.create(task_id=uuid.uuid4(), attempts=number) for number in range(2)]
    monkeypatch.setitem(
        rules.RULES,
        "test.person",
        rules.Rule(
            "test.person",
            model=Person,
            who=rules.anyone,
            which=lambda v: Q() if v.has(Role.OFFICER) else Q(pk=v.person_id),
            conflict=("accounts.person", "pk"),
        ),
    )
    monkeypatch.setitem(
        rules.RULES, "test.attempt", rules.Rule("test.attempt", model=TaskAttempt, who=rules.signed_in, which=lambda v: Q(attempts=1))
    )
    monkeypatch.setitem(
        rules.RULES, "test.state", rules.Rule("test.state", model=MemberState, who=rules.anyone, which=lambda v: Q(iso2="KE"))
    )
    for model, verb in ((Person, "test.person"), (TaskAttempt, "test.attempt"), (MemberState, "test.state")):
        subjects.define(model, view=verb, speak=verb, url=lambda thing: f"/{thing.pk}/", title=lambda thing: f"thing {thing.pk}")
    things = [*people, *attempts, MemberState.objects.get(pk="KE"), MemberState.objects.get(pk="BR")]
    for number, thing in enumerate(things):
        kind, key = subjects.subject_of(thing)
        Event.objects.create(seq=900_000 + number, at=AT, verb="test.said", subject_kind=kind, subject_id=key, hash=f"{number:064}")
    return people, attempts


def seen(viewer):
    return {(event.subject_kind, event.subject_id) for event in Event.objects.filter(subjects.visible(viewer), verb="test.said")}


def test_rows_are_seen_as_their_things_are(world):
    people, attempts = world
    kenya = ("vocabulary.memberstate", "KE")
    attempt = ("jobs.taskattempt", str(attempts[1].pk))
    assert seen(VISITOR) == {kenya}
    assert seen(Viewer(person_id=people[0].pk)) == {kenya, attempt, ("accounts.person", str(people[0].pk))}
    assert len(seen(SYSTEM)) == 7


def test_a_conflict_hides_what_hangs_on_the_thing(world):
    people, _attempts = world
    officer = Viewer(person_id=people[0].pk, roles=frozenset({Role.OFFICER}))
    assert ("accounts.person", str(people[1].pk)) in seen(officer)
    record_conflict(officer, officer.me, people[1], reason=ConflictReason.PERSONAL, at=AT)
    assert ("accounts.person", str(people[1].pk)) not in seen(officer)
    assert ("accounts.person", str(people[2].pk)) in seen(officer)
    with pytest.raises(NotAllowed):
        subjects.get(officer, "accounts.person", str(people[1].pk))


def test_the_filter_is_one_query_and_can_be_narrowed(world, django_assert_num_queries):
    people, _attempts = world
    viewer = Viewer(person_id=people[0].pk)
    with django_assert_num_queries(1):
        seen(viewer)
    with django_assert_num_queries(0):
        narrow = subjects.visible(viewer, only=[MemberState])
    assert {event.subject_id for event in Event.objects.filter(narrow, verb="test.said")} == {"KE"}


def test_titles_for_lists_leave_out_what_is_hidden(world, django_assert_num_queries):
    people, attempts = world
    viewer = Viewer(person_id=people[0].pk)
    pairs = [subjects.subject_of(thing) for thing in [*people, *attempts]] + [("vocabulary.memberstate", "KE"), ("no.such", "1")]
    with django_assert_num_queries(3):
        found = subjects.named(viewer, pairs)
    assert found[("vocabulary.memberstate", "KE")] == subjects.Named("thing KE", "/KE/")
    assert set(found) == {subjects.subject_of(people[0]), subjects.subject_of(attempts[1]), ("vocabulary.memberstate", "KE")}


@pytest.mark.parametrize(
    ("kind", "key"), [("no.such", "1"), ("accounts.person", "x"), ("jobs.taskattempt", "zz"), ("accounts.person", "0")]
)
def test_what_is_not_there_looks_like_what_is_hidden(world, kind, key):
    with pytest.raises(NotAllowed):
        subjects.get(SYSTEM, kind, key)


def test_a_kind_is_registered_once(world):
    with pytest.raises(ValueError, match="already"):
        subjects.define(Person, view="test.person", speak="test.person", url=str)
    with pytest.raises(LookupError):
        subjects.of("calls.call")


def test_every_registered_kind_has_rules_about_its_own_rows():
    for subject in subjects.SUBJECTS.values():
        for verb in filter(None, (subject.view, subject.speak, subject.settle)):
            assert rules.RULES[verb].model is subject.model, (subject.kind, verb)
