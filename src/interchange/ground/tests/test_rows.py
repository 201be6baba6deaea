"""Rows written at once are the rows that Django would have written, and the database's constraints hold."""

import pytest
from django.db import IntegrityError, transaction

from interchange.ground import clock
from interchange.ground.journal.models import Event
from interchange.ground.rows import insert
from interchange.ground.search.models import SearchEntry

pytestmark = pytest.mark.django_db


def entry(number, **more):
    return SearchEntry(
        kind="test", object_id=number, url=f"/{number}/", title=f"Tab\tline\nback\\slash {number} é 漢", body="", title_norm="tab", body_norm="quoll", **more
    )  # fmt: skip


def test_what_is_read_back_is_what_was_given():
    before = clock.now()
    insert([entry(1), entry(2)])
    kept = list(SearchEntry.objects.filter(kind="test").order_by("object_id"))
    assert [(one.object_id, one.title, one.body) for one in kept] == [
        (number, f"Tab\tline\nback\\slash {number} é 漢", "") for number in (1, 2)
    ]
    assert all(one.updated_at >= before and one.pk for one in kept), "keys by the database, `auto_now` by the field"


def test_json_and_instants_and_nothing_go_as_django_sends_them():
    at, told = clock.now(), {"state": "published", "list": [1, None, "é"]}
    start = 1_000_000
    rows = [Event(start + n, at, None, "test.verb", "test.thing", str(n), {}, told, "0" * 64, f"{n:064d}") for n in range(3)]
    insert(rows)
    for one in Event.objects.filter(seq__gte=start):
        assert (one.at, one.actor_id, one.before, one.after) == (at, None, {}, told)
    assert Event.objects.filter(after__state="published", verb="test.verb").count() == 3


def test_a_broken_constraint_refuses_the_whole_lot():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([entry(3), entry(4), entry(3)])
    assert not SearchEntry.objects.filter(kind="test").exists()
    insert([])
