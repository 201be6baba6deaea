"""One definition, three answers; deny by default; a conflict beats every rule."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.test import RequestFactory

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy import rules
from interchange.ground.policy.actions import end_role, grant_role, holders, record_conflict
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.middleware import DoorMiddleware
from interchange.ground.policy.models import Conflict, RoleGrant
from interchange.ground.policy.viewer import SYSTEM, VISITOR, Viewer, viewer_for
from interchange.ground.policy.vocabulary import ConflictReason, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [Person.objects.create_user(f"p{number}@example.org") for number in range(4)]


@pytest.fixture
def rule_of_names(monkeypatch):
    """A rule for this test: officers see everybody, others themselves; conflicts apply."""
    monkeypatch.setattr(rules, "RULES", dict(rules.RULES))
    return rules.rule(
        "test.see",
        Person,
        who=rules.signed_in,
        which=lambda v: Q() if v.has(Role.OFFICER) else Q(pk=v.person_id),
        conflict=("accounts.person", "pk"),
    )


def viewer(person, *roles):
    return Viewer(person_id=person.pk, roles=frozenset(roles))


def test_rows_and_objects_agree_for_every_viewer(people, rule_of_names):
    record_conflict(viewer(people[0]), people[0].pk, people[2], reason=ConflictReason.AFFILIATION, at=clock.now())
    viewers = [VISITOR, SYSTEM, *(viewer(p) for p in people), *(viewer(p, Role.OFFICER) for p in people)]
    for who in viewers:
        listed = set(rules.rows(who, "test.see").values_list("pk", flat=True))
        assert {p.pk for p in people if rules.allows(who, "test.see", p)} == listed & {p.pk for p in people}


def test_a_conflict_removes_the_row_from_an_officer_too(people, rule_of_names):
    officer = viewer(people[0], Role.OFFICER)
    assert rules.allows(officer, "test.see", people[2])
    record_conflict(officer, people[0].pk, people[2], reason=ConflictReason.PERSONAL, at=clock.now())
    assert not rules.allows(officer, "test.see", people[2])
    assert rules.rows(officer, "test.see").count() == 3
    with pytest.raises(NotAllowed):
        rules.see(officer, "test.see", pk=people[2].pk)
    assert rules.allows(viewer(people[1], Role.OFFICER), "test.see", people[2])


def test_what_no_rule_names_is_an_error_not_a_yes():
    for who in (VISITOR, SYSTEM):
        with pytest.raises(LookupError):
            rules.allows(who, "nobody.defined-this")
        with pytest.raises(LookupError):
            rules.rows(who, "nobody.defined-this")


def test_a_verb_has_one_rule(rule_of_names):
    with pytest.raises(ValueError, match="has a rule already"):
        rules.rule("test.see", who=rules.anyone)
    with pytest.raises(ValueError, match="both"):
        rules.rule("test.half", Person, who=rules.anyone)


def test_staff_roles_sleep_until_the_second_factor(people):
    at = clock.now()
    RoleGrant.objects.create(person=people[0], role=Role.OFFICER, starts_at=at)
    RoleGrant.objects.create(person=people[0], role=Role.MEMBER, starts_at=at)
    weak = viewer_for(people[0], at=at, second_factor=False)
    assert weak.roles == {Role.MEMBER}
    assert weak.dormant == {Role.OFFICER}
    assert viewer_for(people[0], at=at, second_factor=True).roles == {Role.MEMBER, Role.OFFICER}


def test_a_role_counts_from_its_first_to_before_its_last_instant(people):
    at = clock.now()
    RoleGrant.objects.create(person=people[0], role=Role.MEMBER, starts_at=at, ends_at=at + timedelta(days=1))
    seen = [
        viewer_for(people[0], at=at + shift, second_factor=False).has(Role.MEMBER)
        for shift in (timedelta(seconds=-1), timedelta(), timedelta(days=1))
    ]
    assert seen == [False, True, False]


def test_giving_and_ending_roles_is_recorded_and_repeatable(people):
    admin, at = viewer(people[0], Role.ADMINISTRATOR), clock.now()
    first = grant_role(admin, people[1].pk, Role.REVIEWER, at=at, reason="knows the field")
    assert grant_role(admin, people[1].pk, Role.REVIEWER, at=at, reason="again").pk == first.pk
    assert holders(Role.REVIEWER, at) == [people[1].pk]
    assert end_role(admin, people[1].pk, Role.REVIEWER, at=at + timedelta(hours=1), reason="done") == 1
    assert end_role(admin, people[1].pk, Role.REVIEWER, at=at + timedelta(hours=1), reason="done") == 0
    assert list(Event.objects.filter(verb__startswith="role.").values_list("verb", flat=True)) == ["role.granted", "role.ended"]


def test_only_an_administrator_gives_roles(people):
    with pytest.raises(NotAllowed):
        grant_role(viewer(people[0], Role.OFFICER), people[0].pk, Role.ADMINISTRATOR, at=clock.now(), reason="why not")


def test_the_last_officer_stays(people):
    admin, at = viewer(people[0], Role.ADMINISTRATOR), clock.now()
    grant_role(admin, people[1].pk, Role.OFFICER, at=at, reason="first")
    with pytest.raises(Refused, match="last secretariat officer"):
        end_role(admin, people[1].pk, Role.OFFICER, at=at + timedelta(days=1), reason="leaves")
    grant_role(admin, people[2].pk, Role.OFFICER, at=at, reason="second")
    assert end_role(admin, people[1].pk, Role.OFFICER, at=at + timedelta(days=1), reason="leaves") == 1


def test_the_database_refuses_two_open_grants_and_backward_ends(people):
    at = clock.now()
    RoleGrant.objects.create(person=people[0], role=Role.MEMBER, starts_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=people[0], role=Role.MEMBER, starts_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=people[0], role=Role.CHAIR, starts_at=at, ends_at=at - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=people[0], role="king", starts_at=at)


def test_somebody_else_s_conflict_is_an_officer_s_to_record(people):
    with pytest.raises(NotAllowed):
        record_conflict(viewer(people[0]), people[1].pk, people[2], reason=ConflictReason.OTHER, at=clock.now())
    assert not Conflict.objects.exists()


def test_a_view_without_a_door_is_a_mistake_in_the_code():
    middleware = DoorMiddleware(lambda request: HttpResponse())

    def open_to_all(request):
        return HttpResponse()

    def unmarked(request):
        return HttpResponse()

    request = RequestFactory().get("/")
    request.viewer = VISITOR
    assert middleware.process_view(request, public(open_to_all), (), {}) is None
    with pytest.raises(ImproperlyConfigured, match="has no door"):
        middleware.process_view(request, unmarked, (), {})
    with pytest.raises(ImproperlyConfigured, match="no rule"):
        middleware.process_view(request, door("no.such-verb")(lambda r: None), (), {})


def test_everything_stays_everything_whatever_it_is_joined_to(db):
    from django.db.models import Q

    from interchange.ground.policy.rules import EVERYTHING, NOTHING
    from interchange.ground.vocabulary.models import MemberState

    count = MemberState.objects.count()
    assert count
    for joined in (EVERYTHING, NOTHING | EVERYTHING, Q(iso2="XX") | EVERYTHING, EVERYTHING & EVERYTHING):
        assert MemberState.objects.filter(joined).count() == count
    assert MemberState.objects.filter(EVERYTHING & Q(iso2="CH")).count() == 1
    assert not MemberState.objects.filter(EVERYTHING & NOTHING).exists()
