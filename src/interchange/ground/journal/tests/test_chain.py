"""The chain: nothing in it can be changed, removed or cut off unnoticed, and nothing that somebody may ask to erase gets in."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from interchange.ground.journal import chain
from interchange.ground.journal.actions import record
from interchange.ground.journal.guards import drop_guards
from interchange.ground.journal.models import Event, Head, Remark
from interchange.ground.policy.viewer import SYSTEM, Viewer

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


def write(count, *, actor=SYSTEM, **values):
    made = []
    for number in range(count):
        with transaction.atomic():
            made.append(record(actor, "test.done", ("test.thing", number), at=AT, after={"number": number, **values}))
    return made


def places():
    return {fault.seq for fault in chain.verify()[1]}


@pytest.mark.django_db
def test_a_whole_chain_is_whole():
    write(5, actor=Viewer(person_id=7))
    assert chain.verify() == (5, [])
    first, second = Event.objects.order_by("seq")[:2]
    assert first.previous_hash == chain.GENESIS
    assert second.previous_hash == first.hash


@pytest.mark.django_db
def test_an_empty_chain_is_whole_too():
    assert chain.verify() == (0, [])


@pytest.mark.django_db
def test_the_hash_is_the_one_that_was_written_down():
    event = Event(seq=1, at=AT, actor_id=7, verb="call.published", subject_kind="calls.call", subject_id="3", previous_hash=chain.GENESIS)
    event.before, event.after = {"state": "draft"}, {"state": "published"}
    assert chain.link_hash(event) == "a32f6bd601f51d6c0931ae8f4d983d102be7b38ebed1dbd026d85070d7091067"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        {"verb": "test.other"},
        {"actor_id": 99},
        {"subject_id": "77"},
        {"subject_kind": "test.other"},
        {"after": {"number": 1000}},
        {"before": {"x": 1}},
        {"at": datetime(2027, 1, 4, 9, 0, 1, tzinfo=UTC)},
        {"previous_hash": "0" * 64},
    ],
)
def test_every_changed_field_is_found(change):
    made = write(4)
    drop_guards(connection)
    Event.objects.filter(pk=made[2].pk).update(**change)
    assert made[2].seq in places()


@pytest.mark.django_db(transaction=True)
def test_a_changed_row_with_its_hash_made_anew_is_found_at_the_next_link():
    made = write(4)
    drop_guards(connection)
    forged = Event.objects.get(pk=made[1].pk)
    forged.after = {"number": 500}
    forged.hash = chain.link_hash(forged)
    forged.save()
    assert places() == {made[2].seq}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_removed_row_is_found(gone):
    made = write(4)
    drop_guards(connection)
    Event.objects.filter(pk=made[gone].pk).delete()
    assert made[gone].seq in places()


@pytest.mark.django_db(transaction=True)
def test_a_cut_off_end_is_found():
    made = write(4)
    drop_guards(connection)
    Event.objects.filter(pk__gte=made[2].pk).delete()
    count, faults = chain.verify()
    assert count == made[1].seq
    assert [fault.seq for fault in faults] == [made[2].seq]


@pytest.mark.django_db(transaction=True)
def test_all_cut_off_is_found():
    write(3)
    drop_guards(connection)
    Event.objects.all().delete()
    assert places() == {1}


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = {
    "update": lambda pk: Event.objects.filter(pk=pk).update(verb="test.other"),
    "delete": lambda pk: Event.objects.filter(pk=pk).delete(),
    "raw update": lambda pk: run("UPDATE journal_event SET verb = 'x'"),
    "raw delete": lambda pk: run("DELETE FROM journal_event"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", list(CHANGES))
def test_the_database_itself_refuses(what):
    event = write(1)[0]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[what](event.pk)
    assert chain.verify() == (1, [])


def write_in_thread(actor, start, errors):
    try:
        start.wait(timeout=20)
        write(20, actor=Viewer(person_id=actor))
    except Exception as problem:
        errors.append(problem)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="the test database in memory has no waiting; see below"
)
def test_two_threads_at_once_make_one_chain():
    write(1)
    start, errors = threading.Barrier(2), []
    threads = [threading.Thread(target=write_in_thread, args=(number, start, errors)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert chain.verify() == (41, [])
    assert Event.objects.filter(actor_id=1).count() == Event.objects.filter(actor_id=2).count() == 20


ON_FILE = """
import sys, threading
import django
django.setup()
from django.core.management import call_command
from interchange.ground.journal import chain
from interchange.ground.journal.tests.test_chain import write, write_in_thread
call_command("migrate", "journal", verbosity=0)
write(1)
start, errors = threading.Barrier(2), []
threads = [threading.Thread(target=write_in_thread, args=(number, start, errors)) for number in (1, 2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(errors, *chain.verify())
"""


def test_two_threads_at_once_make_one_chain_in_a_file(tmp_path):
    environment = {
        **os.environ,
        "INTERCHANGE_DATABASE_URL": f"sqlite:///{tmp_path}/journal.sqlite3",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", ON_FILE], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "[] 41 []", done.stderr[-2000:]


@pytest.mark.django_db(transaction=True)
def test_what_happened_and_its_record_fall_together():
    with pytest.raises(transaction.TransactionManagementError):
        record(SYSTEM, "test.done", ("test.thing", 1), at=AT)
    with transaction.atomic():
        record(SYSTEM, "test.done", ("test.thing", 1), at=AT)
        transaction.set_rollback(True)
    assert chain.verify() == (0, [])
    write(1)
    assert chain.verify() == (1, [])


@pytest.mark.django_db
def test_a_remark_can_be_erased_without_breaking_the_chain():
    with transaction.atomic():
        event = record(SYSTEM, "test.done", ("test.thing", 1), at=AT, reason="  Ada asked for it ")
    assert event.remark.text == "Ada asked for it"
    Remark.objects.filter(event=event).update(text="", erased_at=AT)
    assert chain.verify() == (1, [])


@pytest.mark.django_db
def test_the_journal_has_one_head():
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Head.objects.create(pk=2)


@given(st.text(min_size=1).filter(lambda text: any(c.isspace() or c in "@,;'\"!?()" or ord(c) > 127 for c in text)))
@trials(max_examples=300, deadline=None)
def test_free_text_never_enters(text):
    for value in (text, [text], {"note": text}, {text: 1}, ({"deep": [text]},)):
        with pytest.raises(chain.NotForTheJournal):
            chain.clean(value)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.from_regex(r"\A[a-z0-9_.:+/-]{0,40}\Z")
        | st.datetimes(timezones=st.just(UTC))
        | st.dates(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"\A[a-z_]{1,10}\Z"), inner, max_size=4),
        max_leaves=12,
    )
)
@trials(max_examples=200, deadline=None)
def test_codes_pass_and_cleaning_twice_changes_nothing(value):
    once = chain.clean(value)
    assert chain.clean(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.org",
        "Ada Sample",
        "Ada",
        "Müller",
        "a b",
        "x" * 121,
        "ab\n",
        "ab\ncd",
        "Geneva, 3 May",
        "李",
        "\x00",
        "+41 22 338",
        "AB CD",
        "Ada/",
        "CH\n",
    ],
)
def test_names_addresses_and_sentences_are_refused(text):
    with pytest.raises(chain.NotForTheJournal):
        chain.clean(text)


@pytest.mark.parametrize("text", ["", "in-review", "calls.application", "TEN/APP/2026/0001", "CH", "Africa/Nairobi", "a1b2", "2027-01-04"])
def test_codes_numbers_and_zones_are_taken(text):
    assert chain.clean(text) == text


def test_other_values():
    assert chain.clean(Decimal("1.50")) == "1.50"
    assert chain.clean(date(2027, 1, 4)) == "2027-01-04"
    assert chain.clean({3, 1, 2}) == [1, 2, 3]
    assert chain.clean(AT) == "2027-01-04t09:00:00+00:00"
    for other in (object(), b"bytes", 1j):
        with pytest.raises(chain.NotForTheJournal):
            chain.clean(other)
