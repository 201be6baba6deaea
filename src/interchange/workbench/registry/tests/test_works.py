"""Registering: who is told what, disputes, private works that leave no trace, refusals."""

import pytest

from interchange.ground import clock
from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.codes.model import Code, Kind, Made, Scheme
from interchange.workbench.registry import index, matching, queries
from interchange.workbench.registry.actions import works
from interchange.workbench.registry.models import Dispute, Work, WorkCode

pytestmark = pytest.mark.django_db


def changed(work, **words):
    names = ("title", "rights_holder", "reservations", "contact", "terms_url", "visibility", "reference")
    return works.Words(**{**{name: getattr(work, name) for name in names}, **words})


def test_registering_twice_gives_the_registration_that_is_there(registered):
    first, again = registered("ada", 5), registered("ada", 5, title="Another name")
    assert first.pk == again.pk
    assert WorkCode.objects.count() == first.codes_count + 1
    assert Event.objects.filter(verb="work.registered").count() == 1


def test_the_same_work_by_two_parties_is_a_dispute_and_both_are_shown(registered, people):
    first, second = registered("ada", 5), registered("bo", 5)
    assert set(Work.objects.values_list("state", flat=True)) == {"disputed"}
    ((_line, told),) = queries.lookup(VISITOR, [f"sha256:{first.sha256}"])
    assert [(one["rights_holder"], one["disputed"]) for one in told] == [("Ada Works", True), ("Bo Works", True)]
    dispute = Dispute.objects.get()
    assert dispute.same_file
    with pytest.raises(NotAllowed):
        works.settle(people("ada"), dispute.pk, outcome="agreed", reason="Mine.", at=clock.now())
    with pytest.raises(Refused):
        works.settle(people("olga", Role.OFFICER), dispute.pk, outcome="agreed", reason=" ", at=clock.now())
    works.settle(people("olga", Role.OFFICER), dispute.pk, outcome="agreed", reason="Both hold a part.", at=clock.now())
    assert set(Work.objects.values_list("state", flat=True)) == {"registered"}
    works.withdraw(people("bo"), second.pk, at=clock.now())
    works.withdraw(people("bo"), second.pk, at=clock.now())
    assert not WorkCode.objects.filter(work=second).exists()
    assert [one["number"] for _line, told in queries.lookup(VISITOR, [first.sha256]) for one in told] == [first.number]


def test_a_private_registration_leaves_no_trace_for_others(registered, people, codes):
    private = registered("ada", 5, visibility="private")
    public = registered("bo", 5)
    assert not Dispute.objects.exists()
    assert [one.work for one in matching.match(people("bo"), codes(5, "jpeg-20", True))] == [public]
    assert {one.work for one in matching.match(people("ada"), codes(5, "jpeg-20", True))} == {private, public}
    assert [one["number"] for _line, told in queries.lookup(people("bo"), [private.sha256]) for one in told] == [public.number]
    with pytest.raises(NotAllowed):
        works.change(people("bo"), private.pk, changed(private), revision=0, at=clock.now())
    works.change(people("ada"), private.pk, changed(private, visibility="public"), revision=0, at=clock.now())
    assert Dispute.objects.count() == 1
    with pytest.raises(Stale):
        works.change(people("ada"), private.pk, changed(private), revision=0, at=clock.now())
    works.change(people("ada"), private.pk, changed(private, visibility="private"), revision=1, at=clock.now())
    public.refresh_from_db()
    assert public.state == "registered"


def test_everything_wrong_is_told_at_once(people, codes):
    with pytest.raises(Refused) as refused:
        works.register(people("ada"), codes(5), works.Words(" ", "", ["dancing"], terms_url="ftp://x", visibility="some"), at=clock.now())
    assert {one.field for one in refused.value.problems} == {"title", "rights_holder", "reservations", "terms_url", "visibility"}


def test_forged_codes_and_crowded_ones_are_refused(people, codes, monkeypatch):
    forged = Made(Kind.IMAGE, "", 0, (Code(Scheme.IMAGE, 0),))
    with pytest.raises(Refused, match="blank"):
        works.register(people("ada"), forged, works.Words("A", "B"), at=clock.now())
    with pytest.raises(Refused, match="no code"):
        works.register(people("ada"), Made(Kind.IMAGE, "", 0, ()), works.Words("A", "B"), at=clock.now())
    monkeypatch.setattr(works, "CROWDED", 2)
    bits = codes(5).codes[0].bits
    for number in range(3):
        works.register(
            people("ada"), Made(Kind.IMAGE, f"{number:064x}", 0, (Code(Scheme.IMAGE, bits),)), works.Words("A", "B"), at=clock.now()
        )
    with pytest.raises(Refused, match="very code"):
        works.register(people("bo"), codes(5), works.Words("A", "B"), at=clock.now())


def test_sql_finds_what_brute_force_finds_and_no_more(registered, people):
    import numpy as np

    work = registered("ada", 5)
    rng = np.random.default_rng(4)
    held = [int(one) for one in rng.integers(0, 1 << 64, 3000, dtype=np.uint64)]
    near = [held[number] ^ sum(1 << int(place) for place in rng.choice(64, number % 11, replace=False)) for number in range(200)]
    index.add(index.rows_of(work.pk, [Code(Scheme.IMAGE, one) for one in [*held, *near]]))
    every = np.array([code.bits & ((1 << 64) - 1) for code in WorkCode.objects.all()], object).astype(np.uint64)
    for bits in held[:60]:
        for reach in (0, 4, 8):
            wanted = sorted({(int(every[place]), far) for place, far in index.bands.scan(every, bits, reach)})
            assert index.near(bits, reach) == wanted
    index.add(index.rows_of(work.pk, [Code(Scheme.IMAGE, 12345)]))
    assert index.near(12344, 8)[0][1] <= 1, "found at once, nothing is built anew"


def test_a_near_work_comes_with_distance_parts_and_a_bound_on_chance(registered, people, codes):
    work = registered("ada", 5)
    registered("ada", 6)
    (found,) = matching.match(people("bo"), codes(5, "mirrored", True))
    assert found.work == work
    assert not found.same_file
    assert found.distance <= 8
    assert found.orientation == 4
    assert found.chance["registered"] == 2
    assert 0 < found.chance["upper"] < 0.001
    assert matching.match(people("bo"), codes(7, "", True)) == []


def test_what_the_register_holds_of_a_person_is_told_and_goes(registered, people):
    registered("ada", 5, reference="my own 7")
    room = ROOMS["registry"]
    assert room.collect(people("ada").me)["works"][0]["reference"] == "my own 7"
    assert len(list(room.plan(people("ada").me))) == 1
    room.erase(people("ada").me, clock.now())
    assert not Work.objects.exists()
    assert not WorkCode.objects.exists()
