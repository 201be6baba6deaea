"""Levels, embargoes that lift by the clock, copies on request; what harvesters are told; readers' own things."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.ground.search import saving
from interchange.knowledge.lexicon import actions as lexicon
from interchange.knowledge.lexicon import queries as terms
from interchange.knowledge.lexicon.models import Concept
from interchange.knowledge.repository import actions, shelf
from interchange.knowledge.repository.finding import search
from interchange.knowledge.repository.models import ReadingItem, Record, Usage
from interchange.knowledge.repository.tests import world
from interchange.knowledge.repository.tests.world import DAY


def everyone(people):
    return {
        "visitor": VISITOR,
        "guest": people.guest,
        "state": people.state,
        "ada": people.ada,
        "ben": people.ben,
        "officer": people.officer,
    }


@pytest.mark.parametrize(
    ("level", "open_to"),
    [
        ("public", {"visitor", "guest", "state", "ada", "ben", "officer"}),
        ("states", {"state", "ada", "ben", "officer"}),
        ("members", {"ada", "ben", "officer"}),
        ("restricted", set()),
    ],
)
def test_levels_of_records_hold_for_lists_search_and_the_shelf(people, at, level, open_to):
    version = world.deposited(people.ada, at, title="Quokka marks", summary="Quokkas and their marks, told at some length and twice over.")
    actions.save(people.ada, version.pk, {"level": level}, revision=None, at=at)
    record = world.through(people.officer, people.ada, version, at)
    for name, viewer in everyone(people).items():
        shown = name in open_to
        assert allows(viewer, "record.list", record) is shown, name
        assert (search(viewer, "q=quokka").count == 1) is shown, name
        assert bool(search(viewer, "q=quokka").rows) is shown, name
        assert (search(viewer, "q=quokka&topic=labelling").count == 1) is shown
        facet = search(viewer, "q=quokka").facets[0]
        assert bool(facet.values) is shown, name
    assert allows(people.ada, "record.view", record)  # her own
    assert allows(people.officer, "record.view", record)


def test_the_shelf_agrees_with_policy_for_everybody(people, at, monkeypatch):
    for number, level in enumerate(("public", "states", "members", "restricted")):
        for until in (None, at + DAY):
            version = world.deposited(
                people.ada, at, title=f"Number {number} {until}", identifiers=[("url", f"https://example.org/{number}-{bool(until)}")]
            )
            actions.save(people.ada, version.pk, {"level": level, "embargo_until": until}, revision=None, at=at)
            world.through(people.officer, people.ada, version, at)
    gone = Record.objects.filter(origin="starter").first()
    actions.withdraw(people.officer, gone.pk, kind="error", reason="A test.", at=at)
    for moment in (at, at + 2 * DAY):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for name, viewer in everyone(people).items():
            by_policy = set(rows(viewer, "record.list").values_list("pk", flat=True))
            assert set(shelf.places(shelf.current().visible(viewer))) == by_policy, name


def test_the_shelf_follows_changes_one_by_one(people, at):
    before = search(VISITOR, "").count
    record = world.published(people.officer, people.ada, at, title="Numbat marks")
    assert search(VISITOR, "").count == before + 1
    actions.correct(
        people.officer, record.pk, {"topics": ["creation"], "title": "Wombat marks", "summary": "About wombats."}, reason="Wrong.", at=at
    )
    assert search(VISITOR, "q=wombat&topic=creation").count == 1
    assert search(VISITOR, "q=numbat").count == 0
    actions.withdraw(people.officer, record.pk, kind="error", reason="A test.", at=at)
    assert search(VISITOR, "").count == before


def test_an_embargo_lifts_everywhere_in_the_same_second(people, at, client, monkeypatch):
    version = world.deposited(people.ada, at, title="Bandicoot marks", content=world.pdf(parts=["The bandicoot stands on page two."]))
    lifts = at + 30 * DAY
    actions.save(people.ada, version.pk, {"embargo_until": lifts}, revision=None, at=at)
    record = world.through(people.officer, people.ada, version, at)
    file = record.current.files.get()
    assert (record.public_since, record.datestamp) == (lifts, lifts)
    for moment, shown in ((lifts - timedelta(seconds=1), False), (lifts, True)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert allows(VISITOR, "record.view", record) is shown
        assert (search(VISITOR, "q=bandicoot").count == 1) is shown
        assert (client.get(record.url).status_code == 200) is shown
        assert (client.get(file.url).status_code == 200) is shown
        assert ("Bandicoot" in client.get("/repository/?topic=labelling&sort=new").content.decode()) is shown
        assert ("Bandicoot" in client.get("/search/?q=bandicoot").content.decode()) is shown


def test_files_have_levels_of_their_own(people, at, client):
    record = world.published(
        people.officer,
        people.ada,
        at,
        title="Open page, closed file",
        content=world.pdf(parts=["The thylacine hides here."]),
        level="public",
        embargo_until=at + 30 * DAY,
    )
    file = record.current.files.get()
    page = client.get(record.url).content.decode()
    assert "Ask for a copy" in page
    assert client.get(file.url).status_code == 404
    assert search(VISITOR, "q=thylacine").count == 0
    assert search(people.ben, "q=thylacine").count == 0
    assert search(people.ada, "q=thylacine").count == 1
    actions.set_access(people.officer, file.pk, level="public", embargo_until=None, reason="The publisher agrees.", at=at)
    found = search(VISITOR, "q=thylacine")
    assert found.count == 1
    assert (found.rows[0].page, found.rows[0].pages) == (2, 1)
    assert "<mark>thylacine</mark>" in found.rows[0].snippet
    answer = client.get(file.url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    part = client.get(file.url, headers={"Range": "bytes=0-4"})
    same = client.get(file.url, headers={"If-None-Match": answer["ETag"]})
    assert (answer.status_code, part.status_code, same.status_code) == (200, 206, 304)
    for one in (answer, part, same):  # a 304 replaces what the browser kept: one that forbade frames would shut the preview
        assert "frame-ancestors 'self'" in one["Content-Security-Policy"]
        assert one["X-Frame-Options"] == "SAMEORIGIN"
    saved = client.get(file.url + "?save=1")
    assert saved["Content-Disposition"].startswith("attachment")
    for one in (saved, client.get(file.url + "?save=1", headers={"If-None-Match": saved["ETag"]}), client.get(record.url)):
        assert "frame-ancestors 'none'" in one["Content-Security-Policy"]
        assert one["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in client.get(record.url)["Content-Security-Policy"]
    with pytest.raises(Refused, match="needs a reason"):
        actions.set_access(people.officer, file.pk, level="members", embargo_until=None, at=at)
    with pytest.raises(NotAllowed):
        actions.set_access(people.ada, file.pk, level="members", embargo_until=None, reason="x", at=at)


def test_a_copy_is_asked_granted_and_expires(people, at, monkeypatch):
    record = world.published(people.officer, people.ada, at, content=world.pdf(), level="restricted")
    file = record.current.files.get()
    with pytest.raises(Refused):
        actions.ask_copy(people.ben, file.pk, purpose=" ", at=at)
    asked = actions.ask_copy(people.ben, file.pk, purpose="To read it.", at=at)
    assert actions.ask_copy(people.ben, file.pk, purpose="Again.", at=at).pk == asked.pk
    for wrong in (people.ben, people.cleo):
        with pytest.raises(NotAllowed):
            actions.decide_copy(wrong, asked.pk, grant=True, at=at)
    with pytest.raises(Refused):
        actions.decide_copy(people.ada, asked.pk, grant=False, at=at)
    granted = actions.decide_copy(people.ada, asked.pk, grant=True, at=at)
    assert allows(people.ben, "record-file.read", file)
    assert not allows(people.cleo, "record-file.read", file)
    assert search(people.ben, "q=abstract").count == search(people.ada, "q=abstract").count
    monkeypatch.setattr(clock, "now", lambda: granted.expires_at)
    assert not allows(people.ben, "record-file.read", file)


def test_harvesters_learn_what_ended_but_not_what_never_was(people, at):
    record = world.published(people.officer, people.ada, at)
    actions.open_record(people.officer, record.pk, level="members", embargo_until=None, reason="Asked by the author.", at=at + DAY)
    record.refresh_from_db()
    assert (record.public_since, record.public_ended_at, record.datestamp) == (at, at + DAY, at + DAY)
    actions.open_record(people.officer, record.pk, level="public", embargo_until=None, reason="Open again.", at=at + 2 * DAY)
    record.refresh_from_db()
    assert (record.public_since, record.public_ended_at, record.datestamp) == (at, None, at + 2 * DAY)
    with pytest.raises(Refused, match="public already"):
        actions.open_record(people.officer, record.pk, level="public", embargo_until=at + 9 * DAY, reason="Too late.", at=at + 3 * DAY)
    never = world.deposited(people.ada, at, title="Never public")
    actions.save(people.ada, never.pk, {"embargo_until": at + 30 * DAY}, revision=None, at=at)
    hidden = world.through(people.officer, people.ada, never, at)
    actions.withdraw(people.officer, hidden.pk, kind="author", reason="Changed my mind.", at=at + DAY)
    hidden.refresh_from_db()
    assert (hidden.public_since, hidden.public_ended_at) == (None, None)


def test_saved_searches_write_once_about_what_is_new_and_may_be_seen(people, at):
    with pytest.raises(Refused):
        saving.save_search(people.ada, "topic=labelling", title=" ", place="repository", at=at)
    with pytest.raises(Refused):
        saving.save_search(people.ada, "sort=title", title="Everything", place="repository", at=at)
    kept = saving.save_search(people.ada, "sort=title&topic=labelling&junk=1", title="Labels", alert="daily", place="repository", at=at)
    assert kept.query == "topic=labelling&sort=title"
    again = saving.save_search(people.ada, "topic=labelling&sort=title", title="Again", alert="daily", place="repository", at=at)
    assert again.pk == kept.pk
    saving.save_search(people.guest, "topic=labelling", title="Guest", alert="daily", place="repository", at=at)
    inside = world.deposited(people.ben, at, title="For members only")
    actions.save(people.ben, inside.pk, {"level": "members"}, revision=None, at=at)
    world.through(people.officer, people.ben, inside, at + timedelta(hours=1))
    assert saving.send_alerts(at + timedelta(hours=2)) == 0
    assert saving.send_alerts(at + 2 * DAY) == 1
    letter = Letter.objects.get(template="search.found")
    assert (letter.person_id, "For members only" in letter.body) == (people.ada.person_id, True)
    assert saving.send_alerts(at + 4 * DAY) == 0


def test_reading_lists_show_only_what_the_reader_may_see(people, at, client):
    inside = world.deposited(people.ada, at, title="Members read this")
    actions.save(people.ada, inside.pk, {"level": "members"}, revision=None, at=at)
    record = world.through(people.officer, people.ada, inside, at)
    shelf_of_ada = actions.make_list(people.ada, title="To read", at=at)
    starter = Record.objects.get(slug="christ-2024-undetectable")
    for one in (record, starter):
        actions.add_to_list(people.ada, shelf_of_ada.pk, one.pk, note="Read this.", at=at)
    actions.add_to_list(people.ada, shelf_of_ada.pk, starter.pk, note="Read this twice.", at=at)
    assert ReadingItem.objects.count() == 2
    assert client.get(f"/repository/lists/{shelf_of_ada.pk}/").status_code == 404
    actions.change_list(people.ada, shelf_of_ada.pk, title="To read", note="", level="public", at=at)
    page = client.get(f"/repository/lists/{shelf_of_ada.pk}/").content.decode()
    assert starter.title in page
    assert "Members read this" not in page
    assert "1 record," in page
    with pytest.raises(NotAllowed):
        actions.add_to_list(people.ben, shelf_of_ada.pk, starter.pk, at=at)


BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


def test_use_is_counted_without_robots_and_with_ai_agents_apart(db, client):
    url = "/repository/christ-2024-undetectable/"
    for agent in (BROWSER, BROWSER, "Googlebot/2.1", "GPTBot/1.2", "curl/8.0", "", "Mozilla/5.0; compatible; ChatGPT-User/1.0"):
        client.get(url, headers={"User-Agent": agent})
    assert dict(Usage.objects.values_list("agent", "count")) == {"person": 1, "ai": 1}  # the second look was a double click


def test_the_words_in_a_file_count_for_terms_and_lend_nothing_to_those_who_may_not_read_it(people, at):
    """Where a term is used and which phrases are wanted: files by their own level and embargo, not their record's."""
    body = world.pdf(parts=["One watermark here. The Quokka Protocol was used. The Quokka Protocol again, and watermarks."])
    record = world.published(people.officer, people.ada, at, content=body, title="Marks", embargo_until=at + 30 * DAY)
    lexicon.read_texts(at=at)
    concept = Concept.objects.get(slug="watermark")
    mine = [place for place in terms.places(terms.where_used(people.ada, concept)) if place.url == record.url]
    assert [place.count for place in mine] == [2]
    assert "Marks" in mine[0].title
    assert [one.url for one in terms.samples(terms.wanted(people.ada)) if one.text == "Quokka Protocol"] == [record.url]
    for stranger in (people.ben, VISITOR):
        assert record.url not in [place.url for place in terms.places(terms.where_used(stranger, concept))]
    assert "Quokka Protocol" not in [one.text for one in terms.samples(terms.wanted(people.ben))]
