"""The worker reads the house's texts: each term learns where it is used, and nothing is read that did not change."""

import pytest

from interchange.ground.policy.viewer import VISITOR
from interchange.knowledge.lexicon import actions, queries
from interchange.knowledge.lexicon.actions import scanning
from interchange.knowledge.lexicon.models import Concept, Reading
from interchange.knowledge.lexicon.tests.world import AT, DAY
from interchange.network.calls.models import Call

pytestmark = pytest.mark.django_db


def test_used_never_used_wanted(world):
    world.agreed()
    call = Call.objects.create(
        slug="quilts", number="TEN/CALL/2027/9", title="Call", body="Quilt marks and `quilt mark` again. The Great Quilt Society meets.", state="published",
        opens_at=AT, closes_at=AT + DAY, published_at=AT,
    )  # fmt: skip
    hidden = Call.objects.create(
        slug="quilts-2",
        number="TEN/CALL/2027/8",
        title="Hidden",
        body="A quilt mark of the Hidden Needle Club.",
        opens_at=AT,
        closes_at=AT + DAY,
    )
    made = Concept.objects.get(slug="quilt-mark")
    assert made in queries.never_used(VISITOR)
    assert actions.read_texts(at=AT) > 2
    assert actions.read_texts(at=AT) == 0
    assert [(place.title, place.count, place.url) for place in queries.places(queries.where_used(VISITOR, made))] == [
        ("Call", 1, "/calls/quilts/")
    ]
    assert len(queries.where_used(world.curator, made)) == 2
    assert made not in queries.never_used(VISITOR)
    assert "Great Quilt Society" in [one.text for one in queries.samples(queries.wanted(world.member))]
    assert "Hidden Needle Club" not in [one.text for one in queries.samples(queries.wanted(world.member))]
    assert "Hidden Needle Club" in [one.text for one in queries.samples(queries.wanted(world.curator))]
    hidden.delete()
    call.body = "Nothing."
    call.save()
    actions.read_texts(at=AT)
    assert not queries.where_used(world.curator, made).exists()


def test_only_texts_that_changed_are_read_again(world, monkeypatch):
    """The worker asks each kind for its marks and fetches no text whose mark is the one it was read with."""
    words = {"opens_at": AT, "closes_at": AT + DAY, "state": "published", "published_at": AT}
    calls = [
        Call.objects.create(slug=f"quilts-{n}", number=f"TEN/CALL/2027/{n}", title=f"Call {n}", body="Quilts.", **words) for n in range(3)
    ]
    world.agreed()
    fetched = []
    whole = scanning.whole
    monkeypatch.setattr(scanning, "whole", lambda source, thing: (fetched.append((source.kind, thing.pk)), whole(source, thing))[1])
    first = actions.read_texts(at=AT)
    assert len(fetched) == first > 3
    assert all(Reading.objects.values_list("mark", flat=True))  # every kind of text in the house has a mark

    fetched.clear()
    assert actions.read_texts(at=AT) == 0
    assert fetched == []

    Call.objects.filter(pk=calls[1].pk).update(body="A quilt mark.", revision=2)
    assert actions.read_texts(at=AT) == 1
    assert fetched == [("calls.call", calls[1].pk)]

    # Another mark over the same words costs one look; the same mark over other words is found once a day.
    fetched.clear()
    Call.objects.filter(pk=calls[1].pk).update(revision=3)
    Call.objects.filter(pk=calls[2].pk).update(body="Qu1lts.")
    assert (actions.read_texts(at=AT), fetched) == (0, [("calls.call", calls[1].pk)])
    assert (actions.read_texts(at=AT), len(fetched)) == (0, 1)
    assert actions.read_texts(at=AT, trust_marks=False) == 1

    # Another edition of the lexicon: all texts again.
    fetched.clear()
    world.agreed("seam", "line where two cloths meet")
    actions.read_texts(at=AT)
    assert len(fetched) == first + 1


def test_a_text_that_is_gone_is_used_by_nobody(world):
    words = {"opens_at": AT, "closes_at": AT + DAY, "state": "published", "published_at": AT}
    call = Call.objects.create(slug="quilts", number="TEN/CALL/2027/9", title="Call", body="A quilt mark.", **words)
    made = world.agreed()
    actions.read_texts(at=AT)
    assert queries.where_used(world.curator, made).count() == 1
    call.delete()
    actions.read_texts(at=AT)
    assert queries.where_used(world.curator, made).count() == 0
